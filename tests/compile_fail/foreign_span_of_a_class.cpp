// expect: memory of another language holds no C.. objects; T must be trivially copyable
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/memory/foreign_span.hpp>

struct plain {
    int value;
};
struct with_copy {
    with_copy(const with_copy&) {}
};

ffiguard::foreign_span<plain> fine;
#ifdef FAIL
ffiguard::foreign_span<with_copy> wrong;
#endif
