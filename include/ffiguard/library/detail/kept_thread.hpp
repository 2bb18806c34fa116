// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_LIBRARY_DETAIL_KEPT_THREAD_HPP
#define FFIGUARD_LIBRARY_DETAIL_KEPT_THREAD_HPP

#include <ffiguard/core/config.hpp>
#include <ffiguard/core/detail/float_control.hpp>

#if !FFIGUARD_IS_WINDOWS()
#include <signal.h>

#include <cstring>
#endif

namespace ffiguard {
inline namespace FFIGUARD_ABI {
namespace detail {

#if FFIGUARD_IS_WINDOWS()

struct kept_mask {
    void put_back() const noexcept {}
};

#else

/// The signal mask as it was.
class kept_mask {
public:
    kept_mask() noexcept { read(before_); }

    /// Writes what differs; usually nothing.
    void put_back() const noexcept {
        sigset_t now{};
        read(now);
        if (std::memcmp(&before_, &now, sizeof now) == 0) return;
        sigset_t wanted = before_;
        // A synchronous signal is never blocked, not even if it was (sigprocmask(2): "undefined").
        constexpr int synchronous[] = {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGTRAP, SIGSYS};
        for (const int number : synchronous)
            if ((::sigismember)(&now, number) != 1) (::sigdelset)(&wanted, number);
        ::pthread_sigmask(SIG_SETMASK, &wanted, nullptr);
    }

private:
    // The system writes only as much of a set as it has signals.
    static void read(sigset_t& set) noexcept { ::pthread_sigmask(SIG_BLOCK, nullptr, &set); }

    sigset_t before_{};
};

#endif

/// Restores the calling thread's floating point control and signal mask at its end. Used around
/// code that runs the constructors and destructors of a library: one that was linked with
/// -ffast-math sets FTZ and DAZ in a constructor, and Go and the JVM would continue with them.
class kept_thread {
public:
    kept_thread() noexcept = default;
    kept_thread(const kept_thread&) = delete;
    kept_thread& operator=(const kept_thread&) = delete;
    ~kept_thread() {
        if (!has_run_) return;
        floats_.put_back(float_control::read());
        mask_.put_back();
    }

    /// No code of a library has run: nothing needs to be restored.
    void nothing_has_run() noexcept { has_run_ = false; }

private:
    const float_control floats_ = float_control::read();
    const kept_mask mask_{};
    bool has_run_ = true;
};

}  // namespace detail
}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
