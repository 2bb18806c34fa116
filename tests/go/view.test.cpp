// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/go/view.hpp>

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <type_traits>

#include <doctest/doctest.h>

#include <ffiguard/posix/unique_fd.hpp>

using ffiguard::status;
using ffiguard::status_code;
using ffiguard::go::slice_view;
using ffiguard::go::text_view;

namespace {

// As cgo writes them into _cgo_export.h.
struct GoString {
    const char* p;
    std::ptrdiff_t n;
};
struct GoSlice {
    void* data;
    long long len;
    long long cap;
};

template <class View>
constexpr bool stays_in_its_call =
    !std::is_copy_constructible_v<View> && !std::is_move_constructible_v<View> &&
    !std::is_copy_assignable_v<View> && !std::is_move_assignable_v<View> &&
    !std::is_default_constructible_v<View>;

}  // namespace

static_assert(stays_in_its_call<text_view>, "it is good during one call");
static_assert(stays_in_its_call<slice_view<const char>>, "it is good during one call");
static_assert(!std::is_convertible_v<text_view&, std::string_view>, "not kept by accident");
static_assert(!std::is_constructible_v<ffiguard::c_string, text_view&>, "copy() says so");
static_assert(!std::is_constructible_v<ffiguard::foreign_buffer, slice_view<char>&>,
              "copy() says so");
static_assert(sizeof(ffiguard_go_string) == sizeof(GoString) &&
                  offsetof(ffiguard_go_string, n) == offsetof(GoString, n),
              "cgo's layout");
static_assert(sizeof(void*) != 8 || (sizeof(ffiguard_go_slice) == sizeof(GoSlice) &&
                                     offsetof(ffiguard_go_slice, cap) == offsetof(GoSlice, cap)),
              "cgo's layout");

TEST_CASE("text comes as pointer and length, as ffiguard.h's struct and as cgo's") {
    const char text[] = {'g', '\0', 'o'};
    const text_view plain(text, 3);
    const text_view of_header(ffiguard_go_string{text, 3});
    const text_view of_cgo(GoString{text, 3});
    for (const text_view* each : {&plain, &of_header, &of_cgo}) {
        REQUIRE(*each);
        CHECK(each->status().ok());
        CHECK(each->data() == text);
        CHECK(each->size() == 3);
        CHECK(each->view() == std::string_view(text, 3));
        CHECK(each->end() - each->begin() == 3);
    }
}

TEST_CASE("text that cannot be is a status, and empty") {
    const char text[] = "text";
    struct {
        ffiguard_go_string given;
        status_code answer;
    } const cases[] = {{{nullptr, 1}, status_code::null},
                       {{text, -1}, status_code::invalid_argument},
                       {{text, INTPTR_MIN}, status_code::invalid_argument},
                       {{nullptr, -1}, status_code::invalid_argument}};
    for (const auto& each : cases) {
        const text_view refused(each.given);
        CHECK_FALSE(refused);
        CHECK(refused.status() == each.answer);
        CHECK(refused.empty());
        CHECK(refused.data() != nullptr);
        CHECK(refused.begin() == refused.end());
        CHECK(refused.copy().status() == each.answer);
        CHECK(refused.copy_bytes().status() == each.answer);
    }
    const text_view endless(text, UINTPTR_MAX);
    CHECK(endless.status() == status_code::overflow);
}

TEST_CASE("no bytes are fine, whatever the pointer, and their copy is an empty string") {
    for (const char* where : {static_cast<const char*>(nullptr), "x"}) {
        const text_view none(where, 0);
        REQUIRE(none);
        CHECK(none.empty());
        CHECK(none.view().empty());
        // Null would be "no text" to a C library, and not "".
        CHECK(none.data() != nullptr);
        CHECK(none.view().data() != nullptr);
        CHECK(none.end() - none.begin() == 0);
        const auto copied = none.copy();
        REQUIRE(copied);
        CHECK(*copied);  // "" and not no string
        CHECK(copied->size() == 0);
    }
}

TEST_CASE("text with a NUL inside is no C string; its bytes are copied by their own name") {
    const char text[] = {'r', 'e', 'p', 'o', 'r', 't', '\0', '.', 't', 'x', 't'};
    const text_view view(text, 11);
    REQUIRE(view);
    CHECK(view.copy().status() == status::inner_nul(6));
    CHECK(view.view() == std::string_view(text, 11));
    const auto bytes = view.copy_bytes();
    REQUIRE(bytes);
    REQUIRE(bytes->size() == 11);
    CHECK(std::memcmp(bytes->data(), text, 11) == 0);
    CHECK(text_view(text, 6).copy()->view() == "report");
}

TEST_CASE("a view is a path as it is: with its end, and without a NUL inside") {
    const char text[] = "/dev/null/x\0.png";
    CHECK(ffiguard::open_file(text_view(text, 9), O_RDONLY));
    CHECK(ffiguard::open_file(text_view(text, 16), O_RDONLY).status() == status::inner_nul(11));
}

TEST_CASE("a copy outlives what Go has lent") {
    char text[] = "gopher";
    ffiguard::result<ffiguard::c_string> kept = text_view(text, 6).copy();
    std::memset(text, 'x', sizeof text);
    REQUIRE(kept);
    CHECK(kept->view() == "gopher");
    CHECK(std::strlen(kept->c_str()) == 6);

    std::int32_t numbers[] = {1, 2, 3};
    auto bytes = slice_view<const std::int32_t>(numbers, 3).copy();
    numbers[1] = 7;
    REQUIRE(bytes);
    REQUIRE(bytes->size() == sizeof numbers);
    std::int32_t copied[3];
    std::memcpy(copied, bytes->data(), sizeof copied);
    CHECK(copied[1] == 2);
}

TEST_CASE("a slice comes as pointer, length and capacity, and as structs") {
    std::int32_t numbers[] = {1, 2, 3, 4};
    const slice_view<std::int32_t> full(numbers, 3, 4);
    const slice_view<std::int32_t> of_header(ffiguard_go_slice{numbers, 3, 4});
    const slice_view<std::int32_t> of_cgo(GoSlice{numbers, 3, 4});
    for (const auto* each : {&full, &of_header, &of_cgo}) {
        REQUIRE(*each);
        CHECK(each->data() == numbers);
        CHECK(each->size() == 3);
        CHECK(each->capacity() == 4);
        CHECK((*each)[2] == 3);
        CHECK(each->span().size() == 3);
    }
    for (std::int32_t& each : full) each *= 10;
    CHECK(numbers[2] == 30);
    CHECK(numbers[3] == 4);

    const slice_view<const std::int32_t> read_only(numbers, std::size_t{4});
    CHECK(read_only.capacity() == 4);
    static_assert(std::is_same_v<decltype(read_only.data()), const std::int32_t*>);
}

TEST_CASE("a slice that cannot be is a status, and empty") {
    std::int32_t numbers[] = {1, 2, 3, 4};
    void* const odd = reinterpret_cast<char*>(numbers) + 1;
    struct {
        ffiguard_go_slice given;
        status_code answer;
    } const cases[] = {{{nullptr, 1, 1}, status_code::null},
                       {{nullptr, 0, 1}, status_code::null},
                       {{numbers, -1, 4}, status_code::invalid_argument},
                       {{numbers, 1, -4}, status_code::invalid_argument},
                       {{numbers, 4, 3}, status_code::invalid_argument},
                       {{odd, 1, 1}, status_code::invalid_argument},
                       {{odd, 0, 1}, status_code::invalid_argument},
                       {{numbers, INTPTR_MAX, INTPTR_MAX}, status_code::overflow},
                       {{numbers, 1, INTPTR_MAX}, status_code::overflow}};
    for (const auto& each : cases) {
        CAPTURE(each.given.len);
        CAPTURE(each.given.cap);
        const slice_view<std::int32_t> refused(each.given);
        CHECK_FALSE(refused);
        CHECK(refused.status() == each.answer);
        CHECK(refused.size() == 0);
        CHECK(refused.capacity() == 0);
        CHECK(refused.data() == nullptr);
        CHECK(refused.copy().status() == each.answer);
    }
}

TEST_CASE("a nil slice and an empty one are no elements") {
    std::int32_t number = 0;
    const slice_view<const std::int32_t> nil(ffiguard_go_slice{nullptr, 0, 0});
    CHECK(nil);
    CHECK(nil.empty());
    CHECK(nil.copy());
    const slice_view<const std::int32_t> empty(ffiguard_go_slice{&number, 0, 1});
    CHECK(empty);
    CHECK(empty.empty());
    CHECK(empty.capacity() == 1);
}
