// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_TESTS_THREAD_BOUNDS_HPP
#define FFIGUARD_TESTS_THREAD_BOUNDS_HPP

// What is bound to a thread, in one of two shared objects, as two shims in one process have it. The
// loader binds end() of the second object to the copy of the first, as it does with the members of
// std::vector and of result.
#include <ffiguard/core/unique_handle.hpp>
#include <ffiguard/thread/thread_bound.hpp>

#include <thread>
#include <utility>

namespace bounds {

struct counter_traits {
    using value_type = int*;
    static constexpr int* empty() noexcept { return nullptr; }
    static void close(int* count) noexcept { ++*count; }
};
using owner = ffiguard::unique_handle<counter_traits>;
using bound = ffiguard::thread_bound<owner>;
using parked = ffiguard::thread_bound<owner, ffiguard::elsewhere::parked>;

template <class Owner>
__attribute__((visibility("default"), noinline)) void end(Owner&& ended) {
    const Owner gone(std::move(ended));
}

/// 0 where everything is as one object alone has it.
FFIGUARD_HIDDEN inline int run() {
    int wrong = 0;
    int closed = 0;
    bound elsewhere{owner(&closed)};
    std::thread([&] { end(std::move(elsewhere)); }).join();
    wrong |= 1 * (closed != 0);

    closed = 0;
    end(bound(owner(&closed)));
    wrong |= 2 * (closed != 1);

    closed = 0;
    auto home = ffiguard::thread_home::create();
    auto waiting = parked::bind(owner(&closed), *home);
    std::thread([&] { end(*std::move(waiting)); }).join();
    wrong |= 4 * (closed != 0);
    end(*std::move(home));
    wrong |= 8 * (closed != 1);
    return wrong;
}

}  // namespace bounds

#endif
