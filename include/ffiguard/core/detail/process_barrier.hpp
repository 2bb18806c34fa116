// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_CORE_DETAIL_PROCESS_BARRIER_HPP
#define FFIGUARD_CORE_DETAIL_PROCESS_BARRIER_HPP

#include <atomic>

#ifdef __linux__
#include <sys/syscall.h>
#endif

#include <ffiguard/core/config.hpp>

namespace ffiguard {
inline namespace FFIGUARD_ABI {
namespace detail {

// The filter of Android before 10 kills a process that calls it.
#if defined(__linux__) && defined(SYS_membarrier) && !(defined(__ANDROID__) && __ANDROID_API__ < 29)

// The function of <unistd.h>, under our own name: see parent_link.hpp.
extern "C" long ffiguard_syscall(long number, ...) noexcept __asm__("syscall");

/// A full memory barrier on every running thread of this process, made by one of them.
///
/// So code that other threads run often needs no barrier, only the compiler's order: the caller
/// sees what they stored before the barrier, and their loads after it see what the caller wrote
/// (membarrier(2), MEMBARRIER_CMD_PRIVATE_EXPEDITED; Linux 4.14). Takes one to a few microseconds.
class process_barrier {
public:
    /// Whether the kernel supports it. Registers the process the first time. errno may change.
    [[nodiscard]] FFIGUARD_HIDDEN static bool is_there() noexcept {
        int known = known_.load(std::memory_order_acquire);
        if (known == unknown) {
            known = call(register_private) ? there : missing;
            known_.store(known, std::memory_order_release);
        }
        return known == there;
    }
    /// False: the kernel supports it, but refuses it now (a filter that came later). errno may
    /// change.
    [[nodiscard]] FFIGUARD_HIDDEN static bool run() noexcept {
        return call(private_expedited) || (call(register_private) && call(private_expedited)) ||
               call(global);
    }

private:
    // From <linux/membarrier.h>, which a libc need not have.
    enum : int { global = 1, private_expedited = 1 << 3, register_private = 1 << 4 };
    enum : int { unknown, there, missing };

    static bool call(int command) noexcept {
        return ffiguard_syscall(SYS_membarrier, command, 0, 0) == 0;
    }

    FFIGUARD_HIDDEN static inline std::atomic<int> known_{unknown};
};

#else

class process_barrier {
public:
    [[nodiscard]] static bool is_there() noexcept { return false; }
    [[nodiscard]] static bool run() noexcept { return false; }
};

#endif

}  // namespace detail
}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
