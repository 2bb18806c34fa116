// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/core/call_bytes.hpp>

#include <cstdint>
#include <memory>

#include <doctest/doctest.h>

#include <ffiguard/core/handle_table.hpp>
#include <ffiguard/core/life_cycle.hpp>
#include <ffiguard/core/token.hpp>

extern "C" uint64_t frame_bytes(ffiguard_token frame);

namespace {

class frame {
public:
    explicit frame(std::uint32_t rows) noexcept : rows_(rows) {}
    void grow() noexcept { ++rows_; }
    [[nodiscard]] std::uint64_t bytes() const noexcept { return std::uint64_t{1024} * rows_; }
    using life_cycle =
        ffiguard::life_cycle<ffiguard::tells_bytes<&frame::bytes>, ffiguard::one_user>;

private:
    std::uint32_t rows_;
};

auto& frames = *new ffiguard::handle_table<frame>;
auto& behind_pointers = *new ffiguard::handle_table<std::unique_ptr<frame>, 1>;

}  // namespace

FFIGUARD_EXPORT_BYTES(frame, frames);

TEST_CASE("an open object tells its bytes, each time anew, without a ledger") {
    const auto one = frames.emplace(3u);
    REQUIRE(one);
    CHECK(frame_bytes(*one) == 3072);
    frames.pin(*one)->grow();
    CHECK(frame_bytes(*one) == 4096);
    REQUIRE(frames.close(*one).ok());
}

TEST_CASE("a token that is not open, and an object that may not be entered, have 0 bytes") {
    const auto one = frames.emplace(3u);
    REQUIRE(one);
    {
        const auto user = frames.pin(*one);
        REQUIRE(user);
        CHECK(frame_bytes(*one) == 0);
    }
    CHECK(frame_bytes(*one) == 3072);
    REQUIRE(frames.close(*one).ok());
    CHECK(frame_bytes(*one) == 0);
    CHECK(frame_bytes(0) == 0);
    CHECK(frame_bytes(~ffiguard_token{0}) == 0);
}

TEST_CASE("behind an empty pointer are 0 bytes") {
    const auto nothing = behind_pointers.emplace();
    REQUIRE(nothing);
    CHECK(ffiguard::call_bytes(behind_pointers, *nothing) == 0);
    const auto one = behind_pointers.emplace(std::make_unique<frame>(2u));
    REQUIRE(one);
    CHECK(ffiguard::call_bytes(behind_pointers, *one) == 2048);
    REQUIRE(behind_pointers.close(*nothing).ok());
    REQUIRE(behind_pointers.close(*one).ok());
}
