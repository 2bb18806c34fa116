// expect: holds no Go pointers
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/go/view.hpp>

std::size_t right(ffiguard_go_slice slice) {
    const ffiguard::go::slice_view<const int> in(slice);
    return in.size();
}

#ifdef FAIL
std::size_t wrong(ffiguard_go_slice slice) {
    const ffiguard::go::slice_view<const char*> in(slice);
    return in.size();
}
#endif
