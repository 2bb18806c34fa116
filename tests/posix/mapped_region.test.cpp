// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/posix/mapped_region.hpp>

#include <sys/stat.h>

#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <string>
#include <type_traits>
#include <utility>

#include <doctest/doctest.h>

#include "temporary_file.hpp"

using ffiguard::make_pipe;
using ffiguard::map_file;
using ffiguard::map_file_writable;
using ffiguard::mapped_region;
using ffiguard::open_file;
using ffiguard::status;
using ffiguard::status_code;
using ffiguard::writable_region;

static_assert(sizeof(mapped_region) == 2 * sizeof(void*));
static_assert(!std::is_copy_constructible_v<mapped_region>, "one owner");
static_assert(std::is_nothrow_move_constructible_v<mapped_region>);
static_assert(
    std::is_same_v<decltype(std::declval<mapped_region&>().data()), const unsigned char*>);

namespace {

std::size_t page() { return static_cast<std::size_t>(::sysconf(_SC_PAGESIZE)); }

/// Whether the page that byte lies in is mapped: msync says ENOMEM where nothing is.
bool is_mapped(const unsigned char* byte) {
    const auto start = reinterpret_cast<std::uintptr_t>(byte) / page() * page();
    return ::msync(reinterpret_cast<void*>(start), 1, MS_ASYNC) == 0;
}

std::string text(const mapped_region& region) {
    return std::string(region.data(), region.data() + region.size());
}

/// size bytes, each different from its neighbours.
std::string pattern(std::size_t size) {
    std::string all;
    for (std::size_t i = 0; i < size; ++i) all += static_cast<char>('a' + i % 23);
    return all;
}

}  // namespace

TEST_CASE("a FIFO is refused at once, and does not keep the caller waiting") {
    const temporary_file fifo;
    REQUIRE(::mkfifo(fifo.path(), 0600) == 0);
    CHECK_FALSE(map_file(fifo.path(), {0, 10}));
}

TEST_CASE("a mapped file reads as the file does, and is unmapped at the end of the scope") {
    const temporary_file file("content");
    const unsigned char* data = nullptr;
    {
        const auto region = map_file(file.path());
        REQUIRE(region);
        CHECK(text(*region) == "content");
        data = region->data();
        CHECK(is_mapped(data));
    }
    CHECK_FALSE(is_mapped(data));
}

TEST_CASE("a range may begin anywhere, and all of its pages are given back") {
    const std::string all = pattern(3 * page() + 100);
    const temporary_file file(all);
    for (const std::size_t offset :
         {std::size_t{0}, std::size_t{1}, page() - 1, page(), page() + 7}) {
        const std::size_t length = 2 * page();
        auto region = map_file(file.path(), {offset, length});
        REQUIRE(region);
        CHECK(text(*region) == all.substr(offset, length));
        const unsigned char* const first = region->data();
        CHECK(region->close().ok());
        CHECK_FALSE(is_mapped(first));
        CHECK_FALSE(is_mapped(first + length - 1));
    }
}

TEST_CASE("a range up to the end of the file, and one byte more") {
    const temporary_file file("0123456789");
    const auto tail = map_file(file.path(), {4, 6});
    REQUIRE(tail);
    CHECK(text(*tail) == "456789");

    const auto beyond = map_file(file.path(), {4, 7});
    CHECK(beyond.status() == status_code::invalid_argument);
    CHECK(std::string(beyond.error().message()).find(file.path()) == 0);
    CHECK(map_file(file.path(), {11, 0}).status() == status_code::invalid_argument);
}

TEST_CASE("corrupt offsets and lengths are refused") {
    const temporary_file file("0123456789");
    const auto no_length = static_cast<std::size_t>(-1);
    CHECK(map_file(file.path(), {0, no_length}).status() == status_code::invalid_argument);
    CHECK(map_file(file.path(), {1, no_length}).status() == status_code::invalid_argument);
    CHECK(map_file(file.path(), {UINT64_MAX, 1}).status() == status_code::invalid_argument);
    // A device has no size to compare with.
    CHECK(map_file("/dev/zero", {0, no_length}).status() == status_code::overflow);
    CHECK(map_file("/dev/zero", {1, PTRDIFF_MAX}).status() == status_code::overflow);
    CHECK(map_file("/dev/zero", {UINT64_MAX, 1}).status() == status_code::overflow);
}

TEST_CASE("no bytes give an empty region") {
    const temporary_file nothing("");
    const temporary_file file("0123456789");
    auto whole = map_file(nothing.path());
    auto part = map_file(file.path(), {10, 0});
    auto written = map_file_writable(nothing.path());
    REQUIRE(whole);
    REQUIRE(part);
    REQUIRE(written);
    CHECK_FALSE(*whole);
    CHECK(whole->data() == nullptr);
    CHECK(whole->size() == 0);
    CHECK(part->size() == 0);
    CHECK(written->sync().ok());
    CHECK(whole->close() == status_code::closed);
}

TEST_CASE("what cannot be mapped is answered by a status and a text with the path") {
    const auto missing = map_file("/nowhere/at/all");
    CHECK(missing.status() == status_code::not_found);
    CHECK(std::string(missing.error().message()).find("/nowhere/at/all: ") == 0);

    const auto directory = map_file("/dev");
    CHECK(directory.status() == status::system(EISDIR));
    CHECK(std::string(directory.error().message()).find("/dev: ") == 0);
    CHECK(map_file_writable("/dev").status() == status::system(EISDIR));

    CHECK(map_file(nullptr).status() == status_code::null);
    CHECK(map_file(-1).status() == status::system(EBADF));
    CHECK(map_file("/dev/null").status() == status_code::invalid_argument);  // how many bytes?
    CHECK(map_file("/dev/null", {0, 1}).status() == status::system(ENODEV));
    const auto ends = make_pipe();
    REQUIRE(ends);
    CHECK(map_file(ends->reader.get()).status() == status_code::invalid_argument);

    const temporary_file secret("x");
    REQUIRE(::chmod(secret.directory(), 0755) == 0);
    REQUIRE(::chmod(secret.path(), 0444) == 0);
    const as_nobody nobody;
    CHECK(map_file_writable(secret.path()).status() == status::system(EACCES));
}

TEST_CASE("a descriptor stays the caller's, must allow what is asked, and is not needed after") {
    const temporary_file file("0123456789");
    auto fd = open_file(file.path(), O_RDONLY);
    REQUIRE(fd);
    CHECK(map_file_writable(fd->get()).status() == status::system(EACCES));
    const auto region = map_file(fd->get());
    REQUIRE(region);
    CHECK(fd->close().ok());
    CHECK(text(*region) == "0123456789");
}

TEST_CASE("what is written to a writable region is in the file") {
    const std::string all = pattern(page() + 10);
    const temporary_file file(all);
    auto region = map_file_writable(file.path(), {page() + 2, 3});
    REQUIRE(region);
    region->data()[0] = '!';
    CHECK(region->sync().ok());
    std::string expected = all;
    expected[page() + 2] = '!';
    CHECK(file.content() == expected);
    region->data()[2] = '?';
    CHECK(region->close().ok());
    expected[page() + 4] = '?';
    CHECK(file.content() == expected);
}

TEST_CASE("a moved-from region is empty, and the mapping goes along") {
    const temporary_file file("content");
    auto region = map_file(file.path());
    REQUIRE(region);
    mapped_region taken = std::move(*region);
    CHECK(region->data() == nullptr);
    CHECK(region->size() == 0);
    CHECK(region->close() == status_code::closed);
    CHECK(text(taken) == "content");

    const unsigned char* const before = taken.data();
    taken = mapped_region();
    CHECK_FALSE(is_mapped(before));
}

TEST_CASE("a mapping that was made elsewhere can be taken over, a failed one owns nothing") {
    void* const raw =
        ::mmap(nullptr, page(), PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    writable_region region(raw, page());
    REQUIRE(region.data() == raw);
    region.data()[1] = 7;
    CHECK(region.close().ok());
    CHECK_FALSE(is_mapped(static_cast<unsigned char*>(raw)));
    CHECK_FALSE(writable_region(MAP_FAILED, page()));
    CHECK_FALSE(writable_region(nullptr, page()));
}

TEST_CASE("what no address space has room for is out of memory") {
    const std::size_t vast = std::size_t{PTRDIFF_MAX} / page() * page();
    // One of them fits beside a program of 32 bits under a kernel of 64.
    const auto first = map_file("/dev/zero", {0, vast});
    CHECK((first || first.status() == status_code::out_of_memory));
    CHECK(map_file("/dev/zero", {0, vast}).status() == status_code::out_of_memory);
}
