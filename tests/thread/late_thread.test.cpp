// SPDX-License-Identifier: BSL-1.0
// What thread/ does while a thread ends.
#include <ffiguard/thread/float_environment.hpp>
#include <ffiguard/thread/thread_bound.hpp>
#include <ffiguard/thread/thread_locale.hpp>
#include <ffiguard/thread/thread_name.hpp>
#include <ffiguard/thread/thread_state.hpp>
#include <ffiguard/thread/worker_thread.hpp>

#include <atomic>
#include <cfenv>
#include <optional>
#include <thread>
#include <utility>

#include <doctest/doctest.h>

#include <ffiguard/core/unique_handle.hpp>

#include "../counted_violations.hpp"
#include "../late_calls.hpp"

using ffiguard::elsewhere;
using ffiguard::status_code;
using ffiguard::thread_bound;
using ffiguard::thread_home;

namespace {

std::atomic<int> closed{0};
std::thread::id closed_on;

struct counted_traits {
    using value_type = int;
    static constexpr int empty() noexcept { return 0; }
    static void close(int) noexcept {
        ++closed;
        closed_on = std::this_thread::get_id();
    }
};
using counted = ffiguard::unique_handle<counted_traits>;
using bound = thread_bound<counted>;
using parked = thread_bound<counted, elsewhere::parked>;

}  // namespace

TEST_CASE("name, locale and floating point of a thread are put back while it ends") {
    const counted_violations violations;
    int late = 0;
    late_calls::run([] {},
                    [&](late_calls::moment) {
                        ++late;
                        const auto before = ffiguard::thread_state::snapshot();
                        {
                            const auto name = ffiguard::thread_name::set("late");
                            const auto locale = ffiguard::thread_locale::use("C");
                            const auto floats =
                                ffiguard::float_environment::with_rounding(FE_UPWARD);
                            CHECK(name);
                            CHECK(locale);
                            CHECK(floats);
                        }
                        const auto after = ffiguard::thread_state::snapshot();
                        CHECK(ffiguard::thread_state::difference(before, after).ok());
                    });
    CHECK(late == 3);
    CHECK(violations.all() == 0);
}

TEST_CASE("what is bound to a thread is released on it, to its end") {
    const counted_violations violations;
    for (const auto when :
         {late_calls::older_variable, late_calls::younger_variable, late_calls::key}) {
        closed = 0;
        std::optional<bound> kept;
        std::thread::id home;
        late_calls::run(
            [&] {
                home = std::this_thread::get_id();
                kept.emplace(counted(1));
            },
            [&](late_calls::moment now) {
                if (now == when) kept.reset();
            });
        CHECK(closed == 1);
        CHECK((closed_on == home));
    }
    CHECK(violations.all() == 0);
}

TEST_CASE("what ends in the last moments of another thread waits for its home") {
    auto home = *thread_home::create();
    const counted_violations violations;
    closed = 0;
    std::optional<parked> first = *parked::bind(counted(1), home);
    std::optional<parked> second = *parked::bind(counted(2), home);
    late_calls::run([] {},
                    [&](late_calls::moment now) {
                        if (now == late_calls::older_variable) first.reset();
                        if (now == late_calls::key) second.reset();
                    });
    CHECK(closed == 0);
    CHECK(home.drain().value() == 2);
    CHECK(closed == 2);
    CHECK((closed_on == std::this_thread::get_id()));
    CHECK(violations.all() == 0);
}

TEST_CASE("a home that ends with its thread releases what is parked") {
    const counted_violations violations;
    closed = 0;
    std::optional<thread_home> home;
    late_calls::run(
        [&] {
            home = *thread_home::create();
            auto made = *parked::bind(counted(1), *home);
            std::thread([owner = std::move(made)]() mutable { owner = {}; }).join();
            CHECK(closed == 0);
        },
        [&](late_calls::moment now) {
            if (now == late_calls::key) home.reset();
        });
    CHECK(closed == 1);
    CHECK(violations.all() == 0);
}

TEST_CASE("a worker stops before the variables of its thread end, and is joined after them") {
    static std::atomic<int> order{0};
    static int stopped_at = 0;
    static int ended_at = 0;
    order = 0;
    struct last_words {
        ~last_words() { ended_at = ++order; }
        void use() {}
    };
    ffiguard::worker_options options;
    options.on_stop.run = [](void*) noexcept -> ffiguard::status {
        stopped_at = ++order;
        return {};
    };
    auto worker = ffiguard::worker_thread::start(
        [](const ffiguard::worker_stop&) {
            thread_local last_words words;
            words.use();
        },
        options);
    REQUIRE(worker);
    CHECK(worker->stop().ok());
    CHECK(stopped_at == 1);
    CHECK(ended_at == 2);
}
