// expect: deleted (function|constructor)
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/core/gate.hpp>

ffiguard::gate door;

#ifdef FAIL
ffiguard::gate other(door);
#endif
