// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/core/call_new.hpp>

#include <cstdint>
#include <memory>
#include <string_view>

#include <doctest/doctest.h>

#include <ffiguard/core/call.hpp>
#include <ffiguard/core/shared_handle.hpp>

using ffiguard::call_new_child;
using ffiguard::handle_table;
using ffiguard::status_code;
using ffiguard::token;

namespace {

struct traits {
    using life_cycle = ffiguard::life_cycle<ffiguard::waits_for_children, ffiguard::one_user>;
    using value_type = int*;
    static constexpr int* empty() noexcept { return nullptr; }
    static void close(int* of) noexcept { *of = -1; }
};
using environment = ffiguard::unique_handle<traits>;

/// By a constructor.
struct transaction {
    using life_cycle = ffiguard::life_cycle<ffiguard::child_of<traits>>;
    transaction(int* in, std::int32_t n) : of(in), number(n) {}
    int* of;
    std::int32_t number;
};
/// By create().
struct reader {
    using life_cycle = ffiguard::life_cycle<ffiguard::child_of<traits>>;
    static ffiguard::result<std::unique_ptr<reader>> create(int* in, std::string_view name) {
        if (name.empty()) return status_code::invalid_argument;
        return std::make_unique<reader>(reader{in});
    }
    int* of;
};

}  // namespace

TEST_CASE("call_new_child makes a child of a parent that C++ shares") {
    int number = 5;
    auto shared = *ffiguard::share(environment(&number));
    handle_table<transaction> transactions;
    handle_table<std::unique_ptr<reader>> readers;
    token t = 0;
    token r = 0;
    ffiguard_error err{};
    REQUIRE(call_new_child(transactions, shared, &t, &err, std::int32_t{7}) == FFIGUARD_OK);
    {
        const auto inside = transactions.pin(t);
        CHECK(*inside->of == 5);
        CHECK(inside->number == 7);
        CHECK(call_new_child(readers, shared, &r, &err, "r") == FFIGUARD_IN_USE);  // of a turn
        CHECK(r == 0);
    }
    REQUIRE(call_new_child(readers, shared, &r, &err, "r") == FFIGUARD_OK);
    {
        const auto inside = readers.pin(r);
        CHECK(*(*inside)->of == 5);
    }

    token none = 1;
    CHECK(call_new_child(readers, shared, &none, &err, "") == FFIGUARD_INVALID_ARGUMENT);
    CHECK(none == 0);
    const char* const no_name = nullptr;
    CHECK(call_new_child(readers, shared, &none, &err, no_name) == FFIGUARD_NULL);
    CHECK(call_new_child(readers, shared, nullptr, &err, "r") == FFIGUARD_NULL);
    CHECK(call_new_child(transactions, ffiguard::shared_handle<traits>(), &none, &err,
                         std::int32_t{1}) == FFIGUARD_NULL);

    CHECK(shared.close().ok());  // waits for them
    CHECK(number == 5);
    CHECK(call_new_child(readers, shared, &none, &err, "late") == FFIGUARD_CLOSED);
    CHECK(ffiguard::call_release(readers, r, &err) == FFIGUARD_OK);
    CHECK(ffiguard::call_release(transactions, t, &err) == FFIGUARD_OK);
    CHECK(number == -1);
}
