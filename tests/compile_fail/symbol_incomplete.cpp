// expect: symbol takes a complete type
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/library/library.hpp>

struct opaque;

// Nothing could be read through it, and its size could not be compared with the library's.
bool finds(const ffiguard::library& l) {
#ifdef FAIL
    return l.find<opaque>("state").has_value();
#else
    return l.find<opaque*>("state").has_value();
#endif
}
