// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/core/out_param.hpp>

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include <doctest/doctest.h>

#include <ffiguard/core/inout_param.hpp>
#include <ffiguard/memory/c_array.hpp>
#include <ffiguard/memory/c_ptr.hpp>
#include <ffiguard/memory/c_string.hpp>
#include <ffiguard/memory/foreign_buffer.hpp>
#include <ffiguard/memory/foreign_struct.hpp>

#include "../counted_violations.hpp"

using ffiguard::basic_c_string;
using ffiguard::c_array;
using ffiguard::c_string;
using ffiguard::foreign_buffer;
using ffiguard::inout_param;
using ffiguard::out_param;
using ffiguard::status;
using ffiguard::status_code;
using ffiguard::violation;

namespace {

int freed = 0;
void free_text(void* text) {
    ++freed;
    std::free(text);
}
using library_string = basic_c_string<&free_text>;

char* copy_of(const char* text) {
    auto* const copy = static_cast<char*>(std::malloc(std::strlen(text) + 1));
    return std::strcpy(copy, text);
}

int get_text(char** out, const char* text) {
    *out = text != nullptr ? copy_of(text) : nullptr;
    return text == nullptr;
}
void append_text(char** in_out, const char* more) {
    const std::size_t length = std::strlen(*in_out);
    auto* const moved = static_cast<char*>(std::realloc(*in_out, length + std::strlen(more) + 1));
    std::strcpy(moved + length, more);
    *in_out = moved;
}

template <class Count>
int get_numbers(int** out, Count* count, int howmany) {
    *out = static_cast<int*>(std::calloc(static_cast<std::size_t>(howmany), sizeof(int)));
    (*out)[0] = 42;
    *count = static_cast<Count>(howmany);
    return 0;
}
int get_untyped(void** out, std::uint32_t* count) {
    *out = std::calloc(2, sizeof(int));
    *count = 2;
    return 0;
}
std::ptrdiff_t get_counted(int** out) {
    *out = static_cast<int*>(std::calloc(3, sizeof(int)));
    return 3;
}
int fail_to_get(int** out, std::size_t* count) {
    *out = reinterpret_cast<int*>(alignof(int));
    *count = 99;
    return 1;
}

void free_buffer(ffiguard_buffer* buffer) {
    std::free(buffer->data);
    buffer->release = nullptr;
    ++freed;
}
int get_buffer(ffiguard_buffer* out, std::uint64_t size) {
    *out = {std::malloc(8), size, &free_buffer, nullptr};
    return 0;
}

struct row {
    void* data;
    void (*release)(row*);
};
void free_row(row* one) {
    one->release = nullptr;
    ++freed;
}
int get_row(row* out) {
    *out = {nullptr, &free_row};
    return 0;
}

struct fresh_count {
    fresh_count() { freed = 0; }
};

}  // namespace

TEST_CASE_FIXTURE(fresh_count, "a string that C writes through a pointer is owned and measured") {
    {
        library_string text;
        CHECK(get_text(out_param(text), "seven") == 0);
        CHECK(text.view() == "seven");
        CHECK(get_text(out_param(text), nullptr) == 1);
        CHECK_FALSE(text);
        CHECK(freed == 1);
        CHECK(get_text(out_param(text), "") == 0);
        CHECK(text);
    }
    CHECK(freed == 2);
}

TEST_CASE_FIXTURE(fresh_count, "two receivers of one string: reported, and neither is lost") {
    const counted_violations violations;
    {
        library_string text;
        auto first = out_param(text);
        auto second = out_param(text);
        get_text(first, "a");
        get_text(second, "b");
    }
    CHECK(violations.of(violation::receiver_conflict) == 1);
    CHECK(freed == 2);
}

TEST_CASE_FIXTURE(fresh_count, "a string that C makes longer in its place is measured anew") {
    auto text = library_string::adopt(copy_of("one"));
    append_text(inout_param(text), ", two");
    CHECK(text.view() == "one, two");
    CHECK(freed == 0);
}

TEST_CASE("an array that C writes as pointer and count, whatever the type of the count") {
    c_array<int> numbers;
    {
        auto out = out_param(numbers);
        CHECK(get_numbers<std::size_t>(out.data(), out.count(), 4) == 0);
        CHECK(out);
        CHECK(out.adopt().ok());
    }
    REQUIRE(numbers.size() == 4);
    CHECK(numbers[0] == 42);
    {
        auto out = out_param(numbers);
        get_numbers<int>(out.data(), out.count(), 5);
    }
    CHECK(numbers.size() == 5);
    {
        auto out = out_param(numbers);
        get_numbers<std::uint8_t>(out.data(), out.count(), 255);
    }
    CHECK(numbers.size() == 255);
    {
        auto out = out_param(numbers);
        get_untyped(out.data(), out.count());
    }
    CHECK(numbers.size() == 2);
    auto out = out_param(numbers);
    const std::ptrdiff_t count = get_counted(out.data());
    CHECK(out.adopt(static_cast<std::size_t>(count)).ok());
    CHECK(numbers.size() == 3);
}

TEST_CASE("of an array's pointer and count that cannot be nothing is made") {
    const counted_violations violations;
    c_array<int> numbers;
    int* kept = nullptr;
    {
        auto out = out_param(numbers);
        get_numbers<int>(out.data(), out.count(), 1);
        kept = *static_cast<int**>(out.data());
        *static_cast<int*>(out.count()) = -1;
        CHECK(out.adopt() == status_code::overflow);
    }
    CHECK_FALSE(numbers);
    std::free(kept);
    CHECK(violations.of(violation::leak) == 1);
    {
        auto out = out_param(numbers);
        *static_cast<std::size_t*>(out.count()) = 1;
        CHECK(out.adopt() == status_code::null);
    }
    CHECK(violations.all() == 1);
    {
        auto out = out_param(numbers);
        if (fail_to_get(out.data(), out.count()) != 0) out.discard();
    }
    CHECK_FALSE(numbers);
    CHECK(violations.all() == 1);
}

TEST_CASE("two receivers of one array: reported, and neither is lost") {
    const counted_violations violations;
    c_array<int> numbers;
    {
        auto first = out_param(numbers);
        auto second = out_param(numbers);
        get_numbers<int>(first.data(), first.count(), 1);
        get_numbers<int>(second.data(), second.count(), 2);
    }
    CHECK(violations.of(violation::receiver_conflict) == 1);
    CHECK(numbers.size() == 2);
}

#ifndef _WIN32
TEST_CASE("getline() grows one array from line to line") {
    char text[] = "short\na much longer line than the first one was\n\n";
    std::FILE* const file = ::fmemopen(text, std::strlen(text), "r");
    REQUIRE(file != nullptr);
    c_array<char> line;
    int lines = 0;
    for (;;) {
        auto in = inout_param(line);
        const auto length = ::getline(in.data(), in.count(), file);
        REQUIRE(in.adopt().ok());
        if (length < 0) break;
        ++lines;
        CHECK(line.size() > static_cast<std::size_t>(length));
    }
    CHECK(lines == 3);
    std::fclose(file);
}
#endif

TEST_CASE("a lent count that does not fit its type is told as less") {
    auto bytes = c_array<char>::allocate(300);
    REQUIRE(bytes);
    {
        auto in = inout_param(*bytes);
        const std::int8_t* const small = in.count();
        CHECK(*small == 127);
    }
    CHECK(bytes->size() == 127);
}

TEST_CASE_FIXTURE(fresh_count, "a buffer of another shim is taken over, with its release") {
    {
        foreign_buffer buffer;
        CHECK(get_buffer(out_param(buffer), 8) == 0);
        CHECK(buffer.size() == 8);
        CHECK(freed == 0);
    }
    CHECK(freed == 1);
    const counted_violations violations;
    foreign_buffer buffer;
    auto out = out_param(buffer);
    CHECK(get_buffer(out, UINT64_MAX) == 0);
    void* const kept = static_cast<ffiguard_buffer*>(out)->data;
    CHECK(out.adopt() == status_code::overflow);
    CHECK_FALSE(buffer);
    CHECK(violations.of(violation::leak) == 1);
    std::free(kept);
}

TEST_CASE_FIXTURE(fresh_count, "a struct that carries its release is filled in place") {
    ffiguard::foreign_struct<row> one;
    if (get_row(out_param(one)) != 0 || !one) FAIL("in place: owned as soon as it is written");
    CHECK(get_row(out_param(one)) == 0);
    CHECK(freed == 1);
}
