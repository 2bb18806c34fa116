// expect: deleted( copy)? (function|constructor)
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/signal/signal_mask.hpp>

ffiguard::signal_mask guard;

#ifdef FAIL
ffiguard::signal_mask other(guard);
#endif
