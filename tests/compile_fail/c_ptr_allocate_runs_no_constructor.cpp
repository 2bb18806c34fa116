// expect: allocate<T>\(\) runs no constructor; T must be a plain C type
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/memory/c_ptr.hpp>

struct plain {
    int value;
};
struct with_default {
    int value = 1;
};

bool use();
bool use() { return ffiguard::allocate<plain>().has_value(); }

#ifdef FAIL
bool misuse();
bool misuse() { return ffiguard::allocate<with_default>().has_value(); }
#endif
