// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_JNI_VM_ATTACH_HPP
#define FFIGUARD_JNI_VM_ATTACH_HPP

#include <jni.h>

#include <cstddef>
#include <cstdint>

#include <ffiguard/core/config.hpp>
#include <ffiguard/core/errno_guard.hpp>
#include <ffiguard/core/result.hpp>
#include <ffiguard/core/status.hpp>
#include <ffiguard/core/thread_number.hpp>
#include <ffiguard/core/trace.hpp>
#include <ffiguard/core/violation.hpp>
#include <ffiguard/jni/detail/critical.hpp>
#include <ffiguard/jni/vm/detached.hpp>
#include <ffiguard/jni/vm/detail/attachment.hpp>
#include <ffiguard/jni/vm/detail/frame_mark.hpp>
#include <ffiguard/jni/vm/detail/open_frame.hpp>
#include <ffiguard/jni/vm/vm.hpp>
#if FFIGUARD_IS_WINDOWS()
#include <ffiguard/jni/vm/detail/thread_end_windows.hpp>
#else
#include <ffiguard/jni/vm/detail/thread_end_posix.hpp>
#endif

namespace ffiguard {
inline namespace FFIGUARD_ABI {
namespace jni {

/// How a thread is attached.
struct attach_options {
    /// The name of the Java thread, in ASCII; null lets the VM choose. Copied.
    const char* thread_name = nullptr;
    /// DestroyJavaVM does not wait for a daemon thread. The thread must not be in a call to the VM
    /// when the VM ends.
    bool daemon = false;
    pending_at_detach pending = pending_at_detach::uncaught;
    /// For an attach_scope: if more than 0, it has its own local frame for so many references. On a
    /// native thread local references live until it detaches.
    jint local_capacity = 0;
};

namespace detail {

FFIGUARD_HIDDEN inline status attach(const attach_options& options) noexcept {
    JavaVM* const java_vm = vm::get();
    if (java_vm == nullptr) return status_code::not_found;
    const errno_guard keep_errno;
    // The VM only reads the name; jni.h forgot to say so.
    JavaVMAttachArgs args{JNI_VERSION_1_6, const_cast<char*>(options.thread_name), nullptr};
    void* found = nullptr;
    const jint answer = options.daemon ? java_vm->AttachCurrentThreadAsDaemon(&found, &args)
                                       : java_vm->AttachCurrentThread(&found, &args);
    if (answer == JNI_ENOMEM) return status_code::out_of_memory;
    if (answer != JNI_OK) return status::foreign(answer);
    trace::attach_thread();
    attachment& mine = attachment_;
    mine.made_with = java_vm;
    mine.env = static_cast<JNIEnv*>(found);
    mine.pending = options.pending;
    all_frames_have_ended();
    // Again, because other code had detached the thread. Cannot fail: the memory is there from the
    // first time.
    if (mine.until_thread_ends) mine.until_thread_ends = end_with_thread(mine).ok();
    return {};
}

}  // namespace detail

/// Attaches this thread to the VM during a scope, if it is not attached.
///
///     const attach_scope here;
///     if (!here) return here.status();
///     here.env()->CallVoidMethod(...);
///
/// The thread is detached only if this shared object has attached it, when its last scope ends;
/// scopes may end in any order. A Java thread, one that an FFM upcall runs on, or one that other
/// code has attached stays attached. (The VM does not count: one detach undoes all attaches. And a
/// thread that ends attached makes DestroyJavaVM wait for ever.) An inner scope costs 5 ns,
/// attaching and detaching about 20 microseconds, so put the scope around the thread's loop, not
/// into it. If there is no such place, use attach_thread().
///
/// Keeps errno. Bound to its thread: if it ends on another one, that is a violation (wrong_thread)
/// and nothing is detached. So not movable and not on the heap.
class [[nodiscard]] attach_scope {
public:
    /// status(): not_found if no VM is captured, out_of_memory (also for the local frame), in_use
    /// if the frame would begin inside a critical_view, foreign with the VM's result (the VM shuts
    /// down, or this stack is too small for it).
    [[nodiscard]] FFIGUARD_HIDDEN explicit attach_scope(const attach_options& options = {}) noexcept
        : env_(vm::env()), thread_(this_thread_number()), at_home_(&at_home) {
        if (env_ == nullptr) {
            status_ = detail::attach(options);
            if (!status_.ok()) return;
            env_ = detail::attachment_.env;
        }
        jni::release_parked(env_);
        ++detail::attachment_.scopes;
        if (options.local_capacity <= 0) return;
        status_ = frame_.push(env_, options.local_capacity);
        if (status_ != status_code::java_exception) return;
        // The OutOfMemoryError of a frame that no Java code has asked for.
        env_->ExceptionClear();
        status_ = status_code::out_of_memory;
    }
    attach_scope(const attach_scope&) = delete;
    attach_scope& operator=(const attach_scope&) = delete;
    static void* operator new(std::size_t) = delete;
    /// Not inlined: otherwise g++ 12 takes the scope in a std::optional for uninitialised.
    [[gnu::noinline]] FFIGUARD_HIDDEN ~attach_scope() {
        if (env_ != nullptr) at_home_(*this);
    }

    [[nodiscard]] explicit operator bool() const noexcept { return status_.ok(); }
    [[nodiscard]] ffiguard::status status() const noexcept { return status_; }
    /// Null if attaching failed.
    [[nodiscard]] JNIEnv* env() const noexcept { return env_; }

private:
    /// The end, in the shared object where the scope began: see scoped_state.
    FFIGUARD_HIDDEN static void at_home(attach_scope& ended) noexcept {
        if (ended.thread_ != this_thread_number())
            return report({violation::wrong_thread, "attach_scope ended on another thread"});
        ended.frame_.end();
        detail::attachment& mine = detail::attachment_;
        if (--mine.scopes != 0 || mine.until_thread_ends || mine.made_with == nullptr) return;
        if (detail::outside_critical("attach_scope ended inside of a critical_view"))
            mine.end();
        else
            mine.until_thread_ends = detail::end_with_thread(mine).ok();
    }

    JNIEnv* env_;
    ffiguard::status status_;
    std::uint64_t thread_;
    void (*at_home_)(attach_scope&) noexcept;
    detail::open_frame frame_;
};

/// Attaches this thread until the thread ends, if it is not attached: once per thread, then 5 ns.
/// For repeated callbacks that a native library makes on its own threads.
///
///     const auto env = attach_thread({"sensor", true});
///     if (!env) return;
///     (*env)->CallVoidMethod(...);
///
/// Call it at the beginning of each callback and do not keep the env longer: if other code has
/// detached the thread meanwhile, it is attached again. A Java thread, or one that other code has
/// attached, is not detached. Fails as attach_scope, and with closed (see below). The option
/// local_capacity is ignored. Keeps errno.
///
/// You may call it while the thread ends, and the thread is still detached: in destructors of
/// thread_local variables, and in the first round of the destructors of pthread keys. (POSIX has
/// four rounds, for keys that are set again in a destructor.) After that it may fail with closed;
/// use attach_scope there. If a thread calls it for the first time in the last of these rounds, it
/// is not detached. On Windows it fails with closed in destructors of thread_local variables.
///
/// The shared object stays loaded until all such threads have ended; for good on Windows, and if it
/// was called in a destructor of a pthread key. Before it has returned, nothing keeps the shared
/// object loaded: if you detach a new thread, wait for that before the native method returns.
FFIGUARD_HIDDEN inline result<JNIEnv*> attach_thread(const attach_options& options = {}) noexcept {
    JNIEnv* env = vm::env();
    detail::attachment& mine = detail::attachment_;
    if (env == nullptr) {
        if (const status attached = detail::attach(options); !attached.ok()) return attached;
        env = mine.env;
    }
    if (mine.made_with != nullptr && !mine.until_thread_ends) {
        const status armed = detail::end_with_thread(mine);
        if (!armed.ok()) {
            if (mine.scopes == 0) mine.end();
            return armed;
        }
        mine.until_thread_ends = true;
    }
    jni::release_parked(env);
    return env;
}

}  // namespace jni
}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
