// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_SIGNAL_DETAIL_SIGNAL_ACTION_SLOTS_HPP
#define FFIGUARD_SIGNAL_DETAIL_SIGNAL_ACTION_SLOTS_HPP

#include <signal.h>

#include <atomic>
#include <cstdint>

#include <ffiguard/core/config.hpp>
#include <ffiguard/core/detail/process_lock.hpp>
#include <ffiguard/core/detail/process_mark.hpp>
#include <ffiguard/core/errno_guard.hpp>
#include <ffiguard/signal/detail/signal_action_old.hpp>
#include <ffiguard/signal/detail/signal_entry.hpp>

namespace ffiguard {
inline namespace FFIGUARD_ABI {
namespace detail {

/// What one signal_action has installed. Never freed: its handler may be called at any time, even
/// after the end of its guard, by code that has kept its address to chain to it.
///
/// Handlers read it only while they are counted in its gate, and it is written for a new action
/// only while the gate is taken, closed and without a count: so no handler sees half of each. One
/// number selects the previous action: of two, the one that is no longer written.
struct action_slot {
    std::atomic<bool> live{false};  ///< else what was there before is run
    std::atomic<simple_handler> simple{nullptr};
    std::atomic<extended_handler> extended{nullptr};
    std::atomic<unsigned> now{0};  ///< which of olds is meant
    old_action olds[2];
    std::atomic<entry_gate*> gate{nullptr};

    // Under the mutex of the registry.
    std::uint64_t owner = 0;           ///< the last one
    bool installed = false;            ///< until what was there before is back
    std::uint32_t process = 0;         ///< whose threads the gate counts, see process_book
    extended_handler entry = nullptr;  ///< what the system calls; null: never taken yet
    struct sigaction old {};

    /// For a new action, while the gate is taken.
    void begin(const struct sigaction& replaced) noexcept {
        old = replaced;
        olds[0].remember(replaced);
        now = 0;
    }
    /// Other code has installed an action just before ours: that one is the previous action.
    void correct(const struct sigaction& replaced) noexcept {
        if (same_action(old, replaced)) return;
        old = replaced;
        olds[1].remember(replaced);
        now = 1;
    }
    [[nodiscard]] old_action& before() noexcept { return olds[now.load()]; }
    /// What is put back: a handler for one signal that had it is not there any more.
    [[nodiscard]] struct sigaction to_put_back() noexcept {
        struct sigaction back = old;
        if (before().is_spent()) back.sa_handler = SIG_DFL;
        return back;
    }

    [[nodiscard]] bool is_left() const noexcept {
        const entry_gate* const counts = gate.load();
        return counts == nullptr || (counts->load() & gate_count) == 0;
    }
    /// In the child of a fork() no thread is inside: those were threads of the parent.
    void forget_other_process(std::uint32_t now_here) noexcept {
        if (process != now_here && gate.load() != nullptr) gate.load()->fetch_and(gate_open);
        process = now_here;
    }
};

/// All actions of one shared object. A guard holds the address: the functions that end it may be
/// those of another shared object, where both offer them to all.
struct action_registry {
    /// Before any code of the program runs: a static constructor may install.
    constexpr action_registry() noexcept = default;

    // The shared object's own, also for callers with another's copy of this.
    process_book* const book = &process_book_;
    process_lock mutex;
    std::uint64_t last_owner = 0;
    action_slot entries[signal_end][action_layers];
    entry_block block;
    entry_gate own_gates[signal_end][action_layers]{};  ///< if no code survives the object

    /// False in the child of a fork() at which another thread held it: what is installed stays.
    [[nodiscard]] bool lock() noexcept {
        return mutex.lock(process(), []() noexcept { return true; });
    }
    void unlock() noexcept { mutex.unlock(); }
    [[nodiscard]] std::uint32_t process() noexcept { return book->number(); }

    /// The slot of an action; null if it is not of this shared object.
    [[nodiscard]] action_slot* slot_of(int signal, const struct sigaction& action) noexcept {
        if ((action.sa_flags & static_cast<int>(SA_SIGINFO)) == 0) return nullptr;
        for (action_slot& slot : entries[signal])
            if (slot.entry != nullptr && slot.entry == action.sa_sigaction) return &slot;
        return nullptr;
    }

    /// One for a new action, its gate taken; null if all are in force, or still have a thread
    /// inside, which may ask what to chain to. Under the mutex.
    [[nodiscard]] FFIGUARD_HIDDEN action_slot* take(int signal) noexcept;

    /// Puts back what the actions that have ended had replaced, as far as they are on top.
    void settle(int signal) noexcept {
        struct sigaction now;
        // Each round frees one; no more of them, whatever others have put on top in which order.
        for (unsigned rounds = action_layers; rounds != 0; --rounds) {
            if (::sigaction(signal, nullptr, &now) != 0) return;
            action_slot* const top = slot_of(signal, now);
            if (top == nullptr || top->live.load()) return;
            const struct sigaction back = top->to_put_back();
            struct sigaction replaced;
            if (::sigaction(signal, &back, &replaced) != 0) return;
            if (slot_of(signal, replaced) != top) {
                // Other code has installed one between the two calls: that one stays.
                ::sigaction(signal, &replaced, nullptr);
                return;
            }
            // A signal that is on its way to it from here on is sent to what was before.
            top->gate.load()->fetch_and(~gate_open);
            top->installed = false;
        }
    }

    /// When nothing is in force and no thread inside. Then a slot that is not installed has no
    /// entry: its address may be another shared object's.
    void release_if_idle() noexcept {
        if (!block.release()) return;
        for (unsigned signal = 0; signal < signal_end; ++signal)
            for (unsigned layer = 0; layer < action_layers; ++layer) {
                action_slot& slot = entries[signal][layer];
                if (slot.gate.load() == &own_gates[signal][layer]) continue;
                slot.simple = nullptr;
                slot.extended = nullptr;
                slot.entry = nullptr;
                slot.gate = nullptr;
            }
    }

    /// A handler for one signal that had it after it was put back, from one that was inside.
    void settle_spent(int signal, action_slot& slot) noexcept {
        struct sigaction now;
        if (!slot.before().is_spent() || ::sigaction(signal, nullptr, &now) != 0 ||
            !same_action(now, slot.old))
            return;
        now.sa_handler = SIG_DFL;
        ::sigaction(signal, &now, nullptr);
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

/// The functions that the system calls: one per layer, because they get only the signal. leave: not
/// null if the system has called; then it does not return.
template <unsigned layer>
FFIGUARD_HIDDEN void on_signal(int signal, siginfo_t* info, void* context, leave_handler leave) {
    action_slot& slot = action_registry_.entries[signal][layer];
    {
        const errno_guard keep_errno;
        // A thread that sees it live is counted: the thread that ends it waits for those.
        if (!slot.live.load())
            slot.before().run(signal, info, context);
        else if (const extended_handler extended = slot.extended.load())
            extended(signal, info, context);
        else if (const simple_handler simple = slot.simple.load())
            simple(signal);
    }
    if (leave != nullptr) leave(context, slot.gate.load());
}

/// The same where no code survives the shared object, which therefore stays.
template <unsigned layer>
FFIGUARD_HIDDEN void on_signal_here(int signal, siginfo_t* info, void* context) {
    entry_gate& gate = action_registry_.own_gates[signal][layer];
    if ((gate.fetch_add(1) & gate_open) != 0) {
        on_signal<layer>(signal, info, context, nullptr);
        gate.fetch_sub(1);
    } else {
        gate.fetch_sub(1);
        const errno_guard keep_errno;
        send_again(signal, info);
    }
}

/// What the system must call for a slot that is not installed. Under the mutex.
FFIGUARD_HIDDEN inline void prepare_entry(action_slot& slot, unsigned layer, int signal) noexcept {
    entry_gate& own_gate = action_registry_.own_gates[signal][layer];
    if (slot.gate.load() == &own_gate) return;
#if FFIGUARD_HAS_ENTRY_CODE()
    constexpr entry_target targets[action_layers] = {&on_signal<0>, &on_signal<1>, &on_signal<2>,
                                                     &on_signal<3>};
    entry_block& block = action_registry_.block;
    if (block.acquire()) {
        slot.gate = &block.gate(layer, signal);
        slot.entry = block.entry(layer, targets[layer]);
        return;
    }
#endif
    constexpr extended_handler entries[action_layers] = {&on_signal_here<0>, &on_signal_here<1>,
                                                         &on_signal_here<2>, &on_signal_here<3>};
    keep_resident(reinterpret_cast<void (*)()>(entries[0]));
    slot.gate = &own_gate;
    slot.entry = entries[layer];
}

inline action_slot* action_registry::take(int signal) noexcept {
    for (unsigned layer = action_layers; layer-- != 0;) {
        action_slot& slot = entries[signal][layer];
        if (slot.installed) continue;
        prepare_entry(slot, layer, signal);
        slot.forget_other_process(process());
        std::uint32_t nobody = 0;
        if (slot.gate.load()->compare_exchange_strong(nobody, gate_taken)) return &slot;
    }
    return nullptr;
}

}  // namespace detail
}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
