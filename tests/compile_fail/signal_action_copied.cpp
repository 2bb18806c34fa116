// expect: deleted (function|constructor)
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/signal/signal_action.hpp>

ffiguard::signal_action action;

#ifdef FAIL
ffiguard::signal_action other(action);
#endif
