// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/library/symbol.hpp>

#include <cerrno>
#include <cstring>
#include <type_traits>
#include <utility>

#include <ffiguard/library/library.hpp>

#include <doctest/doctest.h>

#include "../core/child.hpp"
#include "test_library.hpp"

using ffiguard::library;
using ffiguard::status_code;
using ffiguard::symbol;

static_assert(sizeof(symbol<int()>) == 2 * sizeof(void*));
static_assert(std::is_nothrow_copy_constructible_v<symbol<int()>>);
static_assert(std::is_nothrow_move_constructible_v<symbol<int()>>);
static_assert(!std::is_convertible_v<symbol<int()>, int (*)()>, "a raw pointer only by get()");
static_assert(!std::is_convertible_v<symbol<int>, int*>, "a raw pointer only by get()");
static_assert(std::is_nothrow_invocable_v<symbol<int() noexcept>>);
static_assert(!std::is_nothrow_invocable_v<symbol<int()>>);
static_assert(std::is_invocable_r_v<int, symbol<int(int, ...)>, int, double, const char*>);

namespace {

/// The counter library, and whether it has been unloaded meanwhile.
struct watched_counter {
    watched_counter() : opened(library::open(test_library("counter"))) {
        REQUIRE(opened);
        const auto flag = opened->find<int*>("counter_unloads");
        REQUIRE(flag);
        **flag = &unloads;
    }
    int unloads = 0;
    ffiguard::result<library, ffiguard::error> opened;
};

}  // namespace

TEST_CASE("a function is called with its own types") {
    const auto counter = library::open(test_library("counter"));
    REQUIRE(counter);
    const auto next = counter->find<int()>("counter_next");
    const auto next_noexcept = counter->find<int() noexcept>("counter_next");
    const auto sum = counter->find<int(int, ...)>("counter_sum");
    const auto add = counter->find<void(int*, unsigned long)>("counter_add");
    REQUIRE(next);
    REQUIRE(next_noexcept);
    REQUIRE(sum);
    REQUIRE(add);
    CHECK((*next)() == 1);
    CHECK((*next_noexcept)() == 2);
    CHECK((*sum)(2, 20, 22) == 42);
    CHECK((*sum)(0) == 0);
    int total = 1;
    (*add)(&total, 2);  // the constant becomes the parameter's type, as in a direct call
    CHECK(total == 3);
}

TEST_CASE("a variable is used like through a pointer") {
    const auto counter = library::open(test_library("counter"));
    REQUIRE(counter);
    const auto value = counter->find<int>("counter_value");
    const auto text = counter->find<const char[8]>("counter_text");
    const auto next = counter->find<int()>("counter_next");
    REQUIRE(value);
    REQUIRE(text);
    REQUIRE(next);
    **value = 6;
    CHECK((*next)() == 7);
    CHECK(**value == 7);
    CHECK(std::strcmp(**text, "counter") == 0);
}

TEST_CASE("a symbol keeps its library loaded, and with the last one it goes, once") {
    watched_counter counter;
    auto next = counter.opened->find<int()>("counter_next");
    auto value = counter.opened->find<int>("counter_value");
    REQUIRE(next);
    REQUIRE(value);
    *counter.opened = library();
    CHECK((*next)() == 1);

    symbol<int()> copy = *next;
    *next = {};
    CHECK(copy() == 2);
    symbol<int()> last = std::move(copy);
    CHECK(last() == 3);
    CHECK(**value == 3);

    *value = {};
    CHECK(counter.unloads == 0);
    errno = EAGAIN;  // the library's destructor changes it
    last = {};
    CHECK(errno == EAGAIN);
    CHECK(counter.unloads == 1);
    CHECK_FALSE(is_loaded(test_library("counter")));
}

TEST_CASE("a moved-from symbol is empty, and moving into itself changes nothing") {
    const auto counter = library::open(test_library("counter"));
    REQUIRE(counter);
    auto found = counter->find<int()>("counter_next");
    REQUIRE(found);
    symbol<int()> next = std::move(*found);
    CHECK_FALSE(*found);
    CHECK((found->get() == nullptr));
    symbol<int()>& same = next;
    next = std::move(same);
    REQUIRE(next);
    CHECK(next() == 1);
    int (*const raw)() = next.get();
    CHECK(raw() == 2);
}

TEST_CASE("an empty symbol ends the program with a message and not with a jump to 0") {
    const symbol<int()> function;
    const symbol<int() noexcept> quiet;
    const symbol<int(int, ...)> variable_arguments;
    const symbol<int> variable;
    const child_outcome outcomes[] = {
        run_in_child([&] { function(); }),
        run_in_child([&] { quiet(); }),
        run_in_child([&] { variable_arguments(0); }),
        run_in_child([&] { static_cast<void>(*variable); }),
    };
    for (const child_outcome& outcome : outcomes) {
        CHECK(outcome.aborted);
        CHECK(outcome.text.find("symbol: an empty or moved-from one is used") != std::string::npos);
    }
}

namespace {

/// The parts of zlib.h that are needed, so that the test needs no zlib to be compiled.
struct z_stream {
    const unsigned char* next_in;
    unsigned avail_in;
    unsigned long total_in;
    unsigned char* next_out;
    unsigned avail_out;
    unsigned long total_out;
    const char* msg;
    void* state;
    void* (*zalloc)(void*, unsigned, unsigned);
    void (*zfree)(void*, void*);
    void* opaque;
    int data_type;
    unsigned long adler;
    unsigned long reserved;
};

struct zlib {
    symbol<const char*()> version;
    symbol<unsigned long(unsigned long, const unsigned char*, unsigned)> crc32;
    symbol<int(z_stream*, int, const char*, int)> deflate_init;
    symbol<int(z_stream*, int)> deflate;
    symbol<int(z_stream*)> deflate_end;
};

template <class T>
bool bind(const library& from, const char* name, symbol<T>& to) {
    auto found = from.find<T>(name);
    if (found) to = std::move(*found);
    return found.has_value();
}

}  // namespace

TEST_CASE("zlib is used without linking to it, and goes with the last of its symbols") {
    const bool loaded_before = is_loaded("libz.so.1");
    zlib z;
    {
        const auto opened = library::open("libz.so.1");
        if (!opened) {
            MESSAGE("skipped: ", opened.error().message());
            return;
        }
        REQUIRE(bind(*opened, "zlibVersion", z.version));
        REQUIRE(bind(*opened, "crc32", z.crc32));
        REQUIRE(bind(*opened, "deflateInit_", z.deflate_init));
        REQUIRE(bind(*opened, "deflate", z.deflate));
        REQUIRE(bind(*opened, "deflateEnd", z.deflate_end));
    }

    unsigned char text[] = "123456789";
    CHECK(z.crc32(0, text, 9) == 0xCBF43926UL);  // the check value of this CRC

    z_stream stream{};
    unsigned char out[64];
    REQUIRE(z.deflate_init(&stream, 9, z.version(), static_cast<int>(sizeof stream)) == 0);
    stream.next_in = text;
    stream.avail_in = 9;
    stream.next_out = out;
    stream.avail_out = sizeof out;
    CHECK(z.deflate(&stream, 4) == 1);  // Z_FINISH, Z_STREAM_END
    CHECK(stream.total_out > 9);
    CHECK(z.deflate_end(&stream) == 0);

    symbol<const char*()> last = z.version;
    z = zlib();
    CHECK(last() != nullptr);
    CHECK(is_loaded("libz.so.1"));
    last = {};
    CHECK(is_loaded("libz.so.1") == loaded_before);
}
