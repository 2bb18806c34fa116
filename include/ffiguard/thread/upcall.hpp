// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_THREAD_UPCALL_HPP
#define FFIGUARD_THREAD_UPCALL_HPP

#include <ffiguard/core/config.hpp>

#if FFIGUARD_IS_WINDOWS()
#error "ffiguard/thread/upcall.hpp needs a POSIX system"
#else

#include <pthread.h>
#include <signal.h>

#include <cstdint>
#include <initializer_list>
#include <new>
#include <utility>

#include <ffiguard/core/detail/state_stack.hpp>
#include <ffiguard/core/errno_guard.hpp>
#include <ffiguard/core/scoped_state.hpp>
#include <ffiguard/core/status.hpp>
#include <ffiguard/core/trace.hpp>
#include <ffiguard/signal/signal_mask.hpp>
#include <ffiguard/signal/signal_set.hpp>
#include <ffiguard/thread/cpu_affinity.hpp>
#include <ffiguard/thread/float_environment.hpp>
#include <ffiguard/thread/thread_locale.hpp>
#include <ffiguard/thread/thread_name.hpp>

namespace ffiguard {
inline namespace FFIGUARD_ABI {

class upcall_batch;

namespace detail {

/// The batch that an upcall of this thread would belong to.
FFIGUARD_HIDDEN inline thread_local upcall_batch* upcall_batch_ = nullptr;

/// Replaces it for a while. Belongs to the shared object where it began, but may end in another.
class other_upcall_batch {
public:
    FFIGUARD_HIDDEN explicit other_upcall_batch(upcall_batch* other) noexcept
        : here_(&upcall_batch_), before_(std::exchange(*here_, other)) {}
    other_upcall_batch(const other_upcall_batch&) = delete;
    other_upcall_batch& operator=(const other_upcall_batch&) = delete;
    ~other_upcall_batch() { *here_ = before_; }

    [[nodiscard]] upcall_batch* before() const noexcept { return before_; }

private:
    upcall_batch** const here_;
    upcall_batch* const before_;
};

/// Unblocks SIGURG; before: the mask until then.
inline void open_urgent(sigset_t& before) noexcept {
    const sigset_t urgent = signal_set::of<SIGURG>().native();
    // Its only failure is a first argument that it does not know.
    static_cast<void>(::pthread_sigmask(SIG_UNBLOCK, &urgent, &before));
}

}  // namespace detail

/// A scope for many upcalls, such as a loop that calls Go for each row. The first upcall unblocks
/// SIGURG, and the end of the scope restores the signal mask. So all upcalls together make two
/// system calls, instead of two each; none if there is no upcall.
///
/// From the first upcall to the end of the scope the mask is as the callbacks leave it: SIGURG is
/// unblocked, and on a thread that is not Go's own other signals may be, too. A signal_mask or
/// foreign_call may begin and end inside, outside and across it, in any order; if one that began
/// after the first upcall is still in force, upcalls make their own system calls. Signals that are
/// blocked inside by other means than ffiguard's guards stay blocked.
///
/// Covers the upcalls of the same shared object and thread, but not those that a callback makes
/// when it re-enters C++, nor those of a signal handler. (A signal handler must not call Go or a
/// JVM.) A batch inside another is a part of it. Not movable; one thread only. Keeps errno.
/// Allocates only if more than four guards of the signal mask are in force on the thread.
///
///     const ffiguard::upcall_batch rows;
///     while (next(row)) on_row(user, row);  // each inside an upcall, or by a go::callback
class [[nodiscard]] upcall_batch {
public:
    [[nodiscard]] FFIGUARD_HIDDEN upcall_batch() noexcept
        : outermost_(detail::upcall_batch_ != nullptr ? detail::upcall_batch_ : this) {}
    upcall_batch(const upcall_batch&) = delete;
    upcall_batch& operator=(const upcall_batch&) = delete;
    FFIGUARD_HIDDEN ~upcall_batch() {
        if (mask_ == nullptr) return;
        const errno_guard keep_errno;  // handlers of signals that were open before may run
        end_(*mask_);
    }

private:
    friend class upcall;
    using state = detail::mask_state;

    /// False if a newer guard of the mask is in force, which may block SIGURG, or memory is short.
    [[nodiscard]] FFIGUARD_HIDDEN bool serves() noexcept {
        auto& stack = detail::state_stack_<state>;
        if (mask_ != nullptr) return stack.newest() == mask_;
        mask_ = stack.take();
        if (mask_ == nullptr) return false;
        sigset_t before;
        detail::open_urgent(before);
        mask_->saved = {signal_set::changeable(), {}, signal_set::from(before), true};
        stack.push(*mask_);
        return true;
    }
    FFIGUARD_HIDDEN static void end(detail::state_node<state>& mask) noexcept {
        const auto put_back = [](const detail::mask_bits& saved) noexcept -> status {
            if (saved.wanted == signal_set::changeable()) {
                const sigset_t before = saved.before.native();
                const int number = ::pthread_sigmask(SIG_SETMASK, &before, nullptr);
                return number == 0 ? status() : status::system(number);
            }
            // The rest belongs to guards that began inside and are still in force.
            const status blocked = state::change(SIG_BLOCK, saved.before & saved.wanted);
            const status opened = state::change(SIG_UNBLOCK, saved.wanted - saved.before);
            return blocked.ok() ? opened : blocked;
        };
        static_cast<void>(detail::state_stack_<state>.end(mask, put_back));
    }

    const detail::other_upcall_batch outermost_;
    // One of the guards of the mask, like a foreign_call's: they may end in any order.
    detail::state_node<state>* mask_ = nullptr;
    void (*const end_)(detail::state_node<state>&) noexcept = &end;  // of where it began
};

/// The scope around a call back into Go or Java: inside it, this thread is as the runtime expects
/// it.
///
/// - The changes of this thread's guards cpu_affinity, thread_name, float_environment and
///   thread_locale are undone, and made again at the end. Go starts new threads from within a
///   callback: they inherit CPUs and name, for good. Both runtimes compute with the default
///   floating point environment and do not set it.
/// - SIGURG is unblocked: Go stops its goroutines by it. If it is blocked, a collection waits for
///   the end of the callback. The other signals that a signal_mask blocks stay blocked.
/// - At the end the signal mask is as before: Go 1.21 and later change that of a foreign thread,
///   and leave it changed. Handlers of signals that were unblocked may run then.
/// - At the end errno is as before.
///
/// Guards may begin and end inside; a signal_mask that began before must end after. Not movable;
/// one thread only. Only changes by ffiguard's guards are undone: nice, a policy or a mempolicy set
/// by hand are still inherited. Two system calls, if no upcall_batch shares them.
///
///     const ffiguard::upcall inside;
///     if (!inside.status().ok()) return inside.status();
///     on_event(user, event);  // a Go or Java function
class [[nodiscard]] upcall {
public:
    [[nodiscard]] FFIGUARD_HIDDEN upcall() noexcept {
        has_own_mask_ = none_.before() == nullptr || !none_.before()->serves();
        if (has_own_mask_) detail::open_urgent(mask_);
        if (has_guards_) ::new (static_cast<void*>(&guards_)) suspended_guards;
        trace::enter_upcall();
    }
    upcall(const upcall&) = delete;
    upcall& operator=(const upcall&) = delete;
    FFIGUARD_HIDDEN ~upcall() {
        trace::leave_upcall();
        if (has_own_mask_) static_cast<void>(::pthread_sigmask(SIG_SETMASK, &mask_, nullptr));
        if (has_guards_) guards_.~suspended_guards();
    }

    /// ok, or why a change could not be undone: the call would then pass it on. The other changes
    /// have been undone.
    [[nodiscard]] ffiguard::status status() const noexcept {
        return has_guards_ ? guards_.status() : ffiguard::status();
    }

private:
    struct suspended_guards {
        FFIGUARD_HIDDEN suspended_guards() noexcept {}
        FFIGUARD_HIDDEN ~suspended_guards() {}

        suspended_state<detail::affinity_state> affinity;
        suspended_state<detail::thread_name_state> name;
        suspended_state<detail::float_state> floats;
        suspended_state<detail::locale_state> locale;

        [[nodiscard]] ffiguard::status status() const noexcept {
            for (const ffiguard::status each :
                 {affinity.status(), name.status(), floats.status(), locale.status()})
                if (!each.ok()) return each;
            return {};
        }
    };

    const errno_guard keep_errno_;                    // first: ends last
    const detail::other_upcall_batch none_{nullptr};  // for the C++ that the callback calls
    const bool has_guards_ = detail::guards_here_ != 0;
    bool has_own_mask_ = false;
    sigset_t mask_;
    union {
        suspended_guards guards_;  // if has_guards_: it has some hundred bytes
    };
};

}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
#endif
