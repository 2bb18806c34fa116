// SPDX-License-Identifier: BSL-1.0
#include <signal.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <atomic>

#include <ffiguard/signal/alternate_stack.hpp>
#include <ffiguard/signal/crash_reporter.hpp>
#include <ffiguard/signal/signal_action.hpp>
#include <ffiguard/signal/signal_event.hpp>
#include <ffiguard/signal/signal_mask.hpp>
#include <ffiguard/signal/sigpipe_guard.hpp>

#include "faults.hpp"

using faults::first_failure;
using faults::keeps_errno;
using ffiguard::status;

FFIGUARD_SCENARIO(signal, signal_mask) {
    const auto before = ffiguard::signal_mask::current();
    FFIGUARD_TELL(before);
    auto one = ffiguard::signal_mask::block<SIGINT, SIGTERM>();
    FFIGUARD_TELL(one);
    auto two = ffiguard::signal_mask::unblock(ffiguard::signal_set::of<SIGINT>());
    FFIGUARD_TELL(two);
    auto three = ffiguard::signal_mask::replace(ffiguard::signal_set::of<SIGHUP>());
    FFIGUARD_TELL(three);
    auto four = ffiguard::signal_mask::block<SIGUSR1>();
    FFIGUARD_TELL(four);
    auto five = ffiguard::signal_mask::block<SIGUSR2>();  // of those that are nested, one too many
    FFIGUARD_TELL(five);
    first_failure told;
    told << five->restore() << four->restore() << two->restore() << three->restore()
         << one->restore();
    return told;
}

FFIGUARD_SCENARIO(signal, signal_mask_ends) {
    auto one = ffiguard::signal_mask::block<SIGINT, SIGTERM>();
    FFIGUARD_TELL(one);
    keeps_errno([&] { *one = ffiguard::signal_mask(); });
    return {};
}

FFIGUARD_SCENARIO(signal, sigpipe_guard) {
    auto guard = ffiguard::sigpipe_guard::begin();
    FFIGUARD_TELL(guard);
    {
        const faults::pause mine;
        int ends[2];
        if (::pipe2(ends, 0) != 0) return status::system(errno);
        ::close(ends[0]);
        if (::write(ends[1], "x", 1) != -1 || errno != EPIPE) faults::wrong("no EPIPE");
        ::close(ends[1]);
    }
    return guard->restore();
}

FFIGUARD_SCENARIO(signal, alternate_stack) {
    auto stack = ffiguard::alternate_stack::install();
    FFIGUARD_TELL(stack);
    return stack->restore();
}

FFIGUARD_SCENARIO(signal, alternate_stack_ends) {
    auto stack = ffiguard::alternate_stack::install(256 * 1024);
    FFIGUARD_TELL(stack);
    keeps_errno([&] { *stack = ffiguard::alternate_stack(); });
    return {};
}

static std::atomic<int> came{0};
static void count(int) { ++came; }
static void count_and_chain(int number, siginfo_t* info, void* context) {
    ++came;
    static_cast<void>(ffiguard::signal_action::chain(&count_and_chain, number, info, context));
}
static void raised(int number, int expected) {
    const faults::pause mine;
    came = 0;
    ::raise(number);
    if (came != expected) faults::wrong("the handler has not run, or runs on");
}

FFIGUARD_SCENARIO(signal, signal_action) {
    auto below = ffiguard::signal_action::install(SIGUSR1, &count);
    FFIGUARD_TELL(below);
    raised(SIGUSR1, 1);
    auto above = ffiguard::signal_action::install(SIGUSR1, &count_and_chain);
    FFIGUARD_TELL(above);
    raised(SIGUSR1, 2);
    first_failure told;
    told << above->restore();
    if (status(told).ok()) raised(SIGUSR1, 1);
    told << below->restore();
    return told;
}

FFIGUARD_SCENARIO(signal, signal_action_chained) {
    auto one = ffiguard::signal_action::install(SIGURG, &count_and_chain);  // ignored by default
    FFIGUARD_TELL(one);
    came = 0;
    // Not within a pause: the calls of chain() are the library's.
    ::syscall(SYS_tgkill, ::getpid(), ::gettid(), SIGURG);
    if (came != 1) faults::wrong("the handler has not run");
    return one->restore();
}

FFIGUARD_SCENARIO(signal, signal_action_ends) {
    auto one = ffiguard::signal_action::install(SIGUSR1, &count);
    FFIGUARD_TELL(one);
    keeps_errno([&] { *one = ffiguard::signal_action(); });
    return {};
}

FFIGUARD_SCENARIO(signal, crash_reporter) {
    auto reporter = ffiguard::crash_reporter::install([](int, siginfo_t*, void*) {});
    FFIGUARD_TELL(reporter);
    return reporter->restore();
}

FFIGUARD_SCENARIO(signal, signal_event) {
    auto event = ffiguard::signal_event::on(ffiguard::signal_set::of<SIGUSR1, SIGUSR2>());
    FFIGUARD_TELL(event);
    {
        const faults::pause mine;
        ::raise(SIGUSR1);
        ::raise(SIGUSR2);
    }
    const auto first = event->wait(1000);
    FFIGUARD_TELL(first);
    const auto second = event->next();
    FFIGUARD_TELL(second);
    if (*first + *second != SIGUSR1 + SIGUSR2) faults::wrong("a signal is lost");
    return event->restore();
}

FFIGUARD_SCENARIO(signal, signal_dispatcher) {
    static std::atomic<int> called{0};
    called = 0;
    auto dispatcher = ffiguard::signal_dispatcher::start(ffiguard::signal_set::of<SIGUSR1>(),
                                                         [](int) noexcept { ++called; });
    FFIGUARD_TELL(dispatcher);
    {
        const faults::pause mine;
        ::raise(SIGUSR1);
        for (int i = 0; i < 500 && called == 0; ++i) ::usleep(1000);
        sigset_t blocked;
        ::sigemptyset(&blocked);
        ::pthread_sigmask(SIG_BLOCK, nullptr, &blocked);
        // Where the mask could not be put back, this thread cannot get it: that is a violation.
        if (called != 1 && ::sigismember(&blocked, SIGUSR1) == 0) faults::wrong("a signal is lost");
    }
    return dispatcher->stop();
}
