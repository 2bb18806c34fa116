// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_THREAD_UPCALL_HPP
#define FFIGUARD_THREAD_UPCALL_HPP

#include <pthread.h>
#include <signal.h>

#include <initializer_list>

#include <ffiguard/core/config.hpp>
#include <ffiguard/core/errno_guard.hpp>
#include <ffiguard/core/scoped_state.hpp>
#include <ffiguard/core/status.hpp>
#include <ffiguard/core/trace.hpp>
#include <ffiguard/signal/signal_set.hpp>
#include <ffiguard/thread/cpu_affinity.hpp>
#include <ffiguard/thread/float_environment.hpp>
#include <ffiguard/thread/thread_locale.hpp>
#include <ffiguard/thread/thread_name.hpp>

namespace ffiguard {
inline namespace FFIGUARD_ABI {

/// The scope around a call back into Go or Java: inside it this thread is as the runtime lent it.
///
/// - What the guards cpu_affinity, thread_name, float_environment and thread_locale of this
///   thread have changed is taken back, and made anew at the end. Go starts new threads from
///   within a callback: they inherit CPUs and name, for good. Both runtimes compute with the
///   default floating point environment and do not set it.
/// - SIGURG is open: Go stops its goroutines by it, and with it blocked a collection waits for
///   the end of the callback. The other signals that a signal_mask blocks stay blocked.
/// - At the end the signal mask is what it was: Go 1.21 and later change that of a thread not
///   their own, and leave it changed. Handlers of signals that were open may run then.
/// - At the end errno is what it was at the beginning.
///
/// Guards may begin and end inside; a signal_mask that began before it ends after it. Neither
/// movable nor for another thread. Nothing is undone of what ffiguard's guards did not do:
/// nice, a policy, a mempolicy set by hand are inherited all the same.
///
///     const ffiguard::upcall inside;
///     if (!inside.status().ok()) return inside.status();
///     on_event(user, event);  // a Go or Java function
class [[nodiscard]] upcall {
public:
    [[nodiscard]] FFIGUARD_HIDDEN upcall() noexcept {
        const sigset_t urgent = signal_set::of<SIGURG>().native();
        // Its only failure is a first argument that it does not know.
        static_cast<void>(::pthread_sigmask(SIG_UNBLOCK, &urgent, &mask_));
        for (const ffiguard::status each :
             {affinity_.status(), name_.status(), float_.status(), locale_.status()})
            if (outcome_.ok()) outcome_ = each;
        trace::enter_upcall();
    }
    upcall(const upcall&) = delete;
    upcall& operator=(const upcall&) = delete;
    FFIGUARD_HIDDEN ~upcall() {
        trace::leave_upcall();
        static_cast<void>(::pthread_sigmask(SIG_SETMASK, &mask_, nullptr));
    }

    /// ok, or why a change could not be taken back: the call would then hand it on. What could
    /// be taken back has been.
    [[nodiscard]] ffiguard::status status() const noexcept { return outcome_; }

private:
    const errno_guard keep_errno_;  // first: ends last
    const suspended_state<detail::affinity_state> affinity_;
    const suspended_state<detail::thread_name_state> name_;
    const suspended_state<detail::float_state> float_;
    const suspended_state<detail::locale_state> locale_;
    sigset_t mask_;
    ffiguard::status outcome_;
};

}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
