// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_JNI_BOUNDARY_HPP
#define FFIGUARD_JNI_BOUNDARY_HPP

#include <jni.h>

#include <type_traits>
#include <utility>

#include <ffiguard/core/boundary.hpp>
#include <ffiguard/core/config.hpp>
#include <ffiguard/core/error.hpp>
#include <ffiguard/core/result.hpp>
#include <ffiguard/core/token.hpp>
#include <ffiguard/jni/exception.hpp>
#include <ffiguard/jni/peer.hpp>
#include <ffiguard/jni/ref.hpp>

namespace ffiguard {
inline namespace FFIGUARD_ABI {
namespace jni {

namespace detail {

template <class T>
auto to_native(T value) noexcept {
    constexpr bool is_number = std::is_same_v<T, jboolean> || std::is_same_v<T, jbyte> ||
                               std::is_same_v<T, jchar> || std::is_same_v<T, jshort> ||
                               std::is_same_v<T, jint> || std::is_same_v<T, jlong> ||
                               std::is_same_v<T, jfloat> || std::is_same_v<T, jdouble>;
    if constexpr (std::is_same_v<T, token>) {
        return to_jlong(value);
    } else if constexpr (std::is_same_v<T, bool>) {
        return static_cast<jboolean>(value ? JNI_TRUE : JNI_FALSE);
    } else {
        static_assert(is_number || is_jni_reference<T>(),
                      "ffiguard: the body of a native method returns void, a status, an error, or "
                      "a JNI type, a bool, a token or a local_ref, also as a result");
        return value;
    }
}
template <class T>
T to_native(local_ref<T> value) noexcept {
    return value.release();
}

template <class T>
struct is_result : std::false_type {};
template <class T, class E>
struct is_result<result<T, E>> : std::true_type {};

template <class Answer>
auto unwrap(Answer answer) noexcept {
    if constexpr (is_result<Answer>::value)
        return to_native(*std::move(answer));
    else
        return to_native(std::move(answer));
}

}  // namespace detail

/// The body of every native method.
///
///     JNIEXPORT jlong JNICALL Java_org_example_Stream_open(JNIEnv* env, jclass, jint level) {
///         return ffiguard::jni::boundary(env, [&] { return streams.emplace(level); });
///     }
///
/// body returns void, a status or an error: the native method is void. Or it
/// returns what Java gets, as it is or in a result: a JNI type, a bool, a token
/// (Java gets a long), a local_ref (Java gets its object).
///
/// An ffiguard_status of C is a jint to the compiler, and would be a value for
/// Java: make a status or an error of it before it is returned.
///
/// On failure a Java exception is thrown, see throw_java(), and the value is
/// zero, which Java never sees. No C++ exception leaves: bad_alloc becomes an
/// OutOfMemoryError, bad_result what its error says, any other a
/// RuntimeException with its what(). (Only the forced unwinding of
/// pthread_cancel passes, as it must.)
///
/// On success: no JNI call.
template <class Callable>
auto boundary(JNIEnv* env, Callable&& body) {
    using answer = std::decay_t<decltype(body())>;
    if constexpr (std::is_void_v<answer> || std::is_convertible_v<answer, error>) {
        throw_java(env, ffiguard::detail::run_and_catch(body));
    } else {
        decltype(detail::unwrap(std::declval<answer>())) value{};
        throw_java(env, ffiguard::detail::run_and_catch([&]() -> error {
                       answer got = body();
                       if constexpr (detail::is_result<answer>::value)
                           if (!got) return got.error();
                       value = detail::unwrap(std::move(got));
                       return {};
                   }));
        return value;
    }
}

}  // namespace jni
}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
