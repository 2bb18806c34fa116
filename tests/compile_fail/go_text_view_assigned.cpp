// expect: deleted (function|operator)|selected deleted|is implicitly deleted
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/go/view.hpp>

std::size_t right(ffiguard_go_string text) {
    const ffiguard::go::text_view in(text);
    return in.view().size();
}

#ifdef FAIL
void wrong(ffiguard::go::text_view& kept, ffiguard_go_string text) {
    kept = ffiguard::go::text_view(text);
}
#endif
