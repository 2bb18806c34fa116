// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_THREAD_DETAIL_USE_LOCALE_HPP
#define FFIGUARD_THREAD_DETAIL_USE_LOCALE_HPP

#include <locale.h>
#ifdef __APPLE__
#include <xlocale.h>
#endif

#include <ffiguard/core/config.hpp>

namespace ffiguard {
inline namespace FFIGUARD_ABI {
namespace detail {

/// uselocale(). NetBSD does not have it: there every thread uses the locale of the process.
#ifdef __NetBSD__
constexpr bool has_thread_locales() noexcept { return false; }
inline locale_t use_locale(locale_t) noexcept { return LC_GLOBAL_LOCALE; }
#else
constexpr bool has_thread_locales() noexcept { return true; }
inline locale_t use_locale(locale_t wanted) noexcept { return ::uselocale(wanted); }
#endif

}  // namespace detail
}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
