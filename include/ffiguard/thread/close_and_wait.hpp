// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_THREAD_CLOSE_AND_WAIT_HPP
#define FFIGUARD_THREAD_CLOSE_AND_WAIT_HPP

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

}  // namespace detail

/// Closes a token of a handle_table and waits until its object is released, at most for limit: to
/// delete the file behind it, to unload the library that it calls.
///
///     if (!close_and_wait(streams, t, 2s).ok()) ...
///
/// - ok: the object is released, and its destructor has returned; also where somebody else had
///   closed the token, and the release has just been waited for.
/// - in_use: the calling thread is inside the object, or of a child of it, and would wait for
///   itself (for types that say notes_users; the others wait until limit has passed). Nothing has
///   changed. Also where close() was refused, at once or when the last user left: then the token
///   is open.
/// - system, with ETIMEDOUT: limit has passed. The token is closed, and the object will be
///   released by its last user.
/// - else what handle_table::close() returned. If that is an answer of T::close(), the object is
///   released.
///
/// It looks again at growing intervals, at most a millisecond apart, so who does not wait pays
/// nothing. A release that is queued (released_at, lives_at, deferrable_release) is waited for,
/// too. On the home thread of the object itself this drains that thread's queue meanwhile: whatever
/// else waits in it is released, and hosted calls are run. On the thread that is to drain a
/// release_queue it waits until limit has passed.
///
/// It holds its thread. Go counts such a thread, and a virtual thread of Java holds its carrier:
/// these ask handle_table::state_of() from their own side, see the recipes. Keeps errno.
template <class T, std::uint8_t Tag>
FFIGUARD_HIDDEN auto close_and_wait(handle_table<T, Tag>& table, token value,
                                    std::chrono::nanoseconds limit) noexcept
    -> decltype(table.close(value)) {
    const errno_guard keep_errno;
    const auto is_own = [&]() noexcept {
        if constexpr (detail::life_cycle_of<T>::notes)
            return table.is_inside(value);
        else
            return false;
    };
    if (is_own()) return status_code::in_use;
    const auto place = detail::own_place(table, value);
    auto closed = table.close(value);
    const status outcome = detail::status_of(closed);
    if (!outcome.ok() && outcome != status_code::closed) return closed;
    if (table.state_of(value) != status_code::in_use) return closed;

    status now;
    const bool over = detail::wait_within(limit, [&]() noexcept {
        place.drain();  // the last user, on another thread, leaves the object to this one
        now = table.state_of(value);
        return now != status_code::in_use || is_own();
    });
    if (!over) return status::system(ETIMEDOUT);
    // Open again: its closer has refused.
    return now.ok() || now == status_code::in_use ? status_code::in_use : status_code::ok;
}

/// The same for a shared_handle, which is closed for all copies. null where it is empty. From
/// inside, a shared_pin of the calling thread, it waits until limit has passed.
template <class Traits>
FFIGUARD_HIDDEN status close_and_wait(const shared_handle<Traits>& shared,
                                      std::chrono::nanoseconds limit) noexcept {
    const errno_guard keep_errno;
    const status closed = shared.close();
    if (!closed.ok() && closed != status_code::closed) return closed;
    if (shared.state() != status_code::in_use) return closed;
    return detail::wait_within(limit,
                               [&]() noexcept { return shared.state() != status_code::in_use; })
               ? status()
               : status::system(ETIMEDOUT);
}

/// table.pin(value), but waits while that fails with in_use: for the second user of an object
/// that says one_user, or of a child of one. At most for limit, then in_use. A thread that is
/// inside itself would wait in vain: for a type that says notes_users it gets in_use at once.
///
/// Who comes first is not let in first. Holds its thread, as close_and_wait(). Keeps errno.
template <class T, std::uint8_t Tag>
[[nodiscard]] FFIGUARD_HIDDEN table_pin<T, Tag> pin_within(
    handle_table<T, Tag>& table, token value, std::chrono::nanoseconds limit) noexcept {
    const errno_guard keep_errno;
    auto inside = table.pin(value);
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
