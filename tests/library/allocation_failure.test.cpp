// SPDX-License-Identifier: BSL-1.0
// In this file new (std::nothrow) is a function that fails, std::string can fail, and ffiguard
// lives in an inline namespace of its own, so that nothing is confused with what the other test
// files compiled.
//
// First all that the headers below include of the system: it is not to be renamed.
#include <ffiguard/core/config.hpp>

#include <dlfcn.h>
#include <link.h>
#include <unistd.h>

#include <sys/stat.h>

#include <atomic>
#include <cerrno>
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <functional>
#include <memory>
#include <mutex>
#include <new>
#include <string>
#include <string_view>
#include <thread>
#include <type_traits>
#include <utility>
#include <vector>

#include <doctest/doctest.h>

#include "test_library.hpp"

namespace {
bool fails = false;
struct failing {};
}  // namespace

namespace library_allocation_failure {
int strings_left = -1;  // until one fails; less than 0: none does
template <class T>
struct string_allocator {
    using value_type = T;
    string_allocator() = default;
    template <class U>
    string_allocator(const string_allocator<U>&) noexcept {}
    T* allocate(std::size_t count) {
#if FFIGUARD_HAS_EXCEPTIONS()
        if (strings_left >= 0 && strings_left-- == 0) throw std::bad_alloc();
#endif
        return std::allocator<T>().allocate(count);
    }
    void deallocate(T* memory, std::size_t count) noexcept {
        std::allocator<T>().deallocate(memory, count);
    }
    friend bool operator==(string_allocator, string_allocator) noexcept { return true; }
    friend bool operator!=(string_allocator, string_allocator) noexcept { return false; }
};
}  // namespace library_allocation_failure

void* operator new(std::size_t size, failing) noexcept {
    return fails ? nullptr : ::operator new(size);
}
void* operator new[](std::size_t size, std::align_val_t align, failing) noexcept {
    return fails ? nullptr : ::operator new[](size, align);
}
[[maybe_unused]] void operator delete[](void* memory, std::align_val_t align, failing) noexcept {
    ::operator delete[](memory, align);
}
[[maybe_unused]] void operator delete(void* memory, failing) noexcept { ::operator delete(memory); }

[[maybe_unused]] void* operator new[](std::size_t size, failing) noexcept {
    return fails ? nullptr : ::operator new[](size);
}
[[maybe_unused]] void operator delete[](void* memory, failing) noexcept {
    ::operator delete[](memory);
}

namespace std {
namespace {
constexpr failing test_nothrow{};
}
using test_string =
    basic_string<char, char_traits<char>, library_allocation_failure::string_allocator<char>>;
}  // namespace std

#undef FFIGUARD_ABI
#define FFIGUARD_ABI v0_failing_allocator
#define nothrow test_nothrow
#define string test_string

#include <ffiguard/core/out_param.hpp>
#include <ffiguard/library/library_host.hpp>

#undef nothrow
#undef string

TEST_CASE("a library that no memory is left for is not left loaded") {
    fails = true;
    const auto refused = ffiguard::library::open(test_library("counter"));
    fails = false;
    CHECK(refused.status() == ffiguard::status_code::out_of_memory);
    CHECK(std::string(refused.error().message()).find("counter.so") != std::string::npos);
    CHECK_FALSE(is_loaded(test_library("counter")));
    CHECK(ffiguard::library::open(test_library("counter")));
}

TEST_CASE("a view that no memory is left to copy is refused, and nothing is loaded") {
    const std::string path = test_library("counter");
    const std::string_view view = path;
    fails = true;
    const auto refused = ffiguard::library::open(view);
    fails = false;
    CHECK(refused.status() == ffiguard::status_code::out_of_memory);
    CHECK(std::string(refused.error().message()) == "library::open: the path: out of memory");
    CHECK_FALSE(is_loaded(path));
}

TEST_CASE("a library that was received and that no memory is left for is given back") {
    ffiguard::library plugin;
    auto out = ffiguard::out_param(plugin);
    void** const slot = out;
    *slot = ::dlopen(test_library("counter").c_str(), RTLD_NOW | RTLD_LOCAL);
    REQUIRE(*slot != nullptr);
    void* const another = ::dlopen(test_library("counter").c_str(), RTLD_NOW | RTLD_LOCAL);
    fails = true;
    const auto refused = out.adopt();
    fails = false;
    CHECK(refused == ffiguard::status_code::out_of_memory);
    CHECK_FALSE(plugin);
    CHECK(is_loaded(test_library("counter")));  // one reference is given back, and not two
    CHECK(::dlclose(another) == 0);
    CHECK_FALSE(is_loaded(test_library("counter")));
}

#if FFIGUARD_HAS_EXCEPTIONS()
TEST_CASE("a preload that finds no memory for its report leaves nothing loaded") {
    const std::vector<std::test_string> names{test_library("counter").c_str(),
                                              test_library("provider").c_str()};
    ffiguard::library_host host(ffiguard::keep_always());
    int& strings_left = library_allocation_failure::strings_left;
    bool failed = true;
    for (int left = 0; failed; ++left) {
        REQUIRE(left < 100);
        strings_left = left;
        try {
            failed = !host.preload(names, ffiguard::preload_policy::all_or_nothing).ok();
        } catch (const std::bad_alloc&) {
        }
        strings_left = -1;
        for (const auto& name : names) REQUIRE(is_loaded(name.c_str()) != failed);
    }
}
#endif

TEST_CASE("no other name is tried when memory is short for the first one") {
    fails = true;
    const auto refused = ffiguard::library::open(ffiguard::library_name("z", "1"));
    fails = false;
    CHECK(refused.status() == ffiguard::status_code::out_of_memory);
    // A line for each name that was tried.
    CHECK(std::string(refused.error().message()).find('\n') == std::string::npos);
}
