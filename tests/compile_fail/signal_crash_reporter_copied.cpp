// expect: deleted (function|constructor)
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/signal/crash_reporter.hpp>

ffiguard::crash_reporter reporter;

#ifdef FAIL
ffiguard::crash_reporter other(reporter);
#endif
