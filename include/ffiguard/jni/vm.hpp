// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_JNI_VM_HPP
#define FFIGUARD_JNI_VM_HPP

#include <jni.h>

#include <atomic>
#include <cerrno>
#include <cstddef>

#include <ffiguard/core/config.hpp>
#include <ffiguard/core/errno_guard.hpp>
#include <ffiguard/core/status.hpp>
#include <ffiguard/core/violation.hpp>

namespace ffiguard {
inline namespace FFIGUARD_ABI {
namespace jni {

namespace detail {

// One per shared object, see FFIGUARD_HIDDEN.
FFIGUARD_HIDDEN inline std::atomic<JavaVM*> vm_{nullptr};

[[nodiscard]] inline JNIEnv* env_of(JavaVM* java_vm) noexcept {
    void* found = nullptr;
    if (java_vm == nullptr || java_vm->GetEnv(&found, JNI_VERSION_1_6) != JNI_OK) return nullptr;
    return static_cast<JNIEnv*>(found);
}

}  // namespace detail

/// The Java VM that loaded this shared object, captured once.
///
///     JNIEXPORT jint JNICALL JNI_OnLoad(JavaVM* java_vm, void*) {
///         return ffiguard::jni::vm::capture(java_vm).ok() ? JNI_VERSION_1_8 : JNI_ERR;
///     }
///
/// Owns nothing: a VM is never unloaded. Each shared object captures for
/// itself; ffiguard defines no JNI_OnLoad. All functions: any thread.
///
/// There is no cached JNIEnv anywhere: it belongs to a thread, a virtual thread
/// comes back with another one, and after DestroyJavaVM it is a wild pointer.
class vm {
public:
    vm() = delete;

    /// Again with the same VM is fine. null for null; in_use where another VM
    /// is captured, which stays.
    static status capture(JavaVM* java_vm) noexcept {
        if (java_vm == nullptr) return status_code::null;
        JavaVM* known = nullptr;
        if (detail::vm_.compare_exchange_strong(known, java_vm, std::memory_order_acq_rel) ||
            known == java_vm)
            return {};
        return status_code::in_use;
    }
    /// For a shim without JNI_OnLoad: in any native method, no exception pending.
    static status capture(JNIEnv* env) noexcept {
        JavaVM* java_vm = nullptr;
        if (env == nullptr || env->GetJavaVM(&java_vm) != JNI_OK) return status_code::null;
        return capture(java_vm);
    }

    /// For a program that calls DestroyJavaVM: from here on no global_ref of
    /// this shared object calls the VM, and what it would have released is
    /// counted by leaked_global_refs(). (Until a capture(), which promote()
    /// does too: it is given an environment, so there is a VM again.)
    static void forget() noexcept { detail::vm_.store(nullptr, std::memory_order_release); }

    /// Null before capture().
    [[nodiscard]] static JavaVM* get() noexcept {
        return detail::vm_.load(std::memory_order_acquire);
    }

    /// This thread's environment; null where it is not attached or there is no
    /// VM (any more). Good until the thread detaches or, in a native method,
    /// until that returns. About 5 ns.
    [[nodiscard]] static JNIEnv* env() noexcept { return detail::env_of(get()); }
};

/// How attach_scope attaches.
struct attach_options {
    /// The name of the Java thread, in ASCII; null lets the VM choose. Copied.
    const char* thread_name = nullptr;
    /// DestroyJavaVM does not wait for a daemon. It must not be in a call to
    /// the VM when that ends.
    bool daemon = false;
};

/// Attaches this thread to the VM for the length of a scope, if it is not.
///
///     const attach_scope here;
///     if (!here) return here.status();
///     here.env()->CallVoidMethod(...);
///
/// Only what this scope attached is detached at its end: a thread of Java's, or
/// one that somebody else attached, stays as it was. (The VM does not count: one
/// detach undoes all attaches. And a thread that ends attached makes
/// DestroyJavaVM wait for ever.) Scopes may be nested; an inner one costs 5 ns,
/// attaching and detaching about 20 microseconds, so put the scope around the
/// thread's loop and not into it.
///
/// A Java exception that is pending at the detach goes to the thread's uncaught
/// exception handler. Keeps errno. Bound to its thread: if it ends on another
/// one, that is a violation (wrong_thread) and nothing is detached. Hence not
/// movable and not on the heap.
class [[nodiscard]] attach_scope {
public:
    /// status(): not_found where no VM is captured, out_of_memory, foreign with
    /// the VM's answer (the VM is going, or this stack is too small for it).
    explicit attach_scope(const attach_options& options = {}) noexcept : env_(vm::env()) {
        if (env_ == nullptr) attach(options);
    }
    attach_scope(const attach_scope&) = delete;
    attach_scope& operator=(const attach_scope&) = delete;
    static void* operator new(std::size_t) = delete;
    ~attach_scope() {
        if (attached_to_ != nullptr) detach();
    }

    [[nodiscard]] explicit operator bool() const noexcept { return env_ != nullptr; }
    [[nodiscard]] ffiguard::status status() const noexcept { return status_; }
    /// Null if attaching failed.
    [[nodiscard]] JNIEnv* env() const noexcept { return env_; }

private:
    void attach(const attach_options& options) noexcept {
        JavaVM* const java_vm = vm::get();
        if (java_vm == nullptr) {
            status_ = status_code::not_found;
            return;
        }
        const errno_guard keep_errno;
        // The VM only reads the name; jni.h forgot to say so.
        JavaVMAttachArgs args{JNI_VERSION_1_6, const_cast<char*>(options.thread_name), nullptr};
        void* found = nullptr;
        const jint answer = options.daemon ? java_vm->AttachCurrentThreadAsDaemon(&found, &args)
                                           : java_vm->AttachCurrentThread(&found, &args);
        if (answer == JNI_OK) {
            env_ = static_cast<JNIEnv*>(found);
            attached_to_ = java_vm;
        } else {
            status_ = answer == JNI_ENOMEM ? ffiguard::status(status_code::out_of_memory)
                                           : ffiguard::status::foreign(answer);
        }
    }

    void detach() noexcept {
        if (&errno != thread_)
            return report({violation::wrong_thread, "attach_scope ended on another thread"});
        if (detail::env_of(attached_to_) != env_) return;  // after DestroyJavaVM
        const errno_guard keep_errno;
        attached_to_->DetachCurrentThread();
    }

    JNIEnv* env_;
    ffiguard::status status_;
    JavaVM* attached_to_ = nullptr;
    const int* thread_ = &errno;  // each thread has its own
};

}  // namespace jni
}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
