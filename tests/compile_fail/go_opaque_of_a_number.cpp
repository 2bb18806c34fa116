// expect: T is a pointer
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/go/callback.hpp>

struct context;
using right = ffiguard::go::callback<void(ffiguard::go::opaque<context*>)>;
bool made(const right& call) { return static_cast<bool>(call); }

#ifdef FAIL
using wrong = ffiguard::go::callback<void(ffiguard::go::opaque<int>)>;
bool made(const wrong& call) { return static_cast<bool>(call); }
#endif
