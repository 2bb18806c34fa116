// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_THREAD_DETAIL_THREAD_FACTS_HPP
#define FFIGUARD_THREAD_DETAIL_THREAD_FACTS_HPP

#include <langinfo.h>
#include <locale.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <sys/resource.h>

#include <cerrno>
#include <cfenv>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <type_traits>

#include <ffiguard/core/config.hpp>
#include <ffiguard/core/detail/float_control.hpp>
#include <ffiguard/core/detail/text.hpp>
#include <ffiguard/core/errno_guard.hpp>
#include <ffiguard/core/thread_number.hpp>
#include <ffiguard/ffiguard.h>
#include <ffiguard/signal/signal_set.hpp>
#include <ffiguard/thread/detail/signal_dispositions.hpp>
#include <ffiguard/thread/detail/use_locale.hpp>
#include <ffiguard/thread/thread_name.hpp>

namespace ffiguard {
inline namespace FFIGUARD_ABI {
namespace detail {

struct float_facts {
    std::uint8_t rounding;  ///< 0 to nearest, 1 downward, 2 upward, 3 toward zero
    std::uint8_t trapped;   ///< bit by bit: invalid, denormal, divide by zero, overflow, ...
    std::uint8_t flushed;   ///< denormals: 1 operands, 2 results
    std::uint32_t x87;      ///< its control word
};

/// What an ffiguard_thread_state holds. Parts that the platform cannot report are 0, and so never
/// differ.
struct thread_facts {
    enum : std::uint64_t { known_format = 0xFF160003 };  // a number that other memory has not
    enum : std::size_t { cpu_count = 8192 };             // the most that Linux is built for

    std::uint64_t format;
    std::uint64_t thread;      ///< its number
    std::uint64_t counted_by;  ///< the shared object that gave the number, by an address
    std::uint64_t system_thread;
    signal_set blocked;
    signal_set pending;
    std::uint64_t stack;  ///< alternate, its lowest address
    std::uint64_t stack_size;
    unsigned long cpus[cpu_count / (8 * sizeof(unsigned long))];
    std::uint64_t locale;
    char locale_name[32];
    char name[64];
    float_facts floats;
    std::int32_t nice;
    std::int32_t error_number;
    // Of the process.
    signal_disposition dispositions[signal_count];
    std::uint64_t global_locale;  ///< a number for its name, which may be long
    char global_locale_name[64];
};
static_assert(std::is_trivially_copyable_v<thread_facts> &&
                  sizeof(thread_facts) <= sizeof(ffiguard_thread_state) &&
                  alignof(thread_facts) <= alignof(ffiguard_thread_state),
              "ffiguard: an ffiguard_thread_state must hold the thread_facts");

[[nodiscard]] inline float_facts describe(const float_control& control) noexcept {
    float_facts floats{};
    floats.x87 = control.x87;
#if FFIGUARD_HAS_SSE()
    // fegetround() and fegetexcept() look at the x87 unit only; SSE computes.
    floats.rounding = static_cast<std::uint8_t>(control.main >> 13U & 3U);
    floats.trapped = static_cast<std::uint8_t>(~control.main >> 7U & 0x3FU);
#elif FFIGUARD_HAS_X87()
    floats.rounding = static_cast<std::uint8_t>(control.x87 >> 10U & 3U);
#elif defined(__aarch64__)
    constexpr std::uint8_t in_our_order[] = {0, 2, 1, 3};
    floats.rounding = in_our_order[control.main >> 22U & 3U];
#else
    switch (static_cast<int>(control.main)) {
#ifdef FE_DOWNWARD
        case FE_DOWNWARD: floats.rounding = 1; break;
#endif
#ifdef FE_UPWARD
        case FE_UPWARD: floats.rounding = 2; break;
#endif
#ifdef FE_TOWARDZERO
        case FE_TOWARDZERO: floats.rounding = 3; break;
#endif
        default: break;
    }
#endif
    if ((control.main & denormals_as_zero) != 0) floats.flushed |= 1;
    if ((control.main & denormals_to_zero) != 0) floats.flushed |= 2;
    return floats;
}

[[nodiscard]] inline const char* name_of(locale_t locale) noexcept {
    if (locale == LC_GLOBAL_LOCALE) return "that of the process";
#ifdef __GLIBC__
    return ::nl_langinfo_l(NL_LOCALE_NAME(LC_NUMERIC), locale);
#else
    return "one of its own";
#endif
}

/// A number is the thread's for ever, but two shared objects number threads for themselves. Between
/// them the system's word decides, which a new thread may get after the end of an old one.
[[nodiscard]] inline bool same_thread(const thread_facts& a, const thread_facts& b) noexcept {
    return a.counted_by == b.counted_by ? a.thread == b.thread : a.system_thread == b.system_thread;
}

/// setlocale() may change it meanwhile on another thread: a test sees to it that none does.
inline void read_global_locale(thread_facts& facts) noexcept {
    const char* const name = ::setlocale(LC_ALL, nullptr);
    if (name == nullptr) return;
    text_writer(facts.global_locale_name, sizeof facts.global_locale_name) << name;
    for (const char* at = name; *at != '\0'; ++at)  // FNV-1a
        facts.global_locale =
            (facts.global_locale ^ static_cast<unsigned char>(*at)) * 0x100000001B3U;
}

/// All that a runtime expects to find unchanged when a call comes back. Keeps errno.
[[nodiscard]] FFIGUARD_HIDDEN inline thread_facts read_thread() noexcept {
    thread_facts facts{};
    facts.error_number = errno;
    const errno_guard keep_errno;
    facts.format = thread_facts::known_format;
    facts.thread = this_thread_number();
    facts.counted_by = reinterpret_cast<std::uintptr_t>(&last_thread_number_);
    const pthread_t self = ::pthread_self();  // a pointer or a number, as the platform has it
    static_assert(sizeof self <= sizeof facts.system_thread);
    std::memcpy(&facts.system_thread, &self, sizeof self);

    sigset_t set;
    if (::pthread_sigmask(SIG_BLOCK, nullptr, &set) == 0) facts.blocked = signal_set::from(set);
    if (::sigpending(&set) == 0) facts.pending = signal_set::from(set);
    stack_t stack{};
    if (::sigaltstack(nullptr, &stack) == 0 && (stack.ss_flags & SS_DISABLE) == 0) {
        facts.stack = reinterpret_cast<std::uintptr_t>(stack.ss_sp);
        facts.stack_size = stack.ss_size;
    }
#ifdef __linux__
    static_cast<void>(
        ::sched_getaffinity(0, sizeof facts.cpus, reinterpret_cast<cpu_set_t*>(facts.cpus)));
    // Of the thread, on Linux; elsewhere of the process.
    facts.nice = ::getpriority(PRIO_PROCESS, 0);
#endif
    thread_name_text name{};
    if (thread_name_state::read(name).ok()) text_writer(facts.name, sizeof facts.name) << name.text;
    facts.floats = describe(float_control::read());
    const locale_t locale = use_locale(locale_t{});
    facts.locale = reinterpret_cast<std::uintptr_t>(locale);
    // Now: after the call it may have been freed.
    text_writer(facts.locale_name, sizeof facts.locale_name) << name_of(locale);
    read_dispositions(facts.dispositions);
    read_global_locale(facts);
    return facts;
}

}  // namespace detail
}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
