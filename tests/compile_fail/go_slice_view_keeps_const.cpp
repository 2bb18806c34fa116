// expect: cannot convert|invalid conversion|no match|cannot initialize|no matching
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/go/view.hpp>

std::size_t right(ffiguard_go_slice slice) {
    const ffiguard::go::slice_view<const int> in(slice);
    return in.size();
}

#ifdef FAIL
std::size_t wrong(const int* data) {
    const ffiguard::go::slice_view<int> in(data, 1);
    return in.size();
}
#endif
