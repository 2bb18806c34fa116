// expect: deleted( copy)? (function|constructor)
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/signal/sigpipe_guard.hpp>

ffiguard::sigpipe_guard guard;

#ifdef FAIL
ffiguard::sigpipe_guard other(guard);
#endif
