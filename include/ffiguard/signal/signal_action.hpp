// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_SIGNAL_SIGNAL_ACTION_HPP
#define FFIGUARD_SIGNAL_SIGNAL_ACTION_HPP

#include <ffiguard/core/config.hpp>

#if FFIGUARD_IS_WINDOWS()
#error "ffiguard/signal/signal_action.hpp needs a POSIX system"
#else

#include <poll.h>
#include <signal.h>

#include <cerrno>
#include <cstdint>
#include <utility>

#include <ffiguard/core/errno_guard.hpp>
#include <ffiguard/core/error.hpp>
#include <ffiguard/core/result.hpp>
#include <ffiguard/core/status.hpp>
#include <ffiguard/core/violation.hpp>
#include <ffiguard/signal/detail/signal_action_runtime.hpp>
#include <ffiguard/signal/detail/signal_action_slots.hpp>
#include <ffiguard/signal/signal_set.hpp>

namespace ffiguard {
inline namespace FFIGUARD_ABI {

class crash_reporter;

/// How signal_action handles a signal.
struct signal_action_options {
    /// SA_RESTART: a system call that the handler interrupts is restarted. False: it fails with
    /// EINTR.
    bool restart = true;
    /// Blocked on the thread while it is in the handler; signals of faults are never blocked.
    signal_set blocked{};
};

/// A handler of a signal, in force for the whole process until the guard ends.
///
/// The handler runs on the alternate stack if the thread has one: Go's stacks are small, and Go
/// ends the process if a handler lacks SA_ONSTACK. errno is kept around the handler. The signals
/// that the old action blocks stay blocked in the handler (except those of faults), and its
/// SA_NOCLDWAIT stays in force.
///
/// Guards of one signal may end in any order; afterwards the state is as if they had never been
/// there. If other code has installed a handler since, it stays. When it chains to the handler it
/// found (this guard's), the call is passed on to the action before the guard.
///
/// The child of a fork() has the handlers too, and its guards end there without waiting for
/// threads of the parent. If one of those was in install() or restore() at the fork(), then the
/// child's handlers stay: install() fails with closed, restore() with in_use.
///
/// Movable; moved-from and ended guards are empty. You may call install(), restore() and the
/// destructor on any thread, one thread at a time for each guard, and not in a signal handler.
class [[nodiscard]] signal_action {
public:
    using handler = detail::simple_handler;
    using handler_with_info = detail::extended_handler;  ///< as with SA_SIGINFO

    /// Empty.
    constexpr signal_action() noexcept = default;

    /// Installs handler, which may do what signal-safety(7) lists, and must not throw.
    ///
    /// On failure nothing has changed:
    /// - in_use: a runtime in this process needs the signal (the message names it: Go SIGURG, a JVM
    ///   SIGQUIT and SIGUSR2, both the signals of faults), or this handler is already in force for
    ///   the signal in this shared object.
    /// - invalid_argument: not a signal; SIGKILL, SIGSTOP or one of libc's; SIG_IGN as handler.
    /// - null: the handler is null.
    /// - overflow: more than four guards of one signal in this shared object. An ended guard counts
    ///   while a thread is in its handler.
    [[nodiscard]] FFIGUARD_HIDDEN static result<signal_action, error> install(
        int signal, handler handler, signal_action_options options = {}) noexcept {
        if (handler == SIG_IGN)
            return error(status_code::invalid_argument,
                         "signal_action: SIG_IGN is no handler; install one that does nothing");
        return install(signal, handler, nullptr, options);
    }
    [[nodiscard]] FFIGUARD_HIDDEN static result<signal_action, error> install(
        int signal, handler_with_info handler, signal_action_options options = {}) noexcept {
        return install(signal, nullptr, handler, options);
    }

    /// For a handler with info: self is the handler itself. Runs the action that was in force
    /// before self was installed, as the system would: in its form, under its mask, with SA_NODEFER
    /// and SA_RESETHAND. SIG_IGN does nothing; SIG_DFL does what the system does, so that most
    /// signals end the process here. Lock-free.
    ///
    /// Fails with not_found if self was never installed for the signal, null without info; then
    /// nothing is run. A plain handler cannot chain: the old one may need info and context.
    FFIGUARD_HIDDEN static status chain(handler_with_info self, int signal, siginfo_t* info,
                                        void* context) {
        if (self == nullptr || info == nullptr) return status_code::null;
        if (!is_signal(signal)) return status_code::invalid_argument;
        detail::action_slot* found = nullptr;
        for (detail::action_slot& slot : detail::action_registry_.entries[signal]) {
            detail::entry_gate* const gate = slot.gate.load();
            if (gate == nullptr || slot.extended.load() != self) continue;
            detail::action_slot* other = &slot;
            // The count keeps the slot as it is. If the slot is being written, it is not ours.
            const bool whole = (gate->fetch_add(1) & detail::gate_taken) == 0;
            // Ended while this handler ran; a live one is the better source.
            const bool better =
                whole && slot.extended.load() == self && (found == nullptr || slot.live.load());
            if (better) std::swap(found, other);
            if (other != nullptr) other->gate.load()->fetch_sub(1);
        }
        if (found == nullptr) return status_code::not_found;
        found->before().run(signal, info, context);
        found->gate.load()->fetch_sub(1);
        return {};
    }
    static status chain(handler self, int signal, siginfo_t* info, void* context) = delete;

    signal_action(signal_action&& other) noexcept
        : registry_(other.registry_),
          slot_(std::exchange(other.slot_, nullptr)),
          owner_(other.owner_),
          signal_(other.signal_) {}
    signal_action& operator=(signal_action&& other) noexcept {
        signal_action taken(std::move(other));
        std::swap(registry_, taken.registry_);
        std::swap(slot_, taken.slot_);
        std::swap(owner_, taken.owner_);
        std::swap(signal_, taken.signal_);
        return *this;
    }
    signal_action(const signal_action&) = delete;
    signal_action& operator=(const signal_action&) = delete;
    /// As restore(). If another handler was installed above, that is a violation: this library
    /// must then stay loaded.
    ~signal_action() {
        if (slot_ == nullptr) return;
        const errno_guard keep_errno;
        if (!switch_off())
            report(
                {violation::not_restored, "signal action: another handler was installed above it"});
        static_cast<void>(is_left());
    }

    /// Ends the guard: the handler is no longer called, and the previous action is in force again.
    /// Fails with closed if the guard has ended before.
    ///
    /// ok: no thread is in the handler or on the way into it, and the library may be unloaded.
    /// in_use: another handler was installed above and is left alone, or a thread is still in the
    /// handler after 20 ms. Code of this library may then still be called, so do not unload it;
    /// call restore() again. Keeps errno.
    status restore() noexcept {
        if (slot_ == nullptr) return status_code::closed;
        const errno_guard keep_errno;
        if (!switch_off() || !is_left()) return status_code::in_use;
        slot_ = nullptr;
        return {};
    }

    /// Not empty: restore() has not returned ok yet.
    [[nodiscard]] explicit operator bool() const noexcept { return slot_ != nullptr; }
    [[nodiscard]] int signal() const noexcept { return slot_ != nullptr ? signal_ : 0; }

private:
    friend class crash_reporter;

    signal_action(detail::action_registry& registry, detail::action_slot& slot, int signal) noexcept
        : registry_(&registry), slot_(&slot), owner_(slot.owner), signal_(signal) {}

    static constexpr bool is_signal(int signal) noexcept {
        return signal > 0 && signal < static_cast<int>(detail::signal_end);
    }

    FFIGUARD_HIDDEN static result<signal_action, error> install(
        int signal, handler simple, handler_with_info extended,
        signal_action_options options) noexcept {
        if (simple == nullptr && extended == nullptr)
            return error(status_code::null, "signal_action: the handler is null");
        if (!is_signal(signal))
            return error(status_code::invalid_argument, "signal_action: no such signal");
        const auto number = static_cast<unsigned>(signal);
        if (const char* const runtime = detail::runtime_that_owns(signal))
            return error(status_code::in_use, "signal_action: signal ", number, " belongs to ",
                         runtime, " in this process");
        return put(signal, simple, extended, options, false);
    }
    /// For a handler that lets the runtime go first. below: the runtime stays above and forgets the
    /// handler after one call, as it must if nothing else was there before.
    FFIGUARD_HIDDEN static result<signal_action, error> install_beside_runtime(
        int signal, handler_with_info extended, bool below) noexcept {
        struct sigaction old {};
        static_cast<void>(::sigaction(signal, nullptr, &old));
        // Or the action there is another reporter, the last one.
        const bool last = detail::disposition_of(old) == detail::disposition::standard ||
                          (old.sa_flags & static_cast<int>(SA_RESETHAND)) != 0;
        return put(signal, nullptr, extended, signal_action_options(), below || last);
    }
    FFIGUARD_HIDDEN static result<signal_action, error> put(int signal, handler simple,
                                                            handler_with_info extended,
                                                            signal_action_options options,
                                                            bool once) noexcept {
        const auto number = static_cast<unsigned>(signal);
        const errno_guard keep_errno;
        detail::action_registry& registry = detail::action_registry_;
        const detail::process_hold<detail::action_registry> lock(registry);
        if (!lock)
            return error(status_code::closed,
                         "signal_action: another thread was installing or ending one at the "
                         "fork() that made this process");
        registry.settle(signal);
        for (const detail::action_slot& slot : registry.entries[signal])
            if (slot.installed && slot.live.load() && slot.simple.load() == simple &&
                slot.extended.load() == extended)
                return error(status_code::in_use,
                             "signal_action: the handler is in force already for signal ", number);
        detail::action_slot* const free = registry.take(signal);
        if (free == nullptr)
            return error(status_code::overflow, "signal_action: too many handlers of signal ",
                         number);

        // The slot is complete before the system can call it, so it knows what to chain to.
        detail::action_slot& slot = *free;
        struct sigaction old;
        if (::sigaction(signal, nullptr, &old) != 0) return refused(slot, number);
        slot.begin(old);
        slot.simple = simple;
        slot.extended = extended;
        slot.live = true;

        struct sigaction ours {};
        ours.sa_sigaction = slot.entry;
        ours.sa_flags = static_cast<int>(SA_SIGINFO) | static_cast<int>(SA_ONSTACK) |
                        (options.restart ? static_cast<int>(SA_RESTART) : 0) |
                        (once ? static_cast<int>(SA_RESETHAND) : 0);
        if (signal == SIGCHLD)
            ours.sa_flags |= detail::disposition_of(old) == detail::disposition::ignored
                                 ? static_cast<int>(SA_NOCLDWAIT)
                                 : old.sa_flags & (static_cast<int>(SA_NOCLDWAIT) |
                                                   static_cast<int>(SA_NOCLDSTOP));
        ours.sa_mask =
            ((signal_set::from(old.sa_mask) | options.blocked) - signal_set::synchronous())
                .native();
        slot.gate.load()->fetch_add(detail::gate_open - detail::gate_taken);
        if (::sigaction(signal, &ours, &old) != 0) return refused(slot, number);
        slot.correct(old);
        slot.installed = true;
        slot.owner = ++registry.last_owner;
        return signal_action(registry, slot, signal);
    }

    static error refused(detail::action_slot& slot, unsigned signal) noexcept {
        const status why = errno == EINVAL ? status_code::invalid_argument : status::system(errno);
        slot.live = false;
        slot.gate.load()->fetch_and(detail::gate_count);
        return error(why, "signal_action: the system lets nobody handle signal ", signal);
    }

    /// False if other code has installed a handler since.
    bool switch_off() noexcept {
        const detail::process_hold<detail::action_registry> lock(*registry_);
        if (!lock) return false;
        // If a thread was in the handler the last time, the slot may now belong to another guard.
        if (slot_->owner != owner_) return true;
        slot_->forget_other_process(registry_->process());
        slot_->live = false;
        registry_->settle(signal_);
        return !slot_->installed || registry_->is_on_top(signal_, *slot_);
    }

    /// Waits a while for the threads in the handler, not for ever: the handler may be below us on
    /// this thread, or a thread may have left it with siglongjmp().
    [[nodiscard]] bool is_left() const noexcept {
        for (int patience = 20;; --patience) {
            {
                const detail::process_hold<detail::action_registry> lock(*registry_);
                if (!lock) return false;
                // Another guard's: it got the slot when all threads had left.
                if (slot_->owner != owner_) return true;
                if (slot_->is_left()) {
                    if (!slot_->installed) {
                        registry_->settle_spent(signal_, *slot_);
                        registry_->release_if_idle();
                    }
                    return true;
                }
            }
            if (patience == 0) return false;
            (::poll)(nullptr, 0, 1);
        }
    }

    detail::action_registry* registry_ = nullptr;
    detail::action_slot* slot_ = nullptr;
    std::uint64_t owner_ = 0;
    int signal_ = 0;
};

}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
#endif
