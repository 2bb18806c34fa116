// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/signal/signal_mask.hpp>

#include <pthread.h>
#include <signal.h>
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstddef>
#include <cstring>
#include <memory>
#include <thread>
#include <type_traits>
#include <utility>
#include <vector>

#include <doctest/doctest.h>

#include "../core/child.hpp"
#include "refuse_call.hpp"

using ffiguard::signal_mask;
using ffiguard::signal_set;
using ffiguard::status;
using ffiguard::status_code;

static_assert(!std::is_copy_constructible_v<signal_mask>);
static_assert(std::is_nothrow_move_constructible_v<signal_mask>);
static_assert(std::is_nothrow_move_assignable_v<signal_mask>);

namespace {

// What is written by hand: it remembers the whole mask, and sets that.
struct naive_mask {
    explicit naive_mask(const sigset_t& set) { pthread_sigmask(SIG_BLOCK, &set, &before); }
    ~naive_mask() { pthread_sigmask(SIG_SETMASK, &before, nullptr); }
    naive_mask(const naive_mask&) = delete;
    naive_mask& operator=(const naive_mask&) = delete;
    sigset_t before;
};

signal_set now() { return *signal_mask::current(); }

void set_now(signal_set set) {
    const sigset_t native = set.native();
    pthread_sigmask(SIG_SETMASK, &native, nullptr);
}

sigset_t all_signals() {
    sigset_t all;
    sigfillset(&all);
    return all;
}

void touch_what_is_not_mapped() {
    void* const page = mmap(nullptr, 4096, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    *static_cast<volatile char*>(page) = 1;
}

void exit_7(int) { _exit(7); }

void handle(int number, void (*handler)(int)) {
    struct sigaction action;
    std::memset(&action, 0, sizeof action);
    action.sa_handler = handler;
    sigaction(number, &action, nullptr);
}

struct clean_mask {
    clean_mask() { set_now({}); }
    ~clean_mask() { set_now(before); }
    signal_set before = now();
};

}  // namespace

TEST_CASE("signals are blocked while the guard is in force, others stay as they are") {
    const clean_mask clean;
    set_now(signal_set::of<SIGHUP>());
    {
        const auto guard = signal_mask::block<SIGUSR1, SIGHUP>();
        REQUIRE(guard);
        CHECK(guard->dropped().empty());
        CHECK(now() == signal_set::of<SIGUSR1, SIGHUP>());
    }
    CHECK(now() == signal_set::of<SIGHUP>());
    {
        const auto guard = signal_mask::unblock(signal_set::of<SIGHUP, SIGUSR2>());
        REQUIRE(guard);
        CHECK(now().empty());
    }
    CHECK(now() == signal_set::of<SIGHUP>());
    {
        const auto guard = signal_mask::replace(signal_set::of<SIGINT>());
        REQUIRE(guard);
        CHECK(now() == signal_set::of<SIGINT>());
    }
    CHECK(now() == signal_set::of<SIGHUP>());
}

TEST_CASE("errno is kept, by the beginning and by the end") {
    errno = ENOENT;
    {
        const auto guard = signal_mask::block(signal_set::asynchronous());
        CHECK(errno == ENOENT);
    }
    CHECK(errno == ENOENT);
}

TEST_CASE("signals that the thread itself raises by a fault are dropped, and the guard says so") {
    const clean_mask clean;
    const signal_set all = signal_set::from(all_signals());
    auto guard = signal_mask::block(all);
    REQUIRE(guard);
    CHECK(guard->dropped() == (signal_set::synchronous() | signal_set::of<SIGKILL, SIGSTOP>()));
    CHECK(now() == signal_set::blockable());
    CHECK(guard->restore().ok());
    CHECK(now().empty());
    guard = signal_mask::replace(all);
    CHECK(guard->dropped() == (signal_set::synchronous() | signal_set::of<SIGKILL, SIGSTOP>()));
    CHECK(now() == signal_set::blockable());
    guard = signal_mask::unblock(all);
    CHECK(guard->dropped() == signal_set::of<SIGKILL, SIGSTOP>());
}

TEST_CASE("a fault is handled while all that may be blocked is; blocked by hand, it kills") {
    const auto naive = run_in_child([] {
        handle(SIGSEGV, &exit_7);
        const naive_mask guard(all_signals());
        touch_what_is_not_mapped();
    });
    CHECK(naive.exit_status == -1);  // killed, and its handler did not run

    const auto guarded = run_in_child([] {
        handle(SIGSEGV, &exit_7);
        const auto guard = signal_mask::block(signal_set::from(all_signals()));
        touch_what_is_not_mapped();
    });
    CHECK(guarded.exit_status == 7);
}

TEST_CASE("guards that end in any of the 24 orders leave the mask as if none had been") {
    const clean_mask clean;
    int order[] = {0, 1, 2, 3};
    bool naive_was_right = true;
    do {
        set_now(signal_set::of<SIGHUP, SIGTERM>());
        {
            std::vector<signal_mask> guards;
            guards.push_back(*signal_mask::block<SIGUSR1, SIGHUP>());
            guards.push_back(*signal_mask::unblock(signal_set::of<SIGHUP, SIGUSR1>()));
            guards.push_back(*signal_mask::replace(signal_set::of<SIGUSR1, SIGUSR2>()));
            guards.push_back(*signal_mask::block<SIGUSR1, SIGTERM>());
            std::vector<int> left = {0, 1, 2, 3};
            for (const int i : order) {
                CHECK(guards[static_cast<std::size_t>(i)].restore().ok());
                left.erase(std::find(left.begin(), left.end(), i));
                signal_set expected = signal_set::of<SIGHUP, SIGTERM>();
                for (const int at : left) {
                    if (at == 0) expected = expected | signal_set::of<SIGUSR1, SIGHUP>();
                    if (at == 1) expected = expected - signal_set::of<SIGHUP, SIGUSR1>();
                    if (at == 2) expected = signal_set::of<SIGUSR1, SIGUSR2>();
                    if (at == 3) expected = expected | signal_set::of<SIGUSR1, SIGTERM>();
                }
                CHECK(now() == expected);
            }
        }
        CHECK(now() == signal_set::of<SIGHUP, SIGTERM>());

        std::vector<std::unique_ptr<naive_mask>> naive;
        for (const signal_set set : {signal_set::of<SIGUSR1>(), signal_set::of<SIGUSR2>(),
                                     signal_set::of<SIGINT>(), signal_set::of<SIGQUIT>()})
            naive.emplace_back(new naive_mask(set.native()));
        for (const int i : order) naive[static_cast<std::size_t>(i)].reset();
        naive_was_right = naive_was_right && now() == signal_set::of<SIGHUP, SIGTERM>();
    } while (std::next_permutation(order, order + 4));
    CHECK_FALSE(naive_was_right);
}

TEST_CASE("a guard that found its signals blocked keeps them so when the older one ends first") {
    const clean_mask clean;
    auto older = signal_mask::block<SIGUSR1>();
    auto newer = signal_mask::block<SIGUSR1>();
    CHECK(older->restore().ok());
    CHECK(now() == signal_set::of<SIGUSR1>());
    CHECK(newer->restore().ok());
    CHECK(now().empty());
}

TEST_CASE("what a JVM and Go change meanwhile is left alone; the naive guard undoes it") {
    const clean_mask clean;
    set_now(signal_set::of<SIGTERM, SIGUSR2>());
    const auto attach = [] {  // opens what it lives by, blocks SIGQUIT
        set_now((now() - signal_set::of<SIGUSR2, SIGTERM>()) | signal_set::of<SIGQUIT>());
    };
    {
        const auto guard = signal_mask::block<SIGUSR1>();
        attach();
        CHECK(now() == signal_set::of<SIGUSR1, SIGQUIT>());
    }
    CHECK(now() == signal_set::of<SIGQUIT>());

    set_now(signal_set::of<SIGTERM, SIGUSR2>());
    {
        const naive_mask guard(signal_set::of<SIGUSR1>().native());
        attach();
    }
    CHECK(now() == signal_set::of<SIGTERM, SIGUSR2>());
}

TEST_CASE("on another thread a guard changes nothing; the naive one leaves both threads wrong") {
    const clean_mask clean;
    auto guard = signal_mask::block<SIGUSR1>();
    REQUIRE(guard);
    std::thread([&guard] {
        set_now(signal_set::of<SIGUSR2>());
        CHECK(guard->restore() == status_code::wrong_thread);
        CHECK(now() == signal_set::of<SIGUSR2>());
    }).join();
    CHECK(now() == signal_set::of<SIGUSR1>());
    CHECK(guard->restore().ok());
    CHECK(now().empty());

    std::unique_ptr<naive_mask> naive(new naive_mask(signal_set::of<SIGUSR1>().native()));
    std::thread([&naive] {
        set_now(signal_set::of<SIGUSR2>());
        naive.reset();
        CHECK(now().empty());
    }).join();
    CHECK(now() == signal_set::of<SIGUSR1>());
}

TEST_CASE("a guard that is moved between scopes opens once, at the end of the last") {
    const clean_mask clean;
    {
        signal_mask outer;
        CHECK_FALSE(outer);
        CHECK(outer.restore() == status_code::closed);
        {
            auto inner = signal_mask::block(signal_set::of<SIGUSR1, SIGSEGV>());
            outer = *std::move(inner);
        }
        CHECK(outer.dropped() == signal_set::of<SIGSEGV>());
        CHECK(now() == signal_set::of<SIGUSR1>());
        outer = *signal_mask::block<SIGUSR2>();
        CHECK(now() == signal_set::of<SIGUSR2>());
    }
    CHECK(now().empty());
}

namespace {

volatile sig_atomic_t handled = 0;
volatile sig_atomic_t blocked_in_handler = 0;
void nest_in_handler(int) {
    handled = handled + 1;
    const auto nested = signal_mask::block<SIGUSR2>();
    blocked_in_handler = nested && now().contains(SIGUSR2) ? 1 : 0;
}

}  // namespace

TEST_CASE("what was kept waiting is handled before the end returns, with guards as usual") {
    const auto outcome = run_in_child([] {
        set_now({});
        handle(SIGUSR1, &nest_in_handler);
        auto outer = signal_mask::block<SIGHUP>();
        auto guard = signal_mask::block<SIGUSR1>();
        raise(SIGUSR1);
        raise(SIGUSR1);  // one that waits already is enough
        if (handled != 0) _exit(1);
        if (!guard->restore().ok() || *guard) _exit(2);
        if (handled != 1 || blocked_in_handler != 1) _exit(3);
        if (now() != signal_set::of<SIGHUP>()) _exit(4);
        if (!outer->restore().ok() || !now().empty()) _exit(5);
    });
    CHECK(outcome.exit_status == 0);
}

#ifdef __linux__
TEST_CASE("an end with nothing to put back makes no system call, every other one") {
    const auto outcome = run_in_child([] {
        set_now(signal_set::of<SIGUSR1, SIGUSR2>());
        auto satisfied = signal_mask::block<SIGUSR1>();
        const signal_set both = signal_set::of<SIGUSR1, SIGUSR2>();
        auto replaced = signal_mask::replace(both);
        auto opened = signal_mask::unblock(signal_set::of<SIGHUP>());
        auto changed = signal_mask::block<SIGHUP>();
        if (!refuse_call(SYS_rt_sigprocmask)) _exit(99);
        errno = ENOENT;
        if (!changed) _exit(1);
        if (changed->restore() != status::system(EPERM)) _exit(2);
        if (!opened->restore().ok()) _exit(3);
        if (!replaced->restore().ok()) _exit(4);
        if (!satisfied->restore().ok()) _exit(5);
        if (errno != ENOENT) _exit(6);
        if (signal_mask::block<SIGHUP>().status() != status::system(EPERM)) _exit(7);
        if (signal_mask::current().status() != status::system(EPERM)) _exit(8);
    });
    if (outcome.exit_status == 99)
        MESSAGE("skipped: this kernel has no seccomp filters");
    else
        CHECK(outcome.exit_status == 0);
}
#endif

#if FFIGUARD_HAS_EXCEPTIONS()
TEST_CASE("a guard ends with an exception that leaves its scope") {
    const clean_mask clean;
    try {
        const auto guard = signal_mask::block<SIGUSR1>();
        throw 1;
    } catch (int) {
        CHECK(now().empty());
    }
}
#endif
