// SPDX-License-Identifier: BSL-1.0
// What the ledger says of a token or a handle that is used wrongly: where it was opened, and where
// it was closed first.
#define FFIGUARD_OBSERVE 1
#include <link.h>

#include <atomic>
#include <chrono>
#include <cstdint>
#include <cstring>
#include <string>
#include <thread>
#include <vector>

#include <doctest/doctest.h>

#include <ffiguard/core/boundary.hpp>
#include <ffiguard/core/call.hpp>
#include <ffiguard/core/handle_table.hpp>
#include <ffiguard/core/out_param.hpp>
#include <ffiguard/core/shared_handle.hpp>
#include <ffiguard/core/unique_handle.hpp>
#include <ffiguard/library/library.hpp>
#include <ffiguard/observe/ledger.hpp>
#include <ffiguard/observe/observe_level.hpp>

#include "at_level.hpp"

namespace {  // names of types are compared

using namespace ffiguard;

struct meter {
    int value = 0;
    status read() noexcept { return {}; }
};
struct valve {
    int value = 0;
    status turn() noexcept { return {}; }
};
handle_table<meter> meters;
handle_table<valve> valves;

[[gnu::noinline]] token open_meter() {
    const token made = *meters.emplace();
    asm volatile("");
    return made;
}
[[gnu::noinline]] void close_meter(token t) {
    meters.close(t).ignore();
    asm volatile("");
}
[[gnu::noinline]] void take_meter(token t) {
    static_cast<void>(meters.take(t));
    asm volatile("");
}
[[gnu::noinline]] token open_meter_elsewhere() {
    const token made = *meters.emplace();
    asm volatile("nop");
    return made;
}
[[gnu::noinline]] void close_meter_elsewhere(token t) {
    meters.close(t).ignore();
    asm volatile("nop");
}
detail::record known_of(std::uint64_t value) {
    detail::record known;
    CHECK(detail::records_.find_value(nullptr, value, known));
    return known;
}

std::string message_of_read(token t) {
    ffiguard_error err{};
    static_cast<void>(call<&meter::read>(meters, t, &err));
    return err.message;
}
bool has(const std::string& text, const char* part) { return text.find(part) != std::string::npos; }

int refusals = 0;
struct weir_traits {
    using value_type = int;
    using life_cycle = ffiguard::life_cycle<closer_may_refuse<5>>;
    static constexpr int empty() noexcept { return 0; }
    static status close(int) noexcept { return refusals-- > 0 ? status::foreign(5) : status(); }
};

struct sluice {
    using life_cycle = ffiguard::life_cycle<closer_may_refuse<5>>;
    status close() noexcept { return refusals-- > 0 ? status::foreign(5) : status(); }
};

[[gnu::noinline]] void use_weir() {
    const unique_handle<weir_traits> weir(9);
    asm volatile("");
}
[[gnu::noinline]] void use_weir_elsewhere() {
    const unique_handle<weir_traits> weir(9);
    asm volatile("nop");
}

std::uint64_t told_handle;
std::string told_story;
void keep_event(const violation_event& event) noexcept {
    told_handle = event.handle;
    told_story = event.story != nullptr ? event.story : "";
}

}  // namespace

TEST_CASE("the error of a call names where a closed token was opened, and where it was closed") {
    const at_level record(observe_level::record);
    const token t = open_meter();
    close_meter(t);
    const std::string text = message_of_read(t);
    INFO(text);
    CHECK(text.rfind("closed (opened as meter at ", 0) == 0);
    CHECK(has(text, ", closed at "));
    CHECK(has(text, " by thread "));
    CHECK_FALSE(has(text, "used as"));
    // The places are in the functions that call the library: equal for calls by one of these.
    const detail::record known = known_of(t);
    CHECK(known.closed_by == this_thread_number());
    const token same = open_meter(), other = open_meter_elsewhere();
    close_meter(same);
    close_meter_elsewhere(other);
    CHECK(known.place == known_of(same).place);
    CHECK(known.place != known_of(other).place);
    CHECK(known.closed_at == known_of(same).closed_at);
    CHECK(known.closed_at != known_of(other).closed_at);
    CHECK(known.closed_at != known.place);
}

TEST_CASE("a second close names the first, also while somebody is inside") {
    const at_level record(observe_level::record);
    const token before = open_meter(), t = open_meter();
    close_meter(before);
    const std::uintptr_t first = known_of(before).closed_at;
    ffiguard_error err{};
    {
        const auto inside = meters.pin(t);
        close_meter(t);
        CHECK(call_release(meters, t, &err) == FFIGUARD_CLOSED);
        CHECK(has(err.message, ", closed at "));
        CHECK(known_of(t).closed_at == first);
    }
    CHECK(known_of(t).closed_at == first);
    CHECK(boundary(&err, [&] { return meters.close(t); }) == FFIGUARD_CLOSED);
    CHECK(has(err.message, "closed (opened as meter at "));
}

TEST_CASE("a token of another type is named with both types") {
    const at_level record(observe_level::record);
    const token t = *valves.emplace();
    const std::string text = message_of_read(t);
    INFO(text);
    CHECK(text.rfind("wrong type (used as meter, opened as valve at ", 0) == 0);
    CHECK_FALSE(has(text, ", closed at "));
    CHECK(valves.close(t).ok());
}

TEST_CASE("a close that was refused is none: what is open again was closed nowhere") {
    const at_level record(observe_level::record);
    refusals = 1;
    unique_handle<weir_traits> weir(8);
    CHECK(weir.close() == status::foreign(5));
    CHECK(known_of(8).closed_by == 0);
    CHECK(weir.close().ok());
    CHECK(known_of(8).closed_by != 0);
}

TEST_CASE("of a handle that was released more than once the latest release is told") {
    const at_level record(observe_level::record);
    refusals = 0;
    use_weir();
    const auto first = known_of(9).place;
    use_weir_elsewhere();
    CHECK(known_of(9).place != first);
    use_weir();
    CHECK(known_of(9).place == first);
}

TEST_CASE("what was taken out of its table is closed there") {
    const at_level record(observe_level::record);
    const token t = open_meter();
    take_meter(t);
    const token other = open_meter();
    close_meter(other);
    CHECK(known_of(t).closed_by == this_thread_number());
    CHECK(known_of(t).closed_at != known_of(other).closed_at);
}

TEST_CASE("a token of another shared object is found in its ledger") {
    const at_level record(observe_level::record);
    const auto plugin = library::open(FFIGUARD_TEST_LIB_DIR "/observed_plugin.so");
    REQUIRE(plugin);
    set_observe_level_everywhere(observe_level::record);
    const auto open = *plugin->find<ffiguard_token()>("observed_plugin_open");
    const auto close = *plugin->find<void(ffiguard_token)>("observed_plugin_close");
    const ffiguard_token t = open();
    CHECK(has(message_of_read(t), "opened as gadget at "));
    CHECK(has(message_of_read(t), "observed_plugin.so+0x"));
    close(t);
    CHECK(has(message_of_read(t), ", closed at "));
}

TEST_CASE("an error of another kind, or of another call, stays as it is") {
    const at_level record(observe_level::record);
    const token t = open_meter();
    close_meter(t);
    CHECK(meters.pin(t).status() == status_code::closed);  // outside of a call: nobody asks
    ffiguard_error err{};
    CHECK(boundary(&err, [] { return status_code::closed; }) == FFIGUARD_CLOSED);
    CHECK(std::string(err.message) == "closed");
    CHECK(boundary(&err, [&] {
              static_cast<void>(meters.pin(t));
              return status_code::not_found;
          }) == FFIGUARD_NOT_FOUND);
    CHECK_FALSE(has(err.message, "opened as"));
    CHECK(message_of_read(0) == "null");
    CHECK_FALSE(has(message_of_read(t ^ (token{1} << 30U)), "opened as"));  // never given out
}

TEST_CASE("below the levels with records an error is what it was") {
    const at_level count(observe_level::count);
    const token t = open_meter();
    close_meter(t);
    CHECK(message_of_read(t) == "closed");
}

TEST_CASE("the latest 4,096 that were released are remembered") {
    const at_level record(observe_level::record);
    const token first = open_meter();
    close_meter(first);
    for (int i = 0; i < 4095; ++i) close_meter(open_meter());
    CHECK(has(message_of_read(first), "opened as"));
    close_meter(open_meter());
    CHECK_FALSE(has(message_of_read(first), "opened as"));
}

TEST_CASE("what was closed long ago is not looked for in other ledgers, under the loader's lock") {
    const at_level record(observe_level::record);
    const token t = open_meter();
    close_meter(t);
    for (int i = 0; i < 4096; ++i) close_meter(open_meter());
    static std::atomic<int> loader{0};  // 1: its lock is held, 2: let it go
    std::thread holder([] {
        ::dl_iterate_phdr(
            [](dl_phdr_info*, std::size_t, void*) noexcept {
                loader = 1;
                while (loader != 2) std::this_thread::yield();
                return 1;
            },
            nullptr);
    });
    while (loader != 1) std::this_thread::yield();
    std::atomic<bool> is_told{false};
    std::thread reader([&] { is_told = message_of_read(t) == "stale"; });
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(20);
    while (!is_told && std::chrono::steady_clock::now() < end) std::this_thread::yield();
    CHECK(is_told);
    loader = 2;
    reader.join();
    holder.join();
}

TEST_CASE("a violation has the handle, and where it was opened") {
    const at_level record(observe_level::record);
    const auto before = set_violation_handler(&keep_event);
    handle_table<sluice> sluices;
    const token t = *sluices.emplace();
    {
        const auto inside = sluices.pin(t);
        CHECK(sluices.close(t).ok());
        refusals = 1;
    }
    CHECK(told_handle == t);
    INFO(told_story);
    CHECK(has(told_story, "opened as sluice at "));
    CHECK(sluices.close(t).ok());

    unique_handle<weir_traits> owner;
    {
        auto first = out_param(owner);
        auto second = out_param(owner);
        *static_cast<int*>(first) = 7;
        *static_cast<int*>(second) = 8;
    }
    CHECK(told_handle == 7);
    CHECK(told_story.empty());  // nobody has opened it
    CHECK(owner.close().ok());

    auto shared = *share(unique_handle<weir_traits>(9));
    {
        const auto inside = shared.pin();
        CHECK(shared.close().ok());
        refusals = 1;
    }
    CHECK(told_handle == 9);
    CHECK(has(told_story, "weir_traits at "));
    CHECK(shared.close().ok());
    set_violation_handler(before);
}
