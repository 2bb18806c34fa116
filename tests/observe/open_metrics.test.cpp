// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_OBSERVE
#define FFIGUARD_OBSERVE 1
#endif
#include <ffiguard/observe/open_metrics.hpp>

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include <doctest/doctest.h>

#include <ffiguard/core/handle_table.hpp>

namespace {  // names of types are compared

/// Nothing else has its name.
struct metered_thing {};

std::vector<std::string> lines() {
    std::vector<std::string> all;
    ffiguard::write_open_metrics([&](std::string_view line) { all.emplace_back(line); });
    return all;
}
bool has(const std::vector<std::string>& all, const std::string& line) {
    return std::count(all.begin(), all.end(), line) == 1;
}

}  // namespace

TEST_CASE("the metrics have each family once, with its type and the samples of it below") {
    ffiguard::set_observe_level(ffiguard::observe_level::count);
    ffiguard::handle_table<metered_thing> table;
    const auto first = *table.emplace();
    const auto second = *table.emplace();
    CHECK(table.close(first).ok());
    const auto all = lines();
    CHECK(all.back() == "# EOF");
    CHECK(has(all, "# TYPE ffiguard_handles_live gauge"));
    CHECK(has(all, "# TYPE ffiguard_handles_opened counter"));
    CHECK(has(all, "ffiguard_handles_live{side=\"cpp\",type=\"metered_thing\"} 1"));
    CHECK(has(all, "ffiguard_handles_live_bytes{side=\"cpp\",type=\"metered_thing\"} 0"));
    CHECK(has(all, "ffiguard_handles_opened_total{side=\"cpp\",type=\"metered_thing\"} 2"));
    CHECK(has(all, "ffiguard_handles_released_total{side=\"cpp\",type=\"metered_thing\"} 1"));
    CHECK(has(all, "ffiguard_closes_refused_total{side=\"cpp\",type=\"metered_thing\"} 0"));
    CHECK(has(all, "ffiguard_records_dropped_total{side=\"cpp\"} " +
                       std::to_string(ffiguard::observed_totals().dropped)));
    // A sample stands below the head of its family.
    std::string family;
    for (const std::string& line : all) {
        if (line.rfind("# TYPE ", 0) == 0)
            family = line.substr(7, line.find(' ', 7) - 7);
        else
            CHECK((line == "# EOF" || line.rfind("# HELP " + family + " ", 0) == 0 ||
                   line.rfind(family + "{", 0) == 0 || line.rfind(family + "_total{", 0) == 0 ||
                   line.rfind(family + "_bucket{", 0) == 0 ||
                   line.rfind(family + "_count{", 0) == 0 || line.rfind(family + "_sum{", 0) == 0));
    }
    CHECK(table.close(second).ok());
}

TEST_CASE("what has a meaning in a label is escaped") {
    char buffer[64];
    ffiguard::detail::text_writer text(buffer, sizeof buffer);
    ffiguard::detail::write_label(text, "a\\b\"c\nd");
    CHECK(std::string_view(buffer, text.size()) == "a\\\\b\\\"c\\nd");
}
