// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_SIGNAL_DETAIL_SIGNAL_ACTION_SLOTS_HPP
#define FFIGUARD_SIGNAL_DETAIL_SIGNAL_ACTION_SLOTS_HPP

#include <pthread.h>
#include <signal.h>

#include <atomic>
#include <cstdint>

#include <ffiguard/core/config.hpp>
#include <ffiguard/core/detail/process_lock.hpp>
#include <ffiguard/core/detail/process_mark.hpp>
#include <ffiguard/core/errno_guard.hpp>

namespace ffiguard {
inline namespace FFIGUARD_ABI {
namespace detail {

using simple_handler = void (*)(int);
using extended_handler = void (*)(int, siginfo_t*, void*);

/// What one signal_action has installed. Never freed: a handler may come at any time, also
/// after the end of its guard, from whoever has kept its address to chain to it. Then, and
/// where a slot has a new owner meanwhile, it still finds a handler in the form it asks for:
/// of each pair at most one is set, and both null is SIG_DFL.
struct action_slot {
    std::atomic<bool> live{false};  ///< else what was there before is run
    std::atomic<simple_handler> simple{nullptr};
    std::atomic<extended_handler> extended{nullptr};
    std::atomic<simple_handler> old_simple{nullptr};
    std::atomic<extended_handler> old_extended{nullptr};
    std::atomic<unsigned> inside{0};  ///< threads in on_signal()

    // Under the mutex of the registry.
    std::uint64_t owner = 0;    ///< 0: free. Else taken, until what was there before is back.
    std::uint32_t process = 0;  ///< whose threads inside counts, see process_book
    extended_handler entry = nullptr;  ///< what the system calls; null: never taken yet
    struct sigaction old {};

    void remember(const struct sigaction& replaced) noexcept {
        // Go sets SIG_IGN and SIG_DFL with SA_SIGINFO; the system goes by the value alone.
        const bool is_extended = (replaced.sa_flags & SA_SIGINFO) != 0 &&
                                 replaced.sa_handler != SIG_IGN && replaced.sa_handler != SIG_DFL;
        old = replaced;
        old_simple = is_extended ? nullptr : replaced.sa_handler;
        old_extended = is_extended ? replaced.sa_sigaction : nullptr;
    }
    /// In the child of a fork nobody is inside: those who were are threads of the parent.
    void forget_other_process(std::uint32_t now) noexcept {
        if (process != now) inside = 0;
        process = now;
    }
};
static_assert(std::atomic<extended_handler>::is_always_lock_free &&
              std::atomic<unsigned>::is_always_lock_free);

enum : unsigned { signal_end = 65, action_layers = 4 };

/// All actions of one shared object. A guard holds the address: the functions that end it may be
/// those of another shared object, where both offer them to all.
struct action_registry {
    // The shared object's own, also for those who come with another's copy of this.
    process_book* const book = &process_book_;
    process_lock mutex;
    std::uint64_t last_owner = 0;
    action_slot slots[signal_end][action_layers];

    /// False in the child of a fork() at which another thread held it: what is installed stays.
    [[nodiscard]] bool lock() noexcept {
        return mutex.lock(process(), []() noexcept { return true; });
    }
    void unlock() noexcept { mutex.unlock(); }
    [[nodiscard]] std::uint32_t process() noexcept { return book->number(); }

    /// The slot that an action leads to; null where it is not of this shared object.
    [[nodiscard]] action_slot* slot_of(int signal, const struct sigaction& action) noexcept {
        if ((action.sa_flags & SA_SIGINFO) == 0) return nullptr;
        for (action_slot& slot : slots[signal])
            if (slot.entry != nullptr && slot.entry == action.sa_sigaction) return &slot;
        return nullptr;
    }

    /// Puts back what the actions that have ended had replaced, as far as they are on top.
    void settle(int signal) noexcept {
        struct sigaction now;
        // Each round frees one; no more of them, whatever others have put on top in which order.
        for (unsigned rounds = action_layers; rounds != 0; --rounds) {
            if (::sigaction(signal, nullptr, &now) != 0) return;
            action_slot* const top = slot_of(signal, now);
            if (top == nullptr || top->live.load()) return;
            struct sigaction replaced;
            ::sigaction(signal, &top->old, &replaced);
            if (slot_of(signal, replaced) != top) {
                // Somebody has come between the two calls: theirs stays.
                ::sigaction(signal, &replaced, nullptr);
                return;
            }
            top->owner = 0;
        }
    }

    /// Whether the system calls slot, or only actions of this shared object stand above it,
    /// which will leave nothing of it behind.
    [[nodiscard]] bool is_on_top(int signal, const action_slot& slot) noexcept {
        struct sigaction now;
        if (::sigaction(signal, nullptr, &now) != 0) return false;
        const action_slot* at = slot_of(signal, now);
        for (unsigned rounds = action_layers; rounds != 0 && at != nullptr; --rounds) {
            if (at == &slot) return true;
            at = slot_of(signal, at->old);
        }
        return false;
    }
};

FFIGUARD_HIDDEN inline action_registry action_registry_;

/// What the system does where there is no handler. A signal that ends the process ends it
/// before this returns.
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
    ::sigemptyset(&only);
    ::sigaddset(&only, signal);
    ::pthread_sigmask(SIG_UNBLOCK, &only, nullptr);
}

inline void run_old(const action_slot& slot, int signal, siginfo_t* info, void* context) {
    if (const extended_handler old = slot.old_extended.load()) return old(signal, info, context);
    const simple_handler old = slot.old_simple.load();
    if (old == SIG_IGN) return;
    old == SIG_DFL ? run_default(signal) : old(signal);
}

/// What the system calls: one function per layer, for it is told no more than the signal.
template <unsigned layer>
FFIGUARD_HIDDEN void on_signal(int signal, siginfo_t* info, void* context) {
    const errno_guard keep_errno;
    action_slot& slot = action_registry_.slots[signal][layer];
    // Sequentially consistent, as the end of a guard is: who does not see it not live is seen
    // inside.
    slot.inside.fetch_add(1);
    if (!slot.live.load())
        run_old(slot, signal, info, context);
    else if (const extended_handler extended = slot.extended.load())
        extended(signal, info, context);
    else if (const simple_handler simple = slot.simple.load())
        simple(signal);
    slot.inside.fetch_sub(1);
}

FFIGUARD_HIDDEN inline extended_handler entry_of(unsigned layer) noexcept {
    constexpr extended_handler entries[action_layers] = {&on_signal<0>, &on_signal<1>,
                                                         &on_signal<2>, &on_signal<3>};
    return entries[layer];
}

}  // namespace detail
}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
