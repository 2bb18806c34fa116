// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_JNI_ERROR_JAVA_EXCEPTION_HPP
#define FFIGUARD_JNI_ERROR_JAVA_EXCEPTION_HPP

#include <jni.h>

#include <atomic>
#include <cstdlib>
#include <exception>
#include <new>
#include <utility>

#include <ffiguard/core/config.hpp>
#include <ffiguard/core/result.hpp>
#include <ffiguard/core/shared_handle.hpp>
#include <ffiguard/core/status.hpp>
#include <ffiguard/core/unique_handle.hpp>
#include <ffiguard/jni/data/string.hpp>
#include <ffiguard/jni/detail/critical.hpp>
#include <ffiguard/jni/error/detail/throwable.hpp>
#include <ffiguard/jni/error/exception_stash.hpp>
#include <ffiguard/jni/ref/borrowed.hpp>
#include <ffiguard/jni/ref/detail/pending.hpp>
#include <ffiguard/jni/ref/global_ref.hpp>
#include <ffiguard/jni/vm/attach.hpp>
#include <ffiguard/jni/vm/vm.hpp>
#include <ffiguard/memory/c_string.hpp>

namespace ffiguard {
inline namespace FFIGUARD_ABI {
namespace jni {

namespace detail {

/// A Throwable and its text, which the first what() fetches.
struct caught_throwable {
    jthrowable object;        // a global reference; null where there was no memory for one
    std::atomic<char*> text;  // of malloc
    /// Of the shared object that caught it, because what() may be another one's.
    const char* (*read)(caught_throwable&) noexcept;
};

struct caught_throwable_traits {
    using value_type = caught_throwable*;
    static constexpr caught_throwable* empty() noexcept { return nullptr; }
    FFIGUARD_HIDDEN static void close(caught_throwable* caught) noexcept {
        jni::adopt_global(caught->object).reset();
        std::free(caught->text.load(std::memory_order_relaxed));
        delete caught;
    }
};

/// Calls toString(), once. If it throws, that exception is dropped.
FFIGUARD_HIDDEN inline const char* read_text(JNIEnv* env, caught_throwable& caught) noexcept {
    const exception_stash aside(env);
    auto text = detail::readable_utf8(env, detail::describe(env, caught.object).get());
    if (!text) return "a Java exception (no memory for its text)";
    char* known = nullptr;
    char* const made = text->release();
    if (caught.text.compare_exchange_strong(known, made, std::memory_order_acq_rel)) return made;
    std::free(made);
    return known;
}

FFIGUARD_HIDDEN inline const char* text_of(caught_throwable& caught) noexcept {
    if (const char* const known = caught.text.load(std::memory_order_acquire)) return known;
    if (caught.object == nullptr) return "a Java exception (no memory for it)";
    if (critical_depth_ != 0) return "a Java exception (first asked for inside of a critical_view)";
    if (JNIEnv* const env = vm::env()) return detail::read_text(env, caught);
    if (vm::get() != nullptr) {
        const attach_scope here;
        if (here) return detail::read_text(here.env(), caught);
    }
    return "a Java exception (first asked for on a thread without a VM)";
}

}  // namespace detail

/// A Java exception as a C++ object: the Throwable itself, not a copy of its text.
///
///     try {
///         env->CallVoidMethod(stream, flush);
///         jni::throw_if_java(env);
///     } catch (const jni::java_exception& e) {
///         log(e.what());       // "java.io.IOException: no space"
///     }
///
/// If it leaves a boundary(), or if you pass it to throw_java(), Java gets the same
/// object back, with its class, its stack and its causes. Without C++ exceptions
/// use take() instead of throw_if_java().
///
/// Shares one global reference among all copies; copying cannot fail. A copy may outlive the native
/// call and end on any thread, by the rules of global_ref. One thread at a time may use an object;
/// copies are independent. Default constructed it is empty. A move copies.
///
/// If there is no memory for the reference, class and message are kept; if there is none for these
/// either, what() says that. Texts are for people: a NUL inside becomes U+FFFD, so nothing is cut
/// off.
///
/// The functions that take an environment fail with java_exception while an exception is pending,
/// null if this is empty, out_of_memory if the object could not be kept. They call methods that a
/// class of yours may override. If such a method throws, its exception stays pending, and they fail
/// with java_exception.
class java_exception : public std::exception {
public:
    /// Empty.
    java_exception() noexcept = default;
    // Declared, so that there is no move: a move would leave a text without its owner.
    java_exception(const java_exception&) noexcept = default;
    java_exception& operator=(const java_exception&) noexcept = default;

    /// Clears the pending exception and returns it; empty if none is pending. Runs no Java code.
    FFIGUARD_HIDDEN static java_exception take(JNIEnv* env) noexcept {
        const auto thrown = detail::take_pending(env);
        return thrown ? java_exception(env, thrown.get()) : java_exception();
    }

    [[nodiscard]] explicit operator bool() const noexcept { return text_ != nullptr; }
    /// Class and message, in UTF-8, from Throwable.toString() (if that throws, the class). Never
    /// null. Valid as long as any copy.
    ///
    /// The first call, of all copies, runs toString(), which may be user code; later calls return
    /// the same text. Any thread: a detached one is attached for this call. Inside a critical_view,
    /// or if the VM has gone, returns a text that says so, unless it was called before.
    [[nodiscard]] const char* what() const noexcept override {
        if (caught_throwable* const caught = shared_.unguarded()) return caught->read(*caught);
        return text_ != nullptr ? text_ : "no Java exception";
    }
    /// Null if this is empty or the object could not be kept.
    [[nodiscard]] borrowed<jthrowable> throwable() const noexcept {
        caught_throwable* const caught = shared_.unguarded();
        return caught != nullptr ? caught->object : nullptr;
    }

    /// "java.io.IOException"
    FFIGUARD_HIDDEN result<c_string> class_name(JNIEnv* env) const noexcept {
        if (const status usable = check_usable(env); !usable.ok()) return usable;
        const auto type = jni::adopt_local(env, env->GetObjectClass(throwable().get()));
        return text_from(env, type.get(), "getName");
    }
    /// From getMessage(): null if it has none.
    FFIGUARD_HIDDEN result<c_string> message(JNIEnv* env) const noexcept {
        if (const status usable = check_usable(env); !usable.ok()) return usable;
        return text_from(env, throwable().get(), "getMessage");
    }
    /// What printStackTrace() prints: the stack, the suppressed exceptions and the
    /// causes with theirs, in many lines.
    FFIGUARD_HIDDEN result<c_string> stack_trace(JNIEnv* env) const noexcept {
        if (const status usable = check_usable(env); !usable.ok()) return usable;
        const auto text = make(env, "java/io/StringWriter", "()V");
        if (!text) return detail::why_null(env);
        const auto printer = make(env, "java/io/PrintWriter", "(Ljava/io/Writer;)V", text.get());
        if (!printer) return detail::why_null(env);
        const jmethodID print = detail::method_of(env, throwable().get(), "printStackTrace",
                                                  "(Ljava/io/PrintWriter;)V");
        if (print != nullptr) env->CallVoidMethod(throwable().get(), print, printer.get());
        if (const auto ready = detail::ready(env); !ready.ok()) return ready;
        return text_from(env, text.get(), "toString");
    }

    /// Calls visit(const java_exception&) for each cause (getCause()), the nearest
    /// first, until it returns false. Ends at a cycle, and after 32.
    template <class Visit>
    FFIGUARD_HIDDEN status each_cause(JNIEnv* env, Visit&& visit) const {
        if (const status usable = check_usable(env); !usable.ok()) return usable;
        java_exception seen[detail::max_causes + 1];
        seen[0] = *this;
        for (unsigned count = 1; count <= detail::max_causes; ++count) {
            const auto cause = detail::object_from<jthrowable>(
                env, seen[count - 1].throwable().get(), "getCause", "()Ljava/lang/Throwable;");
            if (const auto ready = detail::ready(env); !ready.ok()) return ready;
            if (!cause) break;
            for (unsigned i = 0; i < count; ++i)
                if (jni::same(env, seen[i].throwable(), cause)) return {};
            seen[count] = java_exception(env, cause.get());
            if (!visit(std::as_const(seen[count]))) break;
            if (const auto ready = detail::ready(env); !ready.ok()) return ready;
            if (!seen[count].throwable()) return status_code::out_of_memory;
        }
        return {};
    }

private:
    using caught_throwable = detail::caught_throwable;

    FFIGUARD_HIDDEN java_exception(JNIEnv* env, jthrowable thrown) noexcept
        : text_("a Java exception (no memory for it)") {
        unique_handle<detail::caught_throwable_traits> caught(
            new (std::nothrow) caught_throwable{nullptr, {nullptr}, &detail::text_of});
        if (!caught) return;
        if (auto object = jni::promote(env, thrown)) {
            caught->object = object->release();
        } else {
            if (env->ExceptionCheck() == JNI_TRUE) env->ExceptionClear();
            auto text = detail::readable_utf8(env, detail::describe(env, thrown).get());
            if (text) caught->text = text->release();
        }
        if (auto shared = ffiguard::share(std::move(caught))) shared_ = *std::move(shared);
    }

    FFIGUARD_HIDDEN status check_usable(JNIEnv* env) const noexcept {
        if (const auto ready = detail::ready(env); !ready.ok()) return ready;
        if (throwable()) return {};
        return text_ == nullptr ? status_code::null : status_code::out_of_memory;
    }
    FFIGUARD_HIDDEN static result<c_string> text_from(JNIEnv* env, jobject object,
                                                      const char* method) noexcept {
        const auto text = detail::object_from<jstring>(env, object, method, "()Ljava/lang/String;");
        if (const auto ready = detail::ready(env); !ready.ok()) return ready;
        return detail::readable_utf8(env, text);
    }
    template <class... Arguments>
    FFIGUARD_HIDDEN static local_ref<jobject> make(JNIEnv* env, const char* class_name,
                                                   const char* signature,
                                                   Arguments... arguments) noexcept {
        const auto type = jni::adopt_local(env, env->FindClass(class_name));
        if (!type) return {};
        return detail::new_object(env, type.get(), signature, arguments...);
    }

    shared_handle<detail::caught_throwable_traits> shared_;
    const char* text_ = nullptr;
};

/// Throws the exception in Java, the same object. If one is already pending, that one wins, and
/// this is added to it as suppressed. Empty throws nothing; if the object could not be kept, throws
/// a RuntimeException with what().
FFIGUARD_HIDDEN inline void throw_java(JNIEnv* env, const java_exception& caught) noexcept {
    if (!caught || !detail::outside_critical("throw_java inside of a critical_view")) return;
    const exception_stash first(env);
    if (const auto object = caught.throwable()) {
        env->Throw(object.get());
        return;
    }
    const auto made = detail::new_throwable(env, "java/lang/RuntimeException", caught.what());
    if (made) env->Throw(made.get());
}

#if FFIGUARD_HAS_EXCEPTIONS()
/// If a Java exception is pending, clears it and throws it in C++ as java_exception. Use it after
/// every call of a Java method, inside a boundary(). 8 ns if none is pending.
FFIGUARD_HIDDEN inline void throw_if_java(JNIEnv* env) {
    if (detail::ready(env) == status_code::java_exception) throw java_exception::take(env);
}
#endif

}  // namespace jni
}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
