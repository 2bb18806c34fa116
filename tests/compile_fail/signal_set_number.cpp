// expect: a signal_set holds the signals 1 to 64
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/signal/signal_set.hpp>

static_assert(ffiguard::signal_set::of<1, 64>().contains(64));

#ifdef FAIL
static_assert(ffiguard::signal_set::of<65>().empty());
#endif
