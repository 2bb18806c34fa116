// expect: could not convert|no viable conversion
// SPDX-License-Identifier: BSL-1.0
#include <string>

#include <ffiguard/go/view.hpp>

std::size_t right(ffiguard_go_string text) {
    const ffiguard::go::text_view in(text);
    return in.view().size();
}

#ifdef FAIL
std::string wrong(const ffiguard::go::text_view& in) { return in; }
#endif
