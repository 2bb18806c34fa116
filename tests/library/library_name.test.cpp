// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/library/library_name.hpp>

#include <string>
#include <vector>

#include <doctest/doctest.h>

using ffiguard::library_name;
using ffiguard::status;
using ffiguard::status_code;

namespace {

std::vector<std::string> candidates(const library_name& name) {
    std::vector<std::string> all;
    char buffer[library_name::capacity];
    for (unsigned n = 0; name.candidate(n, buffer); ++n) all.emplace_back(buffer);
    return all;
}

}  // namespace

#ifdef __linux__
TEST_CASE("a name is decorated as the system does, the version first") {
    CHECK(candidates(library_name("z", "1")) ==
          std::vector<std::string>{"libz.so.1", "libz.so", "z"});
    CHECK(candidates(library_name("z")) == std::vector<std::string>{"libz.so", "z"});
    CHECK(candidates(library_name("z", "")) == candidates(library_name("z")));
}

TEST_CASE("a directory stays before the decorated name") {
    CHECK(candidates(library_name("/opt/x/z", "1.2")) ==
          std::vector<std::string>{"/opt/x/libz.so.1.2", "/opt/x/libz.so", "/opt/x/z"});
}
#endif

TEST_CASE("a name or version that is none is told before anything is tried") {
    CHECK(library_name("z", "1").check().ok());
    CHECK(library_name(nullptr).check().status() == status_code::null);
    CHECK(library_name("z", nullptr).check().status() == status_code::null);
    CHECK(library_name("").check().status() == status_code::invalid_argument);
    CHECK(library_name(std::string("z\0z", 3)).check().status() == status::inner_nul(1));
    CHECK(library_name("z", std::string("1\0z", 3)).check().status() == status::inner_nul(1));
    // What begins with a NUL is not "no version".
    CHECK(library_name("z", std::string("\0v", 2)).check().status() == status::inner_nul(0));
    CHECK(std::string(library_name(std::string("z\0z", 3)).check().message()) ==
          "library_name: the name has a NUL inside, at byte offset 1: z");
    CHECK(library_name(std::string(library_name::capacity, 'x')).check().status() ==
          status_code::invalid_argument);
}
