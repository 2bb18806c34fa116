// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_CORE_DETAIL_FUNCTION_REF_HPP
#define FFIGUARD_CORE_DETAIL_FUNCTION_REF_HPP

#include <type_traits>

#include <ffiguard/core/config.hpp>

namespace ffiguard {
inline namespace FFIGUARD_ABI {
namespace detail {

template <class Signature>
class function_ref;

/// A parameter that takes any callable by its address, and must not outlive it. For code that runs
/// rarely: the function that has this parameter is compiled once, not once for each callable.
template <class R, class... Args>
class function_ref<R(Args...)> {
public:
    template <class F, std::enable_if_t<!std::is_base_of_v<function_ref, std::decay_t<F>>, int> = 0>
    function_ref(F&& f) noexcept  // an argument is a callable, without a word
        : target_(
              const_cast<void*>(reinterpret_cast<const volatile void*>(__builtin_addressof(f)))),
          call_([](void* target, Args... args) noexcept -> R {
              auto& callable = *reinterpret_cast<std::remove_reference_t<F>*>(target);
              if constexpr (std::is_void_v<R>)
                  static_cast<void>(callable(static_cast<Args&&>(args)...));
              else
                  return callable(static_cast<Args&&>(args)...);
          }) {}

    R operator()(Args... args) const noexcept {
        return call_(target_, static_cast<Args&&>(args)...);
    }

private:
    void* target_;
    R (*call_)(void* target, Args... args) noexcept;
};

}  // namespace detail
}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
