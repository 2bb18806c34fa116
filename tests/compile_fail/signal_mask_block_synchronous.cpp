// expect: SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGTRAP and SIGSYS are never
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/signal/signal_mask.hpp>

const auto good = ffiguard::signal_mask::block<SIGUSR1, SIGTERM>();

#ifdef FAIL
const auto bad = ffiguard::signal_mask::block<SIGUSR1, SIGSEGV>();
#endif
