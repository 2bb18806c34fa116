// expect: another language copies the struct as bytes
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/memory/layout.hpp>

struct plain {
    int value;
};
struct with_copy {
    with_copy(const with_copy&) {}
    int value;
};

static_assert(ffiguard::layout<plain, 4, 4>::matches<>());
#ifdef FAIL
static_assert(ffiguard::layout<with_copy, 4, 4>::matches<>());
#endif
