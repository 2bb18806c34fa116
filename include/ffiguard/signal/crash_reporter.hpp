// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_SIGNAL_CRASH_REPORTER_HPP
#define FFIGUARD_SIGNAL_CRASH_REPORTER_HPP

#include <ffiguard/core/config.hpp>

#if FFIGUARD_IS_WINDOWS()
#error "ffiguard/signal/crash_reporter.hpp needs a POSIX system"
#else

#include <dlfcn.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>

#include <atomic>
#include <cerrno>
#include <cstdint>
#include <utility>

#include <ffiguard/core/detail/process_mark.hpp>
#include <ffiguard/core/error.hpp>
#include <ffiguard/core/result.hpp>
#include <ffiguard/core/status.hpp>
#include <ffiguard/signal/detail/crash_place.hpp>
#include <ffiguard/signal/signal_action.hpp>
#include <ffiguard/signal/signal_set.hpp>

namespace ffiguard {
inline namespace FFIGUARD_ABI {

/// Called for a crash; may do what signal-safety(7) lists, and must not throw.
using crash_function = void (*)(int signal, siginfo_t* info, void* context);

namespace detail {

// One per shared object, see FFIGUARD_HIDDEN.
struct crash_state {
    constexpr crash_state() noexcept = default;

    std::atomic<crash_function> report{nullptr};
    std::atomic<std::uint32_t> busy{0};     ///< the process in which one reports, see process_book
    std::atomic<std::uintptr_t> thread{0};  ///< the one that reports
    // The last crash: if a handler returns, the fault is raised again.
    std::atomic<std::uintptr_t> last_thread{0};
    std::atomic<const void*> last_address{nullptr};
    std::atomic<bool> beside_jvm{false};
    code_range jvm;
};
FFIGUARD_HIDDEN inline crash_state crash_;

FFIGUARD_HIDDEN void on_crash(int signal, siginfo_t* info, void* context);

/// A runtime was started after the reporter and chains faults to it that are not its own. False if
/// a handler was installed before the reporter: the runtime asks that one instead.
[[nodiscard]] FFIGUARD_HIDDEN inline bool is_asked_by_runtime(int signal) noexcept {
    const std::uintptr_t top = handler_in_system(signal);
    if (disposition_of(top) != disposition::handled) return false;
    bool is_last = false;
    for (action_slot& slot : action_registry_.entries[signal]) {
        if (top == reinterpret_cast<std::uintptr_t>(slot.entry)) return false;
        if (slot.extended.load() == &on_crash && slot.live.load())
            is_last = slot.before().is_standard();
    }
    return is_last;
}

/// The runtime may live on after this fault, so it is no crash.
[[nodiscard]] FFIGUARD_HIDDEN inline bool is_of_runtime(const siginfo_t& info,
                                                        const void* context) noexcept {
#if FFIGUARD_HAS_CRASH_PLACE()
    const crash_place place(info, context);
    return (has_go_runtime() && !place.is_on_thread_stack()) ||
           (crash_.beside_jvm.load() && place.is_of_jvm(crash_.jvm));
#else
    static_cast<void>(info), static_cast<void>(context);
    return false;
#endif
}

FFIGUARD_HIDDEN inline void report_crash(int signal, siginfo_t* info, void* context) {
    const auto self = reinterpret_cast<std::uintptr_t>(&errno);  // one per thread
    const std::uint32_t here = process_book_.number();  // install() has asked for it before
    // A child of fork() has another number: a report that runs in the parent does not run here.
    std::uint32_t busy = crash_.busy.load();
    while (busy != here && !crash_.busy.compare_exchange_weak(busy, here)) {
    }
    if (busy == here) {
        // A crash in the report is not reported. Other threads wait: a thread that goes on would
        // end the process.
        for (int patience = 5000;
             crash_.thread.load() != self && crash_.busy.load() == here && patience > 0; --patience)
            (::poll)(nullptr, 0, 1);
        return;
    }
    crash_.thread = self;
    crash_.last_thread = self;
    crash_.last_address = info->si_addr;
    if (const crash_function report = crash_.report.load()) report(signal, info, context);
    crash_.thread = 0;
    crash_.busy = 0;
}

FFIGUARD_HIDDEN inline void on_crash(int signal, siginfo_t* info, void* context) {
    // A handler above, which is no runtime, has returned after the report: end the process.
    const bool again = crash_.last_thread.load() == reinterpret_cast<std::uintptr_t>(&errno) &&
                       crash_.last_address.load() == info->si_addr;
    const bool asked = !again && is_asked_by_runtime(signal);
    // A signal that was sent (kill, abort by a watchdog) has no address, and ends the process.
    if (!again && (asked || info->si_code <= 0 || !is_of_runtime(*info, context)))
        report_crash(signal, info, context);
    if (!asked) {
        static_cast<void>(signal_action::chain(&on_crash, signal, info, context));
        return;
    }
    // Back to the runtime, for its own report. If the handler returns, the VM takes the fault for
    // repaired, but it forgets a handler with SA_RESETHAND: the fault is raised again and the VM
    // handles it. Go calls the handler each time, but not for a signal that was sent: that arrives
    // before the fault.
    if (has_go_runtime()) ::pthread_kill(::pthread_self(), signal);
}

}  // namespace detail

/// Calls a function when native code crashes, beside a Go runtime or a Java VM, which use the
/// signals of faults themselves. The runtime goes first: a fault that it can handle (a nil
/// dereference in Go; an implicit null check, a safepoint or a stack overflow in Java) is passed to
/// it, and the function is not called. For any other fault the function is called; then the runtime
/// writes its own report (Go's traceback, the VM's hs_err file) and ends the process. Without a
/// runtime, the previous action runs then.
///
/// The function runs on the alternate stack if the thread has one. A thread that crashes while
/// another one reports waits for it, at most 5 seconds. A crash in the function is not reported,
/// nor a second crash of the same thread at the same address. If several shared objects have
/// reporters, all are called. In the child of a fork() the reporter stays in force, even if a
/// thread of the parent was reporting.
///
/// Movable; moved-from and ended reporters are empty. Threads as for signal_action.
class [[nodiscard]] crash_reporter {
public:
    /// Empty.
    constexpr crash_reporter() noexcept = default;

    /// The signals that install() takes by default.
    [[nodiscard]] static constexpr signal_set crashes() noexcept {
        return signal_set::of<SIGSEGV, SIGBUS, SIGFPE, SIGILL>();
    }

    /// Takes all the signals or none; report must not be null.
    ///
    /// Fails with in_use if this shared object has a reporter; invalid_argument if the set is empty
    /// or contains others than signal_set::synchronous(); null; unsupported if a runtime has
    /// started and the system cannot tell its faults from others (that needs Linux with glibc 2.35
    /// on x86-64 or arm64): install before the runtime starts. Otherwise as
    /// signal_action::install().
    [[nodiscard]] FFIGUARD_HIDDEN static result<crash_reporter, error> install(
        crash_function report, signal_set asked = crashes()) noexcept {
        if (report == nullptr) return error(status_code::null, "crash_reporter: no function");
        if (asked.empty() || !(asked - signal_set::synchronous()).empty())
            return error(status_code::invalid_argument,
                         "crash_reporter: takes the signals of faults only");
        detail::crash_state& state = detail::crash_;
        crash_function nobody = nullptr;
        if (!state.report.compare_exchange_strong(nobody, report))
            return error(status_code::in_use, "crash_reporter: there is one already");
        crash_reporter made;
        made.state_ = &state;
        state.jvm = detail::find_jvm();
        // Under libjsig the VM stays first, and asks.
        const bool below = ::dlsym(RTLD_DEFAULT, "JVM_get_signal_action") != nullptr;
        state.beside_jvm = state.jvm.end != 0 && !below;
        if (!FFIGUARD_HAS_CRASH_PLACE() && (state.beside_jvm || detail::has_go_runtime()))
            return error(status_code::unsupported,
                         "crash_reporter: install it before the runtime starts on this system");
        for (int signal = 1; signal < static_cast<int>(detail::signal_end); ++signal) {
            if (!asked.contains(signal)) continue;
            auto action = signal_action::install_beside_runtime(signal, &detail::on_crash, below);
            if (!action) return action.error();
            made.actions_[made.count_++] = *std::move(action);
        }
        return made;
    }

    crash_reporter(crash_reporter&& other) noexcept { swap(other); }
    crash_reporter& operator=(crash_reporter&& other) noexcept {
        crash_reporter taken(std::move(other));
        swap(taken);
        return *this;
    }
    crash_reporter(const crash_reporter&) = delete;
    crash_reporter& operator=(const crash_reporter&) = delete;
    /// As restore(). A violation in the same cases as in signal_action.
    ~crash_reporter() {
        for (signal_action& action : actions_) action = signal_action();
        if (state_ != nullptr) state_->report = nullptr;
    }

    /// As signal_action::restore(): ok, closed, or in_use, and then you may call it again.
    status restore() noexcept {
        status outcome = status_code::closed;
        for (signal_action& action : actions_) {
            if (!action) continue;
            const status restored = action.restore();
            if (outcome.ok() || outcome == status_code::closed) outcome = restored;
        }
        if (outcome.ok()) std::exchange(state_, nullptr)->report = nullptr;
        return outcome;
    }

    [[nodiscard]] explicit operator bool() const noexcept { return state_ != nullptr; }

private:
    void swap(crash_reporter& other) noexcept {
        std::swap(state_, other.state_);
        std::swap(count_, other.count_);
        for (int i = 0; i < 6; ++i) std::swap(actions_[i], other.actions_[i]);
    }

    detail::crash_state* state_ = nullptr;
    int count_ = 0;
    signal_action actions_[6];
};

}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
#endif
