// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_JNI_CALL_DETAIL_NATIVE_ARGUMENT_HPP
#define FFIGUARD_JNI_CALL_DETAIL_NATIVE_ARGUMENT_HPP

#include <jni.h>

#include <cstddef>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>

#include <ffiguard/core/config.hpp>
#include <ffiguard/core/error.hpp>
#include <ffiguard/core/status.hpp>
#include <ffiguard/jni/call/detail/java_type.hpp>
#include <ffiguard/jni/call/detail/native_answer.hpp>
#include <ffiguard/jni/call/detail/native_entry.hpp>
#include <ffiguard/jni/call/detail/native_value.hpp>
#include <ffiguard/jni/error/boundary.hpp>
#include <ffiguard/memory/c_array.hpp>
#include <ffiguard/memory/c_string.hpp>
#include <ffiguard/memory/foreign_span.hpp>

// A native method whose arguments or result are converted from or to Java.

namespace ffiguard {
inline namespace FFIGUARD_ABI {
namespace jni {
namespace detail {

template <class Parameter, class Java>
struct of_call;
template <class Parameter, class Java>
struct of_call<Parameter, type_list<Java>> {
    using type = typename native_parameter<Parameter>::template of_call<Java>;
};

/// Which of what Java passes is for which parameter: none for a JNIEnv*, three for a foreign_span
/// where Java passes a range, else one.
template <std::size_t Count>
struct places {
    std::size_t first[Count + 1];  // of each parameter; the last is behind the end
    bool is_range[Count + 1];
};
template <class T>
struct is_span : std::false_type {};
template <class T>
struct is_span<foreign_span<T>> : std::true_type {};
template <class... Parameters, class... Javas>
constexpr auto places_of(type_list<Parameters...>, type_list<Javas...>) noexcept {
    constexpr std::size_t count = sizeof...(Parameters);
    constexpr bool is_env[] = {std::is_same_v<Parameters, JNIEnv*>..., false};
    constexpr bool spans[] = {is_span<Parameters>::value..., false};
    constexpr bool is_jint[] = {std::is_same_v<Javas, jint>..., false, false, false};
    constexpr std::size_t single =
        (std::size_t{!std::is_same_v<Parameters, JNIEnv*>} + ... + std::size_t{0});
    std::size_t more = sizeof...(Javas) > single ? sizeof...(Javas) - single : 0;
    places<count> made{};
    std::size_t at = 0;
    for (std::size_t i = 0; i < count; ++i) {
        made.first[i] = at;
        if (is_env[i]) continue;
        made.is_range[i] = spans[i] && more >= 2 && is_jint[at + 1] && is_jint[at + 2];
        at += made.is_range[i] ? 3 : 1;
        if (made.is_range[i]) more -= 2;
    }
    made.first[count] = at;
    return made;
}

struct env_of_call {
    JNIEnv* env;
    static constexpr ffiguard::status status() noexcept { return {}; }
    [[nodiscard]] JNIEnv* get() const noexcept { return env; }
};

template <std::size_t First, bool IsRange, class Parameter, class... Javas, class... Given>
FFIGUARD_HIDDEN auto argument_at(JNIEnv* env, type_list<Javas...>,
                                 [[maybe_unused]] const std::tuple<Given...>& given) noexcept {
    if constexpr (std::is_same_v<Parameter, JNIEnv*>) {
        return env_of_call{env};
    } else {
        using java = std::tuple_element_t<First, std::tuple<type_list<Javas>...>>;
        using made = typename of_call<Parameter, java>::type;
        if constexpr (IsRange)
            return made(env, std::get<First>(given), std::get<First + 1>(given),
                        std::get<First + 2>(given));
        else
            return made(env, std::get<First>(given));
    }
}

template <class Outcome, class Body, class... Arguments>
FFIGUARD_HIDDEN Outcome call_with(const Body& body, const std::size_t* numbers,
                                  Arguments&&... arguments) {
    error why;
    [[maybe_unused]] const auto is_refused = [&](const auto& argument) noexcept {
        const std::size_t number = *numbers++;
        const status what = argument.status();
        if (what.ok()) return false;
        // Half a surrogate pair is the caller's mistake, as a NUL is; the other malformed is a
        // token.
        const bool is_half = what == status_code::malformed && !what.is_inner_nul();
        why = error(is_half ? status(status_code::invalid_argument) : what, "argument ", number,
                    ": ", error(what).message());
        return true;
    };
    if ((is_refused(arguments) || ...)) return why;
    return body(arguments.get()...);
}

/// Calls body() with the parameters of a function, made of what Java passes. What Java declares
/// before counts as the first `before` arguments.
template <class Outcome, std::size_t... I, class... Parameters, class... Javas, class Body,
          class... Given>
FFIGUARD_HIDDEN Outcome take_arguments(std::index_sequence<I...>, type_list<Parameters...> takes,
                                       type_list<Javas...> javas, std::size_t before, JNIEnv* env,
                                       const Body& body, Given... given) {
    constexpr auto at = places_of(type_list<Parameters...>(), type_list<Javas...>());
    static_cast<void>(takes);
    static_assert(at.first[sizeof...(I)] == sizeof...(Javas),
                  "ffiguard: the signature of the native method has more or fewer parameters than "
                  "the function takes");
    if constexpr (at.first[sizeof...(I)] == sizeof...(Javas)) {
        const std::tuple<Given...> all(given...);
        const std::size_t numbers[] = {before + at.first[I] + 1 ..., 0};
        return detail::call_with<Outcome>(
            body, numbers,
            detail::argument_at<at.first[I], at.is_range[I], Parameters>(env, javas, all)...);
    }
}
template <class Outcome, class... Parameters, class... Javas, class Body, class... Given>
FFIGUARD_HIDDEN Outcome take_arguments(type_list<Parameters...>, type_list<Javas...> javas,
                                       std::size_t before, JNIEnv* env, const Body& body,
                                       Given... given) {
    return detail::take_arguments<Outcome>(std::index_sequence_for<Parameters...>(),
                                           type_list<std::decay_t<Parameters>...>(), javas, before,
                                           env, body, given...);
}

/// A converted argument from Java, or a converted result for Java.
template <class T>
struct native_conversion : std::false_type {};
template <>
struct native_conversion<std::string_view> : std::true_type {};
template <template <class, class, class> class String, class Traits, class Allocator>
struct native_conversion<String<char, Traits, Allocator>> : std::true_type {};
template <>
struct native_conversion<c_string> : std::true_type {};
template <class T>
struct native_conversion<foreign_span<T>> : std::true_type {};
template <>
struct native_conversion<foreign_buffer> : std::true_type {};
template <class T>
struct native_conversion<c_array<T>> : std::true_type {};
template <>
struct in_signature<c_string> {
    using type = std::string_view;
};
template <class T>
struct in_signature<foreign_span<T>> {
    using type = typename native_parameter<foreign_span<T>>::java;
};
template <>
struct in_signature<foreign_buffer> {
    using type = jbyteArray;
};
template <class T>
struct in_signature<c_array<T>> {
    using type = jbyteArray;
};

/// A native method with such types.
template <class R, class Self, class... Args>
struct native_converts<R (*)(JNIEnv*, Self, Args...)>
    : std::bool_constant<(native_conversion<std::decay_t<Args>>::value || ... ||
                          native_conversion<typename java_answer<R>::type>::value)> {};
template <auto Function, class R, class Self, class... Args>
struct native_function<Function, R (*)(JNIEnv*, Self, Args...), true> {
    using java = typename native_answer<R>::java;
    using signature = java(typename native_parameter<std::decay_t<Args>>::java...);
    using self = referent_t<std::decay_t<Self>>;
    static constexpr member_kind kind() noexcept { return kind_of_self<std::decay_t<Self>>(); }

    FFIGUARD_HIDDEN static typename java_type<java>::native JNICALL entry(
        JNIEnv* env, typename java_type<in_signature_t<Self>>::native object,
        typename java_type<typename native_parameter<std::decay_t<Args>>::java>::native... given) {
        using outcome = native_outcome_t<java>;
        return jni::boundary(env, [&]() -> outcome {
            return detail::take_arguments<outcome>(
                type_list<Args...>(),
                type_list<typename native_parameter<std::decay_t<Args>>::java...>(), 0, env,
                [&](auto&&... arguments) -> outcome {
                    return detail::answer_to_java<java>(env, [&]() -> decltype(auto) {
                        return Function(env, from_java<std::decay_t<Self>>::cast(object),
                                        std::forward<decltype(arguments)>(arguments)...);
                    });
                },
                given...);
        });
    }
};

}  // namespace detail
}  // namespace jni
}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
