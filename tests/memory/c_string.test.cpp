// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/memory/c_string.hpp>

#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

#include <doctest/doctest.h>

using ffiguard::basic_c_string;
using ffiguard::c_string;
using ffiguard::error;
using ffiguard::status;
using ffiguard::status_code;
using namespace std::string_view_literals;

namespace {

int freed = 0;
void free_text(char* text) {
    ++freed;
    std::free(text);
    errno = EIO;
}
using library_string = basic_c_string<&free_text>;

char* malloced(std::string_view text) {
    auto* const copy = static_cast<char*>(std::malloc(text.size() + 1));
    std::memcpy(copy, text.data(), text.size());
    copy[text.size()] = '\0';
    return copy;
}

}  // namespace

static_assert(sizeof(c_string) == 2 * sizeof(void*));
static_assert(!std::is_copy_constructible_v<c_string>);
static_assert(std::is_nothrow_move_constructible_v<c_string>);
static_assert(std::is_nothrow_move_assignable_v<c_string>);

TEST_CASE("a null C string is refused, not read") {
    const char* const none = nullptr;
    CHECK(ffiguard::c_string::duplicate(none).status() == ffiguard::status_code::null);
    CHECK(ffiguard::c_string::duplicate("some")->view() == "some");
}

TEST_CASE("a duplicate is NUL-terminated, and C's to free") {
    auto copy = c_string::duplicate("one two"sv);
    REQUIRE(copy);
    CHECK(copy->view() == "one two");
    CHECK(copy->c_str()[7] == '\0');
    std::free(copy->release());
}

TEST_CASE("text with a NUL inside is no C string, and the status says where the NUL is") {
    const std::string_view cases[] = {"\0"sv, "\0x"sv, "/etc/passwd\0.png"sv, "trailing\0"sv,
                                      "\xC3\xA9\0\0"sv};
    for (const std::string_view each : cases) {
        const std::size_t at = each.find('\0');
        CHECK(c_string::duplicate(each).status() == status::inner_nul(at));
        CHECK(c_string::duplicate(each).status() == status_code::malformed);
        const ffiguard_view view{reinterpret_cast<const unsigned char*>(each.data()), each.size()};
        CHECK(c_string::duplicate_view(view).status() == status::inner_nul(at));
        char* const text = malloced(each);
        CHECK(c_string::adopt(text, each.size()).status() == status::inner_nul(at));
        std::free(text);  // still the caller's
    }
    CHECK(std::string(error(c_string::duplicate("a.txt\0.png"sv).status()).message()) ==
          "malformed: a NUL inside the text, at byte offset 5");
}

TEST_CASE("text that came over the boundary as bytes and a size becomes a C string") {
    const unsigned char bytes[] = {'n', 'a', 'm', 'e'};
    const auto name = c_string::duplicate_view({bytes, 4});
    REQUIRE(name);
    CHECK(name->view() == "name");
    CHECK(c_string::duplicate_view({nullptr, 0})->view().empty());
    CHECK(c_string::duplicate_view({nullptr, 4}).status() == status_code::null);
    CHECK(c_string::duplicate_view({bytes, UINT64_MAX}).status() == status_code::overflow);
    // A size that only fits into 64 bits is not cut to one that fits into 32.
    if (sizeof(std::size_t) == 4)
        CHECK(c_string::duplicate_view({bytes, (std::uint64_t{1} << 32) + 4}).status() ==
              status_code::overflow);
}

TEST_CASE("a duplicate of null data is the empty string, and is a string") {
    auto copy = c_string::duplicate(std::string_view());
    REQUIRE(copy);
    CHECK(*copy);
    CHECK(copy->size() == 0);
    CHECK(copy->c_str()[0] == '\0');
}

TEST_CASE("a text that no allocation can hold is refused") {
    const char byte = 'x';
    // Longer than any object; duplicate() must not come to read it.
    CHECK(c_string::duplicate(std::string_view(&byte, std::size_t{PTRDIFF_MAX})).status() ==
          status_code::overflow);
    CHECK(c_string::duplicate(std::string_view(&byte, SIZE_MAX)).status() == status_code::overflow);
}

TEST_CASE("an adopted string is measured, or has the length that came with it") {
    const auto measured = c_string::adopt(malloced("one\0two"sv));
    CHECK(measured.view() == "one");
    const auto told = c_string::adopt(malloced("one two"sv), 7);
    REQUIRE(told);
    CHECK(told->view() == "one two");
}

TEST_CASE("no string is not the empty string, and reads like it") {
    const auto none = c_string::adopt(nullptr);
    CHECK_FALSE(none);
    CHECK(none.size() == 0);
    CHECK(none.view().empty());
    CHECK(std::strcmp(none.c_str(), "") == 0);
    const auto none_with_length = c_string::adopt(nullptr, 0);
    REQUIRE(none_with_length);
    CHECK_FALSE(*none_with_length);
}

TEST_CASE("a length that cannot be is refused, and the text is still the caller's") {
    char* const text = malloced("text");
    // volatile, or g++ warns that nobody should index by it.
    const volatile std::size_t huge = SIZE_MAX;
    CHECK(c_string::adopt(text, 3).status() == status_code::invalid_argument);
    CHECK(c_string::adopt(text, huge).status() == status_code::overflow);
    CHECK(c_string::adopt(nullptr, 3).status() == status_code::null);
    CHECK(std::strcmp(text, "text") == 0);
    std::free(text);
}

TEST_CASE("a moved-from or released string is none, and has no length left") {
    auto a = c_string::adopt(malloced("text"));
    auto b = std::move(a);
    CHECK_FALSE(a);
    CHECK(a.size() == 0);
    CHECK(a.view().empty());
    CHECK(b.view() == "text");
    char* const raw = b.release();
    CHECK_FALSE(b);
    CHECK(b.size() == 0);
    std::free(raw);
}

TEST_CASE("the library's own function frees its string, once, and errno survives") {
    freed = 0;
    {
        auto a = library_string::adopt(malloced("text"));
        errno = ENOENT;
        auto b = std::move(a);
        b.reset();
        b.reset();
        CHECK(freed == 1);
        b = library_string::adopt(malloced("more"));
        errno = ENOENT;
    }
    CHECK(freed == 2);
    CHECK(errno == ENOENT);
}
