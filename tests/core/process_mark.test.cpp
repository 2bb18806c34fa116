// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/core/detail/process_mark.hpp>

#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <csignal>
#include <thread>
#include <vector>

#include <doctest/doctest.h>

#include "../forked.hpp"

using ffiguard::detail::process_mark;
using ffiguard::detail::process_page;

namespace {

std::vector<forked::where> places() {
    std::vector<forked::where> all{forked::where::same_namespace};
    if (forked::may_enter_pid_namespace()) all.push_back(forked::where::new_pid_namespace);
    return all;
}

}  // namespace

TEST_CASE("a mark is of the process that took it, and of none that fork() makes of that") {
    const process_mark here = process_mark::current();
    CHECK(here.is_here());
    CHECK_FALSE(process_mark().is_here());
    CHECK(process_mark::current().number() == here.number());
    for (const forked::where place : places()) {
        const auto ended = forked::child(place, [&] {
            if (here.is_here()) return 1;
            const process_mark mine = process_mark::current();
            if (!mine.is_here() || mine.number() == here.number() || here.is_here()) return 2;
            return forked::child(place,
                                 [&] {
                                     const process_mark child = process_mark::current();
                                     if (mine.is_here() || here.is_here() || !child.is_here())
                                         return 3;
                                     return child.number() == mine.number() ||
                                                    child.number() == here.number()
                                                ? 4
                                                : 0;
                                 })
                .exit_status;
        });
        CHECK(ended.hung_in == "");
        CHECK(ended.exit_status == 0);
        CHECK(here.is_here());
    }
}

TEST_CASE("a page remembers the first process that took it, and numbers the others") {
    process_page page;
    CHECK(page.is_here());
    page.take();
    CHECK(page.is_here());
    const auto own = page.number();
    process_page untaken;
    for (const forked::where place : places()) {
        const auto ended = forked::child(place, [&] {
            if (page.is_here() || !untaken.is_here()) return 1;
            const auto number = page.number();
            if (number == own || page.number() != number) return 2;
            page.take();
            untaken.take();
            return page.is_here() || !untaken.is_here() ? 3 : 0;
        });
        CHECK(ended.hung_in == "");
        CHECK(ended.exit_status == 0);
        CHECK(page.is_here());
        CHECK(page.number() == own);
    }
}

#ifdef __linux__
TEST_CASE("a child that no library function made is told apart as well, vfork's is not") {
    const process_mark here = process_mark::current();
    process_page page;
    page.take();
    pid_t child = static_cast<pid_t>(::syscall(SYS_clone, SIGCHLD, 0, 0, 0, 0));
    if (child == 0) ::_exit(here.is_here() || page.is_here());
    int how = 0;
    ::waitpid(child, &how, 0);
    CHECK(how == 0);

    if (under_thread_sanitizer) return;  // makes it a fork()
    child = ::vfork();                   // the memory is the parent's own
    if (child == 0) ::_exit(here.is_here() && page.is_here() ? 0 : 1);
    ::waitpid(child, &how, 0);
    CHECK(how == 0);
}
#endif

TEST_CASE("a fork() while other threads take their first marks is harmless") {
    for (int round = 0; round < 50; ++round) {
        process_page pages[4];
        std::atomic<int> ready{0};
        std::vector<std::thread> takers;
        for (auto& page : pages)
            takers.emplace_back([&] {
                ++ready;
                while (ready < 5) std::this_thread::yield();
                page.take();
                // Alive at the fork(): ThreadSanitizer takes one that has finished for a leak of
                // the child's.
                while (ready < 6) std::this_thread::yield();
            });
        ++ready;
        const auto ended = forked::child(forked::where::same_namespace, [&] {
            for (auto& page : pages) {
                page.take();  // taken by the parent before, or now by the child
                if (page.number() == 0) return 1;
            }
            return 0;
        });
        ++ready;
        CHECK(ended.hung_in == "");
        CHECK(ended.exit_status == 0);
        for (std::thread& one : takers) one.join();
        for (auto& page : pages) CHECK(page.is_here());
    }
}
