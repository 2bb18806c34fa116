// expect: only a standard-layout struct has the layout of a C struct
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/memory/layout.hpp>

struct plain {
    int value;
};
struct derived : plain {
    int other;
};

static_assert(ffiguard::layout<plain, 4, 4>::matches<>());
#ifdef FAIL
static_assert(ffiguard::layout<derived, 8, 4>::matches<>());
#endif
