// expect: use of deleted|implicitly-deleted|call to deleted
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/go/callback.hpp>

using on_number = ffiguard::go::callback<int(int)>;
int go_on_number(std::uint64_t user, int n);
void go_let_go(std::uint64_t user);

bool right(std::uint64_t handle) {
    return on_number::adopt(&go_on_number, handle, &go_let_go).has_value();
}

#ifdef FAIL
// Both would delete the handle.
on_number wrong(const on_number& call) { return call; }
#endif
