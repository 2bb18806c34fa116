// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_CORE_DETAIL_WINDOWS_API_HPP
#define FFIGUARD_CORE_DETAIL_WINDOWS_API_HPP

// The part of <windows.h> that <winsock2.h> can follow, without its macros min and max. How it was
// asked for is not left defined for the user's own headers. Empty elsewhere.

#include <ffiguard/core/config.hpp>

#if FFIGUARD_IS_WINDOWS()

#ifndef WIN32_LEAN_AND_MEAN
#define WIN32_LEAN_AND_MEAN
#define FFIGUARD_DETAIL_LEAN
#endif
#ifndef NOMINMAX
#define NOMINMAX
#define FFIGUARD_DETAIL_NOMINMAX
#endif

#include <windows.h>

#ifdef FFIGUARD_DETAIL_LEAN
#undef FFIGUARD_DETAIL_LEAN
#undef WIN32_LEAN_AND_MEAN
#endif
#ifdef FFIGUARD_DETAIL_NOMINMAX
#undef FFIGUARD_DETAIL_NOMINMAX
#undef NOMINMAX
#endif

#endif  // FFIGUARD_IS_WINDOWS()

#endif
