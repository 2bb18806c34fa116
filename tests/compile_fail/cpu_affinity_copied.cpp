// expect: deleted (copy )?(function|constructor)
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/thread/cpu_affinity.hpp>

using ffiguard::cpu_affinity;

// Two of them would put the CPUs back twice.

#ifdef FAIL
cpu_affinity again(const cpu_affinity& guard) { return guard; }
#endif
