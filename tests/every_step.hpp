// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_TESTS_EVERY_STEP_HPP
#define FFIGUARD_TESTS_EVERY_STEP_HPP

#include <csignal>
#include <cstdio>
#include <cstdlib>

#include <ucontext.h>

#include "sanitizer.hpp"

/// Runs one piece of code, and after its first, second, third ... machine instruction another one:
/// what a second thread could do there. A race with a window of some instructions is met each time,
/// where threads meet it once a day. The other piece runs in a signal handler.
namespace every_step {

#if defined(__x86_64__) || defined(__i386__)

struct walk {
    void (*other)(void*) = nullptr;
    void* user = nullptr;
    long until = 0;  ///< after which instruction the other one runs
    long steps = 0;
};
// Not inline: g++ makes inline variables unique in the process, and a plugin of tests stays loaded.
static volatile bool is_walking = false;
static walk now;

static void after_step(int, siginfo_t*, void* context) {
    auto& flags = static_cast<ucontext_t*>(context)->uc_mcontext.gregs[REG_EFL];
    constexpr int trap_flag = 0x100;
    const bool is_next = is_walking && now.steps < now.until;
    flags = is_next ? flags | trap_flag : flags & ~trap_flag;
    if (is_next && ++now.steps == now.until) now.other(now.user);
}

/// Calls prepare(), and then walk() with other() after one instruction of it; again with the next
/// instruction until it has no more, or prepare() answers false: something is wrong already.
/// Returns how many there were.
template <class Prepare, class Walk, class Other>
long run(Prepare&& prepare, Walk&& walk, Other&& other) {
    struct sigaction action {};
    struct sigaction before {};
    action.sa_sigaction = &after_step;
    action.sa_flags = SA_SIGINFO;
    if (::sigaction(SIGTRAP, &action, &before) != 0) std::abort();
    auto call = [&other] { other(); };
    using callable = decltype(call);
    long until = 1;
    for (;; ++until) {
        if (!prepare()) break;
        now = {[](void* user) { (*static_cast<callable*>(user))(); }, &call, until, 0};
        is_walking = true;
        std::raise(SIGTRAP);
        walk();
        is_walking = false;
        if (now.steps == until) continue;
        other();
        break;
    }
    ::sigaction(SIGTRAP, &before, nullptr);
    return until;
}

inline bool is_possible() {
#if !defined(__OPTIMIZE__)
    std::puts("skipped: another thread at every step: without the optimizer there are too many");
    return false;
#else
    if (!under_thread_sanitizer && !under_address_sanitizer) return true;
    std::puts("skipped: another thread at every step: not into the sanitizer's code");
    return false;
#endif
}

#else

template <class Prepare, class Walk, class Other>
long run(Prepare&&, Walk&&, Other&&) {
    return 0;
}
inline bool is_possible() {
    std::puts("skipped: another thread at every step: only on x86");
    return false;
}

#endif

}  // namespace every_step

#endif
