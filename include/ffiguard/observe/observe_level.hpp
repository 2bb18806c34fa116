// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_OBSERVE_OBSERVE_LEVEL_HPP
#define FFIGUARD_OBSERVE_OBSERVE_LEVEL_HPP

#include <atomic>
#include <cstdint>
#include <cstdlib>
#include <cstring>

#include <ffiguard/core/config.hpp>

namespace ffiguard {
inline namespace FFIGUARD_ABI {

/// How much the ledger of this shared object records. See set_observe_level().
enum class observe_level : std::uint8_t {
    off,     ///< nothing
    count,   ///< how many of each type were opened and released
    sample,  ///< the same, and a record of one in 128 that are open
    record,  ///< the same, and a record of each that is open: place, thread, age, parent
    stack,   ///< the same, with the stack of the call that took it
};

namespace detail {

// One of each per shared object, see FFIGUARD_HIDDEN. A value above the levels: not read yet.
enum : std::uint8_t { level_unknown = 255 };
FFIGUARD_HIDDEN inline std::atomic<std::uint8_t> observe_level_{level_unknown};

/// The level in FFIGUARD_OBSERVE_LEVEL of the environment; count if it is not set or unknown.
[[nodiscard]] FFIGUARD_HIDDEN inline observe_level level_of_environment() noexcept {
    const char* const said = std::getenv("FFIGUARD_OBSERVE_LEVEL");
    if (said == nullptr) return observe_level::count;
    if (std::strcmp(said, "off") == 0) return observe_level::off;
    if (std::strcmp(said, "sample") == 0) return observe_level::sample;
    if (std::strcmp(said, "record") == 0) return observe_level::record;
    if (std::strcmp(said, "stack") == 0) return observe_level::stack;
    return observe_level::count;
}

// Not inlined, so that code that asks for the level saves no registers for it.
[[nodiscard, gnu::noinline, gnu::cold]] FFIGUARD_HIDDEN inline std::uint8_t
first_observe_level() noexcept {
    std::uint8_t level = level_unknown;
    const auto first = static_cast<std::uint8_t>(level_of_environment());
    return observe_level_.compare_exchange_strong(level, first, std::memory_order_relaxed) ? first
                                                                                           : level;
}
[[nodiscard]] FFIGUARD_HIDDEN inline observe_level observe_level_now() noexcept {
    std::uint8_t level = observe_level_.load(std::memory_order_relaxed);
    if (level == level_unknown) level = first_observe_level();
    return static_cast<observe_level>(level);
}

}  // namespace detail

/// The level of this shared object. It starts as FFIGUARD_OBSERVE_LEVEL in the environment says
/// (off, count, sample, record, stack), or with count if that is not set. Any thread.
[[nodiscard]] FFIGUARD_HIDDEN inline observe_level current_observe_level() noexcept {
    return detail::observe_level_now();
}

/// Sets the level and returns the previous one. Any thread, at any time. What was opened at a lower
/// level has no record, and what was opened at level off is not counted. A record is kept until its
/// resource is released, at any level but off.
FFIGUARD_HIDDEN inline observe_level set_observe_level(observe_level level) noexcept {
    const observe_level before = detail::observe_level_now();
    detail::observe_level_.store(static_cast<std::uint8_t>(level), std::memory_order_relaxed);
    return before;
}

}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
