// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_THREAD_DETAIL_SIGNAL_DISPOSITIONS_HPP
#define FFIGUARD_THREAD_DETAIL_SIGNAL_DISPOSITIONS_HPP

#include <signal.h>

#include <cstdint>
#include <cstring>
#include <initializer_list>

#include <ffiguard/core/config.hpp>
#include <ffiguard/signal/signal_set.hpp>

namespace ffiguard {
inline namespace FFIGUARD_ABI {
namespace detail {

/// What the process does on one signal, in 8 bytes: enough to tell two apart.
class signal_disposition {
public:
    enum kind : std::uint64_t { by_default, ignored, handled };

    signal_disposition() noexcept = default;
    explicit signal_disposition(const struct sigaction& action) noexcept {
        const bool has_information = (action.sa_flags & static_cast<int>(SA_SIGINFO)) != 0;
        if (!has_information && action.sa_handler == SIG_DFL) {
            // Of a default action's flags this one matters: it loses the exit status of children.
            value_ = by_default | (action.sa_flags & static_cast<int>(SA_NOCLDWAIT) ? 4U : 0U);
        } else if (action.sa_handler == SIG_IGN) {  // one union; Go ignores with SA_SIGINFO
            value_ = ignored;
        } else {
            std::uint64_t handler = 0;
            std::memcpy(&handler, &action.sa_handler, sizeof action.sa_handler);
            // SA_RESTORER is libc's own.
            const auto flags = static_cast<std::uint32_t>(action.sa_flags) & ~0x04000000U;
            // The lower half tells the handler, the upper one its flags and mask.
            value_ = handled | mix(handler) >> 34 << 2 |
                     mix(mix(bits(action.sa_mask)) ^ flags) >> 32 << 32;
        }
    }

    [[nodiscard]] kind what() const noexcept { return static_cast<kind>(value_ & 3U); }
    [[nodiscard]] bool has_handler_of(signal_disposition other) const noexcept {
        return what() == handled &&
               static_cast<std::uint32_t>(value_) == static_cast<std::uint32_t>(other.value_);
    }
    friend bool operator==(signal_disposition a, signal_disposition b) noexcept {
        return a.value_ == b.value_;
    }
    friend bool operator!=(signal_disposition a, signal_disposition b) noexcept {
        return !(a == b);
    }

private:
    static std::uint64_t bits(const sigset_t& mask) noexcept {
        std::uint64_t all = 0;
        const signal_set set = signal_set::from(mask);
        for (int number = 1; number <= 64; ++number)
            all = all << 1 | std::uint64_t{set.contains(number)};
        return all;
    }
    static std::uint64_t mix(std::uint64_t value) noexcept {
        value = (value ^ (value >> 31)) * 0x9E3779B97F4A7C15U;
        return (value ^ (value >> 29)) * 0xBF58476D1CE4E5B9U;
    }

    std::uint64_t value_;
};

enum : int { signal_count = 64 };

inline void read_dispositions(signal_disposition (&all)[signal_count]) noexcept {
    for (int number = 1; number <= signal_count; ++number) {
        struct sigaction action {};
        // libc keeps some for itself and refuses them.
        if (::sigaction(number, nullptr, &action) == 0)
            all[number - 1] = signal_disposition(action);
    }
}

/// A change that a runtime makes by itself and at any time, whatever was called meanwhile.
[[nodiscard]] inline bool is_runtimes_own(
    int number, const signal_disposition (&before)[signal_count],
    const signal_disposition (&after)[signal_count]) noexcept {
    const signal_disposition now = after[number - 1];
    if (now.what() != signal_disposition::handled ||
        before[number - 1].what() == signal_disposition::handled)
        return false;
    // Go has one handler for all signals, and takes more of them later (os/signal, a profile).
    // HotSpot's for SIGSEGV serves others, too.
    for (const int known : {SIGURG, SIGSEGV})
        if (now.has_handler_of(before[known - 1])) return true;
            // A CPU profile begins. Java takes SIGRTMAX - 2 with the first channel or socket, to
            // wake threads that wait there.
#ifdef SIGRTMAX
    if (number == SIGRTMAX - 2) return true;
#endif
    return number == SIGPROF;
}

}  // namespace detail
}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
