// expect: T has no member void \(\*release\)\(T\*\)
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/memory/foreign_struct.hpp>

struct releasable {
    void (*release)(releasable*);
};
struct other {
    void (*release)(int);
};

ffiguard::foreign_struct<releasable> fine;
#ifdef FAIL
ffiguard::foreign_struct<other> wrong;
#endif
