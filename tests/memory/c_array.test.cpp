// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/memory/c_array.hpp>

#include <cstdint>
#include <cstdlib>
#include <numeric>
#include <string>
#include <type_traits>
#include <utility>

#include <doctest/doctest.h>

#include "../core/child.hpp"

using ffiguard::c_array;
using ffiguard::status_code;

static_assert(sizeof(c_array<int>) == 2 * sizeof(void*));
static_assert(!std::is_copy_constructible_v<c_array<int>>);
static_assert(std::is_nothrow_move_constructible_v<c_array<int>>);
static_assert(std::is_nothrow_move_assignable_v<c_array<int>>);

TEST_CASE("an allocated array is zero and has its count") {
    auto made = c_array<std::uint64_t>::allocate(1000);
    REQUIRE(made);
    CHECK(made->size() == 1000);
    CHECK(std::accumulate(made->begin(), made->end(), std::uint64_t{0}) == 0);
    CHECK(made->end() - made->begin() == 1000);
}

TEST_CASE("a count whose bytes overflow is refused: no array comes out too small") {
    // 2^61 * 8 is 0 modulo 2^64.
    CHECK(c_array<std::uint64_t>::allocate(SIZE_MAX / 8 + 1).status() == status_code::overflow);
    CHECK(c_array<std::uint64_t>::allocate(SIZE_MAX).status() == status_code::overflow);
    CHECK(c_array<char>::allocate(std::size_t{PTRDIFF_MAX} + 1).status() == status_code::overflow);
}

TEST_CASE("growing keeps the elements and adds zeroes; shrinking keeps the first ones") {
    auto made = c_array<int>::allocate(3);
    REQUIRE(made);
    c_array<int> a = std::move(*made);
    std::iota(a.begin(), a.end(), 1);
    REQUIRE(a.resize(5000).ok());
    CHECK(a.size() == 5000);
    CHECK(a[2] == 3);
    CHECK(std::accumulate(a.begin(), a.end(), 0) == 6);
    REQUIRE(a.resize(2).ok());
    CHECK(a.size() == 2);
    CHECK(a[1] == 2);
    // Between: what was cut off is not found again.
    REQUIRE(a.resize(3).ok());
    CHECK(a[2] == 0);
}

TEST_CASE("a resize that overflows leaves the array as it was") {
    auto a = c_array<int>::allocate(2);
    REQUIRE(a);
    (*a)[1] = 7;
    int* const data = a->data();
    CHECK(a->resize(SIZE_MAX / 4 + 1) == status_code::overflow);
    CHECK(a->data() == data);
    CHECK(a->size() == 2);
    CHECK((*a)[1] == 7);
}

TEST_CASE("a count of 0 needs no memory, and an empty array grows") {
    auto none = c_array<int>::allocate(0);
    REQUIRE(none);
    CHECK_FALSE(*none);
    CHECK(none->data() == nullptr);
    REQUIRE(none->resize(2).ok());
    CHECK(none->size() == 2);
    CHECK((*none)[1] == 0);
    REQUIRE(none->resize(0).ok());
    CHECK_FALSE(*none);
    CHECK(none->size() == 0);
}

TEST_CASE("a pair from C is adopted, and a released one is C's") {
    auto* const raw = static_cast<int*>(std::calloc(4, sizeof(int)));
    auto adopted = c_array<int>::adopt(raw, 4);
    REQUIRE(adopted);
    CHECK(adopted->size() == 4);
    const auto [data, size] = adopted->release();
    CHECK(data == raw);
    CHECK(size == 4);
    CHECK_FALSE(*adopted);
    CHECK(adopted->size() == 0);
    std::free(data);
}

TEST_CASE("memory of no elements is freed all the same") {
    auto adopted = c_array<int>::adopt(static_cast<int*>(std::malloc(1)), 0);  // LeakSanitizer sees
    REQUIRE(adopted);
    CHECK(*adopted);
    CHECK(adopted->begin() == adopted->end());
}

TEST_CASE("a pair that cannot be is refused, and the memory is still the caller's") {
    auto* const raw = static_cast<int*>(std::calloc(4, sizeof(int)));
    CHECK(c_array<int>::adopt(nullptr, 4).status() == status_code::null);
    CHECK(c_array<int>::adopt(raw, SIZE_MAX / 4).status() == status_code::overflow);
    auto* const odd = reinterpret_cast<int*>(reinterpret_cast<std::uintptr_t>(raw) + 1);
    CHECK(c_array<int>::adopt(odd, 1).status() == status_code::invalid_argument);
    raw[3] = 1;
    std::free(raw);
}

TEST_CASE("a moved-from array is empty and has no count left") {
    auto made = c_array<int>::allocate(3);
    REQUIRE(made);
    c_array<int> a = std::move(*made);
    c_array<int> b = std::move(a);
    CHECK_FALSE(a);
    CHECK(a.size() == 0);
    CHECK(a.begin() == a.end());
    CHECK(b.size() == 3);
    a = std::move(b);
    CHECK(a.size() == 3);
}

TEST_CASE("an index past the end ends the program with a sentence") {
    auto made = c_array<int>::allocate(3);
    REQUIRE(made);
    c_array<int>& a = *made;
    const c_array<int> none;
    for (const child_outcome& child :
         {run_in_child([&] { a[3] = 1; }), run_in_child([&] { static_cast<void>(none[0]); })}) {
        CHECK(child.aborted);
        CHECK(child.text.find("c_array: index past the end") != std::string::npos);
    }
}
