// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/thread/cpu_affinity.hpp>

#include <sched.h>
#include <unistd.h>

#include <cerrno>
#include <optional>
#include <type_traits>
#include <utility>

#include <doctest/doctest.h>

#include "affinity.hpp"

using ffiguard::cpu_affinity;
using ffiguard::cpu_set;
using ffiguard::status;
using ffiguard::status_code;
namespace detail = ffiguard::detail;

static_assert(!std::is_copy_constructible_v<cpu_affinity>);
static_assert(std::is_nothrow_move_assignable_v<cpu_affinity>);
static_assert(std::is_nothrow_move_constructible_v<cpu_set>);

namespace {

cpu_set set_of(int cpu, int another) {
    cpu_set set;
    CHECK(set.insert(cpu).ok());
    CHECK(set.insert(another).ok());
    return set;
}

bool has_one_cpu() {
    const bool one = cpus_now().size() < 2;
    if (one) MESSAGE("skipped: one CPU only");
    return one;
}

}  // namespace

TEST_CASE("a pinned thread runs on its CPU, and where it ran before when the guard ends") {
    const cpu_set before = cpus_now();
    const int cpu = last_allowed();
    errno = ENOENT;
    {
        const auto guard = cpu_affinity::pin(cpu);
        REQUIRE(guard);
        CHECK(guard->effective().size() == 1);
        CHECK(guard->effective().contains(cpu));
        CHECK_FALSE(guard->is_reduced());
        CHECK(cpus_now() == guard->effective());
        CHECK(sched_getcpu() == cpu);
    }
    CHECK(errno == ENOENT);
    CHECK(cpus_now() == before);
}

TEST_CASE("a set holds CPUs of any number, where a cpu_set_t drops them") {
    const cpu_set_t naive = only(1500);
    CHECK(CPU_COUNT(&naive) == 0);

    cpu_set set = set_of(1500, 3);
    CHECK(set.contains(1500));
    CHECK(set.contains(3));
    CHECK_FALSE(set.contains(1499));
    CHECK_FALSE(set.contains(100000));
    CHECK_FALSE(set.contains(-1));
    CHECK(set.size() == 2);
    CHECK(set == set_of(3, 1500));
    CHECK(set.insert(100000).ok());
    CHECK(set.contains(1500));
    CHECK(set != set_of(1500, 3));
    CHECK(set_of(1500, 3).is_subset_of(set));
    CHECK_FALSE(set.is_subset_of(set_of(1500, 3)));
    CHECK(set.insert(-1) == status_code::invalid_argument);
    CHECK(set.insert(1 << 20) == status_code::invalid_argument);
    CHECK(set.size() == 3);

    const cpu_set taken = std::move(set);
    CHECK(taken.size() == 3);
    CHECK(set.empty());
    CHECK(set.insert(1).ok());
}

TEST_CASE("a mask too small for the kernel's is made larger, where naive code gets EINVAL") {
    // A machine with more than 1024 CPUs is not at hand: of half a word the kernel says the same.
    unsigned long word = 0;
    auto* const half = reinterpret_cast<cpu_set_t*>(&word);
    CHECK(sched_getaffinity(0, sizeof word / 2, half) != 0);
    CHECK(errno == EINVAL);

    detail::unique_cpu_words words;
    REQUIRE(detail::read_affinity(words, sizeof word / 2).ok());
    const auto cpu = static_cast<unsigned>(first_allowed());
    if (cpu < detail::bits_per_cpu_word) CHECK((words.get().first[0] >> cpu & 1) == 1);
}

TEST_CASE("what the kernel drops of the CPUs is told, where naive code sees success") {
    const int cpu = first_allowed();
    on_new_thread([cpu] {
        cpu_set_t naive = only(cpu);
        CPU_SET(1000U, &naive);
        CHECK(sched_setaffinity(0, sizeof naive, &naive) == 0);  // not a word of 1000
    });
    const auto guard = cpu_affinity::pin(set_of(cpu, 1000));
    REQUIRE(guard);
    CHECK(guard->is_reduced());
    CHECK(guard->effective().size() == 1);
    CHECK(guard->effective().contains(cpu));
}

TEST_CASE("CPUs of which none is allowed are refused, and the thread runs where it did") {
    const cpu_set before = cpus_now();
    CHECK(cpu_affinity::pin(1000).status() == status::system(EINVAL));
    CHECK(cpu_affinity::pin(cpu_set()).status() == status_code::invalid_argument);
    CHECK(cpu_affinity::pin(-1).status() == status_code::invalid_argument);
    CHECK(cpus_now() == before);
}

TEST_CASE("the calling thread is pinned, where getpid() pins the main thread") {
    if (has_one_cpu()) return;
    const cpu_set before = cpus_now();
    const int cpu = first_allowed();
    {
        const naive_pin put_back(cpu);  // the test's own thread is the main one
        sched_setaffinity(0, sizeof put_back.before, &put_back.before);
        on_new_thread([&] {
            const cpu_set_t one = only(cpu);
            CHECK(sched_setaffinity(getpid(), sizeof one, &one) == 0);
            CHECK(cpus_now() == before);  // not the one that asked
        });
        CHECK(cpus_now().size() == 1);
    }
    on_new_thread([&] {
        const auto guard = cpu_affinity::pin(cpu);
        CHECK(cpus_now().size() == 1);
    });
    CHECK(cpus_now() == before);
}

TEST_CASE("a cpuset that has shrunk to other CPUs leaves no thread pinned, and it is told") {
    if (has_one_cpu()) return;
    const cpu_set before = cpus_now();
    // As if the CPUs of before had been taken away: what was saved has none that is allowed.
    on_new_thread([] {
        {
            naive_pin pinned(first_allowed());
            pinned.before = only(1000);
        }
        CHECK(cpus_now().size() == 1);  // for good
    });
    on_new_thread([&before] {
        using guard = ffiguard::scoped_state<detail::affinity_state>;
        auto shrunken = guard::begin([](detail::cpu_words& saved) noexcept -> status {
            const cpu_set_t one = only(first_allowed());
            sched_setaffinity(0, sizeof one, &one);
            saved = detail::make_cpu_words(128).release();
            saved.first[1000 / detail::bits_per_cpu_word] = 1UL << 1000 % detail::bits_per_cpu_word;
            return {};
        });
        CHECK(cpus_now().size() == 1);
        CHECK(shrunken->restore() == status::system(EINVAL));
        CHECK(cpus_now() == before);
    });
}

TEST_CASE("two pins that end in the wrong order leave the thread as if neither had been there") {
    if (has_one_cpu()) return;
    const cpu_set before = cpus_now();
    on_new_thread([&before] {
        std::optional<naive_pin> outer(first_allowed());
        std::optional<naive_pin> inner(last_allowed());
        outer.reset();
        inner.reset();
        CHECK(cpus_now() != before);
    });
    const int last = last_allowed();
    auto outer = *cpu_affinity::pin(first_allowed());
    auto inner = *cpu_affinity::pin(set_of(last, first_allowed()));
    CHECK(outer.restore().ok());
    CHECK(cpus_now() == inner.effective());
    inner = cpu_affinity();
    CHECK(cpus_now() == before);
}

TEST_CASE("a pin that is ended on another thread changes neither of them") {
    const cpu_set before = cpus_now();
    auto guard = *cpu_affinity::pin(first_allowed());
    on_new_thread([&] {
        const cpu_set inherited = cpus_now();
        CHECK_FALSE(guard.is_on_its_thread());
        CHECK(guard.restore() == status_code::wrong_thread);
        CHECK(cpus_now() == inherited);
    });
    CHECK(cpus_now() == guard.effective());
    CHECK(guard.restore().ok());
    CHECK(guard.restore() == status_code::closed);
    CHECK(cpus_now() == before);
}
