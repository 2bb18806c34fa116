// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_LIBRARY_DETAIL_C_TEXT_HPP
#define FFIGUARD_LIBRARY_DETAIL_C_TEXT_HPP

#include <ffiguard/core/config.hpp>
#include <ffiguard/core/detail/terminated_text.hpp>
#include <ffiguard/core/error.hpp>
#include <ffiguard/core/status.hpp>

namespace ffiguard {
inline namespace FFIGUARD_ABI {
namespace detail {

/// A name for the loader: text for a C function, and not empty.
class c_text : private terminated_text {
public:
    using terminated_text::terminated_text;

    using terminated_text::c_str;
    /// what is "library::open: the path" or the like.
    [[nodiscard]] error validate(const char* what) const noexcept {
        const error wrong = check_or_empty(what);
        if (!wrong.ok() || *c_str() != '\0') return wrong;
        return error(status_code::invalid_argument, what, " is empty");
    }
    [[nodiscard]] error check_or_empty(const char* what) const noexcept {
        return terminated_text::validate(what);
    }
};

}  // namespace detail
}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
