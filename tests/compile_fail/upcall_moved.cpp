// expect: deleted (function|constructor)
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/thread/upcall.hpp>

using ffiguard::upcall;

// It is the scope of one call, on one thread.

#ifdef FAIL
upcall handed_over(upcall& here) { return static_cast<upcall&&>(here); }
#endif
