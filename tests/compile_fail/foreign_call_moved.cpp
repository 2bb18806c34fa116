// expect: deleted (function|constructor)
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/thread/foreign_call.hpp>

using ffiguard::foreign_call;

// It is the scope of one call, on one thread.

#ifdef FAIL
foreign_call<> handed_over(foreign_call<>& here) { return static_cast<foreign_call<>&&>(here); }
#endif
