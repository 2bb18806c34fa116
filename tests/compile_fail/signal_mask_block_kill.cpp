// expect: the system lets nobody block SIGKILL and SIGSTOP
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/signal/signal_mask.hpp>

const auto good = ffiguard::signal_mask::block<SIGTERM>();

#ifdef FAIL
const auto bad = ffiguard::signal_mask::block<SIGKILL>();
#endif
