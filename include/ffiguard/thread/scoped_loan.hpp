// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_THREAD_SCOPED_LOAN_HPP
#define FFIGUARD_THREAD_SCOPED_LOAN_HPP

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <utility>

#include <ffiguard/core/config.hpp>
#include <ffiguard/core/detail/life_cycle_of.hpp>
#include <ffiguard/core/detail/process_mark.hpp>
#include <ffiguard/core/handle_table.hpp>
#include <ffiguard/core/result.hpp>
#include <ffiguard/core/status.hpp>
#include <ffiguard/core/token.hpp>
#include <ffiguard/core/violation.hpp>
#include <ffiguard/thread/close_and_wait.hpp>

namespace ffiguard {
inline namespace FFIGUARD_ABI {

/// Lends a T to a callback of foreign code for one call.
///
///     auto& packets = *new ffiguard::handle_table<ffiguard::loan<>>;   // memory/loan.hpp
///
///     void on_packet(void* user, const unsigned char* data, std::size_t size) noexcept {
///         const auto checked = foreign_span<const unsigned char>::from(data, size);
///         if (!checked) return;
///         const ffiguard::scoped_loan lent(packets, *checked);
///         if (lent) static_cast<callback*>(user)->call(lent.get());   // Go or Java gets the token
///     }
///
/// A C library calls back with memory that is valid until the callback returns. Go and Java can
/// keep what they are given, in a goroutine or a field. Here they keep a token. Once the call is
/// over, it fails with closed; later, when the table's slot is used again, with stale.
///
/// Makes the T from the arguments, as handle_table::emplace(). Its end closes the token, wakes
/// threads that are inside (T::closing()), and waits until they have left and ~T has returned. The
/// destructor waits without a limit, even if too many threads wait: the lent memory is freed next.
/// Calls only copy from a loan, so the wait is short. If it may be long and you can keep the
/// memory, call end() with a limit. The holder of the token may close it earlier.
///
/// T can be any type: an event, the row of a cursor. It must not refuse to close, wait for children
/// or live on another thread; that is a compile error.
///
/// If the calling thread itself is inside when it ends (known if T says notes_users), the program
/// ends: waiting would never end, and the memory is still used. In the child of a fork() it does
/// not wait. Cannot be moved; not on the heap. Keeps errno.
template <class T, std::uint8_t Tag>
class [[nodiscard]] scoped_loan {
    using life = detail::life_cycle_of<T>;
    static_assert(!life::may_refuse && !life::is_placed && (!life::is_parent || life::cascades),
                  "ffiguard: what is lent for one call ends with it: T must not say "
                  "closer_may_refuse, released_at, lives_at, deferrable_release, queued_release, "
                  "waits_for_children or refuses_with_children");

public:
    /// status() is that of emplace(): out_of_memory or overflow. An exception of T's constructor
    /// passes through.
    template <class... Args>
    FFIGUARD_HIDDEN explicit scoped_loan(handle_table<T, Tag>& table, Args&&... args)
        : table_(table),
          process_(detail::process_mark::current()),
          token_(table.emplace(std::forward<Args>(args)...)) {}
    scoped_loan(const scoped_loan&) = delete;
    scoped_loan& operator=(const scoped_loan&) = delete;
    static void* operator new(std::size_t) = delete;
    static void* operator new[](std::size_t) = delete;
    FFIGUARD_HIDDEN ~scoped_loan() {
        if (end_within((std::chrono::nanoseconds::max)(), true) == status_code::in_use &&
            process_.is_here())
            fail(violation::out_of_order, "scoped_loan: it ends inside a call of what it lends");
    }

    /// Ends the loan now, but waits at most for limit. ok: no call is inside, and ~T has returned.
    /// Otherwise the token is closed and a call still uses the lent memory: keep the memory, and
    /// call this again or let the destructor wait. system with ETIMEDOUT: limit has passed;
    /// overflow: too many threads wait for the table (handle_table::set_max_waiting()); in_use: the
    /// calling thread itself is inside (known if T says notes_users), or this is the child of a
    /// fork() whose parent had a thread inside.
    FFIGUARD_HIDDEN ffiguard::status end(std::chrono::nanoseconds limit) noexcept {
        return end_within(limit, false);
    }

    [[nodiscard]] explicit operator bool() const noexcept { return static_cast<bool>(token_); }
    [[nodiscard]] ffiguard::status status() const noexcept { return token_.status(); }
    /// For the callback. 0, no token, if nothing was lent.
    [[nodiscard]] token get() const noexcept { return token_ ? *token_ : 0; }

private:
    FFIGUARD_HIDDEN ffiguard::status end_within(std::chrono::nanoseconds limit,
                                                bool always) noexcept {
        if (!token_) return {};
        static_cast<void>(table_.close(*token_));
        if (table_.state_of(*token_) != status_code::in_use) return {};
        // In the child of a fork() the threads that were inside do not exist and would never leave.
        if (!process_.is_here()) return status_code::in_use;
        const ffiguard::status waited =
            detail::status_of(detail::close_and_wait(table_, *token_, limit, always));
        if (table_.state_of(*token_) == status_code::in_use) return waited;
        return {};
    }

    handle_table<T, Tag>& table_;
    const detail::process_mark process_;
    const result<token> token_;
};

}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
