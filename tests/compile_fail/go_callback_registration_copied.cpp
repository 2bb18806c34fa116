// expect: use of deleted|implicitly-deleted|call to deleted
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/go/callback_registration.hpp>

using on_number = ffiguard::go::callback<int(int)>;
int go_on_number(std::uint64_t user, int n);
void go_let_go(std::uint64_t user);

bool right(std::uint64_t handle) {
    return on_number::adopt(&go_on_number, handle, &go_let_go).has_value();
}

#ifdef FAIL
using registration = ffiguard::go::callback_registration<int(int)>;
registration wrong(const registration& ready) { return ready; }
#endif
