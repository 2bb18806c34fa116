// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_GO_DETAIL_EXPORTED_FUNCTION_HPP
#define FFIGUARD_GO_DETAIL_EXPORTED_FUNCTION_HPP

#include <cstdint>
#include <type_traits>

#include <ffiguard/core/config.hpp>

namespace ffiguard {
inline namespace FFIGUARD_ABI {
namespace detail {

/// As what cgo declares a type in an exported function: Go has no const.
template <class T>
struct without_const {
    using type = T;
};
template <class T>
struct without_const<T*> {
    using type = typename without_const<std::remove_const_t<T>>::type*;
};

/// A function that Go has exported, as cgo declares it or with the const that C++ wants: `char*` or
/// `const char*`. It is called by the type that it was given with; just a function pointer if the
/// two types are the same.
template <class Signature>
class exported_function;

template <class R, class... Args>
class exported_function<R(Args...)> {
public:
    using wished = R(std::uint64_t, Args...);
    using exported = typename without_const<R>::type(std::uint64_t,
                                                     typename without_const<Args>::type...);
    enum : bool { has_const = !std::is_same_v<wished, exported> };

    constexpr exported_function() noexcept = default;
    explicit exported_function(wished* call) noexcept : plain_{call} {}
    template <class Function, class = std::enable_if_t<has_const, Function>>
    explicit exported_function(Function* call) noexcept
        : plain_{reinterpret_cast<wished*>(call), true} {}

    R operator()(std::uint64_t user, Args... args) const {
        if constexpr (has_const) {
            if (plain_.as_exported)
                return reinterpret_cast<exported*>(plain_.call)(
                    user, give<typename without_const<Args>::type>(args)...);
        }
        return plain_.call(user, args...);
    }

private:
    template <class To, class From>
    static To give(From from) noexcept {
        if constexpr (std::is_same_v<To, From>)
            return from;
        else
            return const_cast<To>(from);
    }
    struct one_type {
        wished* call = nullptr;
    };
    struct two_types {
        wished* call = nullptr;
        bool as_exported = false;
    };
    std::conditional_t<has_const, two_types, one_type> plain_;
};

}  // namespace detail
}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
