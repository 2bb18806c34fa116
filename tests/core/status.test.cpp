// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/core/status.hpp>

#include <cerrno>
#include <cstdint>
#include <cstring>
#include <set>
#include <string>
#include <type_traits>

#include <doctest/doctest.h>

#include <ffiguard/core/error.hpp>

using ffiguard::status;
using ffiguard::status_code;

static_assert(sizeof(status) == 8);
static_assert(std::is_trivially_copyable_v<status>);
static_assert(!std::is_convertible_v<status, bool>, "0 is success in C, true is success in C++");

TEST_CASE("a default status is success") {
    CHECK(status().ok());
    CHECK(status() == status_code::ok);
    CHECK(std::strcmp(status().name(), "ok") == 0);
}

TEST_CASE("a system status carries its errno, a foreign one the library's answer") {
    CHECK(status::system(EBADF).code() == status_code::system);
    CHECK(status::system(EBADF).detail() == EBADF);
    CHECK(status::foreign(-5).detail() == -5);
    CHECK(status::system(EBADF) != status::system(EIO));
    CHECK(status::system(EBADF) == status_code::system);
    CHECK(status(status_code::stale).detail() == 0);
}

TEST_CASE("a NUL inside of text is malformed, and is told from no NUL wherever it is") {
    static_assert(status::inner_nul(0).is_inner_nul());
    CHECK(status::inner_nul(0) == status_code::malformed);
    CHECK(status::inner_nul(0) != status(status_code::malformed));
    CHECK(status::inner_nul(11).detail() == 12);
    CHECK(status::inner_nul(INT32_MAX - 1).detail() == INT32_MAX);
    CHECK(status::inner_nul(UINT64_MAX).detail() == INT32_MAX);  // not wrapped
    CHECK_FALSE(status(status_code::malformed).is_inner_nul());
    CHECK_FALSE(status::foreign(1).is_inner_nul());
}

static_assert((status(status_code::closed).ignore(), true));

TEST_CASE("a status, an error and what else is not to be dropped is dropped by name") {
    // Warnings are errors here: without ignore() this does not compile.
    const auto answer = [] { return status(status_code::closed); };
    const auto why = [] { return ffiguard::error(status_code::closed); };
    answer().ignore();
    why().ignore();
}

TEST_CASE("every code of ffiguard.h has a name of its own") {
    std::set<std::string> names;
    for (int code = FFIGUARD_OK; code <= FFIGUARD_JAVA_EXCEPTION; ++code)
        names.insert(name(static_cast<status_code>(code)));
    CHECK(names.size() == FFIGUARD_JAVA_EXCEPTION + 1);
    CHECK(names.count("unknown status") == 0);
    CHECK(std::strcmp(name(static_cast<status_code>(999)), "unknown status") == 0);
}
