// expect: symbol takes the function's type, not a pointer to it
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/library/library.hpp>

extern "C" int compress(int);

// It would be a variable that holds a pointer: the function's first bytes, taken for an address.
#ifdef FAIL
bool finds(const ffiguard::library& l) {
    return l.find<decltype(&compress)>("compress").has_value();
}
#else
bool finds(const ffiguard::library& l) {
    return l.find<decltype(compress)>("compress").has_value();
}
#endif
