// expect: use of deleted|selected deleted|call to deleted
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/go/view.hpp>

std::size_t right(ffiguard_go_string text) {
    const ffiguard::go::text_view in(text);
    return in.view().size();
}

#ifdef FAIL
std::string_view wrong(ffiguard_go_string text) { return ffiguard::go::text_view(text).view(); }
#endif
