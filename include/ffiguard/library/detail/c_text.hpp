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

/// A parameter that goes to a C function: a C string, a std::string, a path or a
/// view, as terminated_text takes them.
class c_text : private terminated_text {
public:
    using terminated_text::terminated_text;

    using terminated_text::c_str;
    /// what is "library::open: the path" or the like.
    [[nodiscard]] error check(const char* what) const noexcept {
        if (out_of_memory()) return error(status_code::out_of_memory, what, ": out of memory");
        if (c_str() == nullptr) return error(status_code::null, what, " is null");
        if (cut())
            return error(status_code::invalid_argument, what, " goes on after a NUL: ", c_str());
        if (*c_str() == '\0') return error(status_code::invalid_argument, what, " is empty");
        return {};
    }
};

}  // namespace detail
}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
