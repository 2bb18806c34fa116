// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/core/error.hpp>

#include <cstdint>
#include <cstring>
#include <filesystem>
#include <string>
#include <string_view>
#include <type_traits>

#include <doctest/doctest.h>

using ffiguard::error;
using ffiguard::status;
using ffiguard::status_code;

static_assert(sizeof(error) == sizeof(ffiguard_error));
static_assert(std::is_trivially_copyable_v<error>);

TEST_CASE("success has an empty message, a bare status its name") {
    CHECK(error().ok());
    CHECK(std::strcmp(error().message(), "") == 0);
    CHECK(std::strcmp(error(status()).message(), "") == 0);
    CHECK(std::strcmp(error(status_code::wrong_table).message(), "wrong table") == 0);
}

TEST_CASE("a message is put together from text and numbers") {
    const error e(status_code::not_found, "libz.so.", std::uint64_t{7}, ": ", "no such file");
    CHECK(std::string(e.message()) == "libz.so.7: no such file");
    CHECK(e.status() == status_code::not_found);
    CHECK(std::string(error(status_code::null, "x", std::uint64_t{0}).message()) == "x0");
    CHECK(std::string(error(status_code::null, ~std::uint64_t{0}).message()) ==
          "18446744073709551615");
    CHECK(std::string(error(status::foreign(-3), "answered ", -3, ", not ", 0L).message()) ==
          "answered -3, not 0");
    CHECK(std::string(error(status_code::null, INT64_MIN).message()) == "-9223372036854775808");
}

TEST_CASE("a message takes a string, a view and a path as they are") {
    const std::string name = "libz.so";
    const error e(status_code::not_found, name + ".7", ": no ", std::string_view("file ", 4),
                  " in ", std::filesystem::path("/lib"));
    CHECK(std::string(e.message()) == "libz.so.7: no file in /lib");
    CHECK(std::string(error(status_code::null, std::string_view()).message()).empty());
}

TEST_CASE("an error that came back over the boundary is taken as it is, and ended") {
    ffiguard_error raw;
    std::memset(&raw, 'x', sizeof raw);
    raw.status = FFIGUARD_SYSTEM;
    raw.detail = 9;
    const error received(raw);
    CHECK(received.status() == status::system(9));
    CHECK(std::strlen(received.message()) == sizeof raw.message - 1);
}

TEST_CASE("success keeps no message") {
    CHECK(std::string(error(status_code::ok, "all is well").message()).empty());
}

TEST_CASE("the detail of a system or foreign status survives") {
    CHECK(error(status::system(9), "read").status() == status::system(9));
    CHECK(error(status::foreign(-3), "deflate").status() == status::foreign(-3));
}

TEST_CASE("the place of a NUL inside of text is in the message, and survives the boundary") {
    const error why(status::inner_nul(5));
    CHECK(std::string(why.message()) == "malformed: a NUL inside the text, at byte offset 5");
    CHECK(error(why.raw()).status() == status::inner_nul(5));
    CHECK(error(status_code::malformed).status() == status(status_code::malformed));
    CHECK(std::string(error(status_code::malformed).message()) == "malformed");
    ffiguard_error raw{FFIGUARD_MALFORMED, -7, ""};  // whoever filled it
    CHECK(error(raw).status() == status(status_code::malformed));
}

TEST_CASE("a NUL inside of a part hides nothing of the message: it becomes U+FFFD") {
    const std::string path("a\0x", 3);
    const std::string expected = "a\xEF\xBF\xBDx: no such file";
    CHECK(error(status_code::not_found, path, ": no such file").message() == expected);
    CHECK(error(status_code::not_found, std::string_view(path), ": no such file").message() ==
          expected);
    // Where the buffer ends it is whole or not there.
    const std::string full = std::string(246, 'x') + std::string("\0y", 2);
    CHECK(error(status_code::not_found, full).message() == std::string(246, 'x'));
}

TEST_CASE("a long message is cut at a whole character and ends in NUL") {
    // 246 bytes, then the two bytes of e-acute: only 247 fit.
    const std::string text = std::string(246, 'a') + "\xC3\xA9" + "b";
    const error e(status_code::foreign, text.c_str(), "not appended after a cut");
    CHECK(std::string(e.message()) == std::string(246, 'a'));

    const std::string exact = std::string(245, 'a') + "\xC3\xA9";
    CHECK(std::string(error(status_code::foreign, exact.c_str()).message()) == exact);
}

TEST_CASE("a null text is nothing") {
    const char* none = nullptr;
    CHECK(std::string(error(status_code::foreign, "a", none, "b").message()) == "ab");
}
