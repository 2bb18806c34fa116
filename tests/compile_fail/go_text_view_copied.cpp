// expect: deleted (function|constructor)
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/go/view.hpp>

std::size_t right(ffiguard_go_string text) {
    const ffiguard::go::text_view in(text);
    return in.view().size();
}

#ifdef FAIL
// Would be kept after the call.
struct keeper {
    explicit keeper(const ffiguard::go::text_view& in) : text(in) {}
    ffiguard::go::text_view text;
};
#endif
