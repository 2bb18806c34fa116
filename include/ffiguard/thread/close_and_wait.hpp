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

/// The place of an object where it is the calling thread, or nothing.
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

/// Who waits for a table at a time.
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
/// For all shared_handles of a shared object: they have no table.
enum : std::uint32_t { max_shared_waiting = 64 };
FFIGUARD_HIDDEN inline std::atomic<std::uint32_t> shared_waiting_{0};

/// Always: also where as many threads wait already as may, for what must not go on before.
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
    // Open again: its closer has refused.
    return now.ok() || now == status_code::in_use ? status_code::in_use : status_code::ok;
}

}  // namespace detail

/// Closes a token of a handle_table and waits until its object is released, at most for limit: to
/// delete the file behind it, to unload the library that it calls.
///
///     if (!close_and_wait(streams, t, 2s).ok()) ...
///
/// - ok: the object is released, and its destructor has returned; also if other code had
///   closed the token before, and the release came while this call waited.
/// - in_use: the calling thread is inside the object, or of a child of it, and would wait for
///   itself (for types that say notes_users; the others wait until limit has passed). Nothing has
///   changed. Also where close() was refused, at once or when the last user left: then the token
///   is open.
/// - system, with ETIMEDOUT: limit has passed. The token is closed, and the object will be
///   released by its last user.
/// - overflow: the same, but as many threads wait already as may: handle_table::set_max_waiting().
/// - else what handle_table::close() returned. If that is an answer of T::close(), the object is
///   released.
///
/// It looks again at growing intervals, at most a millisecond apart, so a release costs nothing
/// more than without a waiter. A release that is queued (released_at, lives_at, deferrable_release,
/// queued_release) is waited for, too. On the home thread of the object itself this drains that
/// thread's queue meanwhile: whatever else waits in it is released, and hosted calls are run. On
/// the thread that is to drain a release_queue it waits until limit has passed.
///
/// It holds its thread. Go counts such a thread, and a virtual thread of Java holds its carrier:
/// these ask handle_table::state_of() from their own side, see the recipes. Keeps errno.
template <class T, std::uint8_t Tag>
FFIGUARD_HIDDEN auto close_and_wait(handle_table<T, Tag>& table, token value,
                                    std::chrono::nanoseconds limit) noexcept
    -> decltype(table.close(value)) {
    return detail::close_and_wait(table, value, limit, false);
}

/// The same for a shared_handle, which is closed for all copies. null where it is empty. From
/// inside, a shared_pin of the calling thread, it waits until limit has passed. overflow: 64
/// threads wait for shared_handles already, of all types.
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

/// table.pin(value), but waits while that fails with in_use: for the second user of an object
/// that says one_user, or of a child of one. At most for limit, then in_use. A thread that is
/// inside itself would wait in vain: for a type that says notes_users it gets in_use at once.
///
/// overflow: as many threads wait already as may, handle_table::set_max_waiting().
///
/// Who comes first is not let in first. Holds its thread, as close_and_wait(). Keeps errno.
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
