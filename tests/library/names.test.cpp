// SPDX-License-Identifier: BSL-1.0
// What a name of a library or a symbol may be made of.
#include <ffiguard/library/library.hpp>

#include <filesystem>
#include <string>
#include <string_view>

#include <doctest/doctest.h>

#include <ffiguard/library/function_table.hpp>
#include <ffiguard/library/library_host.hpp>

#include "test_library.hpp"

using namespace std::string_view_literals;
using ffiguard::library;
using ffiguard::library_name;
using ffiguard::status;
using ffiguard::status_code;

namespace {

/// A view with something other than NUL behind it.
struct inner_view {
    explicit inner_view(const std::string& of) : text(of + "?"), view(text.data(), of.size()) {}
    std::string text;
    std::string_view view;
};

struct counter_table {
    ffiguard::symbol<int()> next;
};

}  // namespace

TEST_CASE("a library is opened by a path of std::filesystem and by a view") {
    const std::filesystem::path path = test_library("counter");
    const inner_view view(path.string());
    CHECK(library::open(path));
    CHECK(library::open(view.view));
    const auto opened = library::open(view.view);
    REQUIRE(opened);
    CHECK(library::find_loaded(path));
    CHECK(library::find_loaded(view.view));
    CHECK(opened->find<int()>(inner_view("counter_next").view));
    ffiguard::library_host host;
    CHECK(host.acquire(path));
    CHECK(host.acquire(view.view));
    CHECK(host.find(view.view));
    const auto token = host.acquire_token(view.view);
    REQUIRE(token);
    CHECK(host.release_token(*token).ok());
}

TEST_CASE("an entry of a table and a bare name keep the copy of a view") {
    const inner_view next("counter_next");
    const auto table =
        ffiguard::load_table<counter_table>(std::filesystem::path(test_library("counter")),
                                            ffiguard::entry(next.view, &counter_table::next));
    REQUIRE(table);
    CHECK(table->next() > 0);
    const inner_view name("z");
    const inner_view version("1");
    const library_name bare(name.view, version.view);
    const library_name copy = bare;
    char buffer[library_name::capacity];
    REQUIRE(copy.candidate(0, buffer));
    CHECK(std::string(buffer).find("z.so.1") != std::string::npos);
}

TEST_CASE("of a view, too, a NUL inside is refused and not cut at") {
    const std::string path = test_library("counter");
    const std::string longer = path + std::string("\0.txt", 5);
    CHECK(library::open(std::string_view(longer)).status() == status::inner_nul(path.size()));
    CHECK(library::open(std::filesystem::path(longer)).status() == status::inner_nul(path.size()));
    CHECK(library::open(std::string_view()).status() == status_code::invalid_argument);
    CHECK(library_name("z\0z"sv).check().status() == status::inner_nul(1));
    const auto opened = library::open(path);
    REQUIRE(opened);
    CHECK(opened->find<int()>("counter_next\0_v2"sv).status() == status::inner_nul(12));
}
