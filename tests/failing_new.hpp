// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_TESTS_FAILING_NEW_HPP
#define FFIGUARD_TESTS_FAILING_NEW_HPP

#include <cstddef>
#include <new>

// new (std::failing_nothrow) fails at the n-th call. For a test file that renames std::nothrow to
// it, and puts ffiguard into an inline namespace of its own, so that nothing is confused with what
// the other test files compiled. Nothing here has external linkage.

namespace {

int calls_left = -1;  // the allocation after so many fails; -1: none does
bool failed = false;
struct failing {};

bool fails() {
    if (calls_left < 0) return false;
    if (calls_left-- != 0) return false;
    failed = true;
    return true;
}

}  // namespace

[[maybe_unused]] void* operator new(std::size_t size, failing) noexcept {
    return fails() ? nullptr : ::operator new(size);
}
[[maybe_unused]] void* operator new[](std::size_t size, failing) noexcept {
    return fails() ? nullptr : ::operator new[](size);
}
[[maybe_unused]] void* operator new[](std::size_t size, std::align_val_t align, failing) noexcept {
    return fails() ? nullptr : ::operator new[](size, align);
}
[[maybe_unused]] void operator delete(void* memory, failing) noexcept { ::operator delete(memory); }
[[maybe_unused]] void operator delete[](void* memory, failing) noexcept {
    ::operator delete[](memory);
}
[[maybe_unused]] void operator delete[](void* memory, std::align_val_t align, failing) noexcept {
    ::operator delete[](memory, align);
}

namespace std {
namespace {
constexpr failing failing_nothrow{};
}
}  // namespace std

#endif
