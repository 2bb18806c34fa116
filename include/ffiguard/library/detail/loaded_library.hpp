// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_LIBRARY_DETAIL_LOADED_LIBRARY_HPP
#define FFIGUARD_LIBRARY_DETAIL_LOADED_LIBRARY_HPP

#include <ffiguard/core/config.hpp>
#include <ffiguard/core/shared_handle.hpp>
#include <ffiguard/core/status.hpp>
#include <ffiguard/core/trace.hpp>

#if FFIGUARD_IS_WINDOWS()
#include <ffiguard/library/detail/loader_windows.hpp>
#else
#include <ffiguard/library/detail/loader_posix.hpp>
#endif

namespace ffiguard {
inline namespace FFIGUARD_ABI {
namespace detail {

struct library_traits {
    using value_type = loader::handle;
    static constexpr value_type empty() noexcept { return nullptr; }
    static status close(value_type module) noexcept {
        trace::close_library(module);
        return loader::close(module);
    }
};

/// What a library and each of its symbols hold. The last holder unloads.
using loaded_library = shared_handle<library_traits>;

}  // namespace detail
}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
