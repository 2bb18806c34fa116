// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/thread/thread_bound.hpp>

#include <dlfcn.h>

#include <atomic>
#include <cerrno>
#include <memory>
#include <string>
#include <thread>
#include <type_traits>
#include <utility>
#include <vector>

#include <ffiguard/core/handle_table.hpp>
#include <ffiguard/core/shared_handle.hpp>
#include <ffiguard/core/unique_handle.hpp>

#include <doctest/doctest.h>

#include "../counted_violations.hpp"
#include "../sanitizer.hpp"

using ffiguard::elsewhere;
using ffiguard::status;
using ffiguard::status_code;
using ffiguard::thread_bound;
using ffiguard::thread_home;
using ffiguard::violation;

namespace {

// A resource as of GL: whoever closes it on another thread than the one that made it does harm.
struct context {
    std::thread::id home = std::this_thread::get_id();
    std::atomic<int> closings{0};
    std::atomic<int> closings_elsewhere{0};
};
std::vector<context*> closed_in_order;
struct context_traits {
    using value_type = context*;
    static constexpr context* empty() noexcept { return nullptr; }
    static status close(context* which) noexcept {
        errno = EDOM;
        ++which->closings;
        which->closings_elsewhere += which->home != std::this_thread::get_id();
        if (which->home == std::this_thread::get_id()) closed_in_order.push_back(which);
        return {};
    }
};
using owner = ffiguard::unique_handle<context_traits>;
using bound = thread_bound<owner>;
using parked = thread_bound<owner, elsewhere::parked>;

template <class Work>
void elsewhere_do(Work&& work) {
    std::thread(std::forward<Work>(work)).join();
}

parked park(context& which, thread_home& home) {
    auto made = parked::bind(owner(&which), home);
    REQUIRE(made);
    return *std::move(made);
}

}  // namespace

static_assert(!std::is_copy_constructible_v<bound>);
static_assert(std::is_nothrow_move_constructible_v<bound>);
static_assert(sizeof(void*) != 8 || sizeof(bound) == sizeof(owner) + 24);
static_assert(sizeof(void*) != 8 || sizeof(parked) == sizeof(owner) + 32);

namespace {
struct noisy {
    static ffiguard::status close() noexcept {
        errno = EIO;
        return {};
    }
};
}  // namespace

TEST_CASE("close() keeps errno, whatever the owner's own close() does with it") {
    ffiguard::thread_bound<noisy> bound{noisy()};
    errno = ENOENT;
    CHECK(bound.close().ok());
    CHECK(errno == ENOENT);
}

TEST_CASE("at home the owner is used and closed; the plain owner closes wherever it ends") {
    const counted_violations violations;
    context ours;
    context naive;
    {
        bound held{owner(&ours)};
        CHECK(held.is_home());
        const auto in = held.get();
        REQUIRE(in);
        CHECK((*in)->get() == &ours);
        elsewhere_do([last = owner(&naive)] {});
    }
    CHECK(ours.closings == 1);
    CHECK(naive.closings_elsewhere == 1);
    CHECK(violations.of(violation::wrong_thread) == 0);
}

TEST_CASE("on another thread every way in answers wrong_thread and touches nothing") {
    context ours;
    bound held{owner(&ours)};
    elsewhere_do([&] {
        CHECK_FALSE(held.is_home());
        CHECK(held.get().status() == status_code::wrong_thread);
        CHECK(std::as_const(held).get().status() == status_code::wrong_thread);
        CHECK(held.close() == status_code::wrong_thread);
        CHECK(held.release().status() == status_code::wrong_thread);
    });
    CHECK(ours.closings == 0);
    CHECK(held.close().ok());
    CHECK(ours.closings == 1);
    CHECK(held.close() == status_code::closed);
    CHECK(held.get().status() == status_code::closed);
    elsewhere_do([&] { CHECK(held.get().status() == status_code::wrong_thread); });
}

TEST_CASE("ended on another thread it is a violation, and the resource is leaked untouched") {
    const leaks_on_purpose it_stays;
    const counted_violations violations;
    context ours;
    bound held{owner(&ours)};
    errno = ENOENT;
    elsewhere_do([last = std::move(held)] {});
    CHECK(ours.closings == 0);
    CHECK(violations.of(violation::wrong_thread) == 1);
    CHECK(held.get().status() == status_code::closed);
}

TEST_CASE("it may be moved by other threads, and is at home where it was bound") {
    context ours;
    bound held{owner(&ours)};
    bound back;
    elsewhere_do([&] {
        bound moved = std::move(held);
        CHECK(moved.get().status() == status_code::wrong_thread);
        CHECK(held.get().status() == status_code::closed);
        back = std::move(moved);
    });
    REQUIRE(back.get());
    bound& same = back;
    back = std::move(same);
    CHECK(ours.closings == 0);
    context other;
    back = bound(owner(&other));
    CHECK(ours.closings == 1);
    auto released = back.release();
    REQUIRE(released);
    CHECK(released->get() == &other);
    CHECK(back.close() == status_code::closed);
    CHECK(other.closings == 0);
}

TEST_CASE("its end keeps errno, and close() answers for the closer") {
    context ours;
    errno = ENOENT;
    { const bound held{owner(&ours)}; }
    CHECK(errno == ENOENT);
    struct broken_traits {
        using value_type = int;
        static constexpr int empty() noexcept { return 0; }
        static status close(int answer) noexcept { return status::foreign(answer); }
    };
    thread_bound broken{ffiguard::unique_handle<broken_traits>(5)};
    CHECK(broken.close() == status::foreign(5));
    CHECK(broken.close() == status_code::closed);
}

TEST_CASE("closing one copy of a shared handle leaves the others open") {
    context ours;
    auto shared = ffiguard::share(owner(&ours));
    REQUIRE(shared);
    thread_bound held{ffiguard::shared_handle<context_traits>(*shared)};
    CHECK(held.close().ok());
    CHECK(ours.closings == 0);
    CHECK(shared->pin().status().ok());
}

TEST_CASE("the thread that comes after an ended one is not home") {
    const leaks_on_purpose it_stays;
    const counted_violations violations;
    context ours;
    bound held;
    elsewhere_do([&] { held = bound(owner(&ours)); });
    elsewhere_do([&] { CHECK(held.get().status() == status_code::wrong_thread); });
    held = bound();
    CHECK(ours.closings == 0);
    CHECK(violations.of(violation::wrong_thread) == 1);
}

TEST_CASE("parked elsewhere, it is released by the home thread's next drain(), oldest first") {
    const counted_violations violations;
    closed_in_order.clear();
    auto home = thread_home::create();
    REQUIRE(home);
    context ours[3];
    std::vector<parked> held;
    for (context& one : ours) held.push_back(park(one, *home));
    elsewhere_do([&] {
        for (parked& one : held) const parked ended(std::move(one));  // clear() may begin at the end
    });
    CHECK(closed_in_order.empty());
    errno = ENOENT;
    CHECK(*home->drain() == 3);
    CHECK(errno == ENOENT);
    CHECK(*home->drain() == 0);
    REQUIRE(closed_in_order.size() == 3);
    for (unsigned i = 0; i < 3; ++i) CHECK(closed_in_order[i] == &ours[i]);
    CHECK(violations.of(violation::wrong_thread) == 0);
    CHECK(violations.of(violation::leak) == 0);
}

TEST_CASE("what can be parked is closed elsewhere with ok, used there never, and at home as ever") {
    auto home = thread_home::create();
    REQUIRE(home);
    context ours;
    context other;
    parked first = park(ours, *home);
    parked second = park(other, *home);
    elsewhere_do([&] {
        CHECK(first.get().status() == status_code::wrong_thread);
        CHECK(first.release().status() == status_code::wrong_thread);
        CHECK(first.close().ok());
        CHECK(first.close() == status_code::closed);
        CHECK(home->drain().status() == status_code::wrong_thread);
    });
    CHECK(ours.closings == 0);
    CHECK(first.close() == status_code::closed);
    CHECK(second.close().ok());
    CHECK(other.closings == 1);
    CHECK(*home->drain() == 1);
    CHECK(ours.closings == 1);
    CHECK(ours.closings_elsewhere == 0);
}

TEST_CASE("a handle_table closes a parked resource from a finalizer's thread") {
    const counted_violations violations;
    auto home = thread_home::create();
    REQUIRE(home);
    context ours;
    ffiguard::handle_table<parked> table;
    const auto token = table.insert(park(ours, *home));
    REQUIRE(token);
    elsewhere_do([&] {
        CHECK(table.pin(*token)->get().status() == status_code::wrong_thread);
        CHECK(table.close(*token).ok());
    });
    CHECK(ours.closings == 0);
    CHECK(*home->drain() == 1);
    CHECK(ours.closings == 1);
    CHECK(ours.closings_elsewhere == 0);
    CHECK(violations.of(violation::wrong_thread) == 0);
}

TEST_CASE("the end of the home releases what is parked; what ends elsewhere later is leaked") {
    const leaks_on_purpose it_stays;
    const counted_violations violations;
    context early;
    context late;
    context at_home;
    parked last;
    parked stays;
    {
        auto home = thread_home::create();
        REQUIRE(home);
        parked first = park(early, *home);
        last = park(late, *home);
        stays = park(at_home, *home);
        elsewhere_do([gone = std::move(first)] {});
        CHECK(early.closings == 0);
    }
    CHECK(early.closings == 1);
    elsewhere_do([&] {
        CHECK(last.close() == status_code::wrong_thread);
        const parked gone = std::move(last);
    });
    CHECK(late.closings == 0);
    CHECK(violations.of(violation::leak) == 1);
    CHECK(stays.close().ok());  // the thread is still home
    CHECK(at_home.closings == 1);
    CHECK(violations.of(violation::wrong_thread) == 0);
}

TEST_CASE("a home that ends on another thread leaks what is parked, and says so") {
    const leaks_on_purpose it_stays;
    const counted_violations violations;
    context ours;
    auto home = thread_home::create();
    REQUIRE(home);
    parked held = park(ours, *home);
    elsewhere_do([gone = std::move(held)] {});
    elsewhere_do([gone = *std::move(home)] {});
    CHECK(ours.closings == 0);
    CHECK(violations.of(violation::wrong_thread) == 1);
    CHECK(home->drain().status() == status_code::closed);
}

TEST_CASE("to bind needs the home of this thread, and a refused owner is untouched") {
    context ours;
    owner mine(&ours);
    thread_home empty;
    CHECK(parked::bind(std::move(mine), empty).status() == status_code::closed);
    elsewhere_do([&] {
        auto other = thread_home::create();
        REQUIRE(other);
        empty = *std::move(other);
    });
    CHECK(parked::bind(std::move(mine), empty).status() == status_code::wrong_thread);
    CHECK(mine.get() == &ours);
    const counted_violations violations;
    empty = thread_home();  // of a thread that has ended
    CHECK(violations.of(violation::wrong_thread) == 1);
}

TEST_CASE("threads park while home drains: each resource is released once, at home") {
    constexpr int threads = 4;
    constexpr int each = 500;
    auto home = thread_home::create();
    REQUIRE(home);
    std::unique_ptr<context[]> all(new context[threads * each]);
    std::vector<std::vector<parked>> shares(threads);
    for (int i = 0; i < threads * each; ++i)
        shares[static_cast<unsigned>(i % threads)].push_back(
            park(all[static_cast<unsigned>(i)], *home));
    std::vector<std::thread> crowd;
    for (auto& share : shares)
        crowd.emplace_back([&share] {
            while (!share.empty()) share.pop_back();
        });
    std::size_t released = 0;
    while (released < threads * each) {
        released += *home->drain();
        std::this_thread::yield();
    }
    for (std::thread& one : crowd) one.join();
    CHECK(released == threads * each);
    int wrong = 0;
    for (unsigned i = 0; i < threads * each; ++i)
        wrong += all[i].closings != 1 || all[i].closings_elsewhere != 0;
    CHECK(wrong == 0);
}

TEST_CASE("home may end while other threads park: each resource is released at home or leaked") {
    const leaks_on_purpose it_stays;
    const counted_violations violations;
    for (int round = 0; round < 200; ++round) {
        auto home = thread_home::create();
        REQUIRE(home);
        context ours[2];
        parked held[2] = {park(ours[0], *home), park(ours[1], *home)};
        std::thread other([&] {
            held[0] = parked();
            held[1] = parked();
        });
        *home = thread_home();
        other.join();
        for (context& one : ours) {
            CHECK(one.closings <= 1);
            CHECK(one.closings_elsewhere == 0);
        }
    }
}

namespace {
// A resource whose loss makes its user bind another one at once, in the same place.
struct lost_context;
struct lost_traits {
    using value_type = lost_context*;
    static constexpr lost_context* empty() noexcept { return nullptr; }
    static void close(lost_context* which) noexcept;
};
using lost_owner = ffiguard::unique_handle<lost_traits>;
struct lost_context {
    thread_bound<lost_owner>* place = nullptr;
    lost_context* next = nullptr;
    thread_home* home = nullptr;
    status drained;
    int closings = 0;
};
void lost_traits::close(lost_context* which) noexcept {
    ++which->closings;
    if (which->home != nullptr) which->drained = which->home->drain().status();
    if (which->next != nullptr) *which->place = thread_bound<lost_owner>(lost_owner(which->next));
}
}  // namespace

TEST_CASE("a closer that binds another resource in the same place has each released once") {
    lost_context third;
    lost_context second;
    lost_context first;
    {
        thread_bound<lost_owner> place;
        first.place = &place;
        first.next = &second;
        SUBCASE("in close()") {
            place = thread_bound<lost_owner>(lost_owner(&first));
            third.closings = 1;  // takes no part
            CHECK(place.close().ok());
            CHECK(place.get());
            CHECK(second.closings == 0);
        }
        SUBCASE("in an assignment") {
            place = thread_bound<lost_owner>(lost_owner(&first));
            place = thread_bound<lost_owner>(lost_owner(&third));
        }
    }
    CHECK(first.closings == 1);
    CHECK(second.closings == 1);
    CHECK(third.closings == 1);
}

TEST_CASE("a closer that drains the home which is ending finds it empty") {
    lost_context lost;
    {
        auto home = thread_home::create();
        REQUIRE(home);
        lost.home = &*home;
        auto bound = thread_bound<lost_owner, elsewhere::parked>::bind(lost_owner(&lost), *home);
        REQUIRE(bound);
        elsewhere_do([gone = *std::move(bound)] {});
        CHECK(lost.closings == 0);
    }
    CHECK(lost.closings == 1);
    CHECK(lost.drained == status_code::closed);
}

TEST_CASE("two shared objects in one process do not take each other's threads for home") {
    void* const a = ::dlopen(FFIGUARD_TEST_LIB_DIR "/bounds_a.so", RTLD_NOW | RTLD_GLOBAL);
    REQUIRE(a != nullptr);
    void* const b = ::dlopen(FFIGUARD_TEST_LIB_DIR "/bounds_b.so", RTLD_NOW | RTLD_GLOBAL);
    REQUIRE(b != nullptr);
    const auto run_a = reinterpret_cast<int (*)()>(::dlsym(a, "bounds_run_a"));
    const auto run_b = reinterpret_cast<int (*)()>(::dlsym(b, "bounds_run_b"));
    // First, while to the one object no thread is known.
    std::thread([&] { CHECK(run_b() == 0); }).join();
    CHECK(run_a() == 0);
    CHECK(run_b() == 0);
    ::dlclose(b);
    ::dlclose(a);
}

namespace {

struct answers_error {
    std::atomic<int>* closings;
    explicit answers_error(std::atomic<int>* counted) noexcept : closings(counted) {}
    ffiguard::error close() noexcept {
        ++*closings;
        return ffiguard::error(status::foreign(3), "the context is lost");
    }
};

}  // namespace

TEST_CASE("an owner whose close() gives an error is closed, at home and parked, with its text") {
    std::atomic<int> closings{0};
    thread_bound<answers_error> at_home{answers_error(&closings)};
    const ffiguard::error outcome = at_home.close();
    CHECK(closings == 1);
    CHECK(std::string(outcome.message()) == "the context is lost");
    CHECK(at_home.close().status() == status_code::closed);

    thread_bound<std::unique_ptr<answers_error>> behind{std::make_unique<answers_error>(&closings)};
    CHECK(behind.close().status() == status::foreign(3));
    CHECK(closings == 2);

    auto home = *thread_home::create();
    auto waits =
        *thread_bound<answers_error, elsewhere::parked>::bind(answers_error(&closings), home);
    elsewhere_do([&] { CHECK(waits.close().ok()); });
    CHECK(closings == 2);
    CHECK(*home.drain() == 1);
    CHECK(closings == 3);
}
