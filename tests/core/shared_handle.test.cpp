// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/core/shared_handle.hpp>

#include <atomic>
#include <cerrno>
#include <cstdint>
#include <thread>
#include <type_traits>
#include <utility>
#include <vector>

#include <doctest/doctest.h>

#include "child.hpp"
#include "counted.hpp"

using ffiguard::share;
using ffiguard::shared_handle;
using ffiguard::status;
using ffiguard::status_code;
using ffiguard::unique_handle;
using ffiguard::weak_handle;

namespace {

using counted = unique_handle<counted_traits>;
using counted_shared = shared_handle<counted_traits>;

counted_shared open(std::atomic<int>& closings) { return *share(counted(&closings)); }

struct failing_traits {
    using value_type = int;
    static constexpr int empty() noexcept { return 0; }
    static status close(int) noexcept {
        errno = EDOM;
        return status::system(EIO);
    }
};

}  // namespace

static_assert(sizeof(counted_shared) == sizeof(void*));
static_assert(std::is_nothrow_copy_constructible_v<counted_shared>);

TEST_CASE("the resource is released once, when the last copy goes") {
    std::atomic<int> closings{0};
    {
        counted_shared a = open(closings);
        counted_shared b = a;
        const counted_shared c = std::move(a);
        CHECK(b == c);
        CHECK(b.use_count() == 2);
        b.reset();
        CHECK(closings == 0);
    }
    CHECK(closings == 1);
}

TEST_CASE("close is seen by all copies, and said once") {
    std::atomic<int> closings{0};
    const counted_shared a = open(closings);
    const counted_shared b = a;
    CHECK(a.close().ok());
    CHECK(closings == 1);
    CHECK(b.close() == status_code::closed);
    CHECK(b.pin().status() == status_code::closed);
    CHECK_FALSE(b.pin());
    CHECK(closings == 1);
}

TEST_CASE("close tells what the closer answered, and errno is kept") {
    const auto a = *share(unique_handle<failing_traits>(1));
    errno = ENOENT;
    CHECK(a.close() == status::system(EIO));
    CHECK(errno == ENOENT);
}

TEST_CASE("close while somebody is inside waits for the last user, who gets the answer") {
    const auto a = *share(unique_handle<failing_traits>(7));
    auto first = a.pin();
    auto second = a.pin();
    REQUIRE(first);
    CHECK(first.get() == 7);
    CHECK(a.close().ok());
    CHECK(first.unpin().ok());
    CHECK(first.get() == 0);
    CHECK(second.get() == 7);
    CHECK(second.unpin() == status::system(EIO));
}

TEST_CASE("drop tells whether this copy was the last, which sees the resource before it goes") {
    std::atomic<int> closings{0};
    counted_shared a = open(closings);
    counted_shared b = a;
    int looks = 0;
    const auto look = [&](std::atomic<int>* resource) {
        ++looks;
        CHECK(resource == &closings);
        CHECK(closings == 0);
    };
    CHECK(a.drop(look) == status_code::in_use);
    CHECK_FALSE(a);
    CHECK(looks == 0);
    CHECK(b.drop(look).ok());
    CHECK(looks == 1);
    CHECK(closings == 1);
    CHECK(b.drop(look) == status_code::null);
}

TEST_CASE("drop leaves the release to a pin, and finds a handle closed that was") {
    std::atomic<int> closings{0};
    const auto look = [](std::atomic<int>*) { FAIL("looked at what is not released here"); };
    counted_shared a = open(closings);
    auto inside = a.pin();
    CHECK(a.drop(look).ok());
    CHECK(closings == 0);
    CHECK(inside.unpin().ok());
    CHECK(closings == 1);

    counted_shared failing = open(closings);
    static_cast<void>(failing.close());
    CHECK(failing.drop(look) == status_code::closed);
}

TEST_CASE("of copies dropped at the same moment exactly one was the last") {
    for (int i = 0; i < 2000; ++i) {
        std::atomic<int> closings{0};
        counted_shared a = open(closings);
        std::atomic<int> ready{0}, last{0};
        const auto drop = [&](counted_shared mine) {
            ++ready;
            while (ready != 2) std::this_thread::yield();
            if (mine.drop([](std::atomic<int>*) {}).ok()) ++last;
        };
        std::thread other(drop, a);
        drop(std::move(a));
        other.join();
        REQUIRE(last == 1);
        REQUIRE(closings == 1);
    }
}

TEST_CASE("the raw handle is to be had without a pin, and empty where nothing is held") {
    std::atomic<int> closings{0};
    const counted_shared a = open(closings);
    CHECK(a.unguarded() == &closings);
    CHECK(counted_shared().unguarded() == nullptr);
}

TEST_CASE("try_close refuses while somebody is inside") {
    std::atomic<int> closings{0};
    const counted_shared a = open(closings);
    {
        const auto inside = a.pin();
        CHECK(a.try_close() == status_code::in_use);
        CHECK(a.pin());
    }
    CHECK(a.try_close().ok());
    CHECK(closings == 1);
    CHECK(a.try_close() == status_code::closed);
}

TEST_CASE("a pin outlives every handle and keeps the resource") {
    std::atomic<int> closings{0};
    counted_shared a = open(closings);
    auto inside = a.pin();
    a.reset();
    CHECK(closings == 0);
    auto moved = std::move(inside);
    CHECK_FALSE(inside);
    CHECK(moved.get() == &closings);
    moved = ffiguard::shared_pin<counted_traits>(std::move(inside));
    CHECK(closings == 1);
}

TEST_CASE("an empty handle answers null") {
    const counted_shared none;
    CHECK_FALSE(none);
    CHECK(none.pin().status() == status_code::null);
    CHECK(none.close() == status_code::null);
    CHECK(none.try_close() == status_code::null);
    CHECK(share(counted()).status() == status_code::null);
}

TEST_CASE("assignment covers itself and both kinds of source") {
    std::atomic<int> first{0};
    std::atomic<int> second{0};
    counted_shared a = open(first);
    counted_shared& same = a;
    a = same;
    a = std::move(same);
    CHECK(a);
    CHECK(first == 0);
    a = open(second);
    CHECK(first == 1);
    CHECK(second == 0);
}

TEST_CASE("a weak handle finds the resource only while it is owned and open") {
    std::atomic<int> closings{0};
    weak_handle<counted_traits> weak;
    CHECK_FALSE(weak.lock());
    {
        const counted_shared a = open(closings);
        weak = a;
        const weak_handle<counted_traits> copy = weak;
        CHECK(copy.lock() == a);
    }
    CHECK(closings == 1);
    CHECK_FALSE(weak.lock());

    std::atomic<int> other{0};
    const counted_shared b = open(other);
    weak = b;
    CHECK(b.close().ok());
    CHECK_FALSE(weak.lock());
}

TEST_CASE("one reference more than 2^31 ends the program instead of wrapping the count") {
    std::atomic<int> closings{0};
    auto* const block = new ffiguard::detail::shared_block<counted_traits>(counted(&closings));
    const auto ends_the_program = [&](std::atomic<std::uint32_t>& count, auto&& count_up) {
        const std::uint32_t before = count.exchange(std::uint32_t{1} << 31);
        const auto child = run_in_child(count_up);
        CHECK(child.aborted);
        CHECK(child.text == "ffiguard: count overflow: shared_handle: 2^31 references\n");
        count = before;
    };
    ends_the_program(block->owners, [&] { block->add_owner(); });
    ends_the_program(block->owners, [&] { static_cast<void>(block->revive_owner()); });
    ends_the_program(block->keepers, [&] { block->add_keeper(); });
    block->drop_owner();
    CHECK(closings == 1);
}

TEST_CASE("threads copy, pin, lock, close and drop at once: released once, never in use") {
    for (int round = 0; round < 500; ++round) {
        std::atomic<int> closings{0};
        std::atomic<int> used_after_close{0};
        std::atomic<int> ok{0};
        counted_shared shared = open(closings);
        std::vector<std::thread> crowd;
        for (int t = 0; t < 4; ++t)
            crowd.emplace_back([&, t, mine = shared, weak = weak_handle<counted_traits>(shared)] {
                for (int i = 0; i < 50; ++i) {
                    const counted_shared copy = i % 2 == 0 ? mine : weak.lock();
                    if (const auto inside = copy.pin()) used_after_close += inside.get()->load();
                    if (i == 20 + t) ok += copy.close().ok();
                }
            });
        shared.reset();
        for (std::thread& one : crowd) one.join();
        CHECK(closings == 1);
        CHECK(ok <= 1);
        CHECK(used_after_close == 0);
    }
}

TEST_CASE("a shared handle has a name to be a member by, and a weak one too") {
    struct holder {
        ffiguard::shared<counted> held;
        ffiguard::weak<counted> known;
    };
    std::atomic<int> closings{0};
    static_assert(std::is_same_v<ffiguard::shared<counted>, shared_handle<counted::traits_type>>);
    {
        holder one{share(counted(&closings)).value(), {}};
        one.known = one.held;
        CHECK(one.known.lock().pin().get() == &closings);
    }
    CHECK(closings == 1);
}

TEST_CASE("a handle has expired when nothing can be reached through it") {
    std::atomic<int> closings{0};
    ffiguard::shared<counted> shared;
    ffiguard::weak<counted> weak;
    CHECK(shared.expired());
    CHECK(weak.expired());
    shared = share(counted(&closings)).value();
    weak = shared;
    const auto same = weak;
    CHECK_FALSE(shared.expired());
    CHECK_FALSE(weak.expired());
    auto copy = shared;
    shared.reset();
    CHECK_FALSE(weak.expired());
    copy.reset();  // the last owner
    CHECK(weak.expired());
    CHECK_FALSE(weak.lock());
    CHECK(weak == same);
    CHECK(weak != ffiguard::weak<counted>());

    std::atomic<int> other_closings{0};
    shared = share(counted(&other_closings)).value();
    weak = shared;
    CHECK(weak != same);
    CHECK(shared.close().ok());
    CHECK(shared.expired());
    CHECK(weak.expired());
    weak.reset();
    CHECK(weak == ffiguard::weak<counted>());
}
