// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/library/symbol.hpp>

#include <cerrno>
#include <cstring>
#include <string>
#include <thread>
#include <type_traits>
#include <utility>

#include <ffiguard/library/library.hpp>

#include <doctest/doctest.h>

#include "../core/child.hpp"
#include "test_library.hpp"

#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define UNDER_ASAN
#endif
#elif defined(__SANITIZE_ADDRESS__)
#define UNDER_ASAN
#endif

using ffiguard::library;
using ffiguard::status_code;
using ffiguard::symbol;

static_assert(sizeof(symbol<int()>) == 2 * sizeof(void*));
static_assert(std::is_nothrow_copy_constructible_v<symbol<int()>>);
static_assert(std::is_nothrow_move_constructible_v<symbol<int()>>);
static_assert(!std::is_convertible_v<symbol<int()>, int (*)()>, "a raw pointer only by get()");
static_assert(!std::is_convertible_v<symbol<int>, int*>, "a raw pointer only by get()");
static_assert(std::is_nothrow_constructible_v<int (*)(), const symbol<int()>&>, "or by a cast");
static_assert(!std::is_constructible_v<int (*)(), symbol<int()>>, "of one that stays");
static_assert(std::is_nothrow_invocable_v<symbol<int() noexcept>>);
static_assert(!std::is_nothrow_invocable_v<symbol<int()>>);
static_assert(std::is_invocable_r_v<int, symbol<int(int, ...)>, int, double, const char*>);

namespace {

/// The counter library, and whether it has been unloaded meanwhile.
struct watched_counter {
    watched_counter() : opened(library::open(test_library("counter"))) {
        REQUIRE(opened);
        const auto flag = opened->find<int*>("counter_unloads");
        REQUIRE(flag);
        **flag = &unloads;
    }
    int unloads = 0;
    ffiguard::result<library, ffiguard::load_error> opened;
};

}  // namespace

TEST_CASE("a symbol is cast to the pointer that a C function wants") {
    const auto counter = library::open(test_library("counter"));
    REQUIRE(counter);
    const auto next = counter->find<int()>("counter_next");
    REQUIRE(next);
    const auto pointer = static_cast<int (*)()>(*next);
    const bool same = pointer == next->get();
    CHECK(same);
    CHECK(pointer() > 0);
    const symbol<int()> none;
    const bool null = static_cast<int (*)()>(none) == nullptr;
    CHECK(null);
}

TEST_CASE("a function is called with its own types") {
    const auto counter = library::open(test_library("counter"));
    REQUIRE(counter);
    const auto next = counter->find<int()>("counter_next");
    const auto next_noexcept = counter->find<int() noexcept>("counter_next");
    const auto sum = counter->find<int(int, ...)>("counter_sum");
    const auto add = counter->find<void(int*, unsigned long)>("counter_add");
    REQUIRE(next);
    REQUIRE(next_noexcept);
    REQUIRE(sum);
    REQUIRE(add);
    CHECK((*next)() == 1);
    CHECK((*next_noexcept)() == 2);
    CHECK((*sum)(2, 20, 22) == 42);
    CHECK((*sum)(0) == 0);
    int total = 1;
    (*add)(&total, 2);  // the constant becomes the parameter's type, as in a direct call
    CHECK(total == 3);
}

TEST_CASE("a variable of each thread is refused, and a function gives its address on each") {
    const auto opened = library::open(test_library("per_thread"));
    REQUIRE(opened);
    for (const char* name : {"per_thread", "per_thread_early"}) {
        const auto refused = opened->find<int>(name);
        REQUIRE_FALSE(refused);
        CHECK(refused.status() == status_code::unsupported);
        const std::string text = refused.error().message();
        CHECK(text.find(std::string(name) + ": lies in no loaded object") == 0);
        CHECK(text.find("Find a function that returns its address") != std::string::npos);
        // Also on another thread, where the memory would have been of that thread.
        std::thread([&] {
            CHECK(opened->find<int>(name).status() == status_code::unsupported);
        }).join();
        const auto address = opened->find<int*()>((std::string(name) + "_address").c_str());
        REQUIRE(address);
        int* elsewhere = nullptr;
        std::thread([&] { elsewhere = (*address)(); }).join();
        CHECK(elsewhere != (*address)());
    }
    CHECK(**opened->find<int>("of_all") == 5);
}

TEST_CASE("a variable is used like through a pointer") {
    const auto counter = library::open(test_library("counter"));
    REQUIRE(counter);
    const auto value = counter->find<int>("counter_value");
    const auto text = counter->find<const char[8]>("counter_text");
    const auto next = counter->find<int()>("counter_next");
    REQUIRE(value);
    REQUIRE(text);
    REQUIRE(next);
    **value = 6;
    CHECK((*next)() == 7);
    CHECK(**value == 7);
    CHECK(std::strcmp(**text, "counter") == 0);
}

TEST_CASE("a symbol keeps its library loaded, and with the last one it goes, once") {
    watched_counter counter;
    auto next = counter.opened->find<int()>("counter_next");
    auto value = counter.opened->find<int>("counter_value");
    REQUIRE(next);
    REQUIRE(value);
    *counter.opened = library();
    CHECK((*next)() == 1);

    symbol<int()> copy = *next;
    *next = {};
    CHECK(copy() == 2);
    symbol<int()> last = std::move(copy);
    CHECK(last() == 3);
    CHECK(**value == 3);

    *value = {};
    CHECK(counter.unloads == 0);
    errno = EAGAIN;  // the library's destructor changes it
    last = {};
    CHECK(errno == EAGAIN);
    CHECK(counter.unloads == 1);
    CHECK_FALSE(is_loaded(test_library("counter")));
}

TEST_CASE("a moved-from symbol is empty, and moving into itself changes nothing") {
    const auto counter = library::open(test_library("counter"));
    REQUIRE(counter);
    auto found = counter->find<int()>("counter_next");
    REQUIRE(found);
    symbol<int()> next = std::move(*found);
    CHECK_FALSE(*found);
    CHECK((found->get() == nullptr));
    symbol<int()>& same = next;
    next = std::move(same);
    REQUIRE(next);
    CHECK(next() == 1);
    int (*const raw)() = next.get();
    CHECK(raw() == 2);
}

TEST_CASE("an empty symbol ends the program with a message and not with a jump to 0") {
    const symbol<int()> function;
    const symbol<int() noexcept> quiet;
    const symbol<int(int, ...)> variable_arguments;
    const symbol<int> variable;
    const child_outcome outcomes[] = {
        run_in_child([&] { function(); }),
        run_in_child([&] { quiet(); }),
        run_in_child([&] { variable_arguments(0); }),
        run_in_child([&] { static_cast<void>(*variable); }),
    };
    for (const child_outcome& outcome : outcomes) {
        CAPTURE(outcome.exit_status);
        CAPTURE(outcome.signal);
        CAPTURE(outcome.text);
        CHECK(outcome.aborted);
        CHECK(outcome.text.find("symbol: an empty or moved-from one is used") != std::string::npos);
    }
}

TEST_CASE("a variable asked for with a type of another size is refused, and both sizes are told") {
    const auto counter = library::open(test_library("counter"));
    REQUIRE(counter);
    CHECK(counter->find<const char[8]>("counter_text"));
#if defined(__GLIBC__) && !defined(UNDER_ASAN)
    const auto longer = counter->find<const char[9]>("counter_text");
    CHECK(longer.status() == status_code::invalid_argument);
    const std::string text = longer.error().message();
    CHECK(text.find("counter_text") != std::string::npos);
    CHECK(text.find("8 bytes") != std::string::npos);
    CHECK(text.find(" 9 ") != std::string::npos);
    CHECK(counter->find<int>("counter_text").status() == status_code::invalid_argument);
#endif
}

#ifdef __GLIBC__
TEST_CASE("a symbol is found in the version that is asked for, and in no other") {
    const auto libc = library::open("libc.so.6");
    REQUIRE(libc);
    const auto any = libc->find<int(const char*)>("puts");
    REQUIRE(any);
#ifdef __x86_64__
    const auto old = libc->find<int(const char*)>("puts", "GLIBC_2.2.5");
    REQUIRE(old);
    CHECK((old->get() == any->get()));
    const auto first = libc->find<int()>("pthread_cond_init", "GLIBC_2.2.5");
    const auto second = libc->find<int()>("pthread_cond_init", "GLIBC_2.3.2");
    REQUIRE((first && second));
    CHECK((first->get() != second->get()));
#endif
    const auto missing = libc->find<int(const char*)>("puts", "FFIGUARD_1");
    CHECK(missing.status() == status_code::not_found);
    CHECK(std::string(missing.error().message()).find("FFIGUARD_1") != std::string::npos);
    CHECK(libc->find<int()>("puts", nullptr).status() == status_code::null);
    CHECK(libc->find<int()>("puts", "").status() == status_code::invalid_argument);
    CHECK(library().find<int()>("puts", "GLIBC_2.2.5").status() == status_code::null);
}
#endif
