// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/library/function_table.hpp>

#include <string>
#include <utility>

#include <doctest/doctest.h>

#include "test_library.hpp"

using ffiguard::bind_table;
using ffiguard::entry;
using ffiguard::library;
using ffiguard::library_name;
using ffiguard::load_table;
using ffiguard::optional_entry;
using ffiguard::status_code;
using ffiguard::symbol;

namespace {

struct counter_table {
    symbol<int()> next;
    symbol<int(int, ...)> sum;
    symbol<int> value;
    symbol<int()> newer;
};

bool contains(const char* text, const char* part) {
    return std::string(text).find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("a table is filled from a library, which stays loaded as long as one of its symbols") {
    const std::string path = test_library("counter");
    symbol<int()> last;
    {
        auto table = load_table<counter_table>(path, entry("counter_next", &counter_table::next),
                                               entry("counter_sum", &counter_table::sum),
                                               entry("counter_value", &counter_table::value));
        REQUIRE(table);
        CHECK(table->sum(2, 3, 4) == 7);
        CHECK(table->next() == 1);
        CHECK(*table->value == 1);
        CHECK_FALSE(table->newer);
        last = table->next;
    }
    CHECK(last() == 2);
    last = {};
    CHECK_FALSE(is_loaded(path));
}

TEST_CASE("a table that lacks required symbols is none, and every missing name is told") {
    const std::string path = test_library("counter");
    const auto table =
        load_table<counter_table>(path, entry("counter_missing_1", &counter_table::next),
                                  entry("counter_sum", &counter_table::sum),
                                  entry("counter_missing_2", &counter_table::newer));
    CHECK(table.status() == status_code::not_found);
    const ffiguard::load_error why = table.error();
    CHECK(contains(why.message(), path.c_str()));
    CHECK(contains(why.message(), "missing counter_missing_1"));
    CHECK(contains(why.message(), "missing counter_missing_2"));
    CHECK_FALSE(contains(why.message(), "counter_sum"));
    CHECK_FALSE(is_loaded(path));
}

TEST_CASE("an optional symbol is found where it is, and empty where it is not") {
    const auto opened = library::open(test_library("counter"));
    REQUIRE(opened);
    const auto table =
        bind_table<counter_table>(*opened, optional_entry("counter_next", &counter_table::next),
                                  optional_entry("counter_nothing", &counter_table::newer),
                                  optional_entry("counter_null", &counter_table::value));
    REQUIRE(table);
    CHECK(table->next);
    CHECK_FALSE(table->newer);
    CHECK_FALSE(table->value);
}

TEST_CASE("optional forgives absence, and not a wrong name or no library") {
    const auto opened = library::open(test_library("counter"));
    REQUIRE(opened);
    CHECK(bind_table<counter_table>(*opened, optional_entry(nullptr, &counter_table::next))
              .status() == status_code::null);
    CHECK(bind_table<counter_table>(*opened, optional_entry("", &counter_table::next)).status() ==
          status_code::invalid_argument);
    CHECK(bind_table<counter_table>(library(), optional_entry("counter_next", &counter_table::next))
              .status() == status_code::null);
}

TEST_CASE("a required symbol that is null is told with its own reason") {
    const auto table = load_table<counter_table>(test_library("counter"),
                                                 entry("counter_null", &counter_table::value));
    CHECK(table.status() == status_code::null);
    CHECK(contains(table.error().message(), "counter_null: the symbol's value is null"));
}

TEST_CASE("a table of a library that is not there has the loader's words") {
    const auto table =
        load_table<counter_table>("libffiguard_nowhere.so.9", entry("f", &counter_table::next));
    CHECK(table.status() == status_code::not_found);
    CHECK(contains(table.error().message(), "libffiguard_nowhere.so.9"));
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

}  // namespace

TEST_CASE("zlib is used without linking to it, and goes with the last of its symbols") {
    const bool loaded_before = is_loaded("libz.so.1");
    auto loaded =
        load_table<zlib>(library_name("z", "1"), entry("zlibVersion", &zlib::version),
                         entry("crc32", &zlib::crc32), entry("deflateInit_", &zlib::deflate_init),
                         entry("deflate", &zlib::deflate), entry("deflateEnd", &zlib::deflate_end));
    if (!loaded) {
        MESSAGE("skipped: ", loaded.error().message());
        return;
    }
    zlib z = std::move(*loaded);

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
