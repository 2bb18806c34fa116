// expect: deleted( copy)? (function|constructor)
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/signal/alternate_stack.hpp>

ffiguard::alternate_stack guard;

#ifdef FAIL
ffiguard::alternate_stack other(guard);
#endif
