// SPDX-License-Identifier: BSL-1.0
// What a path may be made of.
#include <ffiguard/posix/unique_fd.hpp>

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

#include <doctest/doctest.h>

#include <ffiguard/posix/mapped_region.hpp>
#include <ffiguard/posix/unique_file.hpp>

using namespace std::string_view_literals;
using ffiguard::map_file;
using ffiguard::map_file_writable;
using ffiguard::open_file;
using ffiguard::open_stream;
using ffiguard::status;
using ffiguard::status_code;

TEST_CASE("a path may be a string, a path of std::filesystem, or a view with no NUL behind it") {
    const std::string_view null = "/dev/null?"sv.substr(0, 9);
    CHECK(open_file(null, O_RDONLY));
    CHECK(open_file(std::string(null), O_RDONLY));
    CHECK(open_file(std::filesystem::path(null), O_RDONLY));
    CHECK(open_stream(null, "r"));
    CHECK(map_file(std::filesystem::path("/etc/passwd")));
    CHECK(open_file(std::string_view(), O_RDONLY).status() == status_code::not_found);
}

TEST_CASE("a path that a NUL would cut opens nothing") {
    const auto refused = open_file("/dev/null\0.png"sv, O_RDONLY);
    CHECK(refused.status() == status::inner_nul(9));
    CHECK(std::string(refused.error().message()) ==
          "open_file: the path has a NUL inside, at byte offset 9: /dev/null");
    CHECK(open_stream("/dev/null\0.png"sv, "r").status() == status::inner_nul(9));
    CHECK(map_file("/etc/passwd\0.png"sv).status() == status::inner_nul(11));
    CHECK(map_file(std::filesystem::path("/etc/passwd\0.png"sv)).status() == status::inner_nul(11));
    CHECK(map_file_writable(std::string("/etc/passwd\0.png"sv)).status() == status::inner_nul(11));
}

TEST_CASE("a view of more bytes than a text can have is refused before it is read") {
    const std::string_view endless("x", SIZE_MAX);
    CHECK(open_file(endless, O_RDONLY).status() == status_code::overflow);
}
