// expect: nullptr stands for no handle, and the empty value of this owner is another pointer
// SPDX-License-Identifier: BSL-1.0
#include <sys/mman.h>

#include <ffiguard/core/unique_handle.hpp>

struct map_traits {
    using value_type = void*;
    static void* empty() noexcept { return MAP_FAILED; }
#ifndef FAIL
    static bool is_empty(void* at) noexcept { return at == nullptr || at == MAP_FAILED; }
#endif
    static void close(void*) noexcept {}
};
ffiguard::unique_handle<map_traits> made(nullptr);
