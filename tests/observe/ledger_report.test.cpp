// SPDX-License-Identifier: BSL-1.0
#define FFIGUARD_OBSERVE 1
#include <ffiguard/observe/ledger_report.hpp>

#include <cerrno>
#include <string>
#include <string_view>
#include <vector>

#include <doctest/doctest.h>

#include <ffiguard/core/handle_table.hpp>
#include <ffiguard/observe/ledger.hpp>

namespace {

using namespace ffiguard;

struct connection {
    using life_cycle = ffiguard::life_cycle<closes_children>;
};
struct query {
    using life_cycle = ffiguard::life_cycle<child_of<connection>, closes_children>;
};
struct row {
    using life_cycle = ffiguard::life_cycle<child_of<query>>;
};

std::vector<std::string> lines() {
    std::vector<std::string> all;
    CHECK(report_ledger([&](std::string_view line) { all.emplace_back(line); }).ok());
    return all;
}
bool has(const std::string& line, std::string_view part) {
    return line.find(part) != std::string::npos;
}
/// The lines that speak of a type.
std::vector<std::string> lines_of(std::string_view type) {
    std::vector<std::string> found;
    for (const std::string& line : lines())
        if (has(line, type)) found.push_back(line);
    return found;
}

}  // namespace

TEST_CASE(
    "a report has a line for each place, the most first, and children belong to their parents") {
    const observe_level before = set_observe_level(observe_level::record);
    handle_table<connection> connections;
    handle_table<query> queries;
    handle_table<row> rows;
    const token alone = *connections.emplace();
    token last = 0;
    for (int i = 0; i < 3; ++i) {
        last = *connections.emplace();
        const token q = *queries.emplace_child(connections, last);
        CHECK(rows.emplace_child(queries, q).has_value());
    }
    errno = 7;
    const auto found = lines_of("connection");
    CHECK(errno == 7);
    REQUIRE(found.size() == 2);
    CHECK(has(found[0], "3 "));
    CHECK(has(found[0], ", with 6 below"));
    CHECK(has(found[0], " s ago by thread "));
    CHECK(has(found[1], "1 "));
    CHECK_FALSE(has(found[1], "below"));
    CHECK(lines_of("query").empty());
    CHECK(lines_of("row").empty());
    CHECK(has(lines()[0], "10 open ("));

    connections.for_each([&](token t, connection&) { connections.close(t).ignore(); });
    CHECK(alone != last);
    CHECK(lines_of("connection").empty());
    CHECK(has(lines()[0], "0 open ("));
    set_observe_level(before);
}

TEST_CASE("what has no record has its number") {
    const observe_level before = set_observe_level(observe_level::count);
    handle_table<connection> connections;
    const token t = *connections.emplace();
    const auto found = lines_of("connection");
    REQUIRE(found.size() == 1);
    CHECK(has(found[0], "1 "));
    CHECK(has(found[0], " open of "));
    CHECK(connections.close(t).ok());
    set_observe_level(before);
}
