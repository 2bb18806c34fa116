// SPDX-License-Identifier: BSL-1.0
// The functions of ffiguard.h for the ledger.
#define FFIGUARD_OBSERVE 1
#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include <ffiguard/core/handle_table.hpp>
#include <ffiguard/observe/detail/c_ledger.hpp>
#include <ffiguard/posix/unique_fd.hpp>

namespace {  // names of types are compared

using namespace ffiguard;

struct a_type_with_a_name_that_is_longer_than_the_room_for_it_which_is_72_bytes_with_the_nul {};
using long_named =
    a_type_with_a_name_that_is_longer_than_the_room_for_it_which_is_72_bytes_with_the_nul;

struct recorded {
    recorded() : before(set_observe_level(observe_level::record)) {}
    recorded(const recorded&) = delete;
    recorded& operator=(const recorded&) = delete;
    ~recorded() { set_observe_level(before); }
    observe_level before;
};

std::string written_by(int read_end) {
    std::string text(4096, '\0');
    text.resize(static_cast<std::size_t>(::read(read_end, text.data(), text.size())));
    return text;
}

}  // namespace

TEST_CASE("records are copied as far as there is room, and all are counted") {
    const recorded all;
    handle_table<long_named> table;
    const token one = *table.emplace(), two = *table.emplace();
    CHECK(detail::copy_held(nullptr, 0) == 2);
    ffiguard_held into[2];
    std::memset(into, 1, sizeof into);
    CHECK(detail::copy_held(into, 1) == 2);
    CHECK(std::strlen(into[0].type) == 71);
    CHECK(std::strstr(into[0].type, "a_type_with_a_name") != nullptr);
    CHECK(into[0].closing == 0);
    CHECK(into[1].value == 0x0101010101010101U);
    CHECK(detail::copy_held(into, 2) == 2);
    CHECK(into[0].value + into[1].value == one + two);

    const std::uint64_t types = detail::copy_types(nullptr, 0);
    std::vector<ffiguard_type_totals> totals(static_cast<std::size_t>(types));
    CHECK(detail::copy_types(totals.data(), types) == types);
    int seen = 0;
    for (const ffiguard_type_totals& type : totals)
        if (std::strstr(type.type, "a_type_with_a_name") != nullptr)
            seen += type.live == 2 && type.opened >= 2;
    CHECK(seen == 1);
    CHECK(table.close(one).ok());
    CHECK(table.close(two).ok());
}

TEST_CASE("the level is set by number") {
    const recorded all;
    CHECK(detail::set_level_everywhere(FFIGUARD_OBSERVE_COUNT).ok());
    CHECK(current_observe_level() == observe_level::count);
    CHECK(detail::set_level_everywhere(5) == status_code::invalid_argument);
    CHECK(current_observe_level() == observe_level::count);
}

TEST_CASE("a place is written with the library that has it") {
    char text[200];
    const auto here = reinterpret_cast<std::uintptr_t>(&::getpid) + 1;
    CHECK(detail::copy_place(here, text, sizeof text).ok());
    CHECK(std::strstr(text, "libc.so.6+0x") != nullptr);
    char short_text[5];
    CHECK(detail::copy_place(here, short_text, sizeof short_text).ok());
    CHECK(std::strlen(short_text) == 4);
    CHECK(detail::copy_place(0, text, sizeof text).ok());
    CHECK(std::string(text) == "0x0");
    CHECK(detail::copy_place(here, nullptr, 9) == status_code::null);
    CHECK(detail::copy_place(here, text, 0) == status_code::null);
}

TEST_CASE("the history of a token is written, or there is none") {
    const recorded all;
    handle_table<long_named> table;
    const token one = *table.emplace();
    char text[400];
    CHECK(detail::copy_history(one, text, sizeof text).ok());
    CHECK(std::strstr(text, "opened as a_type_with") == text);
    CHECK(std::strstr(text, ", closed at ") == nullptr);
    CHECK(table.close(one).ok());
    CHECK(detail::copy_history(one, text, sizeof text).ok());
    CHECK(std::strstr(text, ", closed at ") != nullptr);
    CHECK(detail::copy_history(12345, text, sizeof text) == status_code::not_found);
    CHECK(std::string(text).empty());
    CHECK(detail::copy_history(one, text, 0) == status_code::null);
}

TEST_CASE("a report goes to a descriptor, or says why not") {
    const recorded all;
    handle_table<long_named> table;
    const token one = *table.emplace();
    auto ends = *make_pipe();
    CHECK(detail::write_report(ends.writer.get()).ok());
    const std::string text = written_by(ends.reader.get());
    CHECK(std::strstr(text.c_str(), " opened at ") != nullptr);
    CHECK(text.back() == '\n');
    errno = 0;
    CHECK(detail::write_report(-1) == status::system(EBADF));
    CHECK(errno == EBADF);
    CHECK(table.close(one).ok());
}
