// SPDX-License-Identifier: BSL-1.0
// The C functions that a callback_registration can have; what it does is in callback.test.cpp.
#include <ffiguard/go/callback_registration.hpp>

#include <atomic>
#include <cerrno>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <thread>
#include <type_traits>
#include <utility>
#include <vector>

#include <doctest/doctest.h>

using ffiguard::user_at;
using ffiguard::user_by;
using ffiguard::user_first;
using ffiguard::user_last;
using ffiguard::go::callback;
using ffiguard::go::callback_registration;
using ffiguard::go::for_call;
using ffiguard::go::opaque;

namespace {

// What the Go side would be.
std::atomic<int> deleted{0};
std::atomic<int> calls{0};
void (*inside)() = nullptr;
void let_go(std::uint64_t) {
    ++deleted;
    errno = EBADF;
}
std::int32_t sum_of(std::uint64_t user, std::int32_t a, std::int32_t b) {
    ++calls;
    if (inside != nullptr) inside();
    return static_cast<std::int32_t>(user) + 10 * a + b;
}

struct fresh_go {
    fresh_go() {
        deleted = 0;
        calls = 0;
        inside = nullptr;
    }
};

using on_sum = callback<std::int32_t(std::int32_t, std::int32_t)>;
using registration = callback_registration<std::int32_t(std::int32_t, std::int32_t), -1>;
registration a_registration(std::uint64_t user) {
    return *registration::create(*on_sum::adopt(&sum_of, user, &let_go));
}

// A C library.
extern "C" {
struct c_context {
    void* data;
    std::int32_t result;
};
using last_function = std::int32_t (*)(std::int32_t, std::int32_t, void*);
using first_function = std::int32_t (*)(void*, std::int32_t, std::int32_t);
using middle_function = std::int32_t (*)(std::int32_t, void*, std::int32_t);
using text_function = const char* (*)(c_context*, const char*);
using result_function = void (*)(c_context*, std::int32_t);
using destroy_function = void (*)(void*);
}
void* data_of(c_context* of) { return of->data; }

const char* length_of(const on_sum& go, c_context*, const char* text) noexcept {
    const auto answer = go(static_cast<std::int32_t>(std::string(text).size()), 0);
    return answer && *answer == 1040 ? "four" : "other";
}
void store_sum(const on_sum& go, c_context* in, std::int32_t n) noexcept {
    in->result = go(n, n).value_or(-7);
}

}  // namespace

TEST_CASE_FIXTURE(fresh_go, "the user pointer is at any place among the arguments") {
    const registration ready = a_registration(100);
    const last_function last = ready.function();
    const first_function first = ready.function<user_first>();
    const middle_function middle = ready.function<user_at<1>>();
    CHECK(last(1, 2, ready.user()) == 112);
    CHECK(first(ready.user(), 3, 4) == 134);
    CHECK(middle(5, ready.user(), 6) == 156);
    CHECK(registration::function_user_first()(ready.user(), 0, 1) == 101);
    CHECK(registration::function<user_last>()(0, 1, ready.user()) == 101);
    CHECK(registration::function<user_at<2>>()(0, 1, ready.user()) == 101);
    int other = 0;
    CHECK(middle(5, &other, 6) == -1);
    CHECK(calls == 6);
}

TEST_CASE_FIXTURE(fresh_go, "another call gives the user pointer, from any argument") {
    using with_context = callback<void(opaque<c_context*>, std::int32_t)>;
    using registered = callback_registration<void(opaque<c_context*>, std::int32_t)>;
    auto call = with_context::adopt(
        [](std::uint64_t user, c_context* in, std::int32_t n) {
            in->result = static_cast<std::int32_t>(user) + n;
        },
        7, &let_go);
    REQUIRE(call);
    auto ready = registered::create(*std::move(call));
    REQUIRE(ready);
    const result_function function = ready->function<user_by<&data_of>>();
    c_context in{ready->user(), 0};
    function(&in, 3);
    CHECK(in.result == 10);
    CHECK(ready->unregister().ok());
    function(&in, 4);
    CHECK(in.result == 10);
}

TEST_CASE_FIXTURE(fresh_go, "a function between has the library's arguments and the callback") {
    registration ready = a_registration(1000);
    const text_function text = ready.function<user_by<&data_of>, &length_of>();
    const result_function result = ready.function<user_by<&data_of>, &store_sum>();
    c_context in{ready.user(), 0};
    CHECK(std::string(text(&in, "text")) == "four");
    CHECK(std::string(text(&in, "")) == "other");
    result(&in, 2);
    CHECK(in.result == 1022);
    CHECK(calls == 3);
    CHECK(ready.unregister().ok());
    CHECK(text(&in, "text") == nullptr);  // -1 is no const char*
    result(&in, 3);
    CHECK(in.result == 1022);
    CHECK(calls == 3);
}

TEST_CASE_FIXTURE(fresh_go, "what is handed over, the library ends by its destroy function") {
    registration ready = a_registration(1);
    void* const user = ready.user();
    const destroy_function destroy = ready.destroy_function();
    const int answer = ready.hand_over_if(0, 0);
    CHECK(answer == 0);
    CHECK(!ready);
    CHECK(ready.unregister() == ffiguard::status_code::closed);
    CHECK(ready.function()(1, 1, user) == 12);
    errno = ENOENT;
    destroy(user);
    CHECK(errno == ENOENT);
    CHECK(deleted == 1);
    CHECK(ready.function()(1, 1, user) == -1);
    destroy(user);
    destroy(nullptr);
    destroy(&ready);
    CHECK(deleted == 1);
}

TEST_CASE_FIXTURE(fresh_go, "a registration that fails deletes the handle once, whoever ends it") {
    for (const bool destroys : {false, true}) {
        deleted = 0;
        {
            registration ready = a_registration(1);
            if (destroys) ready.destroy_function()(ready.user());
            CHECK(ready.hand_over_if(0, 1) == 1);
            CHECK(static_cast<bool>(ready));
        }
        CHECK(deleted == 1);
    }
}

TEST_CASE_FIXTURE(fresh_go, "ended within its callback, the handle lasts until that returns") {
    static registration ready;
    ready = a_registration(5);
    inside = [] {
        ready.destroy_function()(ready.user());
        CHECK(deleted == 0);
    };
    void* const user = ready.user();
    CHECK(ready.function()(0, 1, user) == 6);
    CHECK(deleted == 1);
    ready = registration();
    CHECK(deleted == 1);
}

TEST_CASE_FIXTURE(fresh_go, "the library destroys what other threads call") {
    for (int round = 0; round < 200; ++round) {
        registration ready = a_registration(1);
        void* const user = ready.user();
        ready.hand_over();
        std::atomic<bool> go{false};
        const auto call = [&] {
            while (!go) std::this_thread::yield();
            for (int i = 0; i < 20; ++i) {
                const std::int32_t answer = registration::function<user_at<1>>()(1, user, 1);
                if (answer != 12 && answer != -1) std::abort();
            }
        };
        std::thread one(call), two(call);
        go = true;
        registration::destroy_function()(user);
        one.join();
        two.join();
        CHECK(deleted == round + 1);
    }
}

TEST_CASE("a user pointer of 32 bits holds the token of one table") {
    using ffiguard::token;
    using ffiguard::detail::token_parts;
    using ffiguard::detail::user_token;
    constexpr std::uint32_t slots = 1U << user_token::index_bits;
    constexpr std::uint32_t last_generation = token_parts::max_generation;
    const std::uint32_t own = token_parts::make_identity(1234, 56);
    for (const std::uint32_t index : {0U, 1U, slots - 1})
        for (const std::uint32_t generation : {1U, 3U, 4097U, last_generation}) {
            const token_parts parts{index, generation, own};
            const std::uint32_t user = user_token::narrow(parts);
            CHECK(user != 0);
            CHECK(user_token::widen(user, own).join() == parts.join());
        }
    // What a table that has just begun gives is no token of another one.
    int taken = 0;
    for (std::uint16_t table = 1; table < 4000; ++table) {
        const std::uint32_t user = user_token::narrow({0, 1, own});
        const std::uint32_t other = token_parts::make_identity(table, 56);
        const token_parts seen = user_token::widen(user, other);
        taken += other != own && seen.index < 16 && seen.generation % 2 == 1 && seen.generation < 16;
    }
    CHECK(taken == 0);
    CHECK(user_token::fits(token_parts{slots - 1, 1, own}.join()));
    CHECK(user_token::fits(token_parts{slots, 1, own}.join()) == (sizeof(void*) == sizeof(token)));
}

TEST_CASE_FIXTURE(fresh_go, "more callbacks than the user pointer can tell apart are refused") {
    if (sizeof(void*) == 8) return;  // 4,194,288 objects of a table, as everywhere
    using many = callback<std::int16_t(std::int32_t, std::int32_t)>;
    using registered = callback_registration<std::int16_t(std::int32_t, std::int32_t), -1>;
    const auto one = [](std::uint64_t user, std::int32_t, std::int32_t) {
        return static_cast<std::int16_t>(user);
    };
    std::vector<registered> all;
    ffiguard::status full;
    while (full.ok() && all.size() < 20000) {
        many call = *many::adopt(one, all.size() + 1, &let_go);
        auto made = registered::create(std::move(call));
        full = made.status();
        CHECK(static_cast<bool>(call) == !full.ok());  // untouched where it failed
        if (made) all.push_back(*std::move(made));
    }
    CHECK(full == ffiguard::status_code::overflow);
    CHECK(all.size() > 16000);
    CHECK(registered::function()(0, 0, all[0].user()) == 1);
    CHECK(registered::function()(0, 0, all[9000].user()) == 9001);
    CHECK(registered::function()(0, 0, all.back().user()) == static_cast<int>(all.size()));
    CHECK(deleted == 1);  // by the callback that was refused
    const auto count = static_cast<int>(all.size());
    all.clear();
    CHECK(deleted == count + 1);
    auto again = registered::create(*many::adopt(one, 7, &let_go));
    REQUIRE(again);
    CHECK(registered::function()(0, 0, again->user()) == 7);
}
