// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/library/keep_alive.hpp>

#include <type_traits>
#include <utility>

#include <doctest/doctest.h>

#include "test_library.hpp"

using ffiguard::keep_alive;
using ffiguard::library;

static_assert(sizeof(keep_alive) == sizeof(void*));
static_assert(std::is_nothrow_copy_constructible_v<keep_alive>);
static_assert(!std::is_convertible_v<library, keep_alive>, "asked for by name");

namespace {

/// As C code calls back: a function and a pointer for it.
struct registration {
    int (*function)();
    keep_alive library;
};

}  // namespace

TEST_CASE("the state of a callback keeps the library of its function loaded") {
    const std::string path = test_library("counter");
    registration* foreign = nullptr;
    {
        const auto counter = library::open(path);
        REQUIRE(counter);
        const auto next = counter->find<int()>("counter_next");
        REQUIRE(next);
        foreign = new registration{next->get(), keep_alive(*next)};
    }
    CHECK(foreign->function() == 1);
    CHECK(is_loaded(path));
    delete foreign;
    CHECK_FALSE(is_loaded(path));
}

TEST_CASE("a keep_alive of nothing, and a moved-from one, keep nothing") {
    CHECK_FALSE(keep_alive());
    CHECK_FALSE(keep_alive(library()));
    CHECK_FALSE(keep_alive(ffiguard::symbol<int()>()));

    auto counter = library::open(test_library("counter"));
    REQUIRE(counter);
    keep_alive first(*counter);
    CHECK(first);
    const keep_alive second = std::move(first);
    CHECK_FALSE(first);
    CHECK(counter->close().answer == ffiguard::close_answer::in_use);
    CHECK(is_loaded(test_library("counter")));
}
