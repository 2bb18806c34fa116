// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_CORE_DETAIL_TABLE_ID_HPP
#define FFIGUARD_CORE_DETAIL_TABLE_ID_HPP

#include <atomic>
#include <cstdint>
#include <ctime>

#include <ffiguard/core/config.hpp>
#include <ffiguard/core/detail/process_mark.hpp>

namespace ffiguard {
inline namespace FFIGUARD_ABI {
namespace detail {

// One of each per shared object, see FFIGUARD_HIDDEN. Seed 0: not drawn yet.
FFIGUARD_HIDDEN inline std::atomic<std::uint32_t> table_seed_{0};
/// The process_mark number of the last process that drew one, above how many were drawn.
FFIGUARD_HIDDEN inline std::atomic<std::uint64_t> tables_drawn_{0};

/// Differs between runs, between shared objects, and between the children of one process.
FFIGUARD_HIDDEN inline std::uint64_t table_noise() noexcept {
    int here = 0;
    std::uint64_t noise = reinterpret_cast<std::uintptr_t>(&table_seed_) ^
                          (reinterpret_cast<std::uintptr_t>(&here) << 16) ^
                          (static_cast<std::uint64_t>(std::clock()) << 32) ^
                          (std::uint64_t{process_id()} << 40) ^
                          static_cast<std::uint64_t>(std::time(nullptr));
#ifdef TIME_UTC
    std::timespec now{};
    if (std::timespec_get(&now, TIME_UTC) == TIME_UTC)
        noise ^= static_cast<std::uint64_t>(now.tv_nsec) << 20;
#endif
    noise = (noise ^ (noise >> 30)) * 0xbf58476d1ce4e5b9U;  // splitmix64
    noise = (noise ^ (noise >> 27)) * 0x94d049bb133111ebU;
    return noise >> 33;
}

/// A number for a table, different for each table of this shared object; 0 if all 65,535 are used
/// up.
///
/// Two libraries that both use ffiguard, or one that is loaded twice, must not accept each other's
/// tokens. So the count starts at a seed made from the load address of this object, the address of
/// the stack, and the time. The same holds for a process and its child by fork(): the child skips
/// some numbers, at random, up to an eighth of those that were left. (So none is that of a table
/// that it has inherited.)
FFIGUARD_RARE inline std::uint16_t draw_table_id() noexcept {
    enum : std::uint32_t { ids = 0xFFFF };
    const std::uint32_t process = process_mark::current().number();
    std::uint64_t seen = tables_drawn_.load(std::memory_order_relaxed);
    std::uint32_t drawn_before = 0;
    do {
        drawn_before = static_cast<std::uint32_t>(seen);
        const auto last_process = static_cast<std::uint32_t>(seen >> 32);
        if (last_process != process && last_process != 0 && drawn_before < ids)
            drawn_before +=
                1 + static_cast<std::uint32_t>(table_noise() % ((ids - drawn_before) / 8 + 1));
        if (drawn_before >= ids) return 0;
    } while (!tables_drawn_.compare_exchange_weak(
        seen, (std::uint64_t{process} << 32) | (drawn_before + 1), std::memory_order_relaxed));
    std::uint32_t known = table_seed_.load(std::memory_order_relaxed);
    if (known == 0) {
        const auto drawn = static_cast<std::uint32_t>(table_noise()) + 1;
        if (table_seed_.compare_exchange_strong(known, drawn, std::memory_order_relaxed))
            known = drawn;
    }
    // 1 to 65,535: 0 means that a table has not given out a token yet.
    return static_cast<std::uint16_t>((std::uint64_t{known} + drawn_before) % ids + 1);
}

}  // namespace detail
}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
