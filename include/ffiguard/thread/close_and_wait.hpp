// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_THREAD_CLOSE_AND_WAIT_HPP
#define FFIGUARD_THREAD_CLOSE_AND_WAIT_HPP

#include <cerrno>
#include <chrono>
#include <cstdint>
#include <thread>

#include <ffiguard/core/config.hpp>
#include <ffiguard/core/detail/closes_itself.hpp>
#include <ffiguard/core/detail/life_cycle_of.hpp>
#include <ffiguard/core/errno_guard.hpp>
#include <ffiguard/core/handle_table.hpp>
#include <ffiguard/core/status.hpp>
#include <ffiguard/core/token.hpp>

namespace ffiguard {
inline namespace FFIGUARD_ABI {

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
/// It looks again at growing intervals, at most a millisecond apart: a release takes no lock and
/// wakes nobody, so who does not wait pays nothing. A release that is queued (released_at,
/// deferrable_release) is waited for, too: not on the thread that is to drain the queue.
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
    auto closed = table.close(value);
    const status outcome = detail::status_of(closed);
    if (!outcome.ok() && outcome != status_code::closed) return closed;
    if (table.state_of(value) != status_code::in_use) return closed;

    using clock = std::chrono::steady_clock;
    using std::chrono::microseconds;
    const auto start = clock::now();
    std::chrono::nanoseconds pause{0};
    for (;;) {
        const status now = table.state_of(value);
        if (now.ok()) return status_code::in_use;  // its closer has refused
        if (now != status_code::in_use) return status_code::ok;
        if (is_own()) return status_code::in_use;
        if (clock::now() - start >= limit) return status::system(ETIMEDOUT);
        if (pause < microseconds(20))
            std::this_thread::yield();
        else
            std::this_thread::sleep_for(pause);
        pause = pause < microseconds(500) ? pause * 2 + microseconds(1) : microseconds(1000);
    }
}

}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
