// SPDX-License-Identifier: BSL-1.0
// Core over a new (std::nothrow) that fails at the n-th call, for every n.
//
// In this file it is the one of failing_new.hpp, and ffiguard lives in an inline namespace of its
// own, so that nothing here is confused with what the other test files compiled. First all that the
// headers below include of the standard library: it is not to be renamed.
#include <ffiguard/core/config.hpp>

#include <atomic>
#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <ctime>
#include <new>
#include <type_traits>
#include <utility>
#include <vector>

#include <doctest/doctest.h>

#include "../failing_new.hpp"

#undef FFIGUARD_ABI
#define FFIGUARD_ABI v0_failing_allocator
#define nothrow failing_nothrow

#include <ffiguard/core/handle_table.hpp>
#include <ffiguard/core/shared_handle.hpp>
#include <ffiguard/core/unique_handle.hpp>

#undef nothrow

using ffiguard::status;
using ffiguard::status_code;

namespace {

int open_now = 0;
void close_one(int) { --open_now; }
using resource = ffiguard::owned<&close_one, 0>;

resource open_one() {
    ++open_now;
    return resource(7);
}

}  // namespace

TEST_CASE("a table that can get no more memory refuses, and keeps and loses nothing") {
    int points = 0;
    do {
        failed = false;
        ffiguard::handle_table<resource> table;
        std::vector<ffiguard::token> tokens;
        calls_left = points++;
        for (int i = 0; i < 100; ++i) {
            resource mine = open_one();
            const auto token = table.insert(std::move(mine));
            if (token) {
                tokens.push_back(*token);
            } else {
                CHECK(token.status() == status_code::out_of_memory);
                CHECK(mine);  // still ours
            }
        }
        calls_left = -1;
        CHECK(tokens.size() == (failed ? 99 : 100));
        CHECK(table.live() == tokens.size());
        CHECK(open_now == static_cast<int>(tokens.size()));
        for (const auto token : tokens) CHECK(table.close(token).ok());
        CHECK(open_now == 0);
    } while (failed);
    CHECK(points == 4);  // chunks of 16, 32 and 64, then none
}

TEST_CASE("an owner that cannot be shared for want of memory still owns") {
    calls_left = 0;
    resource mine = open_one();
    CHECK(ffiguard::share(std::move(mine)).status() == status_code::out_of_memory);
    CHECK(mine);
    calls_left = -1;
    CHECK(ffiguard::share(std::move(mine)));
    CHECK(open_now == 0);
}
