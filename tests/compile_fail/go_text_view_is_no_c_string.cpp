// expect: c_str
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/go/view.hpp>

// No NUL stands behind the bytes, and one may stand among them; copy() sees to both.
bool opens(ffiguard_go_string name, bool (*open)(const char*));
bool opens(ffiguard_go_string name, bool (*open)(const char*)) {
    const ffiguard::go::text_view in(name);
#ifdef FAIL
    return open(in.c_str());
#else
    const auto path = in.copy();
    return path && open(path->c_str());
#endif
}
