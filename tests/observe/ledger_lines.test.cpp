// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_OBSERVE
#define FFIGUARD_OBSERVE 1
#endif
#include <ffiguard/observe/ledger_lines.hpp>

#include <unistd.h>

#include <string>
#include <string_view>
#include <vector>

#include <doctest/doctest.h>

#include <ffiguard/core/handle_table.hpp>
#include <ffiguard/observe/detail/c_ledger.hpp>

#include "at_level.hpp"

namespace {  // names of types are compared

using namespace ffiguard;

/// Nothing else has its name.
struct lined_thing {};

template <class Write>
std::vector<std::string> lines_of(Write&& write) {
    std::vector<std::string> found;
    write([&](std::string_view line) {
        if (line.find("lined_thing") != std::string_view::npos) found.emplace_back(line);
    });
    return found;
}
std::vector<std::string> json() {
    return lines_of([](auto&& line) { write_json_lines(line); });
}
std::vector<std::string> folded() {
    return lines_of([](auto&& line) { CHECK(write_folded_stacks(line).ok()); });
}
bool has(const std::string& line, const std::string& part) {
    return line.find(part) != std::string::npos;
}
std::string hex(std::uint64_t number) {
    char buffer[32];
    detail::text_writer text(buffer, sizeof buffer);
    detail::write_hex(text, number);
    return buffer;
}

}  // namespace

TEST_CASE("each resource that has a record is a JSON object in a line of its own") {
    const at_level record(observe_level::record);
    handle_table<lined_thing> table;
    const token one = *table.emplace(), two = *table.emplace();
    const auto lines = json();
    REQUIRE(lines.size() == 2);
    for (const std::string& line : lines) {
        CHECK(line.rfind("{\"type\":\"lined_thing\",\"value\":\"0x", 0) == 0);
        CHECK(has(line, ",\"parent\":\"0x0\",\"thread\":"));
        CHECK(has(line, ",\"closing\":false,\"place\":\""));
        CHECK(line.substr(line.size() - 12) == ",\"stack\":[]}");
    }
    CHECK((has(lines[0], hex(one)) || has(lines[1], hex(one))));
    CHECK((has(lines[0], hex(two)) || has(lines[1], hex(two))));
    CHECK(table.close(one).ok());
    CHECK(table.close(two).ok());
    CHECK(json().empty());
}

TEST_CASE("what is held of one type and place is one folded stack, the type innermost") {
    const at_level record(observe_level::record);
    handle_table<lined_thing> table;
    std::vector<token> all;
    for (int i = 0; i < 7; ++i) all.push_back(*table.emplace());
    const auto lines = folded();
    REQUIRE(lines.size() == 1);
    CHECK(lines[0].substr(lines[0].rfind(';')) == ";lined_thing 7");
    for (const token each : all) CHECK(table.close(each).ok());
}

TEST_CASE("at level stack the callers come before the place, and JSON lists them") {
    const at_level stack(observe_level::stack);
    handle_table<lined_thing> table;
    const token one = *table.emplace();
    std::size_t frames = 0;
    for_each_held([&](const held_resource& held) noexcept {
        if (held.value == one && held.type == "lined_thing") frames = held.stack_size;
    });
    REQUIRE(frames >= 1);
    std::size_t semicolons = 0;
    const std::string line = folded().at(0);
    for (const char each : line) semicolons += each == ';';
    CHECK(semicolons == frames);
    CHECK(!has(json().at(0), "\"stack\":[]"));
    CHECK(table.close(one).ok());
}

TEST_CASE("what has a meaning in a format is written otherwise") {
    char buffer[64];
    detail::text_writer json_text(buffer, sizeof buffer);
    detail::write_json_text(json_text, "a\"b\\c\nd");
    CHECK(std::string(buffer) == "\"a\\\"b\\\\c\\u000ad\"");
    detail::text_writer frame(buffer, sizeof buffer);
    detail::write_frame(frame, "a;b\nc");
    CHECK(std::string(buffer) == "a:b c");
}

TEST_CASE("C has the lines written to a descriptor") {
    const at_level record(observe_level::record);
    handle_table<lined_thing> table;
    const token one = *table.emplace();
    int ends[2];
    REQUIRE(::pipe(ends) == 0);
    CHECK(detail::write_lines(ends[1], FFIGUARD_LINES_FOLDED).ok());
    CHECK(detail::write_lines(ends[1], FFIGUARD_LINES_JSON).ok());
    CHECK(detail::write_lines(ends[1], 2) == status_code::invalid_argument);
    std::string text(16384, '\0');
    text.resize(static_cast<std::size_t>(::read(ends[0], &text[0], text.size())));
    CHECK(has(text, ";lined_thing 1\n"));
    CHECK(has(text, "{\"type\":\"lined_thing\""));
    CHECK(text.back() == '\n');
    ::close(ends[0]);
    ::close(ends[1]);
    CHECK(detail::write_lines(-1, FFIGUARD_LINES_JSON) == status_code::system);
    CHECK(table.close(one).ok());
}
