// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/memory/foreign_struct.hpp>

#include <dlfcn.h>

#include <cerrno>
#include <cstring>
#include <string>
#include <type_traits>
#include <utility>

#include <doctest/doctest.h>

#include <ffiguard/core/handle_table.hpp>

#include "zlib_stream.hpp"

using ffiguard::foreign_struct;
using ffiguard::released_by;
using ffiguard::status;
using ffiguard::status_code;

namespace {

/// deflateEnd as it was found at run time; keeps zlib loaded.
struct deflate_traits {
    static constexpr bool movable = false;
    zlib library{};
    int release(z_stream* z) const noexcept { return library.deflate_end(z); }
};
using deflate_stream = foreign_struct<z_stream, deflate_traits>;

status start(deflate_stream& stream, int level, int* blocks) {
    return stream.init([&](z_stream* z) {
        CHECK(z->msg == nullptr);
        return stream.traits().library.init(z, level, blocks);
    });
}

const unsigned char* bytes_of(const std::string& text) {
    return reinterpret_cast<const unsigned char*>(text.data());
}

struct device {
    int id;
};
int devices_closed = 0;
void close_device(device* d) {
    devices_closed = devices_closed * 10 + d->id;
    errno = EIO;
}
using device_owner = foreign_struct<device, released_by<&close_device>>;

}  // namespace

static_assert(!std::is_move_constructible_v<deflate_stream>, "zlib keeps the struct's address");
static_assert(!std::is_move_assignable_v<deflate_stream>);
static_assert(!std::is_copy_constructible_v<deflate_stream>);
static_assert(sizeof(device_owner) == 3 * sizeof(void*),
              "the struct, its address, and whether it is being released");

TEST_CASE("a zlib stream in place compresses, and is ended once with all its memory" *
          doctest::skip(zlib_is_missing())) {
    int blocks = 0;
    const std::string text(100000, 'x');
    unsigned char packed[1000];
    unsigned char back[100000];
    {
        deflate_stream stream;
        REQUIRE(start(stream, 6, &blocks).ok());
        CHECK(stream);
        CHECK(blocks > 0);
        stream->next_in = bytes_of(text);
        stream->avail_in = static_cast<unsigned>(text.size());
        stream->next_out = packed;
        stream->avail_out = sizeof packed;
        REQUIRE(stream.traits().library.deflate(stream.get(), z_finish) == z_stream_end);
        unsigned long size = sizeof back;
        REQUIRE(stream.traits().library.uncompress(back, &size, packed, stream->total_out) == 0);
        CHECK(size == text.size());
        CHECK(std::memcmp(back, text.data(), text.size()) == 0);
    }
    CHECK(blocks == 0);
}

TEST_CASE("zlib refuses a stream that was moved: why this owner stays where it is" *
          doctest::skip(zlib_is_missing())) {
    int blocks = 0;
    deflate_stream stream;
    REQUIRE(start(stream, 6, &blocks).ok());
    z_stream copy = *stream.get();
    CHECK(stream.traits().library.deflate(&copy, z_finish) == z_stream_error);
    CHECK(stream.traits().library.deflate_end(&copy) == z_stream_error);
}

TEST_CASE("an initialiser gets a zeroed struct, and leaves one and nothing owned if it fails" *
          doctest::skip(zlib_is_missing())) {
    int blocks = 0;
    deflate_stream stream;
    stream->msg = "not zero";
    CHECK(start(stream, 42, &blocks) == status::foreign(z_stream_error));
    CHECK_FALSE(stream);
    CHECK(stream->opaque == nullptr);
    CHECK(stream.close() == status_code::closed);
    CHECK(start(stream, 9, &blocks).ok());
}

TEST_CASE("a second initialiser is refused, and the first stream goes on" *
          doctest::skip(zlib_is_missing())) {
    int blocks = 0;
    deflate_stream stream;
    REQUIRE(start(stream, 6, &blocks).ok());
    const void* const state = stream->state;
    const int used = blocks;
    CHECK(start(stream, 6, &blocks) == status_code::in_use);
    CHECK(stream->state == state);
    CHECK(blocks == used);
}

TEST_CASE("close gives the answer of the library once, and the struct can be used again" *
          doctest::skip(zlib_is_missing())) {
    int blocks = 0;
    unsigned char packed[100];
    deflate_stream stream;
    CHECK(stream.close() == status_code::closed);
    REQUIRE(start(stream, 6, &blocks).ok());
    stream->next_in = packed;
    stream->avail_in = 1;
    stream->next_out = packed;
    stream->avail_out = sizeof packed;
    REQUIRE(stream.traits().library.deflate(stream.get(), 0) == 0);
    CHECK(stream.close() == status::foreign(z_data_error));  // ended in the middle
    CHECK(stream.close() == status_code::closed);
    CHECK(blocks == 0);
    CHECK(stream->next_out == nullptr);
    REQUIRE(start(stream, 6, &blocks).ok());
    CHECK(stream.close().ok());
}

TEST_CASE("a pinned struct lives in a handle table" * doctest::skip(zlib_is_missing())) {
    int blocks = 0;
    ffiguard::handle_table<deflate_stream> streams;
    const auto opened = streams.emplace();
    REQUIRE(opened);
    {
        const auto stream = streams.pin(*opened);
        REQUIRE(stream);
        REQUIRE(start(*stream, 6, &blocks).ok());
    }
    CHECK(blocks > 0);
    CHECK(streams.close(*opened).ok());
    CHECK(blocks == 0);
    CHECK(streams.close(*opened) != status_code::ok);
}

TEST_CASE("traits keep the library loaded until the struct is released" *
          doctest::skip(zlib_is_missing())) {
    const auto loaded = [] {
        return static_cast<bool>(zlib::library(::dlopen("libz.so.1", RTLD_NOW | RTLD_NOLOAD)));
    };
    const bool before = loaded();
    int blocks = 0;
    {
        deflate_traits traits;
        deflate_stream stream(std::move(traits));
        REQUIRE(start(stream, 6, &blocks).ok());
        CHECK(loaded());
    }
    CHECK(blocks == 0);
    CHECK(loaded() == before);
}

TEST_CASE("a release function known at compile time costs no room, and errno survives it") {
    devices_closed = 0;
    {
        device_owner one;
        device_owner two;
        const auto open = [](int id) {
            return [id](device* d) {
                d->id = id;
                return 0;
            };
        };
        REQUIRE(one.init(open(1)).ok());
        REQUIRE(two.init(open(2)).ok());
        device_owner never;
        errno = ENOENT;
    }
    CHECK(errno == ENOENT);
    CHECK(devices_closed == 21);
}

namespace {

struct node {
    int* state;
};
struct reentrant_traits {
    static constexpr bool movable = false;
    static void release(node* n) noexcept;
};
using reentrant = foreign_struct<node, reentrant_traits>;
reentrant* in_release = nullptr;
status inner_close;
status inner_init;
int* state_after_inner = nullptr;

void reentrant_traits::release(node* n) noexcept {
    if (in_release != nullptr) {
        inner_close = in_release->close();
        inner_init = in_release->init([](node* fresh) {
            fresh->state = new int(2);
            return 0;
        });
        state_after_inner = n->state;
    }
    delete n->state;
}

}  // namespace

TEST_CASE("a release that comes back to its struct changes nothing under the library's hands") {
    reentrant one;
    REQUIRE(one.init([](node* n) {
                   n->state = new int(1);
                   return 0;
               })
                .ok());
    int* const state = one->state;
    in_release = &one;
    CHECK(one.close().ok());
    in_release = nullptr;
    CHECK(inner_close == status_code::closed);
    CHECK(inner_init == status_code::in_use);
    CHECK(state_after_inner == state);
    CHECK(one->state == nullptr);
    CHECK(one.init([](node*) { return 1; }) == status::foreign(1));
}

TEST_CASE("an initialiser that initialises the same struct again is refused, and nothing is lost") {
    devices_closed = 0;
    {
        device_owner one;
        status inner;
        CHECK(one.init([&](device* outer) {
                     outer->id = 1;
                     inner = one.init([](device* again) {
                         again->id = 2;
                         return 0;
                     });
                     CHECK(one.close() == status_code::closed);
                     return 0;
                 })
                  .ok());
        CHECK(inner == status_code::in_use);
        CHECK(one->id == 1);
        CHECK(one.close().ok());
        CHECK(one.init([](device* next) {
                     next->id = 3;
                     return 0;
                 })
                  .ok());
    }
    CHECK(devices_closed == 13);
}

#if FFIGUARD_HAS_EXCEPTIONS()
TEST_CASE("an initialiser that throws leaves the struct zeroed and owned by nobody") {
    reentrant one;
    CHECK_THROWS_AS(static_cast<void>(one.init([](node* n) -> int {
                        n->state = reinterpret_cast<int*>(alignof(int));
                        throw 1;
                    })),
                    int);
    CHECK_FALSE(one);
    CHECK(one->state == nullptr);
}
#endif
