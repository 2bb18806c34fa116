// expect: a struct may hold pointers
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/go/callback.hpp>

using right = ffiguard::go::callback<void(ffiguard::go::for_call<ffiguard_view>)>;
bool made(const right& call) { return static_cast<bool>(call); }

#ifdef FAIL
using wrong = ffiguard::go::callback<void(ffiguard_view)>;
bool made(const wrong& call) { return static_cast<bool>(call); }
#endif
