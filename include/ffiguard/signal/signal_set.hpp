// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_SIGNAL_SIGNAL_SET_HPP
#define FFIGUARD_SIGNAL_SIGNAL_SET_HPP

#include <ffiguard/core/config.hpp>

#if FFIGUARD_IS_WINDOWS()
#error "ffiguard/signal/signal_set.hpp needs a POSIX system"
#else

#include <signal.h>

#include <cstddef>
#include <cstdint>
#include <cstring>

#include <ffiguard/core/result.hpp>
#include <ffiguard/core/status.hpp>

namespace ffiguard {
inline namespace FFIGUARD_ABI {

/// A set of the signals 1 to 64: a value of 8 bytes, safe in a signal handler.
///
/// Owns nothing, changes nothing; signal_mask, signal_action and worker_thread take it. A set may
/// hold any signal. Functions that block signals leave out those that must not be blocked.
class signal_set {
public:
    /// Empty.
    constexpr signal_set() noexcept = default;

    /// signal_set::of<SIGINT, SIGTERM>(). Real-time signals are not constants: see real_time().
    template <int... numbers>
    [[nodiscard]] static constexpr signal_set of() noexcept {
        static_assert(((numbers >= 1 && numbers <= 64) && ...),
                      "ffiguard: a signal_set holds the signals 1 to 64");
        return signal_set((std::uint64_t{0} | ... | bit(numbers)));
    }

    /// The signals that the kernel raises for an instruction of the thread itself. If one is
    /// blocked, it kills the process (sigprocmask(2): "the result is undefined"). Go and the JVM
    /// depend on them.
    [[nodiscard]] static constexpr signal_set synchronous() noexcept {
        return of<SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGTRAP, SIGSYS>();
    }

    /// The signals that a library's own thread blocks, so that it never runs a handler of its host:
    /// all but synchronous(), SIGABRT, those that cannot be blocked and those that libc reserves.
    [[nodiscard]] static signal_set asynchronous() noexcept { return blockable() - of<SIGABRT>(); }

    /// All signals that may be blocked: not synchronous(), SIGKILL, SIGSTOP, nor those that libc
    /// reserves for pthread_cancel() and setuid() (32 and 33; with musl 34 too).
    [[nodiscard]] static signal_set blockable() noexcept { return changeable() - synchronous(); }

    /// All that a mask can hold: blockable() and synchronous().
    [[nodiscard]] static signal_set changeable() noexcept {
        return signal_set(~kept_by_libc() & ~(bit(SIGKILL) | bit(SIGSTOP)));
    }

    /// The signals that Go needs, in an executable and in c-shared and c-archive: SIGURG stops
    /// goroutines for the collector, SIGPROF samples, the others become panics and EPIPE. (An
    /// executable has handlers for all other signals too, and takes them only for os/signal.)
    [[nodiscard]] static constexpr signal_set go_runtime() noexcept {
        return of<SIGSEGV, SIGBUS, SIGFPE, SIGPIPE, SIGURG, SIGPROF>();
    }

    /// The signals that HotSpot handles. With -Xrs it leaves SIGHUP, SIGINT, SIGQUIT and SIGTERM.
    [[nodiscard]] static constexpr signal_set jvm_runtime() noexcept {
        return of<SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGUSR2, SIGPIPE, SIGXFSZ, SIGHUP, SIGINT,
                  SIGQUIT, SIGTERM>();
    }

    /// The real-time signal SIGRTMIN + offset, alone; SIGRTMIN is known only at run time. Fails
    /// with invalid_argument past SIGRTMAX or 64; unsupported if the system has none (macOS).
    [[nodiscard]] static result<signal_set> real_time(unsigned offset) noexcept {
#ifdef SIGRTMIN
        const int first = SIGRTMIN;
        const int last = SIGRTMAX < 64 ? SIGRTMAX : 64;
        if (last < first || offset > static_cast<unsigned>(last - first))
            return status_code::invalid_argument;
        return signal_set(bit(first + static_cast<int>(offset)));
#else
        static_cast<void>(offset);
        return status_code::unsupported;
#endif
    }

    /// Signals outside 1 to 64 are left out.
    [[nodiscard]] static signal_set from(const sigset_t& set) noexcept {
#ifdef __linux__
        // glibc, musl and bionic: an array of unsigned long (or one), signal 1 in the lowest
        // bit. 64 calls of sigismember() take longer than the system call that filled it.
        unsigned long words[word_count] = {};
        std::memcpy(words, &set, sizeof set < sizeof words ? sizeof set : sizeof words);
        std::uint64_t bits = words[0];
        if constexpr (word_count > 1) bits |= std::uint64_t{words[word_count - 1]} << 32;
        return signal_set(bits);
#else
        signal_set answer;
        for (int number = 1; number <= 64; ++number)
            if ((::sigismember)(&set, number) == 1) answer.bits_ |= bit(number);
        return answer;
#endif
    }
    /// For the system. Signals that libc reserves are left out, as by sigaddset().
    [[nodiscard]] sigset_t native() const noexcept {
        sigset_t set;
        (::sigemptyset)(&set);
        const std::uint64_t bits = bits_ & ~kept_by_libc();
#ifdef __linux__
        unsigned long words[word_count] = {static_cast<unsigned long>(bits)};
        if constexpr (word_count > 1)
            words[word_count - 1] = static_cast<unsigned long>(bits >> 32);
        std::memcpy(&set, words, sizeof set < sizeof words ? sizeof set : sizeof words);
#else
        for (int number = 1; number <= 64; ++number)
            if ((bits & bit(number)) != 0) (::sigaddset)(&set, number);
#endif
        return set;
    }

    /// False for what is no signal.
    [[nodiscard]] constexpr bool contains(int number) const noexcept {
        return is_held(number) && (bits_ & bit(number)) != 0;
    }
    [[nodiscard]] constexpr bool empty() const noexcept { return bits_ == 0; }

    /// Fails with invalid_argument, and inserts nothing, if number is not among 1 to 64.
    constexpr status insert(int number) noexcept {
        if (!is_held(number)) return status_code::invalid_argument;
        bits_ |= bit(number);
        return {};
    }

    friend constexpr signal_set operator|(signal_set a, signal_set b) noexcept {
        return signal_set(a.bits_ | b.bits_);
    }
    friend constexpr signal_set operator&(signal_set a, signal_set b) noexcept {
        return signal_set(a.bits_ & b.bits_);
    }
    /// What is in a and not in b.
    friend constexpr signal_set operator-(signal_set a, signal_set b) noexcept {
        return signal_set(a.bits_ & ~b.bits_);
    }
    friend constexpr bool operator==(signal_set a, signal_set b) noexcept {
        return a.bits_ == b.bits_;
    }
    friend constexpr bool operator!=(signal_set a, signal_set b) noexcept { return !(a == b); }

private:
    static constexpr std::size_t word_count = 8 / sizeof(unsigned long);

    constexpr explicit signal_set(std::uint64_t bits) noexcept : bits_(bits) {}

    static constexpr bool is_held(int number) noexcept { return number >= 1 && number <= 64; }
    static constexpr std::uint64_t bit(int number) noexcept {
        return std::uint64_t{1} << (number - 1);
    }
    // From 32 to below libc's first real-time signal; to the end if it has none.
    static std::uint64_t kept_by_libc() noexcept {
        const std::uint64_t all_from_32 = ~std::uint64_t{0} << 31;
#ifdef SIGRTMIN
        const int first = SIGRTMIN;
        if (first <= 64) return all_from_32 & (bit(first) - 1);
#endif
        return all_from_32;
    }

    std::uint64_t bits_ = 0;
};

}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
#endif
