// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_SIGNAL_DETAIL_SIGNAL_ACTION_OLD_HPP
#define FFIGUARD_SIGNAL_DETAIL_SIGNAL_ACTION_OLD_HPP

#include <pthread.h>
#include <signal.h>
#include <unistd.h>

#include <atomic>
#include <cstdint>

#ifdef __linux__
#include <sys/syscall.h>
#endif

#include <ffiguard/core/config.hpp>
#include <ffiguard/posix/detail/disposition.hpp>
#include <ffiguard/signal/detail/signal_entry.hpp>
#include <ffiguard/signal/signal_set.hpp>

namespace ffiguard {
inline namespace FFIGUARD_ABI {
namespace detail {

/// What the system does without a handler. A signal that ends the process ends it before this
/// returns.
inline void run_default(int signal) noexcept {
    switch (signal) {
        case SIGCHLD:
        case SIGCONT:
        case SIGURG:
        case SIGWINCH: return;
        case SIGTSTP:
        case SIGTTIN:
        case SIGTTOU: ::raise(SIGSTOP); return;
        default: break;
    }
    struct sigaction standard {};
    standard.sa_handler = SIG_DFL;
    ::sigaction(signal, &standard, nullptr);
    ::raise(signal);
    sigset_t only;
    (::sigemptyset)(&only);
    (::sigaddset)(&only, signal);
    ::pthread_sigmask(SIG_UNBLOCK, &only, nullptr);
}

/// For a signal that came to an ended action: sends it to this thread once more, for the present
/// action, with the same information. A fault is raised again by itself.
inline void send_again(int signal, siginfo_t* info) noexcept {
    if (info == nullptr) return;
    if (info->si_code > 0 && signal_set::synchronous().contains(signal)) return;
#ifdef __linux__
    constexpr int mark = 0x66666770;  // as entry_code: once, and not for ever
    if (info->si_errno == mark) return;
    info->si_errno = mark;
    ::syscall(SYS_rt_tgsigqueueinfo, ::getpid(), static_cast<::pid_t>(::syscall(SYS_gettid)),
              signal, info);
#else
    ::pthread_kill(::pthread_self(), signal);
#endif
}

[[nodiscard]] inline bool same_action(const struct sigaction& a,
                                      const struct sigaction& b) noexcept {
    return handler_value(a) == handler_value(b) && a.sa_flags == b.sa_flags &&
           signal_set::from(a.sa_mask) == signal_set::from(b.sa_mask);
}

/// The action that ours has replaced, and how to call it as the system would have: its own mask,
/// SA_NODEFER and SA_RESETHAND. (Only the stack is ours: on a goroutine's stack, on which the
/// system would call a handler without SA_ONSTACK, there is no room.)
class old_action {
public:
    void remember(const struct sigaction& replaced) noexcept {
        const signal_set mask = signal_set::from(replaced.sa_mask);
        std::uint32_t bits[2] = {};
        for (int number = 1; number <= 64; ++number)
            if (mask.contains(number)) bits[(number - 1) / 32] |= 1U << ((number - 1) % 32);
        handler_ = handler_value(replaced);
        flags_ = replaced.sa_flags;
        blocked_[0] = bits[0];
        blocked_[1] = bits[1];
        spent_ = false;
    }
    /// Of SA_RESETHAND, and it has had its signal.
    [[nodiscard]] bool is_spent() const noexcept { return spent_.load(); }

    [[nodiscard]] bool is_standard() const noexcept {
        return disposition_of(handler_.load()) == disposition::standard;
    }

    void run(int signal, siginfo_t* info, void* context) {
        const std::uintptr_t handler = handler_.load();
        const int flags = flags_.load();
        disposition what = disposition_of(handler);
        if (what == disposition::handled && (flags & reset_hand) != 0 && spent_.exchange(true))
            what = disposition::standard;
        if (what == disposition::ignored) return;
        if (what == disposition::standard) return run_default(signal);

        // In ours, what it blocks is blocked already, and the signal itself, but no faults are.
        const signal_set blocked = this->blocked();
        const bool nests = (flags & no_defer) != 0 && !blocked.contains(signal);
        const bool blocks_faults = !(blocked & signal_set::synchronous()).empty();
        sigset_t before;
        if (nests || blocks_faults) {
            const sigset_t more = blocked.native();
            ::pthread_sigmask(SIG_BLOCK, &more, &before);
        }
        if (nests) {
            sigset_t only;
            (::sigemptyset)(&only);
            (::sigaddset)(&only, signal);
            ::pthread_sigmask(SIG_UNBLOCK, &only, nullptr);
        }
        if ((flags & static_cast<int>(SA_SIGINFO)) != 0)
            reinterpret_cast<extended_handler>(handler)(signal, info, context);
        else
            reinterpret_cast<simple_handler>(handler)(signal);
        if (nests || blocks_faults) ::pthread_sigmask(SIG_SETMASK, &before, nullptr);
    }

private:
    // The highest bit of an int, and a constant without a sign on some systems.
    static constexpr int reset_hand = static_cast<int>(SA_RESETHAND);
    static constexpr int no_defer = static_cast<int>(SA_NODEFER);

    [[nodiscard]] signal_set blocked() const noexcept {
        const std::uint32_t bits[2] = {blocked_[0].load(), blocked_[1].load()};
        signal_set set;
        for (int number = 1; number <= 64; ++number)
            if ((bits[(number - 1) / 32] >> ((number - 1) % 32) & 1) != 0)
                static_cast<void>(set.insert(number));
        return set;
    }

    std::atomic<std::uintptr_t> handler_{0};
    std::atomic<int> flags_{0};
    std::atomic<std::uint32_t> blocked_[2]{};
    std::atomic<bool> spent_{false};
};

}  // namespace detail
}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
