// expect: cannot convert|no viable conversion|no known conversion|no matching function
// SPDX-License-Identifier: BSL-1.0
#include <string_view>

#include <ffiguard/library/library.hpp>

// A view need not end in NUL, and the loader reads up to one.
bool opens(std::string_view path) {
#ifdef FAIL
    return ffiguard::library::open(path).has_value();
#else
    return path.empty();
#endif
}
