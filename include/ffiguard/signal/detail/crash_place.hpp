// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_SIGNAL_DETAIL_CRASH_PLACE_HPP
#define FFIGUARD_SIGNAL_DETAIL_CRASH_PLACE_HPP

#include <pthread.h>
#include <signal.h>

#include <cstddef>
#include <cstdint>

#include <ffiguard/core/config.hpp>
#include <ffiguard/signal/detail/signal_action_runtime.hpp>

#if defined(__linux__)
#include <sys/auxv.h>
#include <sys/syscall.h>
#include <ucontext.h>
#include <unistd.h>
#endif
// To tell whose code faulted: the registers, and a lookup that a handler may do (glibc 2.35).
#if defined(__linux__) && defined(__GLIBC__) && (defined(__x86_64__) || defined(__aarch64__))
#if __GLIBC_PREREQ(2, 35)
#define FFIGUARD_HAS_CRASH_PLACE() 1
#endif
#endif
#ifndef FFIGUARD_HAS_CRASH_PLACE
#define FFIGUARD_HAS_CRASH_PLACE() 0
#endif
#if FFIGUARD_HAS_CRASH_PLACE()
#include <dlfcn.h>
#endif

namespace ffiguard {
inline namespace FFIGUARD_ABI {
namespace detail {

/// The memory of a loaded object; empty if there is none.
struct code_range {
    std::uintptr_t begin = 0;
    std::uintptr_t end = 0;
    [[nodiscard]] bool contains(std::uintptr_t address) const noexcept {
        return address >= begin && address < end;
    }
};

/// Where the Java VM is. Not in a handler: takes the lock of the loader.
[[nodiscard]] inline code_range find_jvm() noexcept {
    code_range found;
#if defined(__linux__)
    const auto look = [](dl_phdr_info* object, std::size_t, void* to) noexcept -> int {
        if (!is_jvm(*object)) return 0;
        auto& range = *static_cast<code_range*>(to);
        range.begin = UINTPTR_MAX;
        for (unsigned i = 0; i < object->dlpi_phnum; ++i) {
            const auto& part = object->dlpi_phdr[i];
            if (part.p_type != PT_LOAD) continue;
            const std::uintptr_t begin = object->dlpi_addr + part.p_vaddr;
            if (begin < range.begin) range.begin = begin;
            if (begin + part.p_memsz > range.end) range.end = begin + part.p_memsz;
        }
        return 1;
    };
    ::dl_iterate_phdr(look, &found);
#endif
    return found;
}

/// What the system really calls for a signal: libjsig shows the program another one. 0 if unknown.
[[nodiscard]] inline std::uintptr_t handler_in_system(int signal) noexcept {
#if defined(__linux__) && !defined(__mips__)
    std::uintptr_t action[16] = {};  // the handler is the first word of the system's own struct
    if (::syscall(SYS_rt_sigaction, signal, nullptr, action, std::size_t{8}) == 0) return action[0];
#else
    static_cast<void>(signal);
#endif
    return 0;
}

#if FFIGUARD_HAS_CRASH_PLACE()
/// Where a fault came from, and whether a runtime may live on after it. Async-signal-safe.
struct crash_place {
    std::uintptr_t code, stack, address = 0;

    crash_place(const siginfo_t& info, const void* context) noexcept {
        // Of others it is that of the instruction.
        if (info.si_signo == SIGSEGV || info.si_signo == SIGBUS)
            address = reinterpret_cast<std::uintptr_t>(info.si_addr);
        const mcontext_t& registers = static_cast<const ucontext_t*>(context)->uc_mcontext;
#if defined(__x86_64__)
        code = static_cast<std::uintptr_t>(registers.gregs[REG_RIP]);
        stack = static_cast<std::uintptr_t>(registers.gregs[REG_RSP]);
#else
        code = registers.pc;
        stack = registers.sp;
#endif
    }

    /// C and C++ run on the stack that the thread was made with, goroutines on Go's heap; and Go
    /// makes a panic of a fault on the stack of a goroutine only. libc keeps its record of a
    /// thread above its stack; above that of the first thread is what the program was given.
    [[nodiscard]] bool is_on_thread_stack() const noexcept {
        const auto is_below = [this](std::uintptr_t top) {
            return stack < top && top - stack < (std::uintptr_t{1} << 30);
        };
        return is_below(reinterpret_cast<std::uintptr_t>(::pthread_self())) ||
               is_below(static_cast<std::uintptr_t>(::getauxval(AT_RANDOM)));
    }

    /// The VM's own code, and what it has compiled: in no file. Not a jump to nowhere, which faults
    /// at its target. And the guard pages at the end of a stack, which the VM opens once for a
    /// thread that runs into them.
    [[nodiscard]] bool is_of_jvm(const code_range& jvm) const noexcept {
        const std::uintptr_t reach = std::uintptr_t{64} * 1024;
        if (address + reach > stack && address < stack + 4096) return true;
        if (jvm.contains(code)) return true;
        dl_find_object found;
        return ::_dl_find_object(reinterpret_cast<void*>(code), &found) != 0 && address != code;
    }
};
#endif

}  // namespace detail
}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
