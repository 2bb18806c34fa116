// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/signal/signal_set.hpp>

#include <signal.h>

#include <type_traits>

#include <doctest/doctest.h>

using ffiguard::signal_set;
using ffiguard::status_code;

static_assert(sizeof(signal_set) == 8);
static_assert(std::is_trivially_copyable_v<signal_set>, "copied into a signal handler's data");
static_assert(signal_set().empty());
static_assert(signal_set::of<>() == signal_set());
static_assert(signal_set::of<SIGINT, SIGTERM>().contains(SIGTERM));
static_assert(!signal_set::of<SIGINT, SIGTERM>().contains(SIGHUP));
static_assert((signal_set::of<1, 2>() | signal_set::of<2, 64>()) == signal_set::of<1, 2, 64>());
static_assert((signal_set::of<1, 2>() & signal_set::of<2, 64>()) == signal_set::of<2>());
static_assert(signal_set::of<1, 2>() - signal_set::of<2, 64>() == signal_set::of<1>());
static_assert(signal_set::of<1>() != signal_set::of<2>());

TEST_CASE("what is no signal is in no set, and is refused by insert() with nothing changed") {
    signal_set all = signal_set::of<1, 64>();
    for (const int number : {-1, 0, 65, 1 << 20}) {
        CHECK_FALSE(all.contains(number));
        CHECK(all.insert(number) == status_code::invalid_argument);
    }
    CHECK(all == signal_set::of<1, 64>());
    CHECK(all.insert(SIGINT).ok());
    CHECK(all == signal_set::of<1, 64, SIGINT>());
}

TEST_CASE("a set goes to the system and comes back the same, signal by signal") {
    const int last = SIGRTMAX < 64 ? SIGRTMAX : 64;
    for (int number = 1; number <= last; ++number) {
        signal_set one;
        REQUIRE(one.insert(number).ok());
        const sigset_t native = one.native();
        for (int other = 1; other <= last; ++other) {
            sigset_t theirs;
            sigemptyset(&theirs);
            const bool theirs_takes_it = sigaddset(&theirs, number) == 0;
            CHECK(sigismember(&native, other) == (number == other && theirs_takes_it ? 1 : 0));
            if (theirs_takes_it) CHECK(signal_set::from(theirs) == one);
        }
    }
}

TEST_CASE("what libc keeps for pthread_cancel() and setuid() never gets out of a set") {
    signal_set all;
    for (int number = 1; number <= 64; ++number) REQUIRE(all.insert(number).ok());
    const signal_set out = signal_set::from(all.native());
    sigset_t filled;
    sigfillset(&filled);
    CHECK(out == signal_set::from(filled));
#ifdef __linux__
    CHECK_FALSE(out.contains(32));
    CHECK_FALSE(out.contains(33));
    CHECK_FALSE(signal_set::asynchronous().contains(33));
#endif
}

TEST_CASE("a worker blocks all but faults, abort, what cannot be blocked and what is libc's") {
    const signal_set asynchronous = signal_set::asynchronous();
    for (int number = 1; number < 32; ++number) {
        const bool open = number == SIGSEGV || number == SIGBUS || number == SIGFPE ||
                          number == SIGILL || number == SIGTRAP || number == SIGSYS ||
                          number == SIGABRT || number == SIGKILL || number == SIGSTOP;
        CHECK(asynchronous.contains(number) == !open);
    }
    CHECK((asynchronous & signal_set::synchronous()).empty());
    CHECK(signal_set::blockable() - asynchronous == signal_set::of<SIGABRT>());
    CHECK(asynchronous == signal_set::from(asynchronous.native()));
#ifdef SIGRTMIN
    for (int number = SIGRTMIN; number <= SIGRTMAX && number <= 64; ++number)
        CHECK(asynchronous.contains(number));
#endif
}

TEST_CASE("the sets of the runtimes hold what they die without") {
    for (const int number : {SIGURG, SIGPROF, SIGSEGV, SIGPIPE})
        CHECK(signal_set::go_runtime().contains(number));
    for (const int number : {SIGSEGV, SIGUSR2, SIGQUIT, SIGTERM, SIGXFSZ})
        CHECK(signal_set::jvm_runtime().contains(number));
    for (const signal_set runtime : {signal_set::go_runtime(), signal_set::jvm_runtime()})
        CHECK_FALSE(runtime.contains(SIGUSR1));
}

#ifdef SIGRTMIN
TEST_CASE("real-time signals are counted from where libc lets them begin, and not past the last") {
    const auto first = signal_set::real_time(0);
    REQUIRE(first);
    CHECK(first->contains(SIGRTMIN));
    const auto count = static_cast<unsigned>(SIGRTMAX - SIGRTMIN);
    const auto last = signal_set::real_time(count);
    REQUIRE(last);
    CHECK(last->contains(SIGRTMAX));
    CHECK(signal_set::real_time(count + 1).status() == status_code::invalid_argument);
    CHECK(signal_set::real_time(~0u).status() == status_code::invalid_argument);
}
#endif
