// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_THREAD_CLOSE_AND_WAIT_HPP
#define FFIGUARD_THREAD_CLOSE_AND_WAIT_HPP

#include <atomic>
#include <cerrno>
#include <chrono>
#include <cstdint>

#include <ffiguard/core/config.hpp>
#include <ffiguard/core/detail/closes_itself.hpp>
#include <ffiguard/core/detail/life_cycle_of.hpp>
#include <ffiguard/core/errno_guard.hpp>
#include <ffiguard/core/handle_table.hpp>
#include <ffiguard/core/release_place.hpp>
#include <ffiguard/core/result.hpp>
#include <ffiguard/core/shared_handle.hpp>
#include <ffiguard/core/status.hpp>
#include <ffiguard/core/table_pin.hpp>
#include <ffiguard/core/token.hpp>
#include <ffiguard/thread/detail/call_slot.hpp>
#include <ffiguard/thread/detail/growing_wait.hpp>

namespace ffiguard {
inline namespace FFIGUARD_ABI {

namespace detail {

/// The place of an object if that is the calling thread, or nothing.
struct no_place {
    void drain() const noexcept {}
};
struct place_here {
    result<release_place> place;
    FFIGUARD_HIDDEN void drain() const noexcept {
        if (place && place->is_here())
            static_cast<void>(place_access::home(*place)->list().finish_all());
    }
};
template <class T, std::uint8_t Tag>
FFIGUARD_HIDDEN auto own_place([[maybe_unused]] handle_table<T, Tag>& table,
                               [[maybe_unused]] token value) noexcept {
    if constexpr (life_cycle_of<T>::has_home)
        return place_here{table.place_of(value)};
    else
        return no_place();
}

/// The threads that wait for a table.
struct table_waits {
    template <class T, std::uint8_t Tag>
    [[nodiscard]] static call_slot take(handle_table<T, Tag>& table, bool always = false) noexcept {
        auto& state = table.core_.state;
        return call_slot(state.waiting,
                         always ? UINT32_MAX : state.max_waiting.load(std::memory_order_relaxed));
    }
    template <class T, std::uint8_t Tag>
    [[nodiscard]] static table_pin<T, Tag> refused(handle_table<T, Tag>&) noexcept {
        return handle_table<T, Tag>::refused(status_code::overflow);
    }
};
/// One count for all shared_handles of a shared object: they have no table.
enum : std::uint32_t { max_shared_waiting = 64 };
FFIGUARD_HIDDEN inline std::atomic<std::uint32_t> shared_waiting_{0};

/// always: waits even if the limit of waiting threads is reached, for callers that must wait.
template <class T, std::uint8_t Tag>
FFIGUARD_HIDDEN auto close_and_wait(handle_table<T, Tag>& table, token value,
                                    std::chrono::nanoseconds limit, bool always) noexcept
    -> decltype(table.close(value)) {
    const errno_guard keep_errno;
    const auto is_own = [&]() noexcept {
        if constexpr (life_cycle_of<T>::notes)
            return table.is_inside(value);
        else
            return false;
    };
    if (is_own()) return status_code::in_use;
    const auto place = own_place(table, value);
    auto closed = table.close(value);
    const status outcome = status_of(closed);
    if (!outcome.ok() && outcome != status_code::closed) return closed;
    if (table.state_of(value) != status_code::in_use) return closed;

    status now;
    const auto is_over = [&]() noexcept {
        place.drain();  // the last user, on another thread, leaves the object to this one
        now = table.state_of(value);
        return now != status_code::in_use || is_own();
    };
    if (!is_over()) {
        if (limit.count() <= 0) return status::system(ETIMEDOUT);
        const auto one = table_waits::take(table, always);
        if (!one) return status_code::overflow;
        if (!wait_within(limit, is_over)) return status::system(ETIMEDOUT);
    }
    // Open again: the closer has refused.
    return now.ok() || now == status_code::in_use ? status_code::in_use : status_code::ok;
}

}  // namespace detail

/// Closes a token of a handle_table and waits, at most for limit, until its object is released. Use
/// it before you delete the object's file or unload the library that it calls.
///
///     if (!close_and_wait(streams, t, 2s).ok()) ...
///
/// - ok: the object is released, and its destructor has returned; also if other code had closed the
///   token before and the release came during this call.
/// - in_use: the calling thread is inside the object, or inside a child of it, and would wait for
///   itself (for types that say notes_users; others wait until limit has passed). Nothing has
///   changed. Also if close() was refused, at once or when the last user left: then the token is
///   open.
/// - system, with ETIMEDOUT: limit has passed. The token is closed, and the object will be
///   released by its last user.
/// - overflow: the same, but too many threads are waiting: handle_table::set_max_waiting().
/// - else what handle_table::close() returned. If that came from T::close(), the object is
///   released.
///
/// It polls at growing intervals, at most a millisecond apart, so a waiter does not slow down a
/// release. It also waits for a queued release (released_at, lives_at, deferrable_release,
/// queued_release). On the object's home thread it drains that thread's queue meanwhile: everything
/// else in the queue is released, and hosted calls are run. On the thread that should drain a
/// release_queue it waits until limit has passed.
///
/// It blocks its thread. In Go that uses up a thread, and a virtual thread of Java blocks its
/// carrier: there, poll handle_table::state_of() from Go or Java instead, see the recipes. Keeps
/// errno.
template <class T, std::uint8_t Tag>
FFIGUARD_HIDDEN auto close_and_wait(handle_table<T, Tag>& table, token value,
                                    std::chrono::nanoseconds limit) noexcept
    -> decltype(table.close(value)) {
    return detail::close_and_wait(table, value, limit, false);
}

/// The same for a shared_handle, which is closed for all copies. Fails with null if it is empty. If
/// the calling thread has a shared_pin of it, it waits until limit has passed. overflow: 64 threads
/// are already waiting for shared_handles, of all types.
template <class Traits>
FFIGUARD_HIDDEN status close_and_wait(const shared_handle<Traits>& shared,
                                      std::chrono::nanoseconds limit) noexcept {
    const errno_guard keep_errno;
    const status closed = shared.close();
    if (!closed.ok() && closed != status_code::closed) return closed;
    if (shared.state() != status_code::in_use) return closed;
    if (limit.count() <= 0) return status::system(ETIMEDOUT);
    const detail::call_slot one(detail::shared_waiting_, detail::max_shared_waiting);
    if (!one) return status_code::overflow;
    return detail::wait_within(limit,
                               [&]() noexcept { return shared.state() != status_code::in_use; })
               ? status()
               : status::system(ETIMEDOUT);
}

/// table.pin(value), but waits while that fails with in_use: for the second user of an object that
/// says one_user, or of a child of one. Waits at most for limit, then fails with in_use. If the
/// calling thread itself is inside, waiting is useless: if the type says notes_users, it fails with
/// in_use at once.
///
/// overflow: too many threads are waiting, see handle_table::set_max_waiting().
///
/// Waiting threads are not served in order. Blocks its thread, as close_and_wait(). Keeps errno.
template <class T, std::uint8_t Tag>
[[nodiscard]] FFIGUARD_HIDDEN table_pin<T, Tag> pin_within(
    handle_table<T, Tag>& table, token value, std::chrono::nanoseconds limit) noexcept {
    const errno_guard keep_errno;
    auto inside = table.pin(value);
    if (inside.status() != status_code::in_use || limit.count() <= 0) return inside;
    const auto one = detail::table_waits::take(table);
    if (!one) return detail::table_waits::refused(table);
    static_cast<void>(detail::wait_within(limit, [&]() noexcept {
        if (inside.status() != status_code::in_use) return true;
        if constexpr (detail::life_cycle_of<T>::notes)
            if (table.is_inside(value)) return true;
        inside = table.pin(value);
        return inside.status() != status_code::in_use;
    }));
    return inside;
}

}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
