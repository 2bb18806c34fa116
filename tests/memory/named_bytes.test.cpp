// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/memory/named_bytes.hpp>

#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <utility>

#include <doctest/doctest.h>

#include <ffiguard/core/call.hpp>
#include <ffiguard/core/handle_table.hpp>
#include <ffiguard/core/status.hpp>
#include <ffiguard/memory/foreign_buffer.hpp>

using ffiguard::foreign_buffer;
using ffiguard::name_bytes;
using ffiguard::release_bytes;
using ffiguard::status_code;

extern "C" {
ffiguard_status letter_text(ffiguard_token letter, ffiguard_bytes* text, ffiguard_error* err);
ffiguard_status letter_scan(ffiguard_token letter, ffiguard_bytes* scan, ffiguard_error* err);
}

namespace {

std::string_view text_of(const ffiguard_bytes& bytes) {
    return {reinterpret_cast<const char*>(bytes.data), static_cast<std::size_t>(bytes.size)};
}

struct letter {
    std::string text() const { return "a text that no small string has room for"; }
    ffiguard::result<foreign_buffer> scan() const {
        if (is_blank) return status_code::not_found;
        return foreign_buffer::copy("scan", 4);
    }
    bool is_blank = false;
};
auto& letters = *new ffiguard::handle_table<letter>;

}  // namespace

FFIGUARD_EXPORT_CALL(letter_text, letters, &letter::text, ffiguard_bytes*);
FFIGUARD_EXPORT_CALL(letter_scan, letters, &letter::scan, ffiguard_bytes*);

TEST_CASE("bytes live until their owner is released, once, wherever the struct is") {
    const std::size_t before = ffiguard::live_bytes();
    ffiguard_bytes bytes{};
    {
        auto made = foreign_buffer::copy("some bytes", 10);
        REQUIRE(made);
        REQUIRE(name_bytes(*std::move(made), &bytes).ok());
        CHECK(!*made);
    }
    CHECK(text_of(bytes) == "some bytes");
    CHECK(ffiguard::live_bytes() == before + 1);
    const ffiguard_token owner = bytes.owner;
    std::memset(&bytes, 0xa5, sizeof bytes);  // the arena has gone
    CHECK(release_bytes(owner).ok());
    CHECK(release_bytes(owner) == status_code::closed);
    CHECK(release_bytes(0) == status_code::null);
    CHECK(ffiguard::live_bytes() == before);
}

TEST_CASE("an empty buffer gives bytes without an owner") {
    ffiguard_bytes bytes{nullptr, 7, 7};
    CHECK(name_bytes(foreign_buffer(), &bytes).ok());
    CHECK(bytes.owner == 0);
    CHECK(bytes.size == 0);
}

TEST_CASE("without a place for them the bytes stay the caller's") {
    auto made = foreign_buffer::copy("kept", 4);
    REQUIRE(made);
    CHECK(name_bytes(*std::move(made), nullptr) == status_code::null);
    CHECK(made->size() == 4);
}

TEST_CASE("a member's text and buffer become bytes with an owner, a failure none") {
    const auto one = letters.emplace();
    REQUIRE(one);
    ffiguard_bytes bytes{};
    ffiguard_error err;
    REQUIRE(letter_text(*one, &bytes, &err) == FFIGUARD_OK);
    CHECK(text_of(bytes) == letter{}.text());
    CHECK(release_bytes(bytes.owner).ok());
    REQUIRE(letter_scan(*one, &bytes, &err) == FFIGUARD_OK);
    CHECK(text_of(bytes) == "scan");
    CHECK(release_bytes(bytes.owner).ok());
    letters.pin(*one)->is_blank = true;
    CHECK(letter_scan(*one, &bytes, &err) == FFIGUARD_NOT_FOUND);
    CHECK(bytes.owner == 0);
    REQUIRE(letters.close(*one).ok());
    CHECK(letter_text(*one, &bytes, &err) == FFIGUARD_CLOSED);
    CHECK(bytes.owner == 0);
}
