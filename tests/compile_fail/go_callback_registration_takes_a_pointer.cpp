// expect: pass the token of a scoped_loan
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/go/callback_registration.hpp>

struct context;
using right = ffiguard::go::callback_registration<void(ffiguard::go::opaque<context*>)>;
void* user(const right& of) { return of.user(); }

#ifdef FAIL
using wrong = ffiguard::go::callback_registration<void(context*)>;
auto function() { return wrong::function(); }
#endif
