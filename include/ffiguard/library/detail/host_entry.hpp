// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_LIBRARY_DETAIL_HOST_ENTRY_HPP
#define FFIGUARD_LIBRARY_DETAIL_HOST_ENTRY_HPP

#include <atomic>
#include <chrono>
#include <cstdint>
#include <string>

#include <ffiguard/core/config.hpp>
#include <ffiguard/core/error.hpp>
#include <ffiguard/core/gate.hpp>
#include <ffiguard/library/close_outcome.hpp>
#include <ffiguard/library/detail/host_file.hpp>
#include <ffiguard/library/keep_policy.hpp>
#include <ffiguard/library/library.hpp>

namespace ffiguard {
inline namespace FFIGUARD_ABI {
namespace detail {

class host_state;

/// One library of a library_host, loaded or not. Never freed while the host lives.
///
/// The gate counts the leases. It is open while the library is loaded for the host. So a lease is
/// one pin, and the gate chooses the one that may unload.
struct alignas(64) host_entry {
    host_entry(host_state& owner, keep_policy policy) noexcept
        : keep(policy.duration().count()), state(&owner) {}

    enum : std::int64_t { at_zero = 0, always = (std::chrono::nanoseconds::max)().count() };

    /// When to unload it while it has no lease, by a policy of this many nanoseconds.
    [[nodiscard]] std::int64_t due(std::int64_t for_keep) const noexcept {
        // A library that was only preloaded waits for its first lease. (It is rarely found idle at
        // all: only if its policy has changed while it was leased or kept.)
        if (for_keep == at_zero)
            return acquired.load(std::memory_order_relaxed) != acquired_before
                       ? std::int64_t{0}
                       : std::int64_t{always};
        return after(idle_since.load(std::memory_order_relaxed), for_keep);
    }
    static std::int64_t after(std::int64_t time, std::int64_t duration) noexcept {
        return time > always - duration ? std::int64_t{always} : time + duration;
    }

    // Used by a lease; on one cache line.
    gate door{gate::shut_t{}};
    std::atomic<std::uint64_t> acquired{0};
    std::atomic<std::int64_t> keep;           ///< nanoseconds of a keep_policy
    std::atomic<std::int64_t> idle_since{0};  ///< steady clock; only set for a keep_for
    library module;  ///< changed under the host's lock, with the door shut and no user inside
    host_state* const state;

    // Under the host's lock.
    library::native_handle_type handle = nullptr;  ///< of module
    bool drained = false;     ///< shut with no user inside, and left to the shutdown that waits
    std::uint64_t order = 0;  ///< of loading; 0: never
    std::uint64_t acquired_before = 0;
    std::string path;
    host_file file;
    std::chrono::system_clock::time_point loaded_at;
    close_outcome outcome;
    error last_error;
};

}  // namespace detail
}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
