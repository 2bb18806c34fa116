// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/core/result.hpp>

#include <cstring>
#include <memory>
#include <string>
#include <type_traits>
#include <utility>

#include <doctest/doctest.h>

using ffiguard::error;
using ffiguard::result;
using ffiguard::status;
using ffiguard::status_code;

static_assert(!std::is_copy_constructible_v<result<int>>, "a result is handed on, not copied");
static_assert(std::is_nothrow_move_constructible_v<result<std::unique_ptr<int>>>);

namespace {

result<std::unique_ptr<int>> make(bool works) {
    if (!works) return status_code::out_of_memory;
    return std::unique_ptr<int>(new int(7));
}

}  // namespace

TEST_CASE("a result has a value or says why not") {
    const auto good = make(true);
    REQUIRE(good);
    CHECK(**good == 7);
    CHECK(good.status().ok());

    const auto bad = make(false);
    CHECK_FALSE(bad);
    CHECK(bad.status() == status_code::out_of_memory);
}

TEST_CASE("a move-only value moves out") {
    const std::unique_ptr<int> taken = make(true).value();
    CHECK(*taken == 7);
    const std::unique_ptr<int> also = *make(true);
    CHECK(*also == 7);
}

TEST_CASE("a result can be assigned in every combination, and to itself") {
    auto r = make(true);
    r = make(false);
    CHECK(r.status() == status_code::out_of_memory);
    r = make(true);
    CHECK(**r == 7);
    auto& same = r;
    r = std::move(same);
    CHECK(**r == 7);
}

TEST_CASE("a result with an error keeps the text") {
    const result<int, error> r = error(status_code::not_found, "libx: ", "no such file");
    CHECK(r.status() == status_code::not_found);
    CHECK(std::strcmp(r.error().message(), "libx: no such file") == 0);
    const result<int, error> from_code = status_code::closed;
    CHECK(from_code.status() == status_code::closed);
}

namespace {

struct node {
    int value;
    std::unique_ptr<result<node>> next;
};

}  // namespace

TEST_CASE("a result can be assigned from a part of itself") {
    result<node> list = node{1, std::make_unique<result<node>>(node{2, nullptr})};
    list = std::move(*list->next);
    CHECK(list->value == 2);
}

namespace {

result<std::unique_ptr<int>, error> with_text(bool works) { return make(works); }

struct base {
    virtual ~base() = default;
};
struct derived : base {};

result<std::unique_ptr<base>, error> upcast(bool works) {
    result<std::unique_ptr<derived>> made = status_code::closed;
    if (works) made = std::make_unique<derived>();
    return made;
}

}  // namespace

static_assert(!std::is_constructible_v<result<int>, result<int, error>&&>,
              "the text of an error is not lost in silence");
static_assert(!std::is_constructible_v<result<int>, result<long long>&&>, "nor is a number cut");
static_assert(!std::is_constructible_v<result<int, error>, const result<int>&>,
              "moved, not copied");

TEST_CASE("a result with a status is handed on as one with an error") {
    auto good = with_text(true);
    REQUIRE(good);
    CHECK(**good == 7);
    const auto bad = with_text(false);
    CHECK(bad.status() == status_code::out_of_memory);
    CHECK(std::strcmp(bad.error().message(), "out of memory") == 0);
    CHECK(upcast(true));
    CHECK(upcast(false).status() == status_code::closed);
}

TEST_CASE("a result of a result holds the failed one, and has not failed itself") {
    result<int> failed = status_code::closed;
    const result<result<int>, error> outer = std::move(failed);
    REQUIRE(outer);
    CHECK(outer->status() == status_code::closed);
}

TEST_CASE("value_or gives the value, or what is to stand for it") {
    const result<int> good = 7;
    const result<int> bad = status_code::closed;
    CHECK(good.value_or(1) == 7);
    CHECK(bad.value_or(1) == 1);
    CHECK(*make(true).value_or(nullptr) == 7);
    CHECK(make(false).value_or(nullptr) == nullptr);
    const result<std::string> text = std::string("text");
    CHECK(text.value_or("none") == "text");
    CHECK(*text == "text");
}

#if FFIGUARD_HAS_EXCEPTIONS()
TEST_CASE("value() of a failed result throws bad_result with the reason") {
    try {
        static_cast<void>(make(false).value());
        FAIL("no exception");
    } catch (const ffiguard::bad_result& e) {
        CHECK(e.why().status() == status_code::out_of_memory);
        CHECK(std::strcmp(e.what(), "out of memory") == 0);
    }
}
#endif
