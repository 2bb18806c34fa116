// expect: use of deleted|selected deleted|call to deleted
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/go/view.hpp>

std::size_t right(ffiguard_go_slice slice) {
    const ffiguard::go::slice_view<const int> in(slice);
    return in.size();
}

#ifdef FAIL
int* wrong(ffiguard_go_slice slice) { return ffiguard::go::slice_view<int>(slice).data(); }
#endif
