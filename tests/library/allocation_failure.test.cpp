// SPDX-License-Identifier: BSL-1.0
// In this file new (std::nothrow) is a function that fails, and ffiguard lives in an inline
// namespace of its own, so that nothing is confused with what the other test files compiled.
//
// First all that the headers below include of the system: it is not to be renamed.
#include <ffiguard/core/config.hpp>

#include <dlfcn.h>
#include <link.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <new>
#include <type_traits>
#include <utility>

#include <doctest/doctest.h>

#include "test_library.hpp"

namespace {
bool fails = false;
struct failing {};
}  // namespace

void* operator new(std::size_t size, failing) noexcept {
    return fails ? nullptr : ::operator new(size);
}
[[maybe_unused]] void operator delete(void* memory, failing) noexcept { ::operator delete(memory); }

namespace std {
namespace {
constexpr failing test_nothrow{};
}
}  // namespace std

#undef FFIGUARD_ABI
#define FFIGUARD_ABI v0_failing_allocator
#define nothrow test_nothrow

#include <ffiguard/library/library.hpp>

#undef nothrow

TEST_CASE("a library that no memory is left for is not left loaded") {
    fails = true;
    const auto refused = ffiguard::library::open(test_library("counter"));
    fails = false;
    CHECK(refused.status() == ffiguard::status_code::out_of_memory);
    CHECK(std::string(refused.error().message()).find("counter.so") != std::string::npos);
    CHECK_FALSE(is_loaded(test_library("counter")));
    CHECK(ffiguard::library::open(test_library("counter")));
}
