// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_CORE_DETAIL_TOLD_ERROR_HPP
#define FFIGUARD_CORE_DETAIL_TOLD_ERROR_HPP

#include <ffiguard/core/config.hpp>
#include <ffiguard/ffiguard.h>

namespace ffiguard {
inline namespace FFIGUARD_ABI {
namespace detail {

/// Where a caller wants the error. With FFIGUARD_OBSERVE it brings the name of the exported
/// function: an argument that is given by default names the function in which it is converted, and
/// that is the one that hands its own parameter on.
#if FFIGUARD_OBSERVE
class told_error {
public:
    // NOLINTNEXTLINE(google-explicit-constructor)
    constexpr told_error(ffiguard_error* err, const char* function = __builtin_FUNCTION()) noexcept
        : err_(err), function_(function) {}
    // NOLINTNEXTLINE(google-explicit-constructor)
    constexpr operator ffiguard_error*() const noexcept { return err_; }
    [[nodiscard]] constexpr const char* function() const noexcept { return function_; }

private:
    ffiguard_error* err_;
    const char* function_;
};
[[nodiscard]] constexpr const char* function_of(told_error err) noexcept { return err.function(); }
#else
using told_error = ffiguard_error*;
[[nodiscard]] constexpr const char* function_of(told_error) noexcept { return nullptr; }
#endif

}  // namespace detail
}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
