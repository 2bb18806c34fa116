// SPDX-License-Identifier: BSL-1.0
// Which closing() a close calls.
#include <ffiguard/core/life_cycle.hpp>

#include <doctest/doctest.h>

#include <ffiguard/core/handle_table.hpp>

using ffiguard::handle_table;
using ffiguard::token;

namespace {

int wakes;

struct overloaded {
    void closing() noexcept { ++wakes; }
    void closing(int) noexcept { wakes += 100; }
};
struct inherited : overloaded {};
struct last final {
    void closing() noexcept { ++wakes; }
};
union either {
    int number;
    void closing() noexcept { ++wakes; }
};
struct of_another_meaning {
    using closing_is_not_called = void;
    bool closing() noexcept { return ++wakes != 0; }
};
struct flagged {
    bool closing = false;
};
class secret {
    using closing_is_not_called = void;
    [[maybe_unused]] void closing(int) noexcept { ++wakes; }
};

template <class T>
int wakes_of_a_close() {
    wakes = 0;
    handle_table<T> table;
    const token t = *table.emplace();
    const auto inside = table.pin(t);
    CHECK(table.close(t).ok());
    return wakes;
}

}  // namespace

TEST_CASE("a close calls closing() without arguments, of whatever class") {
    CHECK(wakes_of_a_close<overloaded>() == 1);
    CHECK(wakes_of_a_close<inherited>() == 1);
    CHECK(wakes_of_a_close<last>() == 1);
    CHECK(wakes_of_a_close<either>() == 1);
}

TEST_CASE(
    "a closing() that the class says is not for it, and a member that is data, is not called") {
    CHECK(wakes_of_a_close<of_another_meaning>() == 0);
    CHECK(wakes_of_a_close<flagged>() == 0);
    CHECK(wakes_of_a_close<secret>() == 0);
}
