// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_TESTS_SANITIZER_HPP
#define FFIGUARD_TESTS_SANITIZER_HPP

// What naive code does wrong is not always seen under a sanitizer: that for threads keeps errno
// around every handler and calls it from elsewhere, that for addresses moves local variables
// from the stack.

#ifndef __has_feature
#define __has_feature(name) 0
#endif

#if defined(__SANITIZE_THREAD__) || __has_feature(thread_sanitizer)
constexpr bool under_thread_sanitizer = true;
#else
constexpr bool under_thread_sanitizer = false;
#endif

#if defined(__SANITIZE_ADDRESS__) || __has_feature(address_sanitizer)
#include <sanitizer/lsan_interface.h>
constexpr bool under_address_sanitizer = true;
#else
constexpr bool under_address_sanitizer = false;
#endif

/// Set by a test that leaks on purpose; ledger_listener.hpp asks and resets it. (Hidden, as g++
/// makes an inline variable one that pins its shared object.)
[[gnu::visibility("hidden")]] inline bool leaks_are_meant = false;

/// What is allocated and what is opened meanwhile may stay.
struct leaks_on_purpose {
    leaks_on_purpose() noexcept { leaks_are_meant = true; }
    ~leaks_on_purpose() {}
#if defined(__SANITIZE_ADDRESS__) || __has_feature(address_sanitizer)
    __lsan::ScopedDisabler off;
#endif
};

#endif
