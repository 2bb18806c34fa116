// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/memory/foreign_buffer.hpp>

#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <new>
#include <string>
#include <string_view>
#include <thread>
#include <type_traits>
#include <utility>
#include <vector>

#include <doctest/doctest.h>

#include <ffiguard/core/call.hpp>

using ffiguard::c_array;
using ffiguard::foreign_buffer;
using ffiguard::status_code;

namespace {

/// A buffer of the other side: its context counts how often it was released.
void release_counted(ffiguard_buffer* buffer) {
    ++*static_cast<int*>(buffer->context);
    std::free(buffer->data);
    buffer->release = nullptr;
    errno = EIO;
}
ffiguard_buffer foreign_bytes(int* releases) {
    return {::strdup("bytes"), 5, &release_counted, releases};
}

bool is_released(const ffiguard_buffer& buffer) { return buffer.release == nullptr; }

std::string_view text_of(const foreign_buffer& buffer) {
    return {reinterpret_cast<const char*>(buffer.data()), buffer.size()};
}

/// A std::vector that counts how often it is destroyed with elements, and that may find no memory.
struct counted_bytes : std::vector<std::uint16_t> {
    explicit counted_bytes(std::size_t count) : vector(count) {}
    counted_bytes(counted_bytes&&) noexcept = default;
    ~counted_bytes() {
        if (!empty()) ++destroyed;
        errno = EIO;
    }
    static void* operator new(std::size_t size, const std::nothrow_t&) noexcept {
        return next_fails ? nullptr : std::malloc(size);
    }
    static void operator delete(void* memory) noexcept { std::free(memory); }
    static void operator delete(void* memory, const std::nothrow_t&) noexcept { std::free(memory); }

    static int destroyed;
    static bool next_fails;
};
int counted_bytes::destroyed = 0;
bool counted_bytes::next_fails = false;

}  // namespace

static_assert(sizeof(foreign_buffer) == sizeof(ffiguard_buffer));
static_assert(!std::is_copy_constructible_v<foreign_buffer>);
static_assert(std::is_nothrow_move_constructible_v<foreign_buffer>);
static_assert(std::is_nothrow_move_assignable_v<foreign_buffer>);

TEST_CASE("an array becomes a buffer without a copy") {
    auto made = c_array<std::uint32_t>::allocate(3);
    REQUIRE(made);
    (*made)[2] = 7;
    const void* const data = made->data();
    const foreign_buffer buffer(std::move(*made));
    CHECK_FALSE(*made);
    CHECK(buffer.data() == data);
    CHECK(buffer.size() == 12);
}

TEST_CASE("a buffer made here crosses once, and the other side releases it, on any thread") {
    auto copied = foreign_buffer::copy("bytes", 5);
    REQUIRE(copied);
    ffiguard_buffer raw;
    CHECK(copied->release_to(&raw).ok());
    CHECK_FALSE(*copied);
    CHECK(copied->data() == nullptr);
    CHECK(copied->size() == 0);
    CHECK(raw.size == 5);
    CHECK(std::memcmp(raw.data, "bytes", 5) == 0);
    std::thread([&] {
        errno = ENOENT;
        raw.release(&raw);
        CHECK(errno == ENOENT);
    }).join();
    CHECK(is_released(raw));
    CHECK(raw.data == nullptr);
    // Nothing left to hand over: the receiver sees that.
    CHECK(copied->release_to(&raw).ok());
    CHECK(is_released(raw));
}

TEST_CASE("a copy is a copy") {
    char text[] = "bytes";
    auto copied = foreign_buffer::copy(text, 5);
    REQUIRE(copied);
    text[0] = 'B';
    CHECK(text_of(*copied) == "bytes");
}

TEST_CASE("handing over to nobody keeps the buffer") {
    auto copied = foreign_buffer::copy("bytes", 5);
    REQUIRE(copied);
    CHECK(copied->release_to(nullptr) == status_code::null);
    CHECK(text_of(*copied) == "bytes");
}

TEST_CASE("a buffer made there is taken over once and released once, errno kept") {
    int releases = 0;
    ffiguard_buffer raw = foreign_bytes(&releases);
    {
        auto taken = foreign_buffer::adopt(raw);
        REQUIRE(taken);
        CHECK(is_released(raw));
        CHECK(foreign_buffer::adopt(raw).status() == status_code::closed);
        CHECK(text_of(*taken) == "bytes");
        foreign_buffer moved = std::move(*taken);
        CHECK_FALSE(*taken);
        CHECK(releases == 0);
        errno = ENOENT;
    }
    CHECK(errno == ENOENT);
    CHECK(releases == 1);
}

TEST_CASE("close releases now, once") {
    int releases = 0;
    ffiguard_buffer raw = foreign_bytes(&releases);
    auto taken = foreign_buffer::adopt(raw);
    REQUIRE(taken);
    CHECK(taken->close().ok());
    CHECK(releases == 1);
    CHECK(taken->close() == status_code::closed);
    CHECK(taken->data() == nullptr);
    CHECK(releases == 1);
}

TEST_CASE("memory with its callback and context is a buffer") {
    int releases = 0;
    {
        auto taken = foreign_buffer::adopt(::strdup("bytes"), 5, &release_counted, &releases);
        REQUIRE(taken);
        CHECK(text_of(*taken) == "bytes");
    }
    CHECK(releases == 1);
}

TEST_CASE("a buffer that cannot be is refused and stays the other side's") {
    int releases = 0;
    ffiguard_buffer no_data{nullptr, 5, &release_counted, &releases};
    CHECK(foreign_buffer::adopt(no_data).status() == status_code::null);
    CHECK_FALSE(is_released(no_data));
    ffiguard_buffer too_large = foreign_bytes(&releases);
    too_large.size = UINT64_MAX;
    CHECK(foreign_buffer::adopt(too_large).status() == status_code::overflow);
    CHECK_FALSE(is_released(too_large));
    CHECK(foreign_buffer::adopt(nullptr, 5, &release_counted, &releases).status() ==
          status_code::null);
    CHECK(foreign_buffer::adopt(too_large.data, 5, nullptr, nullptr).status() == status_code::null);
    CHECK(releases == 0);
    too_large.release(&too_large);
}

TEST_CASE("a copy of what cannot be is refused") {
    CHECK(foreign_buffer::copy(nullptr, 5).status() == status_code::null);
    CHECK(foreign_buffer::copy("bytes", SIZE_MAX).status() == status_code::overflow);
}

TEST_CASE("a buffer of no bytes is owned and handed over like any other") {
    auto copied = foreign_buffer::copy(nullptr, 0);
    REQUIRE(copied);
    CHECK(*copied);
    ffiguard_buffer raw;
    CHECK(copied->release_to(&raw).ok());
    CHECK(raw.size == 0);
    auto back = foreign_buffer::adopt(raw);
    REQUIRE(back);
    CHECK(back->size() == 0);
    CHECK(back->close().ok());
}

TEST_CASE("a std::string that is moved in is not copied, and crosses like any other buffer") {
    std::string text(100, 'x');
    const void* const data = text.data();
    auto made = foreign_buffer::from(std::move(text));
    REQUIRE(made);
    CHECK(made->data() == data);
    CHECK(text_of(*made) == std::string(100, 'x'));
    ffiguard_buffer raw;
    CHECK(made->release_to(&raw).ok());
    CHECK(raw.size == 100);
    std::thread([&] { raw.release(&raw); }).join();
    CHECK(is_released(raw));
    CHECK(raw.data == nullptr);
}

TEST_CASE("a text so short that the string itself holds it moves with the string") {
    auto made = foreign_buffer::from(std::string("a\0b", 3));
    REQUIRE(made);
    const foreign_buffer moved = *std::move(made);
    CHECK(text_of(moved) == std::string_view("a\0b", 3));
}

TEST_CASE("a container is destroyed once, by the release callback, and errno survives") {
    counted_bytes::destroyed = 0;
    auto made = foreign_buffer::from(counted_bytes(3));
    REQUIRE(made);
    CHECK(made->size() == 6);
    ffiguard_buffer raw;
    CHECK(made->release_to(&raw).ok());
    CHECK(made->close() == status_code::closed);
    CHECK(counted_bytes::destroyed == 0);
    errno = ENOENT;
    raw.release(&raw);
    CHECK(errno == ENOENT);
    CHECK(counted_bytes::destroyed == 1);
    CHECK(foreign_buffer::adopt(raw).status() == status_code::closed);
}

TEST_CASE("where there is no memory to keep a container it is as it was") {
    counted_bytes bytes(3);
    counted_bytes::next_fails = true;
    const auto made = foreign_buffer::from(std::move(bytes));
    counted_bytes::next_fails = false;
    CHECK(made.status() == status_code::out_of_memory);
    CHECK(bytes.size() == 3);
}

TEST_CASE("what is not moved in, and what owns nothing, is copied") {
    std::string text = "bytes";
    const std::vector<std::uint32_t> numbers = {1, 2, 3};
    std::string gone(100, 'v');
    const auto of_string = foreign_buffer::from(text);
    const auto of_numbers = foreign_buffer::from(numbers);
    const auto of_view = foreign_buffer::from(std::string_view(gone));
    text[0] = gone[0] = 'B';
    REQUIRE(of_string);
    REQUIRE(of_numbers);
    REQUIRE(of_view);
    CHECK(text_of(*of_string) == "bytes");
    CHECK(of_numbers->size() == 12);
    CHECK(text_of(*of_view) == std::string(100, 'v'));
    const auto nothing = foreign_buffer::from(std::vector<char>());
    REQUIRE(nothing);
    CHECK(*nothing);
    CHECK(nothing->size() == 0);
}

namespace {

class page {
public:
    std::string text() const { return "a page of text that is too long for its own object"; }
    ffiguard::result<std::vector<std::int32_t>, ffiguard::error> numbers(bool works) const {
        if (!works) return ffiguard::error(ffiguard::status_code::not_found, "no numbers");
        return std::vector<std::int32_t>{1, 2, 3};
    }
    std::string_view title() const noexcept { return "title"; }
};
ffiguard::handle_table<page> pages;

}  // namespace

TEST_CASE("what a member answers as a string, a vector or a view goes into an ffiguard_buffer") {
    const ffiguard::token t = pages.emplace().value();
    ffiguard_error err;
    ffiguard_buffer out;
    REQUIRE(ffiguard::call_into<&page::text>(pages, t, &out, &err) == FFIGUARD_OK);
    CHECK(out.size == page().text().size());
    CHECK(std::memcmp(out.data, page().text().data(), page().text().size()) == 0);
    out.release(&out);
    REQUIRE(ffiguard::call_into<&page::numbers>(pages, t, &out, &err, 1 == 1) == FFIGUARD_OK);
    CHECK(out.size == 3 * sizeof(std::int32_t));
    out.release(&out);
    REQUIRE(ffiguard::call_into<&page::title>(pages, t, &out, &err) == FFIGUARD_OK);
    CHECK(out.size == 5);
    out.release(&out);
    CHECK(ffiguard::call_into<&page::numbers>(pages, t, &out, &err, 1 == 2) == FFIGUARD_NOT_FOUND);
    const bool owns_nothing = out.release == nullptr;
    CHECK(owns_nothing);
    CHECK(pages.close(t).ok());
}
