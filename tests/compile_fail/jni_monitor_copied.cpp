// expect: deleted (function|constructor)
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/jni/ref/monitor.hpp>

using ffiguard::jni::monitor_guard;

// A monitor is exited by the thread and the scope that entered it.

#ifdef FAIL
monitor_guard handed_over(monitor_guard& inside) { return static_cast<monitor_guard&&>(inside); }
#endif
