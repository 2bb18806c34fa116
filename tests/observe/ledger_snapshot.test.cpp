// SPDX-License-Identifier: BSL-1.0
#define FFIGUARD_OBSERVE 1
#include <ffiguard/observe/ledger_snapshot.hpp>

#include <cstdint>
#include <cstring>
#include <string>
#include <utility>

#include <doctest/doctest.h>

#include <ffiguard/core/handle_table.hpp>
#include <ffiguard/library/library.hpp>
#include <ffiguard/memory/c_array.hpp>
#include <ffiguard/observe/detail/c_ledger.hpp>
#include <ffiguard/observe/observe_level.hpp>

#include "at_level.hpp"

namespace {  // names of types are compared

using namespace ffiguard;

struct barge {
    int value = 0;
};

ledger_snapshot growth(const ledger_snapshot& before) {
    return *(*ledger_snapshot::take()).growth_since(before);
}

}  // namespace

TEST_CASE("what was left open since a snapshot is told by type and place, and nothing else") {
    const at_level record(observe_level::record);
    handle_table<barge> barges;
    const token old = *barges.emplace();
    const auto before = *ledger_snapshot::take();
    CHECK(growth(before).empty());

    token made[4];
    for (int i = 0; i < 3; ++i) made[i] = *barges.emplace();
    made[3] = *barges.emplace();
    CHECK(barges.close(*barges.emplace()).ok());
    auto array = *c_array<double>::allocate(10);
    const auto grown = growth(before);
    REQUIRE(grown.size() == 3);
    std::uint64_t live = 0, bytes = 0;
    for (const ffiguard_held_place& one : grown) {
        CHECK(one.place != 0);
        live += one.live;
        bytes += one.bytes;
    }
    CHECK(live == 5);
    CHECK(bytes == 80);

    array.reset();
    for (const token one : made) CHECK(barges.close(one).ok());
    CHECK(growth(before).empty());
    CHECK(barges.close(old).ok());
    CHECK(growth(before).empty());  // less is no growth
}

TEST_CASE("at level count a snapshot has one row for a type, without a place") {
    const at_level count(observe_level::count);
    handle_table<barge> barges;
    const auto before = *ledger_snapshot::take();
    const token one = *barges.emplace(), two = *barges.emplace();
    {
        const auto grown = growth(before);
        REQUIRE(grown.size() == 1);
        CHECK(std::string(grown.begin()->type) == "barge");
        CHECK(grown.begin()->place == 0);
        CHECK(grown.begin()->live == 2);
    }
    {
        // What has a record is not counted twice.
        const at_level record(observe_level::record);
        const token three = *barges.emplace();
        const auto grown = growth(before);
        REQUIRE(grown.size() == 2);
        CHECK(grown.begin()[0].place == 0);
        CHECK(grown.begin()[0].live == 2);
        CHECK(grown.begin()[1].place != 0);
        CHECK(grown.begin()[1].live == 1);
        CHECK(barges.close(three).ok());
    }
    CHECK(barges.close(one).ok());
    CHECK(barges.close(two).ok());
    CHECK(growth(before).empty());
}

TEST_CASE("a snapshot outlives the library whose types it names") {
    const at_level record(observe_level::record);
    ledger_snapshot taken;
    {
        const auto plugin = library::open(FFIGUARD_TEST_LIB_DIR "/observed_plugin.so");
        REQUIRE(plugin);
        set_observe_level_everywhere(observe_level::record);
        const auto open = *plugin->find<ffiguard_token()>("observed_plugin_open");
        const auto close = *plugin->find<void(ffiguard_token)>("observed_plugin_close");
        const ffiguard_token t = open();
        taken = *ledger_snapshot::take();
        close(t);
    }
    int gadgets = 0;
    for (const ffiguard_held_place& one : taken) gadgets += std::strcmp(one.type, "gadget") == 0;
    CHECK(gadgets == 1);
    ledger_snapshot moved = std::move(taken);
    CHECK(taken.empty());
    CHECK_FALSE(moved.empty());
}

TEST_CASE("C gets the rows of a snapshot, and of a difference, as far as there is room") {
    const at_level record(observe_level::record);
    handle_table<barge> barges;
    const token one = *barges.emplace();
    ffiguard_held_place before[64], after[64], grown[4];
    std::uint64_t before_size = 0, after_size = 0;
    CHECK(detail::copy_snapshot(before, 64, &before_size).ok());
    REQUIRE(before_size <= 64);
    const token two = *barges.emplace();
    CHECK(detail::copy_snapshot(after, 64, &after_size).ok());
    CHECK(after_size == before_size + 1);
    std::memset(static_cast<void*>(grown), 1, sizeof grown);
    CHECK(detail::copy_growth(before, before_size, after, after_size, grown, 4) == 1);
    CHECK(std::string(grown[0].type) == "barge");
    CHECK(grown[0].live == 1);
    CHECK(grown[1].live == 0x0101010101010101U);
    CHECK(detail::copy_growth(before, before_size, after, after_size, nullptr, 0) == 1);
    CHECK(detail::copy_growth(after, after_size, before, before_size, grown, 4) == 0);
    CHECK(detail::copy_growth(nullptr, 0, after, after_size, nullptr, 0) == after_size);
    std::uint64_t there = 0;
    CHECK(detail::copy_snapshot(nullptr, 0, &there).ok());
    CHECK(there == after_size);
    CHECK(detail::copy_snapshot(after, 64, nullptr) == status_code::null);
    CHECK(barges.close(one).ok());
    CHECK(barges.close(two).ok());
}

TEST_CASE("rows of a caller whose type does not end are compared within the row") {
    ffiguard_held_place before[2] = {{1, 2, 0, {}}, {5, 0, 0, {}}};
    ffiguard_held_place after[2] = {{1, 3, 0, {}}, {7, 0, 0, {}}};  // what follows the text differs
    std::memset(before[0].type, 'x', sizeof before[0].type);
    std::memset(after[0].type, 'x', sizeof after[0].type);
    ffiguard_held_place grown{};
    CHECK(detail::copy_growth(before, 1, after, 1, &grown, 1) == 1);
    CHECK(grown.live == 1);
    CHECK(std::strlen(grown.type) == sizeof grown.type - 1);
}
