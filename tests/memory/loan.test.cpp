// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/memory/loan.hpp>

#include <atomic>
#include <cerrno>
#include <cstdint>
#include <cstring>
#include <string_view>
#include <thread>
#include <type_traits>
#include <utility>
#include <vector>

#include <doctest/doctest.h>

#include <ffiguard/memory/c_array.hpp>

using ffiguard::foreign_span;
using ffiguard::handle_table;
using ffiguard::loan;
using ffiguard::status;
using ffiguard::status_code;
using ffiguard::token;
using ffiguard::writable_loan;

namespace {

using text = foreign_span<const char>;

std::string_view view(const void* data, std::uint64_t size) {
    return {static_cast<const char*>(data), static_cast<std::size_t>(size)};
}

constexpr std::size_t file_size = 64;

/// Has a page that ends with it: what is read later is found by the sanitizers.
template <class... Answers>
class basic_file {
public:
    using life_cycle = ffiguard::life_cycle<Answers...>;

    basic_file() : page_(*ffiguard::c_array<char>::allocate(file_size)) {
        std::memset(page_.data(), 'x', file_size);
        std::memcpy(page_.data(), "a page", 6);
    }
    // As the C libraries do: const memory, of which the first bytes are asked for.
    ffiguard::result<text> get(std::uint64_t count) const noexcept {
        if (count > file_size) return status::foreign(7);
        return text::from(page_.data(), count);
    }
    text all() const noexcept { return *text::from(page_.data(), file_size); }
    foreign_span<char> page() noexcept { return *foreign_span<char>::from(page_.data(), file_size); }

private:
    ffiguard::c_array<char> page_;
};
using file = basic_file<ffiguard::closes_children>;
using patient_file = basic_file<ffiguard::waits_for_children>;
using lone_file = basic_file<ffiguard::closes_children, ffiguard::one_user>;

template <class File>
struct library {
    handle_table<File> files;
    handle_table<loan<File>> values;
    handle_table<writable_loan<File>> pages;
    token f = *files.emplace();

    token lend(std::uint64_t count = 6) {
        token made = 0;
        CHECK(ffiguard::call_lend<&File::get>(values, files, f, &made, nullptr, count) ==
              FFIGUARD_OK);
        return made;
    }
    token lend_page() {
        token made = 0;
        CHECK(ffiguard::call_lend<&File::page>(pages, files, f, &made, nullptr) == FFIGUARD_OK);
        return made;
    }
};

// The functions that foreign code calls.
handle_table<file> files;
handle_table<loan<file>> values;

FFIGUARD_EXPORT_LOAN(loan_test_value, values);

extern "C" ffiguard_status loan_test_get(ffiguard_token in, std::uint64_t count,
                                         ffiguard_token* value, ffiguard_error* err) {
    return ffiguard::call_lend<&file::get>(values, files, in, value, err, count);
}

}  // namespace

TEST_CASE("what is lent is read by copy until its parent ends, and then it is closed") {
    const token f = *files.emplace();
    ffiguard_token v = 0;
    ffiguard_error err;
    REQUIRE(loan_test_get(f, 6, &v, &err) == FFIGUARD_OK);
    CHECK(loan_test_value_live_count() == 1);

    std::uint64_t size = 0, copied = 0;
    char to[16] = {};
    CHECK(loan_test_value_size(v, &size, &err) == FFIGUARD_OK);
    CHECK(size == 6);
    CHECK(loan_test_value_read(v, 0, to, sizeof to, &copied, &err) == FFIGUARD_OK);
    CHECK(view(to, copied) == "a page");
    CHECK(errno == 0);

    REQUIRE(files.close(f).ok());
    CHECK(files.live() == 0);  // its page is freed
    CHECK(loan_test_value_live_count() == 0);
    copied = 5;
    CHECK(loan_test_value_read(v, 0, to, sizeof to, &copied, &err) == FFIGUARD_CLOSED);
    CHECK(copied == 0);
    CHECK(loan_test_value_size(v, &size, &err) == FFIGUARD_CLOSED);
    ffiguard_buffer all{};
    CHECK(loan_test_value_copy(v, &all, &err) == FFIGUARD_CLOSED);
    CHECK(all.data == nullptr);
    CHECK(loan_test_value_release(v, &err) == FFIGUARD_CLOSED);
    CHECK(loan_test_value_state(v) == FFIGUARD_CLOSED);
}

TEST_CASE("what is lent is given back early, and its parent stays") {
    library<file> in;
    const token v = in.lend();
    CHECK(in.values.close(v).ok());
    CHECK(in.values.pin(v).status() == status_code::closed);
    CHECK(in.files.pin(in.f));
    CHECK(in.files.close(in.f).ok());
}

TEST_CASE("a parent that waits for what it lent is closed to readers at once") {
    library<patient_file> in;
    const token v = in.lend();
    CHECK(in.files.close(in.f).ok());
    CHECK(in.files.live() == 1);
    CHECK(in.values.pin(v).status() == status_code::closed);
    CHECK(in.values.close(v).ok());
    CHECK(in.files.live() == 0);
}

TEST_CASE("a reader that is inside keeps the memory until it is out") {
    library<file> in;
    const token v = in.lend();
    auto inside = in.values.pin(v);
    REQUIRE(inside);
    CHECK(in.files.close(in.f).ok());
    CHECK(in.files.live() == 1);
    CHECK(inside->bytes()[0] == 'a');  // the sanitizers look
    CHECK(in.values.pin(v).status() == status_code::closed);
    CHECK(inside.unpin().ok());
    CHECK(in.files.live() == 0);
}

TEST_CASE("a read stays within what was lent") {
    library<file> in;
    const token v = in.lend(6);
    unsigned char to[8];
    const auto read = [&](std::uint64_t offset, std::uint64_t size) {
        std::uint64_t copied = 99;
        const ffiguard_status got =
            ffiguard::call_read(in.values, v, &copied, nullptr, offset, to, size);
        return std::pair(got, copied);
    };
    using answer = std::pair<ffiguard_status, std::uint64_t>;
    CHECK(read(0, 8) == answer(FFIGUARD_OK, 6));
    CHECK(read(2, 3) == answer(FFIGUARD_OK, 3));
    CHECK(view(to, 3) == "pag");
    CHECK(read(5, 8) == answer(FFIGUARD_OK, 1));
    CHECK(read(6, 8) == answer(FFIGUARD_OK, 0));
    CHECK(read(7, 8) == answer(FFIGUARD_OVERFLOW, 0));
    CHECK(read(0, 0) == answer(FFIGUARD_OK, 0));
    CHECK(read(std::uint64_t{1} << 32, 1) == answer(FFIGUARD_OVERFLOW, 0));
    CHECK(read(UINT64_MAX, 8) == answer(FFIGUARD_OVERFLOW, 0));
    CHECK(read(UINT64_MAX - 3, 8) == answer(FFIGUARD_OVERFLOW, 0));
    CHECK(read(0, UINT64_MAX) == answer(FFIGUARD_OVERFLOW, 0));  // no memory is as large
    CHECK(in.files.close(in.f).ok());
}

TEST_CASE("a read into nothing, or with nowhere for the number, is null") {
    library<file> in;
    const token v = in.lend();
    std::uint64_t copied = 9;
    ffiguard_error err;
    CHECK(ffiguard::call_read(in.values, v, &copied, &err, 0, nullptr, 4) == FFIGUARD_NULL);
    CHECK(copied == 0);
    unsigned char to[4] = {};
    CHECK(ffiguard::call_read(in.values, v, nullptr, &err, 0, to, 4) == FFIGUARD_NULL);
    CHECK(to[0] == 0);
    CHECK(ffiguard::call_read(in.values, 0, &copied, &err, 0, to, 4) == FFIGUARD_NULL);
    CHECK(in.files.close(in.f).ok());
}

TEST_CASE("nothing is lent by a parent that is closed, or by a member that refuses") {
    library<file> in;
    token made = 9;
    ffiguard_error err;
    CHECK(ffiguard::call_lend<&file::get>(in.values, in.files, in.f, &made, &err,
                                          std::uint64_t{65}) == FFIGUARD_FOREIGN);
    CHECK(err.detail == 7);
    CHECK(made == 0);
    CHECK(ffiguard::call_lend<&file::all>(in.values, in.files, in.f, nullptr, &err) ==
          FFIGUARD_NULL);
    CHECK(in.files.close(in.f).ok());
    made = 9;
    CHECK(ffiguard::call_lend<&file::all>(in.values, in.files, in.f, &made, &err) ==
          FFIGUARD_CLOSED);
    CHECK(made == 0);
    CHECK(in.values.live() == 0);
}

TEST_CASE("memory of no bytes is lent like any other") {
    library<file> in;
    const token v = in.lend(0);
    std::uint64_t copied = 9;
    unsigned char to[4];
    CHECK(ffiguard::call_read(in.values, v, &copied, nullptr, 0, to, 4) == FFIGUARD_OK);
    CHECK(copied == 0);
    ffiguard_buffer all{};
    CHECK(ffiguard::call_copy(in.values, v, &all, nullptr) == FFIGUARD_OK);
    CHECK(all.size == 0);
    all.release(&all);
    CHECK(in.files.close(in.f).ok());
}

TEST_CASE("a copy of all of it outlives the parent") {
    library<file> in;
    const token v = in.lend();
    ffiguard_buffer all{};
    CHECK(ffiguard::call_copy(in.values, v, &all, nullptr) == FFIGUARD_OK);
    CHECK(in.files.close(in.f).ok());
    CHECK(view(all.data, all.size) == "a page");
    all.release(&all);
}

TEST_CASE("the elements of a span are lent as bytes") {
    const std::int32_t numbers[3] = {1, 2, 3};
    const loan<> lent(*foreign_span<const std::int32_t>::from(numbers, 3));
    CHECK(lent.size() == 12);
    std::int32_t second = 0;
    const auto to = foreign_span<unsigned char>::from(&second, sizeof second);
    CHECK(*lent.read(4, *to) == 4);
    CHECK(second == 2);
}

TEST_CASE("writable memory is written, within its bounds, or not at all") {
    library<file> in;
    const token p = in.lend_page();
    const auto write = [&](std::uint64_t offset, std::string_view from) {
        return ffiguard::call_write(in.pages, p, nullptr, offset, from.data(), from.size());
    };
    CHECK(write(2, "cage") == FFIGUARD_OK);
    CHECK(write(file_size - 1, "!") == FFIGUARD_OK);
    CHECK(write(file_size, "") == FFIGUARD_OK);
    CHECK(write(file_size - 1, "!!") == FFIGUARD_OVERFLOW);
    CHECK(write(file_size + 1, "") == FFIGUARD_OVERFLOW);
    CHECK(write(UINT64_MAX, "!!") == FFIGUARD_OVERFLOW);
    CHECK(ffiguard::call_write(in.pages, p, nullptr, 0, nullptr, 3) == FFIGUARD_NULL);
    const auto page = in.files.pin(in.f)->all();
    CHECK(std::string_view(page).substr(0, 7) == "a cagex");
    CHECK(page[file_size - 1] == '!');
    CHECK(in.files.close(in.f).ok());
    CHECK(write(0, "late") == FFIGUARD_CLOSED);
}

TEST_CASE("writable memory lets in one call at a time, memory that is read any number") {
    library<file> in;
    const token v = in.lend(), p = in.lend_page();
    {
        const auto first = in.values.pin(v), second = in.values.pin(v);
        CHECK(first);
        CHECK(second);
    }
    {
        const auto writer = in.pages.pin(p);
        CHECK(writer);
        CHECK(in.pages.pin(p).status() == status_code::in_use);
        CHECK(ffiguard::call_write(in.pages, p, nullptr, 0, "b", 1) == FFIGUARD_IN_USE);
    }
    CHECK(ffiguard::call_write(in.pages, p, nullptr, 0, "b", 1) == FFIGUARD_OK);
    CHECK(in.files.close(in.f).ok());
}

TEST_CASE("memory of a parent with one user at a time is read in its turn") {
    library<lone_file> in;
    const token v = in.lend(), p = in.lend_page();
    std::uint64_t copied = 0;
    unsigned char to[4];
    {
        const auto busy = in.files.pin(in.f);
        REQUIRE(busy);
        CHECK(ffiguard::call_read(in.values, v, &copied, nullptr, 0, to, 4) == FFIGUARD_IN_USE);
        CHECK(ffiguard::call_write(in.pages, p, nullptr, 0, to, 4) == FFIGUARD_IN_USE);
    }
    CHECK(ffiguard::call_read(in.values, v, &copied, nullptr, 0, to, 4) == FFIGUARD_OK);
    CHECK(ffiguard::call_write(in.pages, p, nullptr, 0, to, 4) == FFIGUARD_OK);
    CHECK(in.files.close(in.f).ok());
    CHECK(in.files.live() + in.values.live() + in.pages.live() == 0);
}

TEST_CASE("a class of one's own may be a loan") {
    class line : public loan<file> {
    public:
        using loan<file>::basic_loan::basic_loan;
        std::int32_t first() const noexcept { return bytes().empty() ? -1 : bytes()[0]; }
    };
    handle_table<file> all;
    handle_table<line> lines;
    const token f = *all.emplace();
    token made = 0;
    std::int32_t first = 0;
    REQUIRE(ffiguard::call_lend<&file::all>(lines, all, f, &made, nullptr) == FFIGUARD_OK);
    CHECK(ffiguard::call_into<&line::first>(lines, made, &first, nullptr) == FFIGUARD_OK);
    CHECK(first == 'a');
    std::uint64_t size = 0;
    CHECK(ffiguard::call_size(lines, made, &size, nullptr) == FFIGUARD_OK);
    CHECK(size == file_size);
    CHECK(all.close(f).ok());
}

TEST_CASE("readers on many threads get the bytes or closed, whenever the parent is closed") {
    std::atomic<int> wrong{0};
    for (int round = 0; round < 60; ++round) {
        library<file> in;
        const token v = in.lend();
        std::atomic<int> reading{0};
        std::vector<std::thread> readers;
        for (int i = 0; i < 3; ++i)
            readers.emplace_back([&] {
                for (bool counted = false;;) {
                    char to[6] = {};
                    std::uint64_t copied = 0;
                    const auto got =
                        ffiguard::call_read(in.values, v, &copied, nullptr, 0, to, sizeof to);
                    if (got == FFIGUARD_CLOSED && copied == 0) break;
                    if (got != FFIGUARD_OK || view(to, copied) != "a page") ++wrong;
                    if (!std::exchange(counted, true)) ++reading;
                }
            });
        while (reading != 3) std::this_thread::yield();
        if (!in.files.close(in.f).ok()) ++wrong;
        for (auto& each : readers) each.join();
        if (in.files.live() + in.values.live() != 0) ++wrong;
    }
    CHECK(wrong == 0);
}
