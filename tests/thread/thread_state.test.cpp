// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/thread/thread_state.hpp>

#include <locale.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <sys/resource.h>

#include <cerrno>
#include <cfenv>
#include <cstring>
#include <initializer_list>
#include <new>
#include <string>
#include <thread>
#include <type_traits>
#include <utility>

#include <doctest/doctest.h>

#include <ffiguard/exports.hpp>
#include <ffiguard/signal/signal_mask.hpp>
#include <ffiguard/thread/float_environment.hpp>
#include <ffiguard/thread/thread_locale.hpp>

#include "affinity.hpp"

using ffiguard::error;
using ffiguard::status;
using ffiguard::status_code;
using ffiguard::thread_state;
using ffiguard::verify_unchanged;

static_assert(sizeof(ffiguard_thread_state) == 2048);
static_assert(std::is_trivially_copyable_v<thread_state>);

namespace {

void block(int number) {
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, number);
    pthread_sigmask(SIG_BLOCK, &set, nullptr);
}

// What a call left behind, in words. On a thread of its own, so that it goes with it.
template <class Call>
std::string left_behind(Call call, std::int32_t part) {
    std::string text;
    std::thread([&] {
        const error found = verify_unchanged(call);
        text = found.message();
        CHECK(found.status() == status::foreign(part));
        CHECK(verify_unchanged([] {}).ok());
    }).join();
    return text;
}

}  // namespace

TEST_CASE("a call that leaves the thread as it was has nothing told of it") {
    errno = EDOM;
    int calls = 0;
    const error found = verify_unchanged([&] {
        const auto mask = ffiguard::signal_mask::block(ffiguard::signal_set::asynchronous());
        const auto cpu = ffiguard::cpu_affinity::pin(first_allowed());
        const auto name = ffiguard::thread_name::set("busy");
        const auto rounding = ffiguard::float_environment::with_rounding(FE_UPWARD);
        const auto locale = ffiguard::thread_locale::use("C");
        return ++calls;
    });
    CHECK(found.ok());
    CHECK(std::string(found.message()).empty());
    CHECK(calls == 1);
    CHECK(errno == EDOM);
}

TEST_CASE("signals that a call leaves blocked or open are named") {
    CHECK(left_behind([] { block(SIGUSR1); }, FFIGUARD_THREAD_SIGNAL_MASK) ==
          "signal mask: USR1 is blocked");
    CHECK(left_behind(
              [] {
                  sigset_t all;
                  sigfillset(&all);
                  sigdelset(&all, SIGHUP);
                  pthread_sigmask(SIG_SETMASK, &all, nullptr);
              },
              FFIGUARD_THREAD_SIGNAL_MASK)
              .find("signal mask: INT, QUIT, ILL, TRAP and ") == 0);
    std::thread([] {
        block(SIGUSR1);
        block(40);
        const error found = verify_unchanged([] {
            block(SIGTERM);
            sigset_t set;
            sigemptyset(&set);
            sigaddset(&set, SIGUSR1);
            sigaddset(&set, 40);
            pthread_sigmask(SIG_UNBLOCK, &set, nullptr);
        });
        CHECK(found.message() == std::string("signal mask: TERM is blocked, USR1, signal 40 are no "
                                             "longer blocked"));
    }).join();
}

TEST_CASE("a mask guard that leaks is named") {
    const auto text = left_behind(
        [] {
            auto guard = ffiguard::signal_mask::block<SIGUSR2>();
            alignas(ffiguard::signal_mask) unsigned char never_destroyed[sizeof *guard];
            ::new (static_cast<void*>(never_destroyed)) ffiguard::signal_mask(std::move(*guard));
        },
        FFIGUARD_THREAD_SIGNAL_MASK);
    CHECK(text == "signal mask: USR2 is blocked");
}

TEST_CASE("a signal that a call leaves pending is named") {
    std::thread([] {
        block(SIGUSR1);
        const error found = verify_unchanged([] { pthread_kill(pthread_self(), SIGUSR1); });
        CHECK(found.status() == status::foreign(FFIGUARD_THREAD_PENDING));
        CHECK(found.message() == std::string("pending signals: USR1 is pending"));
    }).join();
}

TEST_CASE("an alternate stack that a call leaves behind, or takes away, is told") {
    std::thread([] {
        stack_t before;
        sigaltstack(nullptr, &before);  // a sanitizer's, maybe
        char memory[2][65536];
        stack_t stack{};
        stack.ss_sp = memory[0];
        stack.ss_size = sizeof memory[0];
        const error made = verify_unchanged([&] { sigaltstack(&stack, nullptr); });
        CHECK(made.status() == status::foreign(FFIGUARD_THREAD_ALTERNATE_STACK));
        stack.ss_sp = memory[1];
        const error other = verify_unchanged([&] { sigaltstack(&stack, nullptr); });
        CHECK(other.message() ==
              std::string("alternate stack: 65536 bytes -> another of 65536 bytes"));
        stack.ss_flags = SS_DISABLE;
        const error disabled = verify_unchanged([&] { sigaltstack(&stack, nullptr); });
        CHECK(disabled.message() == std::string("alternate stack: 65536 bytes -> disabled"));
        sigaltstack(&before, nullptr);
    }).join();
}

TEST_CASE("CPUs, name and nice that a call changes are told, before and after") {
    const int cpu = first_allowed();
    if (cpus_now().size() > 1) {
        const std::string text = left_behind(
            [cpu] {
                const cpu_set_t one = only(cpu);
                sched_setaffinity(0, sizeof one, &one);
            },
            FFIGUARD_THREAD_AFFINITY);
        CHECK(text.find("CPUs: ") == 0);
        if (cpu == 0) CHECK(text.substr(text.size() - 5) == " -> 0");
    }
    std::thread([] {
        pthread_setname_np(pthread_self(), "lent");
        const error renamed = verify_unchanged([] { pthread_setname_np(pthread_self(), "kept"); });
        CHECK(renamed.message() == std::string("name: lent -> kept"));
        const int nice = getpriority(PRIO_PROCESS, 0);
        const error slower = verify_unchanged([nice] { setpriority(PRIO_PROCESS, 0, nice + 3); });
        CHECK(slower.status() == status::foreign(FFIGUARD_THREAD_NICE));
        if (nice == 0) CHECK(slower.message() == std::string("nice: 0 -> 3"));
    }).join();
}

TEST_CASE("floating point control that a call changes is told, also what only SSE knows") {
    CHECK(left_behind([] { std::fesetround(FE_UPWARD); }, FFIGUARD_THREAD_FLOAT)
              .find("rounding: to nearest -> upward") == 0);
#ifdef __x86_64__
    CHECK(left_behind([] { ffiguard::detail::write_float_control(0x7F80); },
                      FFIGUARD_THREAD_FLOAT) == "rounding: to nearest -> toward zero");
    CHECK(
        left_behind([] { ffiguard::detail::write_float_control(0x9FC0); }, FFIGUARD_THREAD_FLOAT) ==
        "denormals flushed to 0: none -> operands and results");
    CHECK(
        left_behind([] { ffiguard::detail::write_float_control(0x1D00); }, FFIGUARD_THREAD_FLOAT) ==
        "trapped exceptions: none -> invalid, divide by zero");
    CHECK(left_behind(
              [] {
                  const unsigned short single_precision = 0x007F;
                  __asm__ __volatile__("fldcw %0" : : "m"(single_precision));
              },
              FFIGUARD_THREAD_FLOAT) == "x87 control word: 0x037f -> 0x007f");
#endif
    CHECK(verify_unchanged([] { std::feraiseexcept(FE_INEXACT); }).ok());  // all arithmetic does
    std::feclearexcept(FE_ALL_EXCEPT);
}

TEST_CASE("a locale that a call leaves behind is told by name") {
    std::thread([] {
        locale_t made = newlocale(LC_ALL_MASK, "C", locale_t{});
        const error found = verify_unchanged([made] { uselocale(made); });
        CHECK(found.status() == status::foreign(FFIGUARD_THREAD_LOCALE));
#ifdef __GLIBC__
        CHECK(found.message() == std::string("locale: that of the process -> C"));
#endif
        uselocale(LC_GLOBAL_LOCALE);
        freelocale(made);
    }).join();
}

TEST_CASE("what a call makes of the process's signals is told") {
    const auto handler = [](int, siginfo_t*, void*) {};
    const auto install = [&](int number, int flags) {
        struct sigaction action {};
        action.sa_flags = flags | SA_SIGINFO;
        action.sa_sigaction = handler;
        sigaction(number, &action, nullptr);
    };
    const auto left = [](auto call) {
        const error found = verify_unchanged(call);
        CHECK(found.status() == status::foreign(FFIGUARD_THREAD_DISPOSITIONS));
        return std::string(found.message());
    };
    CHECK(left([] { signal(SIGUSR1, SIG_IGN); }) == "signal dispositions: USR1 default -> ignored");
    CHECK(left([&] { install(SIGUSR1, 0); }) == "signal dispositions: USR1 ignored -> handled");
    CHECK(left([&] { install(SIGUSR1, SA_ONSTACK); }) ==
          "signal dispositions: USR1 handled -> with other flags");
    CHECK(left([] { signal(SIGUSR1, [](int) {}); }) ==
          "signal dispositions: USR1 handled -> another handler");
    CHECK(left([] {
              for (const int number : {SIGUSR1, SIGUSR2, SIGTERM, SIGHUP}) signal(number, SIG_IGN);
          }) ==
          "signal dispositions: HUP default -> ignored, USR1 handled -> ignored, USR2 default "
          "-> ignored and 1 more");
    CHECK(left([] {
              for (const int number : {SIGUSR1, SIGUSR2, SIGTERM, SIGHUP}) signal(number, SIG_DFL);
          }) != "");
    // Which loses the status of every child.
    struct sigaction action {};
    action.sa_handler = SIG_DFL;
    action.sa_flags = SA_NOCLDWAIT;
    CHECK(left([&] { sigaction(SIGCHLD, &action, nullptr); }) ==
          "signal dispositions: CHLD default -> with other flags");
    signal(SIGCHLD, SIG_DFL);
}

TEST_CASE("what a runtime makes of signals by itself is no change") {
    const auto of_go = [](int, siginfo_t*, void*) {};
    struct sigaction action {};
    action.sa_flags = SA_SIGINFO | SA_ONSTACK | SA_RESTART;
    action.sa_sigaction = of_go;
    struct sigaction before;
    sigaction(SIGURG, &action, &before);
    // Go takes a signal for os/signal; a profile begins; Java opens its first channel; Java's
    // ProcessBuilder sets SIGCHLD to the default once more, with other flags.
    CHECK(verify_unchanged([&] { sigaction(SIGUSR1, &action, nullptr); }).ok());
    CHECK_FALSE(verify_unchanged([] { signal(SIGUSR1, SIG_DFL); }).ok());
    CHECK(verify_unchanged([] { signal(SIGPROF, [](int) {}); }).ok());
    CHECK_FALSE(verify_unchanged([] { signal(SIGPROF, SIG_IGN); }).ok());
    CHECK(verify_unchanged([] { signal(SIGRTMAX - 2, [](int) {}); }).ok());
    struct sigaction child {};
    child.sa_handler = SIG_DFL;
    child.sa_flags = SA_NOCLDSTOP | SA_RESTART;
    CHECK(verify_unchanged([&] { sigaction(SIGCHLD, &child, nullptr); }).ok());
    for (const int number : {SIGPROF, SIGRTMAX - 2, SIGCHLD}) signal(number, SIG_DFL);
    sigaction(SIGURG, &before, nullptr);
}

TEST_CASE("the locale that a call gives the whole process is told") {
    setlocale(LC_ALL, "C");
    constexpr std::uint32_t parts = FFIGUARD_THREAD_ALL - FFIGUARD_THREAD_ERRNO;
    const error found = verify_unchanged([] { setlocale(LC_ALL, "C.UTF-8"); }, parts);
    CHECK(found.status() == status::foreign(FFIGUARD_THREAD_PROCESS_LOCALE));
    CHECK(found.message() == std::string("process locale: C -> C.UTF-8"));
    const error one = verify_unchanged([] { setlocale(LC_NUMERIC, "C"); }, parts);
    CHECK(one.status() == status::foreign(FFIGUARD_THREAD_PROCESS_LOCALE));
    setlocale(LC_ALL, "C");
}

TEST_CASE("errno counts, unless it is left out") {
    errno = 0;
    const auto fails = [] { errno = 2; };
    const error found = verify_unchanged(fails);
    CHECK(found.message() == std::string("errno: 0 -> 2"));
    errno = 0;
    CHECK(verify_unchanged(fails, FFIGUARD_THREAD_ALL - FFIGUARD_THREAD_ERRNO).ok());
    errno = 0;
}

TEST_CASE("all that differs is told, a text that is too long beside the cut message") {
    const std::string text = left_behind(
        [] {
            errno = 5;
            block(SIGUSR1);
            std::fesetround(FE_DOWNWARD);
        },
        FFIGUARD_THREAD_ERRNO | FFIGUARD_THREAD_SIGNAL_MASK | FFIGUARD_THREAD_FLOAT);
    CHECK(text.find("-> 5; signal mask: USR1 is blocked; rounding: to nearest -> downward") !=
          std::string::npos);

    // As on a machine with many CPUs, every second of which is taken away.
    ffiguard_thread_state before = thread_state::snapshot().raw();
    ffiguard::detail::thread_facts facts;
    std::memcpy(static_cast<void*>(&facts), &before, sizeof facts);
    for (unsigned long& word : facts.cpus) word = ~0UL / 3;
    ffiguard_thread_state after = before;
    std::memcpy(&after, &facts, sizeof facts);
    const error found = thread_state::difference(thread_state(before), thread_state(after));
    CHECK(found.status().detail() == FFIGUARD_THREAD_AFFINITY);
    const std::string cut = found.message();
    char whole[2000] = {};
    const auto size = ffiguard::detail::copy_long_text(&found.raw(), whole, sizeof whole);
    CHECK(size > 1000);
    CHECK(std::string(whole).compare(0, cut.size(), cut) == 0);
    CHECK(std::string(found.message()).find(" -> 0,2,4,6,8,10,") != std::string::npos);
}

TEST_CASE("in C: Go and Java take states and ask for the difference, and a bad call is a status") {
    ffiguard_thread_state before;
    ffiguard_thread_state after;
    ffiguard_error text;
    errno = EDOM;
    CHECK(ffiguard_thread_state_take(&before) == FFIGUARD_OK);
    CHECK(ffiguard_thread_state_take(&after) == FFIGUARD_OK);
    CHECK(ffiguard_thread_state_difference(&before, &after, FFIGUARD_THREAD_ALL, &text) ==
          FFIGUARD_OK);
    CHECK(errno == EDOM);
    CHECK(text.status == FFIGUARD_OK);
    CHECK(text.message[0] == '\0');

    const int nearest = std::fegetround();
    std::fesetround(FE_UPWARD);
    CHECK(ffiguard_thread_state_take(&after) == FFIGUARD_OK);
    std::fesetround(nearest);
    CHECK(ffiguard_thread_state_difference(&before, &after, FFIGUARD_THREAD_ALL, &text) ==
          FFIGUARD_FOREIGN);
    CHECK(text.detail == FFIGUARD_THREAD_FLOAT);
    CHECK(ffiguard_thread_state_difference(&before, &after, FFIGUARD_THREAD_ALL, nullptr) ==
          FFIGUARD_FOREIGN);
    CHECK(ffiguard_thread_state_difference(&before, &after, FFIGUARD_THREAD_NICE, nullptr) ==
          FFIGUARD_OK);

    CHECK(ffiguard_thread_state_take(nullptr) == FFIGUARD_NULL);
    CHECK(ffiguard_thread_state_difference(nullptr, &after, FFIGUARD_THREAD_ALL, &text) ==
          FFIGUARD_NULL);
    CHECK(ffiguard_thread_state_difference(&before, nullptr, FFIGUARD_THREAD_ALL, nullptr) ==
          FFIGUARD_NULL);
    const ffiguard_thread_state never_taken{};
    CHECK(ffiguard_thread_state_difference(&never_taken, &after, FFIGUARD_THREAD_ALL, &text) ==
          FFIGUARD_INVALID_ARGUMENT);
    std::thread([&] { ffiguard_thread_state_take(&after); }).join();
    CHECK(ffiguard_thread_state_difference(&before, &after, FFIGUARD_THREAD_ALL, &text) ==
          FFIGUARD_WRONG_THREAD);
}
