// SPDX-License-Identifier: BSL-1.0
// Every header of the room over an allocator that fails at the n-th call, for every n.
//
// In this file std::malloc and its family are other functions, and ffiguard lives in an inline
// namespace of its own, so that nothing here is confused with what the other test files compiled.
// That needs neither the linker nor the loader, and works under every sanitizer.
//
// First all that the headers below include of the standard library: it is not to be renamed.
#include <ffiguard/core/config.hpp>

#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <new>
#include <string_view>
#include <type_traits>
#include <utility>

#include <doctest/doctest.h>

namespace {

int calls_left = 0;  // the allocation after so many fails
int live = 0;
bool failed = false;

bool fails() {
    if (calls_left-- != 0) return false;
    failed = true;
    errno = ENOMEM;
    return true;
}

}  // namespace

namespace std {

inline void* test_malloc(size_t size) {
    if (fails()) return nullptr;
    ++live;
    return malloc(size);
}
inline void* test_calloc(size_t count, size_t size) {
    if (fails()) return nullptr;
    ++live;
    return calloc(count, size);
}
inline void* test_realloc(void* memory, size_t size) {
    if (fails()) return nullptr;
    live += memory == nullptr;
    return realloc(memory, size);
}
inline void test_free(void* memory) {
    live -= memory != nullptr;
    free(memory);
}

}  // namespace std

#undef FFIGUARD_ABI
#define FFIGUARD_ABI v0_failing_allocator
#define malloc test_malloc
#define calloc test_calloc
#define realloc test_realloc
#define free test_free

#include <ffiguard/memory/c_array.hpp>
#include <ffiguard/memory/c_ptr.hpp>
#include <ffiguard/memory/c_string.hpp>
#include <ffiguard/memory/foreign_buffer.hpp>
#include <ffiguard/memory/foreign_struct.hpp>

using ffiguard::allocate;
using ffiguard::c_array;
using ffiguard::c_string;
using ffiguard::foreign_buffer;
using ffiguard::foreign_struct;
using ffiguard::status;
using ffiguard::status_code;

namespace {

/// A struct of C that holds two allocations.
struct pair_of_arrays {
    c_array<int>::memory first;
    c_array<int>::memory second;
    void (*release)(pair_of_arrays*);
};
void release_pair(pair_of_arrays* pair) {
    std::free(pair->first.data);
    std::free(pair->second.data);
    pair->release = nullptr;
}
status make_pair_of_arrays(pair_of_arrays* out) {
    auto first = c_array<int>::allocate(4);
    if (!first) return first.status();
    auto second = c_array<int>::allocate(4);
    if (!second) return second.status();
    *out = {first->release(), second->release(), &release_pair};
    return {};
}

/// Uses each type that allocates, and checks after each failure that nothing changed.
status scenario() {
    auto text = c_string::duplicate("text");
    if (!text) return text.status();

    auto point = allocate<std::int64_t>();
    if (!point) return point.status();

    auto numbers = c_array<int>::allocate(8);
    if (!numbers) return numbers.status();
    (*numbers)[7] = 7;
    const int* const data = numbers->data();
    if (const status grown = numbers->resize(10000); !grown.ok()) {
        CHECK(numbers->data() == data);
        CHECK(numbers->size() == 8);
        CHECK((*numbers)[7] == 7);
        return grown;
    }
    c_array<int> empty;
    if (const status grown = empty.resize(1); !grown.ok()) {
        CHECK_FALSE(empty);
        return grown;
    }

    const foreign_buffer moved(std::move(*numbers));
    auto copied = foreign_buffer::copy("bytes", 5);
    if (!copied) return copied.status();

    foreign_struct<pair_of_arrays> pair;
    if (const status made = pair.init(&make_pair_of_arrays); !made.ok()) {
        CHECK_FALSE(pair);
        return made;
    }

    CHECK(text->view() == "text");
    ffiguard_buffer raw;
    CHECK(copied->release_to(&raw).ok());
    raw.release(&raw);
    return {};
}

}  // namespace

TEST_CASE("whichever allocation fails, the answer is out_of_memory and nothing is lost") {
    int failures = 0;
    for (;; ++failures) {
        CAPTURE(failures);
        calls_left = failures;
        failed = false;
        const status outcome = scenario();
        CHECK(live == 0);
        if (!failed) {
            CHECK(outcome.ok());
            break;
        }
        CHECK(outcome == status_code::out_of_memory);
    }
    CHECK(failures == 8);
}
