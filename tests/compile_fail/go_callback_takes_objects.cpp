// expect: takes and answers what C can
// SPDX-License-Identifier: BSL-1.0
#include <string>

#include <ffiguard/go/callback.hpp>

using on_number = ffiguard::go::callback<int(int)>;
int go_on_number(std::uint64_t user, int n);
void go_let_go(std::uint64_t user);

bool right(std::uint64_t handle) {
    return on_number::adopt(&go_on_number, handle, &go_let_go).has_value();
}

#ifdef FAIL
using wrong = ffiguard::go::callback<void(std::string)>;
bool made(const wrong& call) { return static_cast<bool>(call); }
#endif
