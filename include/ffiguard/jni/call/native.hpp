// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_JNI_CALL_NATIVE_HPP
#define FFIGUARD_JNI_CALL_NATIVE_HPP

#include <jni.h>

#include <atomic>
#include <cstddef>
#include <type_traits>
#include <utility>

#include <ffiguard/core/config.hpp>
#include <ffiguard/core/error.hpp>
#include <ffiguard/core/status.hpp>
#include <ffiguard/core/violation.hpp>
#include <ffiguard/jni/call/detail/member_entry.hpp>
#include <ffiguard/jni/call/detail/native_entry.hpp>
#include <ffiguard/jni/data/detail/buffer_cleaner.hpp>
#include <ffiguard/jni/data/detail/lent_memory.hpp>
#include <ffiguard/jni/error/boundary.hpp>
#include <ffiguard/jni/error/detail/throwable.hpp>
#include <ffiguard/jni/error/exception.hpp>
#include <ffiguard/jni/error/exception_stash.hpp>
#include <ffiguard/jni/loader/class_loader.hpp>
#include <ffiguard/jni/ref/borrowed.hpp>
#include <ffiguard/jni/vm/detached.hpp>
#include <ffiguard/jni/vm/vm.hpp>

namespace ffiguard {
inline namespace FFIGUARD_ABI {
namespace jni {

/// An ordinary function as a native method, for register_natives():
///
///     result<token> open_stream(JNIEnv*, borrowed<jclass>, jint level);        // static
///     status write_stream(JNIEnv* env, borrowed<jobject>, token t, jbyteArray bytes);
///
///     native_method<&open_stream>("open"), native_method<&write_stream>("write")
///
/// The function takes the environment, the class (then the method is static) or the object, and
/// Java's arguments: the types of descriptor(), references plain or borrowed, a Java long as jlong
/// or token. It may return what the body of a boundary() may return, and throw: the function that
/// Java calls runs it in such a boundary. (For a boundary() with a table of exceptions, write it
/// inside.)
///
/// The descriptor is made from the function. If Java declares a class that C++ knows as a jobject,
/// write the signature down; if it does not match the function, it does not compile:
///
///     native_method<&subscribe, token(listener)>("subscribe")
template <auto Function, class Signature = typename detail::native_function<
                             Function, decltype(Function)>::signature>
[[nodiscard]] auto native_method(const char* name) noexcept {
    using function = detail::native_function<Function, decltype(Function)>;
    static_assert(detail::same_native<Signature, typename function::signature>::value,
                  "ffiguard: the signature of the native method is not that of the function");
    return detail::native_entry<Signature, typename function::self>{
        name, descriptor<Signature>(), reinterpret_cast<void*>(&function::entry), function::kind()};
}

namespace detail {

template <class Class, std::size_t... I, class... Natives>
FFIGUARD_HIDDEN error register_each(JNIEnv* env, std::index_sequence<I...>,
                                    const Natives&... natives) noexcept {
    static_assert(names_class<Class>::value,
                  "ffiguard: register_natives<T>() takes a struct with a static java_name()");
    static_assert(sizeof...(natives) != 0, "ffiguard: register_natives() takes native methods");
    if (const status ready = detail::ready(env); !ready.ok()) return ready;
    auto type = jni::find_class(env, Class::java_name());
    if (!type) return detail::taken_error(env, Class::java_name(), type.status());

    mismatches missing(Class::java_name());
    (natives.template find<Class, I>(env, type->get(), missing), ...);
    if (missing.none()) (natives.template bind<Class, I>(missing), ...);
    if (!missing.none()) return missing.as_error();

    // The VM only reads the texts; jni.h lacks the const.
    const JNINativeMethod methods[] = {{const_cast<char*>(natives.name),
                                        const_cast<char*>(natives.text.c_str()),
                                        natives.template entry<Class, I>()}...};
    const bool done = env->RegisterNatives(type->get(), methods, sizeof...(natives)) == JNI_OK;
    if (!done) missing.add(status_code::java_exception, jni::catch_java(env).message());
    const jclass registered = type->get();
    if (done && (registrations_ == nullptr || registrations_->add(*std::move(type)))) return {};
    env->UnregisterNatives(registered);  // those before the one that failed
    return done ? error(status_code::out_of_memory) : missing.as_error();
}

}  // namespace detail

/// Ties native methods of a Java class to their functions, by RegisterNatives:
///
///     struct stream {
///         static constexpr const char* java_name() noexcept { return "org/example/Stream"; }
///     };
///     register_natives<stream>(env, native_method<&open_stream>("open"), ...)
///
/// Then only JNI_OnLoad is exported, and a mistake is found when the library is loaded, not when
/// the method is called: the error names the class and every method that it does not declare with
/// that descriptor, or not static as the function has it, or that is not native. The status is that
/// of the first, as in bind_class(). Then nothing of this class is registered, and nothing is
/// pending.
///
/// The class is found by find_class() and initialised.
template <class Class, class... Natives>
FFIGUARD_HIDDEN error register_natives(JNIEnv* env, const Natives&... natives) noexcept {
    return detail::register_each<Class>(env, std::index_sequence_for<Natives...>(), natives...);
}

/// The whole of a JNI_OnLoad:
///
///     JNIEXPORT jint JNICALL JNI_OnLoad(JavaVM* java_vm, void*) {
///         return on_load<stream>(java_vm, [](JNIEnv* env) -> error {
///             return register_natives<stream>(env, native_method<&open_stream>("open"), ...);
///         });
///     }
///
/// Captures the VM and the class loader of Class, a class of yours, and runs body(env), which
/// returns void, a status or an error. On failure, System.loadLibrary() throws an
/// UnsatisfiedLinkError with its message. If body throws, it throws what boundary() makes of that;
/// if body leaves a Java exception pending, that one. Then native methods registered by body are
/// unregistered.
///
/// Defines no symbol. Return its result from JNI_OnLoad.
///
/// Load the library from one class, which the others touch first. If two classes load it in their
/// static initialisers, and on_load() initialises both, two threads that begin with one each
/// deadlock. (The same is true of FindClass.)
template <class Class, class Body>
FFIGUARD_HIDDEN jint on_load(JavaVM* java_vm, Body&& body) {
    static_assert(detail::names_class<Class>::value,
                  "ffiguard: on_load<T>() takes a struct with a static java_name()");
    JNIEnv* const env = detail::env_of(java_vm);
    if (env == nullptr) return JNI_ERR;
    detail::registrations made(env);
    detail::registrations* const outer = std::exchange(detail::registrations_, &made);
    const auto bind = [&]() -> error {
        if (const status captured = vm::capture(java_vm); !captured.ok()) return captured;
        // Here FindClass asks the loader that loads this shared object, whatever is captured.
        const auto type = jni::adopt_local(env, env->FindClass(Class::java_name()));
        if (!type) return detail::why_null(env);
        const status loader = jni::capture_class_loader(env, type);
        // A class of the VM itself: FindClass finds all of those.
        if (!loader.ok() && loader != status_code::null) return loader;
        return ffiguard::detail::run_body([&] { return body(env); });
    };
    const error outcome =
        detail::run_and_throw(env, bind, [](const error& why) noexcept { return why; });
    detail::registrations_ = outer;
    if (outcome.ok() && env->ExceptionCheck() == JNI_FALSE) return JNI_VERSION_1_6;
    if (!outcome.ok() &&
        (outcome.status() != status_code::java_exception || env->ExceptionCheck() == JNI_FALSE)) {
        const exception_stash first(env);
        const auto failure = detail::new_throwable(env, "java/lang/UnsatisfiedLinkError", outcome);
        if (failure) env->Throw(failure.get());
    }
    made.take_back();
    return JNI_ERR;
}

/// The whole body of a JNI_OnUnload, which releases what on_load() has taken:
///
///     JNIEXPORT void JNICALL JNI_OnUnload(JavaVM* java_vm, void*) {
///         on_unload(java_vm, [](JNIEnv*) { listeners = {}; });
///     }
///
/// The VM calls it after the class loader of the library has gone. Without it, each class loader of
/// a server leaves three weak references behind. It runs body(env), which returns void, a status or
/// an error. Then it deletes parked references, releases byte buffers that Java can no longer
/// reach, and releases the class loader and the buffer cleaner. If the mapping stays, you may call
/// on_load() again. The VM stays captured, because owners of static storage duration end later.
///
/// JNI_OnUnload cannot return a failure. So an error or a C++ exception of the body, and byte
/// buffers that Java still has, are violations (leak); a Java exception is printed.
///
/// The VM does not call it at the end of the process. Defines no symbol.
template <class Body>
FFIGUARD_HIDDEN void on_unload(JavaVM* java_vm, Body&& body) {
    JNIEnv* const env = detail::env_of(java_vm);
    if (env == nullptr) return;
    const error outcome = ffiguard::detail::run_and_catch([&] { return body(env); });
    if (!outcome.ok()) report({violation::leak, outcome.message()});
    if (env->ExceptionCheck() == JNI_TRUE) {
        env->ExceptionDescribe();
        env->ExceptionClear();
    }
    jni::release_parked(env);
    static_cast<void>(detail::reap(env, detail::reap_all));
    detail::reaper_.clear(env);
    detail::class_loader_.clear(env);
    if (detail::lent_count_.load(std::memory_order_relaxed) != 0)
        report({violation::leak, "on_unload: Java still has byte buffers of this library"});
}
/// The same without a body.
FFIGUARD_HIDDEN inline void on_unload(JavaVM* java_vm) {
    jni::on_unload(java_vm, [](JNIEnv*) {});
}

}  // namespace jni
}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
