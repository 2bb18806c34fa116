// SPDX-License-Identifier: BSL-1.0
#define FFIGUARD_OBSERVE 1
#include <ffiguard/observe/ledger.hpp>

#include <sys/wait.h>
#include <unistd.h>

#include <cstdint>
#include <cstdio>
#include <string>
#include <string_view>
#include <vector>

#include <doctest/doctest.h>

#include <ffiguard/core/handle_table.hpp>
#include <ffiguard/observe/ledger_lines.hpp>
#include <ffiguard/observe/ledger_report.hpp>
#include <ffiguard/observe/ledger_snapshot.hpp>
#include <ffiguard/observe/open_metrics.hpp>

#include "at_level.hpp"

namespace {  // names of types are compared

using namespace ffiguard;

struct voxel {
    std::uint64_t bytes = 100;
    using life_cycle = ffiguard::life_cycle<tells_bytes<&voxel::bytes>>;
};
struct texel {};

std::string text_of(bool metrics) {
    std::string text = "\n";
    const auto add = [&](std::string_view line) { (text += line) += '\n'; };
    if (metrics)
        write_open_metrics(add);
    else
        CHECK(report_ledger(add).ok());
    return text;
}
bool has(const std::string& text, const std::string& part) {
    const bool found = text.find(part) != text.npos;
    if (!found) std::printf("%s is not in %s", part.c_str(), text.c_str());
    return found;
}
std::uint64_t records_of(std::string_view type) {
    std::uint64_t count = 0;
    for_each_held([&](const held_resource& one) { count += one.type == type ? 1U : 0U; });
    return count;
}

[[gnu::noinline]] void open_voxels(handle_table<voxel>& table, int count,
                                   std::vector<token>& made) {
    for (int i = 0; i < count; ++i) made.push_back(*table.emplace());
}

}  // namespace

TEST_CASE("every output is right of 150,000 open handles, and what grew by 1,000 is seen") {
    const at_level record(observe_level::record);
    handle_table<voxel> voxels;
    handle_table<texel> texels;
    std::vector<token> made, others;
    const auto nothing = *ledger_snapshot::take();
    const std::uint64_t dropped = observed_totals().dropped;
    open_voxels(voxels, 120000, made);
    for (int i = 0; i < 30000; ++i) others.push_back(*texels.emplace());

    CHECK(observed_totals().dropped == dropped);
    CHECK(records_of("voxel") == 120000);
    CHECK(records_of("texel") == 30000);
    const std::string report = text_of(false), metrics = text_of(true);
    CHECK(has(report, "\n120000 voxel opened at "));
    CHECK(has(report, ", 12000000 bytes"));
    CHECK(has(report, "\n30000 texel opened at "));
    CHECK(has(metrics, "\nffiguard_handles_live{side=\"cpp\",type=\"voxel\"} 120000\n"));
    CHECK(has(metrics, "\nffiguard_handles_live_bytes{side=\"cpp\",type=\"voxel\"} 12000000\n"));
    std::uint64_t folded = 0, json = 0;
    CHECK(write_folded_stacks([&](std::string_view line) {
              if (line.find("voxel 120000") != line.npos) ++folded;
          }).ok());
    write_json_lines([&](std::string_view line) {
        json += line.find("\"type\":\"voxel\"") != line.npos ? 1U : 0U;
    });
    CHECK(folded == 1);
    CHECK(json == 120000);

    const auto before = *ledger_snapshot::take();
    CHECK(before.growth_since(nothing)->size() == 2);
    open_voxels(voxels, 1000, made);
    const auto grown = *ledger_snapshot::take()->growth_since(before);
    REQUIRE(grown.size() == 1);
    CHECK(grown.begin()->live == 1000);
    CHECK(grown.begin()->bytes == 100000);

    for (const token one : made) REQUIRE(voxels.close(one).ok());
    for (const token one : others) REQUIRE(texels.close(one).ok());
    CHECK(records_of("voxel") + records_of("texel") == 0);
    CHECK(ledger_snapshot::take()->growth_since(nothing)->empty());
}

namespace {  // names of types are compared

bool is_right_of_more_than_there_is_room_for() {
    const at_level record(observe_level::record);
    handle_table<voxel> voxels;
    std::vector<token> made;
    open_voxels(voxels, 300000, made);
    const std::uint64_t dropped = observed_totals().dropped;
    bool right = dropped >= 300000 - detail::record_store::capacity;
    right = right && records_of("voxel") + dropped == 300000;
    const std::string metrics = text_of(true), report = text_of(false);
    const std::string number = std::to_string(dropped);
    right = has(metrics, "\nffiguard_handles_live{side=\"cpp\",type=\"voxel\"} 300000\n") && right;
    right = has(metrics, "\nffiguard_handles_live_bytes{side=\"cpp\",type=\"voxel\"} 30000000\n") &&
            right;
    right =
        has(metrics, "\nffiguard_records_dropped_total{side=\"cpp\"} " + number + "\n") && right;
    right = has(report, " " + number + " records dropped") && right;
    right = has(report, "\n" + std::to_string(300000 - dropped) + " voxel opened at ") && right;
    right = has(report, "\n" + number + " voxel open without a record, " +
                            std::to_string(dropped * 100) + " bytes\n") &&
            right;
    for (const token one : made) right = voxels.close(one).ok() && right;
    right = records_of("voxel") == 0 && right;
    return has(text_of(true), "\nffiguard_handles_live_bytes{side=\"cpp\",type=\"voxel\"} 0\n") &&
           right;
}

}  // namespace

TEST_CASE("more handles than there is room for are counted, and those without a record are told") {
    const pid_t child = ::fork();  // what is dropped stays counted
    REQUIRE(child >= 0);
    if (child == 0) ::_exit(is_right_of_more_than_there_is_room_for() ? 0 : 1);
    int how = -1;
    CHECK(::waitpid(child, &how, 0) == child);
    CHECK(how == 0);
}

TEST_CASE("what was opened before the records were kept is told as open without one") {
    handle_table<voxel> voxels;
    std::vector<token> made;
    {
        const at_level count(observe_level::count);
        open_voxels(voxels, 3, made);
    }
    const at_level record(observe_level::record);
    CHECK(has(text_of(false), "\n3 voxel open of "));
    open_voxels(voxels, 2, made);
    const std::string report = text_of(false);
    CHECK(has(report, "\n2 voxel opened at "));
    CHECK(has(report, "\n3 voxel open without a record, 300 bytes\n"));
    for (const token one : made) CHECK(voxels.close(one).ok());
    CHECK(text_of(false).find(" voxel ") == std::string::npos);
}
