// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_SIGNAL_SIGNAL_MASK_HPP
#define FFIGUARD_SIGNAL_SIGNAL_MASK_HPP

#include <ffiguard/core/config.hpp>

#if FFIGUARD_IS_WINDOWS()
#error "ffiguard/signal/signal_mask.hpp needs a POSIX system"
#else

#include <pthread.h>
#include <signal.h>

#include <utility>

#include <ffiguard/core/result.hpp>
#include <ffiguard/core/scoped_state.hpp>
#include <ffiguard/core/status.hpp>
#include <ffiguard/signal/signal_set.hpp>

namespace ffiguard {
inline namespace FFIGUARD_ABI {
namespace detail {

/// The bits of a mask that one guard cares for.
struct mask_bits {
    signal_set wanted;   ///< that the guard gives a value
    signal_set blocked;  ///< of these, what it blocks; it opens the others
    signal_set before;   ///< of these, what was blocked before it
    bool kept = false;   ///< by a foreign_call, which blocks none and puts back what others change

    [[nodiscard]] signal_set to_block() const noexcept { return (before - blocked) & wanted; }
    [[nodiscard]] signal_set to_open() const noexcept { return (blocked - before) & wanted; }
};

struct mask_state {
    using saved_type = mask_bits;
    static constexpr const char* name() noexcept { return "signal mask"; }
    enum : bool { stays_in_upcall = true };  // it opens what it must by itself

    // All that newer wants, not only what it has changed: it may have found signals blocked by
    // ended.
    static bool hand_over(mask_bits& ended, mask_bits& newer) noexcept {
        const signal_set changed = ended.kept ? ended.wanted : ended.to_block() | ended.to_open();
        const signal_set both = changed & newer.wanted;
        newer.before = (newer.before - both) | (ended.before & both);
        ended.wanted = changed - both;
        return !ended.wanted.empty();
    }
    static void discard(mask_bits&) noexcept {}

    // Own bits only and never SIG_SETMASK: meanwhile a JVM that attaches this thread, or Go in a
    // callback, opens signals of its own.
    static status put_back(const mask_bits& saved) noexcept {
        const status blocked = change(SIG_BLOCK, saved.to_block());
        // Last: it may run handlers that were kept waiting.
        const status opened = change(SIG_UNBLOCK, saved.to_open());
        return blocked.ok() ? opened : blocked;
    }

    // pthread_sigmask() returns the error number and keeps errno; sigprocmask() is unspecified in a
    // process with threads.
    static status change(int how, signal_set which) noexcept {
        if (which.empty()) return {};
        const sigset_t native = which.native();
        const int number = ::pthread_sigmask(how, &native, nullptr);
        return number == 0 ? status() : status::system(number);
    }
};

}  // namespace detail

/// Blocks or opens signals on the calling thread until it ends.
///
/// Go never checks the mask of its threads again: if a shim returns to Go with signals blocked, the
/// next garbage collection waits for ever; if it leaves SIGSEGV blocked, it kills a JVM. A guard
/// restores only the signals that it really changed. So it may overlap with an attach to a JVM, a
/// call back into Go and other guards, in any order. (A JVM puts the whole mask of the attach back
/// when it detaches the thread: a guard that began after the attach ends before the detach.)
///
/// SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGTRAP and SIGSYS are never blocked: block() and replace()
/// leave them out, like signals that cannot be blocked; dropped() returns them. unblock() opens
/// them, too. Handlers of signals that were kept waiting run before the end of the guard returns:
/// hold no lock then.
///
/// Bound to its thread, see scoped_state. On failure, nothing has changed: system with the number
/// that pthread_sigmask() returned, out_of_memory if more than four are nested. Two system calls;
/// one if there was nothing to change; three if a replace() has both blocked and opened signals.
class [[nodiscard]] signal_mask {
public:
    /// Holds nothing.
    constexpr signal_mask() noexcept = default;

    [[nodiscard]] FFIGUARD_HIDDEN static result<signal_mask> block(signal_set asked) noexcept {
        const signal_set which = asked & signal_set::blockable();
        return begin(SIG_BLOCK, which, {which, which, {}}, asked - which);
    }
    /// block<SIGUSR1, SIGTERM>(): a signal that is never blocked does not compile.
    template <int... numbers>
    [[nodiscard]] FFIGUARD_HIDDEN static result<signal_mask> block() noexcept {
        static_assert((!signal_set::synchronous().contains(numbers) && ...),
                      "ffiguard: SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGTRAP and SIGSYS are never "
                      "blocked: a fault meanwhile would kill the process, Go and the JVM with it");
        static_assert(((numbers != SIGKILL && numbers != SIGSTOP) && ...),
                      "ffiguard: the system lets nobody block SIGKILL and SIGSTOP");
        return block(signal_set::of<numbers...>());
    }

    [[nodiscard]] FFIGUARD_HIDDEN static result<signal_mask> unblock(signal_set asked) noexcept {
        const signal_set which = asked & signal_set::changeable();
        return begin(SIG_UNBLOCK, which, {which, {}, {}}, asked - which);
    }

    /// Blocks these and no others.
    [[nodiscard]] FFIGUARD_HIDDEN static result<signal_mask> replace(signal_set asked) noexcept {
        const signal_set which = asked & signal_set::blockable();
        return begin(SIG_SETMASK, which, {signal_set::changeable(), which, {}}, asked - which);
    }

    /// The signals blocked on the calling thread. Fails with system and pthread_sigmask()'s number.
    [[nodiscard]] static result<signal_set> current() noexcept {
        sigset_t now;
        const int number = ::pthread_sigmask(SIG_BLOCK, nullptr, &now);
        if (number != 0) return status::system(number);
        return signal_set::from(now);
    }

    /// The requested signals that were left out, because they cannot or must not be changed.
    [[nodiscard]] signal_set dropped() const noexcept { return dropped_; }

    /// As scoped_state::restore().
    status restore() noexcept { return state_.restore(); }
    [[nodiscard]] explicit operator bool() const noexcept { return static_cast<bool>(state_); }
    [[nodiscard]] bool is_on_its_thread() const noexcept { return state_.is_on_its_thread(); }

private:
    using state = scoped_state<detail::mask_state>;

    signal_mask(state&& begun, signal_set dropped) noexcept
        : state_(std::move(begun)), dropped_(dropped) {}

    FFIGUARD_HIDDEN static result<signal_mask> begin(int how, signal_set which,
                                                     const detail::mask_bits& wanted,
                                                     signal_set dropped) noexcept {
        auto begun = state::begin([&](detail::mask_bits& saved) noexcept -> status {
            const sigset_t native = which.native();
            sigset_t before;
            const int number = ::pthread_sigmask(how, &native, &before);
            if (number != 0) return status::system(number);
            saved = wanted;
            saved.before = signal_set::from(before);
            return {};
        });
        if (!begun) return begun.status();
        return signal_mask(std::move(*begun), dropped);
    }

    state state_;
    signal_set dropped_;
};

}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
#endif
