// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_OBSERVE_DETAIL_SHARED_RECORD_HPP
#define FFIGUARD_OBSERVE_DETAIL_SHARED_RECORD_HPP

#include <atomic>
#include <cstdint>

#include <ffiguard/core/config.hpp>
#include <ffiguard/core/thread_number.hpp>
#include <ffiguard/observe/detail/observed_type.hpp>

namespace ffiguard {
inline namespace FFIGUARD_ABI {
namespace detail {

/// The record of an open resource.
struct record {
    const observed_type* type = nullptr;
    std::uint64_t value = 0;       ///< the raw handle, or the token
    std::uint64_t parent = 0;      ///< the token that it is a child of, else 0
    std::uintptr_t place = 0;      ///< an address in the code that took it
    std::uint64_t taken_at = 0;    ///< ms, of a monotonic clock
    std::uint64_t thread = 0;      ///< see this_thread_number()
    std::uintptr_t closed_at = 0;  ///< an address in the code that has closed it
    std::uint64_t closed_by = 0;   ///< the thread that has; 0 while it is open
    std::uint64_t bytes = 0;       ///< that its traits know of
    std::uint64_t stack = 0;       ///< its number in the stack_table; 0: none
    /// What it refers to, and the code of Java that asked for it; null: not known.
    const type_text* referent = nullptr;
    const type_text* caller = nullptr;
};

/// Fields of a record that one thread writes and any thread reads.
struct shared_record {
    std::atomic<const observed_type*> type;
    std::atomic<std::uint64_t> value, parent, taken_at, thread, closed_by, bytes, stack;
    std::atomic<std::uintptr_t> place, closed_at;
    std::atomic<const type_text*> referent, caller;

    void write(const record& made) noexcept {
        type.store(made.type, std::memory_order_relaxed);
        value.store(made.value, std::memory_order_relaxed);
        parent.store(made.parent, std::memory_order_relaxed);
        taken_at.store(made.taken_at, std::memory_order_relaxed);
        thread.store(made.thread, std::memory_order_relaxed);
        closed_by.store(made.closed_by, std::memory_order_relaxed);
        bytes.store(made.bytes, std::memory_order_relaxed);
        stack.store(made.stack, std::memory_order_relaxed);
        place.store(made.place, std::memory_order_relaxed);
        closed_at.store(made.closed_at, std::memory_order_relaxed);
        referent.store(made.referent, std::memory_order_relaxed);
        caller.store(made.caller, std::memory_order_relaxed);
    }
    [[nodiscard]] record read() const noexcept {
        record seen;
        seen.type = type.load(std::memory_order_relaxed);
        seen.value = value.load(std::memory_order_relaxed);
        seen.parent = parent.load(std::memory_order_relaxed);
        seen.taken_at = taken_at.load(std::memory_order_relaxed);
        seen.thread = thread.load(std::memory_order_relaxed);
        seen.closed_by = closed_by.load(std::memory_order_relaxed);
        seen.bytes = bytes.load(std::memory_order_relaxed);
        seen.stack = stack.load(std::memory_order_relaxed);
        seen.place = place.load(std::memory_order_relaxed);
        seen.closed_at = closed_at.load(std::memory_order_relaxed);
        seen.referent = referent.load(std::memory_order_relaxed);
        seen.caller = caller.load(std::memory_order_relaxed);
        return seen;
    }
    /// Closed by this thread at `here`, unless that is known already.
    void close(std::uintptr_t here) noexcept {
        if (closed_by.load(std::memory_order_relaxed) != 0) return;
        closed_at.store(here, std::memory_order_relaxed);
        closed_by.store(this_thread_number(), std::memory_order_relaxed);
    }
};

}  // namespace detail
}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
