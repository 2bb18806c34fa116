// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/memory/foreign_span.hpp>

#include <cstddef>
#include <cstdint>
#include <numeric>
#include <string>
#include <string_view>
#include <type_traits>

#include <doctest/doctest.h>

#include "../core/child.hpp"

using ffiguard::foreign_span;
using ffiguard::status_code;

static_assert(std::is_trivially_copyable_v<foreign_span<int>>);
static_assert(sizeof(foreign_span<int>) == 2 * sizeof(void*));
static_assert(!std::is_constructible_v<foreign_span<int>, int*, std::size_t>,
              "the checks are the only way in");

TEST_CASE("a good pair is a span, typed or untyped, with a count of any integer type") {
    int numbers[] = {1, 2, 3};
    const auto typed = foreign_span<int>::from(numbers, std::int32_t{3});
    REQUIRE(typed);
    CHECK(typed->data() == numbers);
    CHECK(std::accumulate(typed->begin(), typed->end(), 0) == 6);
    const void* const untyped = numbers;
    const auto read_only = foreign_span<const int>::from(untyped, std::uint64_t{3});
    REQUIRE(read_only);
    CHECK(read_only->size() == 3);
    CHECK((*read_only)[2] == 3);
    (*typed)[0] = 5;
    CHECK((*read_only)[0] == 5);
}

TEST_CASE("null with a count is null; a count of 0 is the empty span, whatever the pointer") {
    CHECK(foreign_span<int>::from(nullptr, 1).status() == status_code::null);
    int numbers[2] = {};
    void* const odd = reinterpret_cast<char*>(numbers) + 1;
    for (void* const pointer : {static_cast<void*>(nullptr), static_cast<void*>(numbers), odd}) {
        const auto none = foreign_span<int>::from(pointer, 0);
        REQUIRE(none);
        CHECK(none->empty());
        CHECK(none->data() == nullptr);
        CHECK(none->begin() == none->end());
    }
}

TEST_CASE("a negative count is refused and does not become a huge one") {
    int numbers[2] = {};
    CHECK(foreign_span<int>::from(numbers, -1).status() == status_code::invalid_argument);
    CHECK(foreign_span<int>::from(nullptr, INT64_MIN).status() == status_code::invalid_argument);
    CHECK(foreign_span<int>::from(numbers, static_cast<signed char>(-1)).status() ==
          status_code::invalid_argument);
}

TEST_CASE("a pointer that is not aligned for T is refused") {
    alignas(8) unsigned char bytes[16] = {};
    CHECK(foreign_span<std::uint64_t>::from(bytes + alignof(std::uint64_t) / 2, 1).status() ==
          status_code::invalid_argument);
    CHECK(foreign_span<std::uint32_t>::from(bytes + 4, 1));
    CHECK(foreign_span<unsigned char>::from(bytes + 3, 1));
}

TEST_CASE("bytes beyond PTRDIFF_MAX are refused, also where the product wraps") {
    std::uint64_t number = 0;
    constexpr std::uint64_t most = std::uint64_t{PTRDIFF_MAX} / 8;
    CHECK(foreign_span<std::uint64_t>::from(&number, most + 1).status() == status_code::overflow);
    // 2^61 * 8 is 0 modulo 2^64.
    CHECK(foreign_span<std::uint64_t>::from(&number, std::uint64_t{1} << 61).status() ==
          status_code::overflow);
    CHECK(foreign_span<std::uint64_t>::from(&number, UINT64_MAX).status() == status_code::overflow);
}

TEST_CASE("bytes beyond the end of the address space are refused") {
    auto* const last = reinterpret_cast<std::uint64_t*>(UINTPTR_MAX - 15);
    CHECK(foreign_span<std::uint64_t>::from(last, 1));
    CHECK(foreign_span<std::uint64_t>::from(last, 2).status() == status_code::overflow);
    CHECK(foreign_span<std::uint64_t>::from(last, 3).status() == status_code::overflow);
}

TEST_CASE("a part of a span lies inside it, or is refused") {
    int numbers[] = {1, 2, 3};
    const auto made = foreign_span<int>::from(numbers, 3);
    REQUIRE(made);
    const foreign_span<int> all = *made;
    const auto tail = all.subspan(1, 2);
    REQUIRE(tail);
    CHECK(tail->data() == numbers + 1);
    CHECK(tail->size() == 2);
    REQUIRE(all.subspan(3, 0));
    CHECK(all.subspan(3, 0)->empty());
    CHECK(all.subspan(4, 0).status() == status_code::overflow);
    CHECK(all.subspan(1, 3).status() == status_code::overflow);
    CHECK(all.subspan(2, SIZE_MAX).status() == status_code::overflow);
}

TEST_CASE("an index past the end of a span ends the program with a sentence") {
    int numbers[] = {1, 2, 3};
    const auto made = foreign_span<int>::from(numbers, 3);
    REQUIRE(made);
    const foreign_span<int> all = *made;
    const child_outcome child = run_in_child([&] { static_cast<void>(all[3]); });
    CHECK(child.aborted);
    CHECK(child.text.find("foreign_span: index past the end") != std::string::npos);
}

namespace {

std::size_t length_of(std::string_view text) { return text.size(); }

}  // namespace

static_assert(!std::is_convertible_v<foreign_span<const unsigned char>, std::string_view>);
static_assert(!std::is_convertible_v<foreign_span<const char>, std::string>,
              "its c_str() would be cut at a NUL inside");
static_assert(std::is_constructible_v<std::string, foreign_span<const char>>, "written out");

TEST_CASE("text from outside goes into a function that takes a string_view") {
    const auto text = foreign_span<const char>::from("with\0NUL", 8);
    REQUIRE(text);
    CHECK(length_of(*text) == 8);
    std::string kept(*text);
    kept = *text;
    kept += *text;
    CHECK(kept.size() == 16);
    const std::string_view none = foreign_span<const char>();
    CHECK(none.data() != nullptr);
    CHECK(none.empty());
}
