// expect: pass the token of a scoped_loan
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/go/callback.hpp>

using right = ffiguard::go::callback<void(ffiguard::go::for_call<const char*>, std::int32_t)>;
bool made(const right& call) { return static_cast<bool>(call); }

#ifdef FAIL
using wrong = ffiguard::go::callback<void(const char*, std::int32_t)>;
bool made(const wrong& call) { return static_cast<bool>(call); }
#endif
