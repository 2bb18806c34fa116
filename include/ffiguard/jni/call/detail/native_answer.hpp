// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_JNI_CALL_DETAIL_NATIVE_ANSWER_HPP
#define FFIGUARD_JNI_CALL_DETAIL_NATIVE_ANSWER_HPP

#include <jni.h>

#include <string_view>
#include <type_traits>
#include <utility>

#include <ffiguard/core/boundary.hpp>
#include <ffiguard/core/config.hpp>
#include <ffiguard/core/error.hpp>
#include <ffiguard/core/result.hpp>
#include <ffiguard/core/status.hpp>
#include <ffiguard/jni/call/detail/java_type.hpp>
#include <ffiguard/jni/call/detail/native_value.hpp>
#include <ffiguard/jni/data/array.hpp>
#include <ffiguard/jni/data/string.hpp>
#include <ffiguard/memory/c_array.hpp>

// The result of a native method, as Java gets it.

namespace ffiguard {
inline namespace FFIGUARD_ABI {

class foreign_buffer;  // whoever answers one has its header

namespace jni {
namespace detail {

/// What Java gets for the result of a function.
template <class Answer, class = void>
struct native_answer {
    using java = Answer;
};
template <class Answer>
struct native_answer<Answer, std::enable_if_t<std::is_convertible_v<Answer, error>>> {
    using java = void;
};
template <class T, class E>
struct native_answer<result<T, E>> : native_answer<T> {};
template <class T>
struct native_answer<local_ref<T>> {
    using java = T;
};
template <template <class, class, class> class String, class Traits, class Allocator>
struct native_answer<String<char, Traits, Allocator>> {
    using java = std::string_view;
};
template <>
struct native_answer<foreign_buffer> {
    using java = jbyteArray;
};
template <class T>
struct native_answer<c_array<T>> {
    using java = jbyteArray;
};

/// The result of a body for a boundary(): an error, or a result of a type that boundary() takes.
template <class Java>
using outcome_value =
    std::conditional_t<std::is_convertible_v<typename java_type<Java>::native, jobject>,
                       local_ref<std::conditional_t<java_text<Java>::value, jstring, Java>>, Java>;
template <class Java>
struct native_outcome {
    using type = result<outcome_value<Java>, error>;
};
template <>
struct native_outcome<void> {
    using type = error;
};
template <class Java>
using native_outcome_t = typename native_outcome<Java>::type;

template <class Value, class = void>
struct has_bytes : std::false_type {};
template <class Value>
struct has_bytes<Value, std::void_t<decltype(std::declval<const Value&>().data()),
                                    decltype(std::declval<const Value&>().size())>>
    : std::true_type {};

template <class Java, class Value>
FFIGUARD_HIDDEN native_outcome_t<Java> value_to_java([[maybe_unused]] JNIEnv* env, Value&& value) {
    if constexpr (java_text<Java>::value) {
        auto made = java_text<Java>::answer(env, value);
        if (!made) return error(made.status());
        return *std::move(made);
    } else if constexpr (std::is_same_v<Java, jbyteArray> &&
                         has_bytes<std::decay_t<Value>>::value) {
        static_assert(sizeof *value.data() == 1, "ffiguard: a byte[] is made of bytes");
        auto made = jni::new_byte_array(env, value.data(), value.size());
        if (!made) return error(made.status());
        return *std::move(made);
    } else if constexpr (std::is_arithmetic_v<Java>) {
        static_assert(keeps_value<std::decay_t<Value>, Java>(),
                      "ffiguard: what this function answers would be cut, or change its sign, in "
                      "the type that Java gets: write a signature with a wider one");
        return static_cast<Java>(value);
    } else {
        return std::forward<Value>(value);
    }
}
template <class T>
struct is_result_of : std::false_type {};
template <class T, class E>
struct is_result_of<result<T, E>> : std::true_type {};

/// Calls body(), which may return anything that a native method may return.
template <class Java, class Body>
FFIGUARD_HIDDEN native_outcome_t<Java> answer_to_java(JNIEnv* env, Body&& body) {
    using answer = std::decay_t<decltype(body())>;
    if constexpr (std::is_void_v<Java>) {
        return ffiguard::detail::run_body(body);
    } else if constexpr (is_result_of<answer>::value) {
        auto got = body();
        if (!got) return got.error();
        return detail::value_to_java<Java>(env, *std::move(got));
    } else {
        return detail::value_to_java<Java>(env, body());
    }
}

}  // namespace detail
}  // namespace jni
}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
