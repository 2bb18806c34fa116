// SPDX-License-Identifier: BSL-1.0
// Resources that code other than C++ has told the ledger of, by the functions of ffiguard.h.
#define FFIGUARD_OBSERVE 1
#include <cstdint>
#include <string>
#include <thread>
#include <vector>

#include <doctest/doctest.h>

#include <ffiguard/exports.hpp>
#include <ffiguard/observe/ledger.hpp>
#include <ffiguard/observe/ledger_report.hpp>
#include <ffiguard/observe/observe_level.hpp>

#include "at_level.hpp"

namespace {

using namespace ffiguard;

std::vector<held_resource> held_of(std::string_view type) {
    std::vector<held_resource> found;
    found.reserve(1000);
    for_each_held([&](const held_resource& one) noexcept {
        if (one.type == type) found.push_back(one);
    });
    return found;
}
resource_totals totals_of(std::string_view type) {
    resource_totals all;
    for_each_observed_type([&](const resource_totals& one) noexcept {
        if (one.type == type) all = one;
    });
    return all;
}
[[gnu::noinline]] void open_one(std::uint64_t value) {
    CHECK(ffiguard_observe_opened("sqlite3 *", value, 0, 0) == FFIGUARD_OK);
}
[[gnu::noinline]] void close_one(std::uint64_t value) {
    CHECK(ffiguard_observe_closed("sqlite3 *", value, 0) == FFIGUARD_OK);
}

}  // namespace

TEST_CASE("what C has opened is counted, recorded and reported like the library's own") {
    const at_level record(observe_level::record);
    for (std::uint64_t i = 1; i <= 3; ++i) open_one(i * 16);
    CHECK(ffiguard_observe_opened("sqlite3_stmt *", 7, 32, 500) == FFIGUARD_OK);
    const std::string name("sqlite3 *");  // the text counts, not its address
    CHECK(ffiguard_observe_opened(name.c_str(), 64, 0, 0) == FFIGUARD_OK);

    const auto found = held_of("sqlite3 *");
    REQUIRE(found.size() == 4);
    for (const held_resource& one : found) {
        const auto function = reinterpret_cast<std::uintptr_t>(&open_one);
        if (one.value != 64) CHECK(one.place > function);
        if (one.value != 64) CHECK(one.place < function + 2000);
        CHECK(one.thread == this_thread_number());
    }
    const auto statement = held_of("sqlite3_stmt *");
    REQUIRE(statement.size() == 1);
    CHECK(statement[0].parent == 32);
    CHECK(statement[0].bytes == 500);
    CHECK(totals_of("sqlite3_stmt *").bytes == 500);
    CHECK(totals_of("sqlite3 *").live == 4);

    std::string text;
    CHECK(report_ledger([&](std::string_view line) { text.append(line).append("\n"); }).ok());
    CHECK(text.find("3 sqlite3 * opened at ") != std::string::npos);
    CHECK(text.find(", 500 bytes, with 1 below") != std::string::npos);

    CHECK(ffiguard_observe_closed("sqlite3_stmt *", 7, 500) == FFIGUARD_OK);
    for (std::uint64_t i = 1; i <= 4; ++i) close_one(i * 16);
    CHECK(held_of("sqlite3 *").empty());
    CHECK(held_of("sqlite3_stmt *").empty());
    CHECK(totals_of("sqlite3 *").live == 0);
    CHECK(totals_of("sqlite3 *").released == 4);
    CHECK(totals_of("sqlite3_stmt *").bytes == 0);
    char history[300];
    CHECK(ffiguard_observe_history(16, history, sizeof history) == FFIGUARD_OK);
    CHECK(std::string(history).find("opened as sqlite3 * at ") == 0);
    CHECK(std::string(history).find(", closed at ") != std::string::npos);
}

TEST_CASE("at level off nothing is counted of it, and null is refused") {
    const at_level off(observe_level::off);
    CHECK(ffiguard_observe_opened("unseen", 1, 0, 0) == FFIGUARD_OK);
    CHECK(totals_of("unseen").opened == 0);
    CHECK(ffiguard_observe_opened(nullptr, 1, 0, 0) == FFIGUARD_NULL);
    CHECK(ffiguard_observe_closed(nullptr, 1, 0) == FFIGUARD_NULL);
}

TEST_CASE("many threads name the same types") {
    const at_level record(observe_level::record);
    std::vector<std::thread> threads;
    for (std::uint64_t thread = 0; thread < 4; ++thread)
        threads.emplace_back([thread] {
            for (std::uint64_t i = 0; i < 200; ++i) {
                const std::string name = "shared " + std::to_string(i % 20);
                static_cast<void>(ffiguard_observe_opened(name.c_str(), thread * 1000 + i, 0, 0));
            }
        });
    for (std::thread& one : threads) one.join();
    std::uint64_t live = 0;
    int types = 0;
    for_each_observed_type([&](const resource_totals& one) noexcept {
        if (one.type.substr(0, 7) != "shared ") return;
        ++types;
        live += one.live;
    });
    CHECK(types == 20);
    CHECK(live == 800);
    for (std::uint64_t thread = 0; thread < 4; ++thread)
        for (std::uint64_t i = 0; i < 200; ++i) {
            const std::string name = "shared " + std::to_string(i % 20);
            CHECK(ffiguard_observe_closed(name.c_str(), thread * 1000 + i, 0) == FFIGUARD_OK);
        }
    CHECK(held_of("shared 3").empty());
}

TEST_CASE("there is room for 256 types, and more are refused") {
    const at_level record(observe_level::record);
    bool is_refused = false;
    for (int i = 0; i < 300; ++i) {
        const std::string name = "crowd " + std::to_string(i) + std::string(200, 'x');
        const ffiguard_status opened = ffiguard_observe_opened(name.c_str(), 1, 0, 0);
        CHECK((opened == FFIGUARD_OK || opened == FFIGUARD_OVERFLOW));
        is_refused = is_refused || opened == FFIGUARD_OVERFLOW;
        CHECK(ffiguard_observe_closed(name.c_str(), 1, 0) == opened);
    }
    CHECK(is_refused);
    for_each_observed_type([](const resource_totals& one) noexcept {
        if (one.type.substr(0, 6) == "crowd ") CHECK(one.type.size() == 95);
    });
}
