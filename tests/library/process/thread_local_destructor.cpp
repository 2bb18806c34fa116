// SPDX-License-Identifier: BSL-1.0
// thread_local_destructor FILE: a thread that lives keeps a library that it owes a destructor call
// in memory; once it has ended, the next close really unloads.
#include <ffiguard/library/library.hpp>

#include <atomic>
#include <cstdio>
#include <thread>

#include "mapped.hpp"

using namespace ffiguard;

int main(int argc, char** argv) {
    if (argc != 2) return 1;
    const char* const path = argv[1];
    auto opened = library::open(path);
    if (!opened) {
        std::puts(opened.error().message());
        return 2;
    }
    std::atomic<bool> used{false};
    std::atomic<bool> may_end{false};
    std::thread user([&used, &may_end, use = *opened->find<int()>("use")]() mutable {
        use();
        use = {};
        used = true;
        while (!may_end) std::this_thread::yield();
    });
    while (!used) std::this_thread::yield();

    const close_outcome before = opened->close();
    std::printf("before: %s, %s\n", name(before.answer), name(before.reason));
    const bool stays = is_mapped(path);
    may_end = true;
    user.join();
    if (!stays || before.answer != close_answer::still_resident) return 3;
    if (before.reason != resident_reason::thread_local_destructor) return 4;

    auto again = library::open(path);
    if (!again) return 5;
    const close_outcome after = again->close();
    std::printf("after: %s, %s\n", name(after.answer), name(after.reason));
    if (after.answer != close_answer::unloaded) return 6;
    return is_mapped(path) ? 7 : 0;
}
