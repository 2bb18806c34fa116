// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_SIGNAL_SIGPIPE_GUARD_HPP
#define FFIGUARD_SIGNAL_SIGPIPE_GUARD_HPP

#include <ffiguard/core/config.hpp>

#if FFIGUARD_IS_WINDOWS()
#error "ffiguard/signal/sigpipe_guard.hpp needs a POSIX system"
#else

#include <signal.h>
#include <time.h>

#include <cerrno>
#include <utility>

#include <ffiguard/core/result.hpp>
#include <ffiguard/core/scoped_state.hpp>
#include <ffiguard/core/status.hpp>
#include <ffiguard/signal/signal_mask.hpp>
#include <ffiguard/signal/signal_set.hpp>

namespace ffiguard {
inline namespace FFIGUARD_ABI {
namespace detail {

/// Whether a SIGPIPE was pending on this thread. Always together with a block of SIGPIPE.
struct sigpipe_state : whole_state<bool> {
    static constexpr const char* name() noexcept { return "pending SIGPIPE"; }
    static status read(bool& now) noexcept {
        sigset_t pending;
        if (::sigpending(&pending) != 0) return status::system(errno);
        now = signal_set::from(pending).contains(SIGPIPE);
        return {};
    }
    static status put_back(const bool& was_pending) noexcept {
        if (was_pending) return {};
        const sigset_t sigpipe = signal_set::of<SIGPIPE>().native();
#if defined(__APPLE__) || defined(__OpenBSD__)  // no sigtimedwait()
        bool pending = false;
        const status known = read(pending);
        int number = 0;
        if (pending) ::sigwait(&sigpipe, &number);
        return known;
#else
        const ::timespec at_once{};
        while (::sigtimedwait(&sigpipe, nullptr, &at_once) < 0 && errno == EINTR) {
        }
        return {};  // EAGAIN: there was none
#endif
    }
};

}  // namespace detail

/// Until it ends, writes to a broken pipe or socket fail with EPIPE on the calling thread.
///
/// For a library that writes to descriptors, and must neither die of SIGPIPE nor change the host's
/// action for it. (For sockets alone MSG_NOSIGNAL does the same.) The guard blocks SIGPIPE. Before
/// it unblocks SIGPIPE, it discards one that came while it was in force; otherwise the signal would
/// end the process at that moment. A SIGPIPE that was pending before is kept.
///
/// Bound to its thread, see scoped_state; guards may nest and end in any order, also with
/// signal_masks. If begin() fails, nothing has changed: system with the errno, out_of_memory if
/// more than four are nested. Four system calls in all.
class [[nodiscard]] sigpipe_guard {
public:
    /// Holds nothing.
    constexpr sigpipe_guard() noexcept = default;
    sigpipe_guard(sigpipe_guard&&) noexcept = default;
    sigpipe_guard& operator=(sigpipe_guard&& other) noexcept {
        sigpipe_guard taken(std::move(other));
        std::swap(blocked_, taken.blocked_);
        std::swap(pending_, taken.pending_);
        return *this;
    }
    sigpipe_guard(const sigpipe_guard&) = delete;
    sigpipe_guard& operator=(const sigpipe_guard&) = delete;
    ~sigpipe_guard() = default;

    /// Blocks SIGPIPE on this thread. Fails with out_of_memory if too many guards are nested.
    [[nodiscard]] FFIGUARD_HIDDEN static result<sigpipe_guard> begin() noexcept {
        auto blocked = signal_mask::block<SIGPIPE>();
        if (!blocked) return blocked.status();
        auto pending = state::begin(&detail::sigpipe_state::read);
        if (!pending) return pending.status();
        return sigpipe_guard(*std::move(blocked), *std::move(pending));
    }

    /// As scoped_state::restore().
    status restore() noexcept {
        const status taken = pending_.restore();
        if (taken == status_code::wrong_thread || taken == status_code::closed) return taken;
        const status opened = blocked_.restore();
        return taken.ok() ? opened : taken;
    }
    [[nodiscard]] explicit operator bool() const noexcept { return static_cast<bool>(pending_); }
    [[nodiscard]] bool is_on_its_thread() const noexcept { return pending_.is_on_its_thread(); }

private:
    using state = scoped_state<detail::sigpipe_state>;

    sigpipe_guard(signal_mask&& blocked, state&& pending) noexcept
        : blocked_(std::move(blocked)), pending_(std::move(pending)) {}

    signal_mask blocked_;
    state pending_;  // ends first
};

}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
#endif
