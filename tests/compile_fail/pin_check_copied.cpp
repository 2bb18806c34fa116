// expect: deleted (function|constructor)
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/thread/pin_check.hpp>

ffiguard::pin_check check;

#ifdef FAIL
ffiguard::pin_check other(check);
#endif
