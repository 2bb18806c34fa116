// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_CORE_DETAIL_USER_FUNCTION_HPP
#define FFIGUARD_CORE_DETAIL_USER_FUNCTION_HPP

#include <cstddef>
#include <type_traits>

#include <ffiguard/core/config.hpp>

// The function that a C library gets. It finds the user pointer, wherever that is, and calls
// Target::enter(user, arguments...).

namespace ffiguard {
inline namespace FFIGUARD_ABI {

struct user_last;
struct user_first;
template <std::size_t Index>
struct user_at;
template <auto Getter, std::size_t Index>
struct user_by;

namespace detail {

template <class... Types>
struct type_list {};

/// Moves the first Count types of After behind Before.
template <std::size_t Count, class Before, class After>
struct divided;
template <std::size_t Count, class... Before, class Next, class... After>
struct divided<Count, type_list<Before...>, type_list<Next, After...>>
    : divided<Count - 1, type_list<Before..., Next>, type_list<After...>> {};
template <class... Before, class Next, class... After>
struct divided<0, type_list<Before...>, type_list<Next, After...>> {
    using before = type_list<Before...>;
    using after = type_list<Next, After...>;
};
template <class... Before>
struct divided<0, type_list<Before...>, type_list<>> {
    using before = type_list<Before...>;
    using after = type_list<>;
};

template <std::size_t Index, class First, class... Rest>
auto argument_at(First first, [[maybe_unused]] Rest... rest) noexcept {
    if constexpr (Index == 0)
        return first;
    else
        return argument_at<Index - 1>(rest...);
}

// Hidden: what a Target works on exists once per shared object. (A member template of a class
// template is always inlined instead: clang does not hide it.)
template <class Target, class R, class Before, class After>
struct user_between;
template <class Target, class R, class... Before, class... After>
struct user_between<Target, R, type_list<Before...>, type_list<After...>> {
    FFIGUARD_HIDDEN static R call(Before... before, void* user, After... after) noexcept {
        return Target::enter(user, before..., after...);
    }
};
template <class Target, auto Getter, std::size_t Index, class R, class... Args>
struct user_asked {
    FFIGUARD_HIDDEN static R call(Args... args) noexcept {
        return Target::enter(Getter(detail::argument_at<Index>(args...)), args...);
    }
};

/// How the function is made for each place.
template <class Place>
struct user_found {
    enum : bool { is_known = false };
    template <class Target, class R, class... Args>
    struct function {
        static R call(Args...) noexcept;
    };
};
template <std::size_t Index>
struct user_found<user_at<Index>> {
    enum : bool { is_known = true };
    template <class... Args>
    using parts = divided<Index, type_list<>, type_list<Args...>>;
    template <class Target, class R, class... Args>
    struct function
        : user_between<Target, R, typename parts<Args...>::before, typename parts<Args...>::after> {
        static_assert(Index <= sizeof...(Args),
                      "ffiguard: user_at<N>: the function has fewer arguments; 0 is the first");
    };
};
template <>
struct user_found<user_first> : user_found<user_at<0>> {};
template <>
struct user_found<user_last> {
    enum : bool { is_known = true };
    template <class Target, class R, class... Args>
    struct function : user_between<Target, R, type_list<Args...>, type_list<>> {};
};
template <auto Getter, std::size_t Index>
struct user_found<user_by<Getter, Index>> {
    enum : bool { is_known = true };
    template <class Target, class R, class... Args>
    struct function : user_asked<Target, Getter, Index, R, Args...> {
        static_assert(Index < sizeof...(Args),
                      "ffiguard: user_by<&getter, N> asks with the argument N of the function, "
                      "which has fewer; 0 is the first");
    };
};

/// A pointer to the function for Target with these arguments beside the user pointer.
template <class Target, class Place, class R, class... Args>
[[nodiscard]] FFIGUARD_HIDDEN auto found_user_function() noexcept {
    static_assert(user_found<Place>::is_known,
                  "ffiguard: the place of the user pointer is user_last, user_first, user_at<N> or "
                  "user_by<&getter>");
    return &user_found<Place>::template function<Target, R, Args...>::call;
}

/// The parameters of a function or a member function after the object that it is called with.
template <class Function>
struct called_with_object {
    enum : bool { is_known = false, is_noexcept = true };
    using result = void;
    using arguments = type_list<>;
};
template <bool Noexcept, class R, class First, class... Args>
struct called_with_object_as {
    enum : bool { is_known = true, is_noexcept = Noexcept };
    using result = R;
    using object = First;
    using arguments = type_list<Args...>;
};
template <class R, class First, class... Args>
struct called_with_object<R (*)(First, Args...)> : called_with_object_as<false, R, First, Args...> {
};
template <class R, class First, class... Args>
struct called_with_object<R (*)(First, Args...) noexcept>
    : called_with_object_as<true, R, First, Args...> {};
template <class R, class C, class... Args>
struct called_with_object<R (C::*)(Args...)> : called_with_object_as<false, R, C&, Args...> {};
template <class R, class C, class... Args>
struct called_with_object<R (C::*)(Args...) noexcept>
    : called_with_object_as<true, R, C&, Args...> {};
template <class R, class C, class... Args>
struct called_with_object<R (C::*)(Args...) const>
    : called_with_object_as<false, R, const C&, Args...> {};
template <class R, class C, class... Args>
struct called_with_object<R (C::*)(Args...) const noexcept>
    : called_with_object_as<true, R, const C&, Args...> {};

template <auto Function, class Object, class... Args>
decltype(auto) call_with_object(Object& object, Args... args) noexcept {
    if constexpr (std::is_member_function_pointer_v<decltype(Function)>) {
        // A base, if the member belongs to one: otherwise g++ warns about aliasing.
        typename called_with_object<decltype(Function)>::object its = object;
        return (its.*Function)(args...);
    } else {
        return Function(object, args...);
    }
}

/// A pointer to the function that calls Function with what Target<Function> finds at the user
/// pointer, an Object.
template <auto Function, class Object, template <auto, class> class Target, class Place>
[[nodiscard]] FFIGUARD_HIDDEN auto function_with_object() noexcept;

template <class Target, class Place, class R, class... Args>
[[nodiscard]] FFIGUARD_HIDDEN auto user_function_of(type_list<Args...>) noexcept {
    return detail::found_user_function<Target, Place, R, Args...>();
}
template <auto Function, class Object, template <auto, class> class Target, class Place>
auto function_with_object() noexcept {
    using called = called_with_object<decltype(Function)>;
    static_assert(called::is_known,
                  "ffiguard: a C library calls a function that takes the object first, or a member "
                  "function: function<&database::on_progress>()");
    static_assert(called::is_noexcept,
                  "ffiguard: an exception cannot pass through the C library that calls: make the "
                  "function noexcept");
    if constexpr (called::is_known) {
        static_assert(std::is_convertible_v<Object&, typename called::object>,
                      "ffiguard: the function takes another object than the one that the user "
                      "pointer is of");
        return detail::user_function_of<Target<Function, typename called::result>, Place,
                                        typename called::result>(typename called::arguments());
    }
}

}  // namespace detail
}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
