// expect: no match|cannot convert|no viable|no matching
// SPDX-License-Identifier: BSL-1.0
#include <string>

#include <ffiguard/go/view.hpp>

std::size_t right(ffiguard_go_string text) {
    const ffiguard::go::text_view in(text);
    return in.view().size();
}

#ifdef FAIL
// A C++ string is not lent by Go, and this one ends at once.
std::size_t wrong() {
    const ffiguard::go::text_view in(std::string("short"));
    return in.size();
}
#endif
