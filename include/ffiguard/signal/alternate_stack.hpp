// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_SIGNAL_ALTERNATE_STACK_HPP
#define FFIGUARD_SIGNAL_ALTERNATE_STACK_HPP

#include <ffiguard/core/config.hpp>

#if FFIGUARD_IS_WINDOWS()
#error "ffiguard/signal/alternate_stack.hpp needs a POSIX system"
#else

#include <signal.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <utility>

#include <ffiguard/core/result.hpp>
#include <ffiguard/core/scoped_state.hpp>
#include <ffiguard/core/status.hpp>

namespace ffiguard {
inline namespace FFIGUARD_ABI {
namespace detail {

struct stack_change {
    stack_t before{};
    unsigned char* pages = nullptr;  ///< the lowest is never touched; null: not to be unmapped
    std::size_t size = 0;            ///< of all pages, in bytes
    void* stack = nullptr;           ///< what the system was told
    bool kept = false;               ///< by a foreign_call, which sets none
};

struct alternate_stack_state {
    using saved_type = stack_change;
    static constexpr const char* name() noexcept { return "alternate signal stack"; }

    // If other code has set a stack between the two, there is nothing to hand over. Under a
    // foreign_call the thread still uses ended's stack: unset it before its memory is unmapped.
    static bool hand_over(stack_change& ended, stack_change& newer) noexcept {
        if (!ended.kept && newer.before.ss_sp != ended.stack) return true;
        newer.before = ended.before;
        return newer.kept && !ended.kept;
    }

    static status put_back(stack_change& saved) noexcept {
        const status outcome = set_stack(saved);
        // Still used: by the system, or by code that has set another stack and will restore this
        // one.
        if (!outcome.ok()) saved.pages = nullptr;
        return outcome;
    }
    static status set_stack(const stack_change& saved) noexcept {
        stack_t now;
        if (::sigaltstack(nullptr, &now) != 0) return status::system(errno);
        if ((now.ss_flags & SS_DISABLE) != 0 || now.ss_sp != saved.stack)
            return status_code::in_use;
        return tell(saved.before, nullptr);
    }

    static status tell(const stack_t& stack, stack_t* before) noexcept {
        if (::sigaltstack(&stack, before) == 0) return {};
        return errno == EPERM ? status(status_code::in_use) : status::system(errno);
    }

    static void discard(stack_change& saved) noexcept {
        if (saved.pages != nullptr) ::munmap(saved.pages, saved.size);
    }
};

}  // namespace detail

/// A stack of its own for the signal handlers of the calling thread, until it ends.
///
/// Handlers with SA_ONSTACK run on it, so that they can run when the thread's own stack is full.
/// The memory is mapped, with a guard page below: a handler that needs more than the size crashes
/// there and does not overwrite other memory. At the end the previous stack is set again and the
/// memory is unmapped. (On a thread of Go the previous stack is Go's own; without it, the program
/// would end.)
///
/// In a handler that runs on an alternate stack, install() and restore() fail with in_use. If a
/// guard cannot put the previous stack back (for that reason, or because other code has set
/// another one since), its memory stays mapped: it is still in use.
///
/// Bound to its thread, see scoped_state. If the destructor runs on another thread, the memory
/// stays mapped. Three system calls to begin, three to end.
class [[nodiscard]] alternate_stack {
public:
    /// Holds nothing.
    constexpr alternate_stack() noexcept = default;

    /// 64 KiB, or what the system recommends if that is more.
    [[nodiscard]] static std::size_t default_size() noexcept {
        // With glibc it is a call of sysconf(), and -1 where an older one does not know it.
        const auto recommended = static_cast<long>(SIGSTKSZ);
        return recommended > long{default_least} ? static_cast<std::size_t>(recommended)
                                                 : std::size_t{default_least};
    }

    /// Size in bytes, rounded up to pages; the guard page is added. Fails with invalid_argument if
    /// the system's own data for a handler would not fit (sysconf(_SC_MINSIGSTKSZ)), out_of_memory,
    /// in_use on an alternate stack, else system with the errno. On failure, nothing has changed.
    [[nodiscard]] FFIGUARD_HIDDEN static result<alternate_stack> install(
        std::size_t size = default_size()) noexcept {
        if (size < least_size()) return status_code::invalid_argument;
        const auto page = static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
        if (size > PTRDIFF_MAX - 2 * page) return status_code::out_of_memory;
        const std::size_t usable = (size + page - 1) / page * page;

        auto begun = state::begin([=](detail::stack_change& saved) noexcept -> status {
            void* const pages =
                ::mmap(nullptr, usable + page, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
            if (pages == MAP_FAILED) return refused(errno);
            saved.pages = static_cast<unsigned char*>(pages);
            saved.size = usable + page;
            saved.stack = saved.pages + page;
            status outcome;
            if (::mprotect(saved.stack, usable, PROT_READ | PROT_WRITE) != 0) {
                outcome = refused(errno);
            } else {
                stack_t own{};
                own.ss_sp = saved.stack;
                own.ss_size = usable;
                outcome = detail::alternate_stack_state::tell(own, &saved.before);
            }
            if (!outcome.ok()) detail::alternate_stack_state::discard(saved);
            return outcome;
        });
        if (!begun) return begun.status();
        return alternate_stack(*std::move(begun));
    }

    /// As scoped_state::restore(); in_use if the memory is still used, and then it stays mapped.
    status restore() noexcept { return state_.restore(); }
    [[nodiscard]] explicit operator bool() const noexcept { return static_cast<bool>(state_); }
    [[nodiscard]] bool is_on_its_thread() const noexcept { return state_.is_on_its_thread(); }

private:
    using state = scoped_state<detail::alternate_stack_state>;
    enum : std::size_t { default_least = std::size_t{64} * 1024 };

    explicit alternate_stack(state&& begun) noexcept : state_(std::move(begun)) {}

    static std::size_t least_size() noexcept {
#ifdef _SC_MINSIGSTKSZ
        // Not the constant MINSIGSTKSZ: it is too small for the registers of newer processors.
        const long least = ::sysconf(_SC_MINSIGSTKSZ);
        if (least > 0) return static_cast<std::size_t>(least);
#endif
        return static_cast<std::size_t>(MINSIGSTKSZ);
    }
    static status refused(int number) noexcept {
        return number == ENOMEM ? status(status_code::out_of_memory) : status::system(number);
    }

    state state_;
};

}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
#endif
