// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/core/user_data.hpp>

#include <atomic>
#include <cerrno>
#include <cstdlib>
#include <memory>
#include <thread>
#include <type_traits>
#include <utility>

#include <doctest/doctest.h>

using ffiguard::user_at;
using ffiguard::user_by;
using ffiguard::user_data;
using ffiguard::user_first;
using ffiguard::user_function;
using ffiguard::user_last;

namespace {

// ---- a C library, with its user pointers where C libraries have them

struct context {
    int unused;
    void* data;
};
void* data_of(context* of) { return of->data; }
void* second_data(int, context* of) { return of->data; }

extern "C" {
using last_function = int (*)(int, int, void*);
using first_function = int (*)(void*, int, int);
using middle_function = int (*)(int, void*, int);
using alone_function = int (*)(void*);
using context_function = int (*)(context*, int, int);
using late_context_function = void (*)(int*, context*);
using destroy_function = void (*)(void*);
}

struct counter {
    int sum = 0;
    int add(int a, int b) noexcept { return sum += 10 * a + b; }
    int peek() const noexcept { return sum; }
    int in(context* of, int a, int b) noexcept { return of->unused + add(a, b); }
};
int add_to(counter& to, int a, int b) noexcept { return to.add(a, b); }
int look_at(const counter& of, int a, int b) noexcept { return of.sum + a + b; }
int step(counter& to, context*, int a, int b) noexcept { return to.add(a, b); }
void store(counter& of, int* to, context*) noexcept { *to = of.sum; }

struct derived : std::exception, counter {};  // counter is not at its address

}  // namespace

TEST_CASE("the user pointer is found wherever the C function has it") {
    counter one;
    const last_function last = user_function<&counter::add>(one);
    const first_function first = user_function<&add_to, user_first>(one);
    const middle_function middle = user_function<&counter::add, user_at<1>>(one);
    const alone_function alone = user_function<&counter::peek>(one);
    CHECK(last(1, 2, &one) == 12);
    CHECK(first(&one, 3, 4) == 46);
    CHECK(middle(5, &one, 6) == 102);
    CHECK(alone(&one) == 102);
    CHECK(last_function(user_function<&add_to, user_last>(one))(0, 1, &one) == 103);
    CHECK(last_function(user_function<&add_to, user_at<2>>(one))(0, 1, &one) == 104);
    CHECK(first_function(user_function<&add_to, user_at<0>>(one))(&one, 0, 1) == 105);
}

TEST_CASE("another call gives the user pointer") {
    counter one;
    context in{1000, &one};
    const context_function direct = user_function<&step, user_by<&data_of>>(one);
    const context_function member = user_function<&counter::in, user_by<&data_of>>(one);
    const late_context_function late = user_function<&store, user_by<&data_of, 1>>(one);
    CHECK(direct(&in, 1, 2) == 12);
    CHECK(member(&in, 1, 2) == 1024);
    int stored = 0;
    late(&stored, &in);
    CHECK(stored == 24);
    static_cast<void>(second_data);
}

TEST_CASE("an object may be const, or of a class derived from that of the member function") {
    const counter fixed{5};
    const last_function look = user_function<&look_at>(fixed);
    CHECK(look(1, 2, const_cast<counter*>(&fixed)) == 8);
    derived other;
    other.sum = 7;
    const alone_function peek = user_function<&counter::peek>(other);
    CHECK(peek(&other) == 7);  // its own address, not that of the counter in it
}

// ---- a library that owns what it is given

namespace {

int alive = 0;
struct tracked {
    explicit tracked(int n) noexcept : number(n) { ++alive; }
    tracked(const tracked&) = delete;
    tracked& operator=(const tracked&) = delete;
    ~tracked() {
        errno = EIO;
        --alive;
    }
    int add(int a, int b) noexcept { return number += a + b; }
    int number;
};

struct registry {
    last_function call = nullptr;
    void* user = nullptr;
    destroy_function destroy = nullptr;

    int add(last_function f, void* with, destroy_function d) noexcept {
        call = f;
        user = with;
        destroy = d;
        return 0;
    }
    int fail_and_destroy(last_function, void* with, destroy_function d) noexcept {
        d(with);  // as sqlite3_create_function_v2()
        return 1;
    }
    int fail(last_function, void*, destroy_function) noexcept { return 1; }
    int add_and_forget(last_function f, void* with, destroy_function d) noexcept {
        add(f, with, d);
        forget();
        return 0;
    }
    void forget() noexcept {
        if (user != nullptr) destroy(std::exchange(user, nullptr));
    }
};

using registering = int (registry::*)(last_function, void*, destroy_function) noexcept;

/// 0, or what the registration has failed with.
int add_to_registry(registry& in, registering how) {
    auto data = user_data<tracked>::create(40);
    if (!data) return -1;
    errno = 0;
    const int answer =
        (in.*how)(data->function<&tracked::add>(), data->user(), data->destroy_function());
    const int handed = data->hand_over_if(0, answer);
    CHECK(handed == answer);
    CHECK(data->user() == (answer == 0 ? nullptr : data->get()));
    CHECK(errno == 0);
    return answer;
}

struct fresh_count {
    fresh_count() { alive = 0; }
};

}  // namespace

TEST_CASE_FIXTURE(fresh_count, "an object that is handed over is destroyed by the library") {
    registry library;
    CHECK(add_to_registry(library, &registry::add) == 0);
    CHECK(alive == 1);
    CHECK(library.call(1, 1, library.user) == 42);
    library.forget();
    CHECK(alive == 0);
}

TEST_CASE_FIXTURE(fresh_count,
                  "it is destroyed once where the registration fails, whoever does it") {
    registry library;
    CHECK(add_to_registry(library, &registry::fail_and_destroy) == 1);
    CHECK(alive == 0);
    CHECK(add_to_registry(library, &registry::fail) == 1);
    CHECK(alive == 0);
}

TEST_CASE_FIXTURE(fresh_count, "it is destroyed once where the library forgets it at once") {
    registry library;
    CHECK(add_to_registry(library, &registry::add_and_forget) == 0);
    CHECK(alive == 0);
}

TEST_CASE_FIXTURE(fresh_count, "it is destroyed here where it is not handed over, or moved over") {
    {
        auto data = user_data<tracked>::create(1);
        REQUIRE(data);
        user_data<tracked> moved(*std::move(data));
        auto other = user_data<tracked>::create(2);
        REQUIRE(other);
        CHECK(alive == 2);
        moved = *std::move(other);
        CHECK(alive == 1);
        CHECK(moved.get()->number == 2);
        CHECK(!user_data<tracked>());
    }
    CHECK(alive == 0);
    user_data<tracked>::destroy_function()(nullptr);
}

TEST_CASE("the library may forget an object on another thread while it is handed over") {
    struct counted {
        std::atomic<int>* ends;
        ~counted() { ++*ends; }
    };
    std::atomic<int> ends{0};
    for (int round = 0; round < 2000; ++round) {
        auto data = user_data<counted>::create(&ends);
        REQUIRE(data);
        const auto destroy = data->destroy_function();
        std::atomic<bool> go{false};
        std::thread library([&, user = data->user()] {
            while (!go) std::this_thread::yield();
            destroy(user);
        });
        go = true;
        data->hand_over();
        library.join();
        CHECK(ends == round + 1);
    }
}

TEST_CASE("a struct without constructors is made of its members") {
    struct pair {
        int a;
        int b;
        int sum() const noexcept { return a + b; }
    };
    const auto data = user_data<pair>::create(1, 2);
    REQUIRE(data);
    CHECK(alone_function(data->function<&pair::sum>())(data->user()) == 3);
}

static_assert(!std::is_copy_constructible_v<user_data<tracked>>);
static_assert(std::is_nothrow_move_constructible_v<user_data<tracked>>);
