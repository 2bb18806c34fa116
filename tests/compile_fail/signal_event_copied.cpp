// expect: deleted (function|constructor)
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/signal/signal_event.hpp>

ffiguard::signal_event event;

#ifdef FAIL
ffiguard::signal_event other(event);
#endif
