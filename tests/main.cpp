// SPDX-License-Identifier: BSL-1.0
#define DOCTEST_CONFIG_NO_POSIX_SIGNALS  // SIGSEGV belongs to the embedded JVM
#define DOCTEST_CONFIG_IMPLEMENT_WITH_MAIN
#include <doctest/doctest.h>

#if FFIGUARD_OBSERVE
#include "ledger_listener.hpp"
#endif
