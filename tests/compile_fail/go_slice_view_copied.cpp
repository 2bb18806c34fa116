// expect: deleted (function|constructor)
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/go/view.hpp>

std::size_t right(ffiguard_go_slice slice) {
    const ffiguard::go::slice_view<const int> in(slice);
    return in.size();
}

#ifdef FAIL
void take(ffiguard::go::slice_view<const int> in);
void wrong(const ffiguard::go::slice_view<const int>& in) { take(in); }
#endif
