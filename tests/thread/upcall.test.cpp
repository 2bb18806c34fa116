// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/thread/upcall.hpp>

#include <langinfo.h>
#include <pthread.h>
#include <signal.h>

#include <cerrno>
#include <cfenv>
#include <string>
#include <thread>
#include <type_traits>

#include <doctest/doctest.h>

#include <ffiguard/signal/signal_mask.hpp>
#include <ffiguard/thread/foreign_call.hpp>

#include "affinity.hpp"

using ffiguard::cpu_affinity;
using ffiguard::signal_mask;
using ffiguard::signal_set;
using ffiguard::thread_name;
using ffiguard::upcall;
using ffiguard::upcall_batch;

static_assert(!std::is_move_constructible_v<upcall>, "it belongs to one scope of one thread");
static_assert(!std::is_move_constructible_v<upcall_batch>, "as an upcall");

namespace {

struct inherited {
    bool pinned = false;
    std::string name;
};

// What Go does within a callback that blocks: it starts a thread from this one.
inherited callback(std::size_t unpinned_cpus) {
    inherited seen;
    std::thread([&] {
        seen.pinned = cpus_now().size() < unpinned_cpus;
        char name[64] = "";
        pthread_getname_np(pthread_self(), name, sizeof name);
        seen.name = name;
    }).join();
    return seen;
}

signal_set mask_now() {
    const auto now = signal_mask::current();
    return now ? *now : signal_set();
}

}  // namespace

TEST_CASE("threads that a runtime starts within a callback inherit no CPUs and no name") {
    const std::size_t cpus = cpus_now().size();
    if (cpus < 2) {
        MESSAGE("skipped: one CPU only");
        return;
    }
    const std::string before = callback(cpus).name;
    int naive_pinned = 0;
    int pinned = 0;
    for (int i = 0; i < 24; ++i) {
        const auto cpu = cpu_affinity::pin(first_allowed());
        const auto name = thread_name::set("compressing");
        const inherited naive = callback(cpus);
        naive_pinned += naive.pinned;
        CHECK(naive.name == "compressing");
        {
            const upcall inside;
            CHECK(inside.status().ok());
            const inherited seen = callback(cpus);
            pinned += seen.pinned;
            CHECK(seen.name == before);
        }
        CHECK(cpus_now().size() == 1);
        CHECK(callback(cpus).name == "compressing");
    }
    CHECK(naive_pinned == 24);
    CHECK(pinned == 0);
    CHECK(cpus_now().size() == cpus);
    CHECK(callback(cpus).name == before);
}

TEST_CASE("the signal mask that a callback leaves behind is not the caller's afterwards") {
    const auto blocked = signal_mask::block(signal_set::of<SIGUSR1, SIGTERM>());
    const signal_set before = mask_now();
    const auto go = [] {  // Go 1.21 and later, on a thread that is not its own
        const sigset_t opened = signal_set::of<SIGTERM, SIGCHLD>().native();
        pthread_sigmask(SIG_UNBLOCK, &opened, nullptr);
        const sigset_t closed = signal_set::of<SIGHUP>().native();
        pthread_sigmask(SIG_BLOCK, &closed, nullptr);
    };
    {
        const sigset_t put_back = before.native();
        go();
        CHECK(mask_now() != before);
        pthread_sigmask(SIG_SETMASK, &put_back, nullptr);
    }
    {
        const upcall inside;
        go();
    }
    CHECK(mask_now() == before);
}

TEST_CASE("SIGURG is open within, by which Go stops its goroutines, and blocked again afterwards") {
    const auto blocked = signal_mask::block(signal_set::asynchronous());
    const signal_set before = mask_now();
    CHECK(before.contains(SIGURG));
    {
        const upcall inside;
        CHECK(mask_now() == before - signal_set::of<SIGURG>());
    }
    CHECK(mask_now() == before);
}

TEST_CASE("errno is the caller's own after a callback") {
    errno = ENOENT;
    {
        const upcall inside;
        errno = EBADF;
    }
    CHECK(errno == ENOENT);
}

TEST_CASE("a runtime that is called back computes and reads numbers as it expects") {
    const auto rounding = ffiguard::float_environment::with_rounding(FE_UPWARD);
    const std::string encoding = nl_langinfo(CODESET);
    const auto locale = ffiguard::thread_locale::use("C.UTF-8");
    {
        const upcall inside;
        CHECK(std::fegetround() == FE_TONEAREST);
        CHECK(uselocale(locale_t{}) == LC_GLOBAL_LOCALE);
        CHECK(nl_langinfo(CODESET) == encoding);
    }
    CHECK(std::fegetround() == FE_UPWARD);
    if (locale) CHECK(uselocale(locale_t{}) != LC_GLOBAL_LOCALE);
}

TEST_CASE("callbacks nest, and guards begin and end within") {
    const auto all = cpus_now();
    auto outer = *cpu_affinity::pin(first_allowed());
    {
        const upcall inside;
        const auto nested = *cpu_affinity::pin(last_allowed());
        {
            const upcall again;
            CHECK(cpus_now() == all);
        }
        CHECK(outer.restore().ok());
        CHECK(cpus_now() == nested.effective());
    }
    CHECK(cpus_now() == all);
}

// ---- upcall_batch

namespace {

void block_by_hand(int number) {
    sigset_t one;
    sigemptyset(&one);
    sigaddset(&one, number);
    pthread_sigmask(SIG_BLOCK, &one, nullptr);
}

}  // namespace

TEST_CASE("a batch opens SIGURG at its first upcall, and puts the mask back at its end") {
    const auto blocked = signal_mask::block(signal_set::asynchronous());
    const signal_set before = mask_now();
    {
        const upcall_batch rows;
        CHECK(mask_now() == before);
        for (int row = 0; row < 3; ++row) {
            const upcall inside;
            CHECK(mask_now() == before - signal_set::of<SIGURG>());
        }
        CHECK(mask_now() == before - signal_set::of<SIGURG>());
    }
    CHECK(mask_now() == before);
}

TEST_CASE("a batch without an upcall leaves the mask alone") {
    {
        const upcall_batch rows;
        block_by_hand(SIGUSR2);
    }
    CHECK(mask_now().contains(SIGUSR2));
    sigset_t one = signal_set::of<SIGUSR2>().native();
    pthread_sigmask(SIG_UNBLOCK, &one, nullptr);
}

TEST_CASE("what callbacks of a batch do to the mask ends with it") {
    const signal_set before = mask_now();
    {
        const upcall_batch rows;
        for (const int number : {SIGHUP, SIGUSR1}) {
            const upcall inside;
            block_by_hand(number);
        }
        CHECK(mask_now() == (before | signal_set::of<SIGHUP, SIGUSR1>()));
    }
    CHECK(mask_now() == before);
}

TEST_CASE("SIGURG is open in a callback, also where a guard has blocked it inside the batch") {
    const signal_set before = mask_now();
    {
        const upcall_batch rows;
        { const upcall first; }
        {
            const auto blocked = signal_mask::block(signal_set::asynchronous());
            const signal_set own = mask_now();
            {
                const upcall inside;
                CHECK(mask_now() == own - signal_set::of<SIGURG>());
            }
            CHECK(mask_now() == own);
        }
        const upcall last;
        CHECK_FALSE(mask_now().contains(SIGURG));
    }
    CHECK(mask_now() == before);
}

TEST_CASE("a callback that comes back into C++ is outside of the batch of its caller") {
    const signal_set before = mask_now();
    {
        const upcall_batch rows;
        const upcall inside;
        block_by_hand(SIGURG);  // as the callback's own C++ may
        {
            const upcall nested;
            CHECK_FALSE(mask_now().contains(SIGURG));
        }
        CHECK(mask_now().contains(SIGURG));
    }
    CHECK(mask_now() == before);
}

TEST_CASE("a batch inside another is a part of it") {
    const auto blocked = signal_mask::block(signal_set::asynchronous());
    const signal_set before = mask_now();
    {
        const upcall_batch outer;
        {
            const upcall_batch inner;
            const upcall inside;
            CHECK_FALSE(mask_now().contains(SIGURG));
        }
        CHECK_FALSE(mask_now().contains(SIGURG));
        { const upcall last; }
    }
    CHECK(mask_now() == before);
}

TEST_CASE("a guard that began before a batch may end inside it") {
    const signal_set before = mask_now();
    auto blocked = signal_mask::block(signal_set::asynchronous());
    {
        const upcall_batch rows;
        { const upcall first; }
        CHECK(blocked->restore().ok());
        const upcall last;
        CHECK_FALSE(mask_now().contains(SIGURG));
    }
    CHECK(mask_now() == before);
}

TEST_CASE("SIGURG is open in a callback, also where a guard that is not the newest has ended") {
    block_by_hand(SIGURG);
    const signal_set before = mask_now();
    auto open = signal_mask::unblock(signal_set::of<SIGURG>());
    auto newer = signal_mask::block(signal_set::of<SIGUSR2>());
    {
        const upcall_batch rows;
        { const upcall first; }
        CHECK(open->restore().ok());  // blocks SIGURG again
        const upcall last;
        CHECK_FALSE(mask_now().contains(SIGURG));
    }
    CHECK(newer->restore().ok());
    CHECK(mask_now() == before);
    const sigset_t one = signal_set::of<SIGURG>().native();
    pthread_sigmask(SIG_UNBLOCK, &one, nullptr);
}

TEST_CASE("a guard that begins inside a batch may end after it") {
    const signal_set before = mask_now();
    auto blocked = signal_mask();
    {
        const upcall_batch rows;
        { const upcall first; }
        blocked = *signal_mask::block(signal_set::of<SIGUSR2>());
        const upcall last;
        CHECK_FALSE(mask_now().contains(SIGURG));
    }
    CHECK(blocked.restore().ok());
    CHECK(mask_now() == before);
}

TEST_CASE("a foreign_call around some upcalls of a batch leaves the mask to it") {
    const auto blocked = signal_mask::block(signal_set::asynchronous());
    const signal_set before = mask_now();
    {
        const upcall_batch rows;
        {
            const ffiguard::foreign_call<FFIGUARD_THREAD_SIGNAL_MASK> vendor;
            const upcall first;
            CHECK_FALSE(mask_now().contains(SIGURG));
        }
        const upcall last;
        CHECK_FALSE(mask_now().contains(SIGURG));
    }
    CHECK(mask_now() == before);
}

TEST_CASE("a batch keeps errno, and its upcalls take the thread's state back as ever") {
    const std::string before = callback(0).name;
    errno = ENOENT;
    {
        const upcall_batch rows;
        const auto name = thread_name::set("compressing");
        for (int row = 0; row < 2; ++row) {
            const upcall inside;
            CHECK(callback(0).name == before);
            errno = EBADF;
        }
        CHECK(callback(0).name == "compressing");
        errno = ENOENT;
    }
    CHECK(errno == ENOENT);
}

#if FFIGUARD_HAS_EXCEPTIONS()
TEST_CASE("a callback that throws leaves all as one that returns") {
    const auto name = thread_name::set("compressing");
    const signal_set before = mask_now();
    try {
        const upcall inside;
        const sigset_t closed = signal_set::of<SIGHUP>().native();
        pthread_sigmask(SIG_BLOCK, &closed, nullptr);
        throw 1;
    } catch (int) {
        CHECK(mask_now() == before);
        CHECK(callback(1).name == "compressing");
    }
}
#endif
