// SPDX-License-Identifier: BSL-1.0
#define FFIGUARD_OBSERVE 1
#include <ffiguard/observe/ledger_report.hpp>

#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

#include <doctest/doctest.h>

#include <ffiguard/core/handle_table.hpp>
#include <ffiguard/library/library.hpp>
#include <ffiguard/memory/c_array.hpp>
#include <ffiguard/memory/foreign_buffer.hpp>
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

TEST_CASE("bytes are told of the types that know them, at each level") {
    const observe_level before = set_observe_level(observe_level::record);
    {
        auto array = *c_array<std::uint64_t>::allocate(100);
        auto buffer = *foreign_buffer::copy("0123456789", 10);
        auto found = lines_of("sized_memory_traits");
        REQUIRE(found.size() == 1);
        CHECK(has(found[0], ", 800 bytes"));
        CHECK(array.resize(200).ok());
        found = lines_of("sized_memory_traits");
        REQUIRE(found.size() == 1);
        CHECK(has(found[0], ", 1600 bytes"));
        CHECK(has(lines_of("ffiguard_buffer").at(0), ", 10 bytes"));

        set_observe_level(observe_level::count);
        auto second = *c_array<std::int16_t>::allocate(50);
        found = lines_of("short");
        REQUIRE(found.size() == 1);
        CHECK(has(found[0], "1 "));
        CHECK(has(found[0], " opened, 100 bytes"));
    }
    for_each_observed_type([](const resource_totals& one) {
        if (one.live == 0) CHECK(one.bytes == 0);
    });
    set_observe_level(before);
}

TEST_CASE("what is held much longer than others of its type is told so") {
    using entry = held_resource;
    const auto groups_of = [](std::uint64_t oldest, int others) {
        std::vector<entry> all(1, entry{"lamp", 1, 0, 100, 3, oldest, false, 0, nullptr, 0});
        for (int i = 0; i < others; ++i)
            all.push_back({"lamp", static_cast<std::uint64_t>(i + 2), 0, 200, 1, 46500, false, 0,
                           nullptr, 0});
        detail::held_groups groups;
        CHECK(groups
                  .collect_from([&](auto&& visit) {
                      for (const entry& one : all) visit(one);
                  })
                  .ok());
        std::vector<std::string> told;
        for (const auto* one = groups.begin_entries(); one != groups.end_entries(); ++one) {
            char buffer[400];
            detail::text_writer text(buffer, sizeof buffer);
            detail::write_group(text, *one);
            told.emplace_back(buffer);
        }
        return told;
    };
    auto told = groups_of(1860000, 8);
    REQUIRE(told.size() == 2);
    CHECK(told[0] == "8 lamp opened at 0xc8, the oldest 46.5 s ago by thread 1");
    CHECK(told[1] ==
          "1 lamp opened at 0x64, the oldest 31 min ago by thread 3, 40 times the median of its "
          "type");
    CHECK_FALSE(has(groups_of(400000, 8)[1], "median"));
    CHECK_FALSE(has(groups_of(1860000, 6)[1], "median"));
    CHECK(has(groups_of(95400000, 8)[1], "the oldest 26.5 h ago"));
}

TEST_CASE("of what one place has opened the oldest is told, and whose it is") {
    detail::held_groups groups;
    const held_resource all[] = {{"lamp", 11, 0, 100, 1, 300, false, 0, nullptr, 0},
                                 {"lamp", 12, 0, 100, 2, 900, false, 0, nullptr, 0},
                                 {"lamp", 13, 0, 100, 3, 600, false, 0, nullptr, 0}};
    CHECK(groups
              .collect_from([&](auto&& visit) {
                  for (const held_resource& one : all) visit(one);
              })
              .ok());
    REQUIRE(groups.end_entries() - groups.begin_entries() == 1);
    const auto& one = *groups.begin_entries();
    CHECK(one.count == 3);
    CHECK(one.oldest_ms == 900);
    CHECK(one.thread == 2);
    CHECK(one.value == 12);
}

TEST_CASE("a report keeps errno, whatever its reader does") {
    errno = ENOENT;
    CHECK(report_ledger([](std::string_view) { errno = EIO; }).ok());
    CHECK(errno == ENOENT);
}

TEST_CASE("the files of the places have their build ids below") {
    const observe_level before = set_observe_level(observe_level::record);
    {
        const std::string path = FFIGUARD_TEST_LIB_DIR "/observed_plugin.so";
        const auto plugin = library::open(path.c_str());
        REQUIRE(plugin);
        set_observe_level_everywhere(observe_level::record);
        const auto open = *plugin->find<ffiguard_token()>("observed_plugin_open");
        const auto close = *plugin->find<void(ffiguard_token)>("observed_plugin_close");
        const ffiguard_token t = open();
        const auto found = lines_of(" " + path);
        REQUIRE(found.size() == 1);
        const std::string& line = found[0];
        REQUIRE(line.rfind("build id ", 0) == 0);
        const std::size_t digits = line.find(' ', 9) - 9;
        CHECK(digits >= 16);
        std::string note("GNU\0", 4);  // as the linker has written it into the file
        for (std::size_t i = 9; i < 9 + digits; i += 2)
            note += static_cast<char>(std::stoi(line.substr(i, 2), nullptr, 16));
        std::ifstream file(path, std::ios::binary);
        const std::string bytes((std::istreambuf_iterator<char>(file)), {});
        CHECK(bytes.find(note) != std::string::npos);
        close(t);
        CHECK(lines_of(" " + path).empty());
    }
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

#if defined(__ELF__)
TEST_CASE("a note that claims to be larger than an address ends the search") {
    struct {
        std::uint32_t absurd[4] = {0xFFFFFFF4, 16, 0, 0};  // with its head 0 bytes, in 32 bits
        std::uint32_t head[3] = {sizeof "ffiguard", 4, detail::ledger_note_type};
        char name[12] = "ffiguard";
        std::int32_t distance = 0;
        ffiguard_ledger_1 ledger{};
    } notes;
    notes.ledger.version = 1;
    notes.distance = static_cast<std::int32_t>(reinterpret_cast<const char*>(&notes.ledger) -
                                               reinterpret_cast<const char*>(&notes.distance));
    int found = 0;
    const detail::ledger_search search{
        [](void* count, const ffiguard_ledger_1&) noexcept { ++*static_cast<int*>(count); },
        &found};
    const auto* const at = reinterpret_cast<const unsigned char*>(&notes);
    const std::size_t size = offsetof(decltype(notes), ledger);
    detail::visit_notes(at + sizeof notes.absurd, size - sizeof notes.absurd, 4, search);
    CHECK(found == 1);
    detail::visit_notes(at, size, 4, search);
    CHECK(found == 1);
}
#endif
