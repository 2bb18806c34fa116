// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/core/out_param.hpp>

#include <dlfcn.h>

#include <string>

#include <doctest/doctest.h>

#include <ffiguard/library/library.hpp>

#include "../counted_violations.hpp"
#include "test_library.hpp"

using ffiguard::library;
using ffiguard::out_param;

namespace {

int load(void** out, const std::string& path) {
    *out = ::dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL);
    return *out == nullptr;
}

}  // namespace

TEST_CASE("a library that somebody else's loader writes through a pointer is owned, and unloaded") {
    const library_copy file("counter");
    {
        library plugin;
        CHECK(load(out_param(plugin), file.path()) == 0);
        REQUIRE(plugin);
        CHECK(plugin.find<int()>("counter_next"));
        CHECK(is_loaded(file.path()));
        CHECK(load(out_param(plugin), "/no/such/library.so") == 1);
        CHECK_FALSE(plugin);
        CHECK_FALSE(is_loaded(file.path()));
    }
}

TEST_CASE("two receivers of one library that bring one handle give both references back") {
    const counted_violations violations;
    const library_copy file("counter");
    {
        library plugin;
        auto first = out_param(plugin);
        auto second = out_param(plugin);
        CHECK(load(first, file.path()) == 0);
        CHECK(load(second, file.path()) == 0);
    }
    CHECK(violations.of(ffiguard::violation::receiver_conflict) == 1);
    CHECK_FALSE(is_loaded(file.path()));
}
