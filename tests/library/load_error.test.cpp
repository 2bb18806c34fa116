// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/library/load_error.hpp>

#include <cstring>
#include <string>
#include <type_traits>

#include <doctest/doctest.h>

using ffiguard::error;
using ffiguard::load_error;
using ffiguard::status;
using ffiguard::status_code;

static_assert(std::is_trivially_copyable_v<load_error>, "a result holds it");
static_assert(sizeof(load_error) == 2048);

TEST_CASE("a load_error says what and why") {
    const load_error why(status::foreign(7), "a.so", ": ", "no library");
    CHECK(why.status() == status::foreign(7));
    CHECK_FALSE(why.ok());
    CHECK(std::string(why.message()) == "a.so: no library");

    CHECK(load_error().ok());
    CHECK(*load_error().message() == '\0');
    CHECK(std::string(load_error(status_code::not_found).message()) == "not found");
    CHECK(*load_error(status(), "dropped").message() == '\0');
}

TEST_CASE("text is added until it is full, and cut at a whole character") {
    load_error why(status_code::not_found, "first");
    why.append("\n", "second");
    CHECK(std::string(why.message()) == "first\nsecond");

    std::string expected = why.message();
    for (int i = 0; i < 1000; ++i) {
        why.append("\xC3\xA4");  // two bytes
        expected += "\xC3\xA4";
    }
    const std::string full = why.message();
    CHECK(full.size() > 2000);
    CHECK(full.size() < sizeof why);
    CHECK(expected.compare(0, full.size(), full) == 0);
    CHECK((full.size() - std::strlen("first\nsecond")) % 2 == 0);
}

TEST_CASE("it becomes an error, cut to what crosses the boundary, and comes from one") {
    const load_error why(status_code::not_found, std::string(1000, 'x').c_str());
    const error cut = why;
    CHECK(cut.status() == status_code::not_found);
    CHECK(std::strlen(cut.message()) > 200);
    CHECK(std::strlen(cut.message()) < sizeof(error));

    const load_error back = error(status::foreign(3), "text");
    CHECK(back.status() == status::foreign(3));
    CHECK(std::string(back.message()) == "text");
}
