// SPDX-License-Identifier: BSL-1.0
// Threads in every way of being attached, at once: by scopes, until they end, by somebody else, and
// not at all. What a thread makes another one ends.
#include <ffiguard/jni/vm/attach.hpp>

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <future>
#include <numeric>
#include <optional>
#include <random>
#include <thread>
#include <vector>

#include <doctest/doctest.h>

#include "../crowd.hpp"
#include "../ref_balance.hpp"
#include "../test_vm.hpp"

using ffiguard::jni::attach_options;
using ffiguard::jni::attach_scope;
using ffiguard::jni::attach_thread;
using ffiguard::jni::leaked_refs;
using ffiguard::jni::release_parked;
using ffiguard::jni::vm;

namespace {

constexpr std::size_t crowd_size = 8;
constexpr std::size_t ways = 8;

void foreign_attach() {
    void* env = nullptr;
    REQUIRE(test_vm()->AttachCurrentThread(&env, nullptr) == JNI_OK);
}
void foreign_detach() { REQUIRE(test_vm()->DetachCurrentThread() == JNI_OK); }

/// A few calls by a thread that is attached; first is where it begins among the others.
void calls(JNIEnv* env, meeting_point& others, std::size_t first) {
    for (std::size_t i = 0; i < 8; ++i) call_and_exchange(env, others, first + i);
}

void attach_in_some_way(std::size_t way, meeting_point& others) {
    switch (way) {
        case 0: {
            const attach_scope here;
            calls(here.env(), others, way);
            break;
        }
        case 1: {  // somebody else has attached this thread, and it stays so
            foreign_attach();
            {
                const attach_scope here;
                calls(here.env(), others, way);
            }
            CHECK(vm::env() != nullptr);
            foreign_detach();
            break;
        }
        case 2: {  // somebody else attaches what is attached already, and the VM does not count
            const attach_scope here;
            foreign_attach();
            calls(here.env(), others, way);
            break;
        }
        case 3: {
            for (std::size_t i = 0; i < 8; ++i)
                call_and_exchange(attach_thread({"crowd", true}).value(), others, i);
            return;  // attached until it ends
        }
        case 4: {  // somebody else has detached this thread inside of a scope
            const attach_scope outer;
            calls(outer.env(), others, way);
            foreign_detach();
            CHECK(vm::env() == nullptr);
            others.exchange(way, {});
            const attach_scope inner;
            calls(inner.env(), others, way);
            break;
        }
        case 5:  // a thread that Java does not know
            for (std::size_t i = 0; i < 16; ++i) others.exchange(i, {});
            break;
        case 6: {
            std::optional<attach_scope> first, second, third;
            first.emplace();
            second.emplace(attach_options{"crowd", true});
            third.emplace();
            first.reset();
            calls(second->env(), others, way);
            third.reset();
            calls(second->env(), others, way);
            break;
        }
        default: {
            attach_options framed;
            framed.local_capacity = 16;
            for (std::size_t i = 0; i < 4; ++i) {
                const attach_scope here(framed);
                calls(here.env(), others, i);
            }
            foreign_attach();
            CHECK(attach_thread());
            foreign_detach();
            break;
        }
    }
    CHECK(vm::env() == nullptr);
}

}  // namespace

TEST_CASE("eight threads attach in eight ways, call Java and end what the others made") {
    JNIEnv* const env = test_env();
    const auto leaked = leaked_refs();
    ref_balance balance(env);
    balance.follow_attaches(test_vm());
    {
        meeting_point others;
        for (std::size_t round = 0; round < 2 * ways; ++round) {
            std::vector<std::thread> crowd;
            for (std::size_t t = 0; t < crowd_size; ++t)
                crowd.emplace_back(
                    [&others, way = (t + round) % ways] { attach_in_some_way(way, others); });
            call_and_exchange(env, others, round);
            for (std::thread& one : crowd) one.join();
        }
    }
    release_parked(env);
    CHECK(vm::env() == env);
    CHECK(balance.locals() == 0);
    CHECK(balance.globals() == 0);
    CHECK(balance.weaks() == 0);
    CHECK(leaked_refs() == leaked);
}

TEST_CASE("threads detach in many orders, and those that are left are not disturbed") {
    JNIEnv* const env = test_env();
    ref_balance balance(env);
    balance.follow_attaches(test_vm());
    std::array<std::size_t, crowd_size> order{};
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::mt19937 shuffled(5);  // the same orders every time
    meeting_point others;
    for (int round = 0; round < 12; ++round) {
        std::atomic<std::size_t> attached{0};
        std::array<std::promise<void>, crowd_size> leave;
        std::vector<std::thread> crowd;
        for (std::size_t t = 0; t < crowd_size; ++t)
            crowd.emplace_back([&others, &attached, t, told = leave[t].get_future()] {
                if (t % 4 == 1) foreign_attach();
                std::optional<attach_scope> scope;
                if (t % 4 != 3) scope.emplace();
                JNIEnv* const mine = attach_thread({"crowd", t % 2 == 0}).value();
                ++attached;
                std::size_t place = t;
                do {
                    call_and_exchange(mine, others, place++);
                } while (told.wait_for(std::chrono::seconds(0)) != std::future_status::ready);
                scope.reset();
                CHECK(vm::env() == mine);
                if (t % 4 == 1) foreign_detach();
            });
        while (attached != crowd_size) std::this_thread::yield();
        for (const std::size_t next : order) {
            leave[next].set_value();
            crowd[next].join();
        }
        if (round == 0)
            std::reverse(order.begin(), order.end());
        else
            std::shuffle(order.begin(), order.end(), shuffled);
    }
    others.clear();
    release_parked(env);
    CHECK(balance.locals() == 0);
    CHECK(balance.globals() == 0);
    CHECK(balance.weaks() == 0);
}

TEST_CASE("four scopes of one thread end in every order, and only the last one detaches") {
    test_env();
    for (const bool foreign : {false, true}) {
        std::thread([foreign] {
            std::array<std::size_t, 4> order{0, 1, 2, 3};
            do {
                if (foreign) foreign_attach();
                std::array<std::optional<attach_scope>, 4> scopes;
                for (auto& one : scopes) one.emplace();
                JNIEnv* const mine = vm::env();
                for (const std::size_t next : order) {
                    CHECK(vm::env() == mine);
                    scopes[next].reset();
                }
                CHECK((vm::env() == mine) == foreign);
                if (foreign) foreign_detach();
            } while (std::next_permutation(order.begin(), order.end()));
        }).join();
    }
}
