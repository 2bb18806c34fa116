// expect: a refused call answers Refused
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/go/callback_registration.hpp>

using on_number = ffiguard::go::callback<int(int)>;
int go_on_number(std::uint64_t user, int n);
void go_let_go(std::uint64_t user);

bool right(std::uint64_t handle) {
    return on_number::adopt(&go_on_number, handle, &go_let_go).has_value();
}

#ifdef FAIL
enum class answer { yes, no };
using wrong = ffiguard::go::callback_registration<int(int), answer::no>;
bool made(const wrong& ready) { return static_cast<bool>(ready); }
#endif
