// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_JNI_CALL_OVERLOADS_HPP
#define FFIGUARD_JNI_CALL_OVERLOADS_HPP

#include <jni.h>

#include <cstddef>
#include <string_view>
#include <tuple>
#include <type_traits>

#include <ffiguard/core/config.hpp>
#include <ffiguard/core/detail/call_parts.hpp>
#include <ffiguard/jni/call/class.hpp>
#include <ffiguard/jni/call/detail/java_type.hpp>
#include <ffiguard/jni/call/detail/member_entry.hpp>
#include <ffiguard/jni/call/method.hpp>
#include <ffiguard/jni/ref/java_class.hpp>

// Not in jni/call.hpp: rarely needed.

namespace ffiguard {
inline namespace FFIGUARD_ABI {
namespace jni {

namespace detail {

template <class... Parameters>
struct overload_parameters {};

/// What a member is called with.
template <class Member>
struct called_with;
template <class R, class... Args>
struct called_with<static_method<R(Args...)>> {
    using type = overload_parameters<Args...>;
};
template <class T, class... Args>
struct called_with<constructor<T(Args...)>> {
    using type = overload_parameters<Args...>;
};
template <template <class, class> class Method, class R, class... Args, class Of>
struct called_with<Method<R(Args...), Of>> {
    using type = overload_parameters<std::conditional_t<std::is_void_v<Of>, jobject, Of>, Args...>;
};

enum overload_rank : int { not_taken = 0, taken = 1, the_same = 2 };

/// How an argument of a call fits a parameter of the signature. No number is cut.
template <class Parameter, class Given>
constexpr overload_rank rank_of() noexcept {
    if constexpr (std::is_arithmetic_v<Parameter>) {
        if constexpr (std::is_same_v<Parameter, Given>)
            return the_same;
        else if constexpr (std::is_same_v<Parameter, bool> || std::is_same_v<Given, bool>)
            return not_taken;
        else if constexpr (std::is_floating_point_v<Parameter> && std::is_floating_point_v<Given>)
            return sizeof(Parameter) >= sizeof(Given) ? taken : not_taken;
        else
            return ffiguard::detail::widens_to<Given, Parameter>::value ? taken : not_taken;
    } else if constexpr (java_text<Parameter>::value) {
        if constexpr (std::is_null_pointer_v<Given>) return taken;
        using text = typename java_type<Parameter>::argument;
        return std::is_convertible_v<const Given&, text> ? the_same : not_taken;
    } else if constexpr (std::is_arithmetic_v<Given> ||
                         (std::is_convertible_v<const Given&, std::string_view> &&
                          !std::is_null_pointer_v<Given>)) {
        return not_taken;
    } else {
        if constexpr (std::is_same_v<referent_t<Given>, Parameter>) return the_same;
        return passes<Given, Parameter>() ? taken : not_taken;
    }
}

/// Whether A fits as well as B does, or better: a class before its super class, a number before a
/// wider one.
template <class A, class B, class Given>
constexpr bool fits_as_well() noexcept {
    constexpr auto a = rank_of<A, Given>();
    constexpr auto b = rank_of<B, Given>();
    if constexpr (a != b)
        return a > b;
    else if constexpr (std::is_same_v<A, B>)
        return true;
    else if constexpr (std::is_arithmetic_v<A> && std::is_arithmetic_v<B>)
        return rank_of<B, A>() != not_taken;
    else if constexpr (is_java_class<A>() && is_java_class<B>())
        return is_a<A, B>();
    else
        return false;
}

template <class List, class... Given>
struct overload;
template <class... Parameters, class... Given>
struct overload<overload_parameters<Parameters...>, Given...> {
    static constexpr bool is_taken() noexcept {
        if constexpr (sizeof...(Parameters) == sizeof...(Given))
            return ((rank_of<Parameters, Given>() != not_taken) && ...);
        else
            return false;
    }
    template <class... Others>
    static constexpr bool as_good_as(overload_parameters<Others...>) noexcept {
        using other = overload<overload_parameters<Others...>, Given...>;
        if constexpr (!is_taken())
            return false;
        else if constexpr (!other::is_taken())
            return true;
        else
            return (fits_as_well<Parameters, Others, Given>() && ...);
    }
};

template <class Members, class... Given>
struct best_overload;
template <template <class...> class List, class... Members, class... Given>
struct best_overload<List<Members...>, Given...> {
    template <class Member>
    using one = overload<typename called_with<Member>::type, Given...>;
    template <class Member>
    static constexpr bool is_best() noexcept {
        return (one<Member>::as_good_as(typename called_with<Members>::type()) && ...);
    }
    static constexpr bool is_any = (one<Members>::is_taken() || ...);
    static constexpr std::size_t count = (std::size_t{is_best<Members>()} + ...);
    static constexpr std::size_t index() noexcept {
        constexpr bool best[] = {is_best<Members>()...};
        std::size_t i = 0;
        while (i + 1 < sizeof...(Members) && !best[i]) ++i;
        return i;
    }
    using type = std::tuple_element_t<index(), std::tuple<Members...>>;
};

}  // namespace detail

/// Several methods of one name, or several constructors, chosen by the types of the arguments, as
/// in Java:
///
///     struct printer {
///         static constexpr const char* java_name() noexcept { return "java/io/PrintStream"; }
///         overloads<method<void(jint), printer>, method<void(jlong), printer>,
///                   method<void(jstring), printer>> print;
///     };
///     bind_class<printer>(env, member("print", &printer::print));
///     printers->print(env, out, jint{1});         // print(int)
///
/// Members are of one kind: method, nonvirtual_method, static_method, or constructor, which has no
/// name: member(&point::make). A call returns what that member returns.
///
/// The signature that fits best is taken, when compiling: the same type before a wider number or a
/// superclass, and of those the nearest one. No number is cut, and none becomes a boolean. A call
/// that fits none, or two equally well, does not compile; as<method<void(jint), printer>>() is one
/// of them. All of them must exist, or with optional_member() may be missing: as<...>() tells by
/// its bool. Size, moves and threads as its members.
template <class... Members>
class overloads : Members... {
    static_assert(sizeof...(Members) >= 2, "ffiguard: overloads<> are two or more members");

public:
    constexpr overloads() noexcept = default;
    overloads(overloads&&) noexcept = default;
    overloads& operator=(overloads&&) noexcept = default;

    template <class Member>
    [[nodiscard]] constexpr const Member& as() const noexcept {
        return *this;
    }

    template <class... Given>
    [[gnu::always_inline]] auto operator()(JNIEnv* env, const Given&... given) const noexcept {
        using best = detail::best_overload<overloads, Given...>;
        static_assert(best::is_any, "ffiguard: none of the overloads takes these arguments");
        static_assert(!best::is_any || best::count == 1,
                      "ffiguard: several overloads take these arguments, and none fits best: say "
                      "which one by as<method<R(Args...), C>>()");
        return as<typename best::type>()(env, given...);
    }

private:
    friend detail::member_binder;
    void bind(const detail::member_binder& to, const char* name, bool required) noexcept {
        (to.bind(static_cast<Members&>(*this), name, required), ...);
    }
};

namespace detail {

/// The class of all of them: the first names it, the others must name the same.
template <class First, class... Members, class Otherwise>
struct class_of<overloads<First, Members...>, Otherwise> : class_of<First, Otherwise> {
    static_assert((std::is_same_v<typename class_of<First, Otherwise>::type,
                                  typename class_of<Members, Otherwise>::type> &&
                   ...),
                  "ffiguard: overloads<> are members of one class");
};

/// Constructors, which have no name.
template <class Class, class... Members>
struct constructors_entry {
    overloads<Members...> Class::*member;
    bool required;

    template <class Bound>
    void bind(const member_binder& to, Bound& into) const noexcept {
        static_assert(std::is_base_of_v<Class, Bound>,
                      "ffiguard: bind_class<T>() takes members of T");
        to.bind(into.*member, "<init>", required);
    }
};

}  // namespace detail

/// Constructors that the class must have.
template <class Class, class... T>
[[nodiscard]] constexpr detail::constructors_entry<Class, constructor<T>...> member(
    overloads<constructor<T>...> Class::*which) noexcept {
    return {which, true};
}
template <class Class, class... T>
[[nodiscard]] constexpr detail::constructors_entry<Class, constructor<T>...> optional_member(
    overloads<constructor<T>...> Class::*which) noexcept {
    return {which, false};
}

}  // namespace jni
}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
