// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_OBSERVE_DETAIL_REPORT_LINE_HPP
#define FFIGUARD_OBSERVE_DETAIL_REPORT_LINE_HPP

#include <string_view>

#include <ffiguard/core/config.hpp>
#include <ffiguard/core/detail/function_ref.hpp>

namespace ffiguard {
inline namespace FFIGUARD_ABI {
namespace detail {

/// Takes one line of a report, without its line feed.
using report_line = function_ref<void(std::string_view)>;

}  // namespace detail
}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
