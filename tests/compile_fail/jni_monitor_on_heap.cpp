// expect: deleted (function|constructor)
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/jni/ref/monitor.hpp>

#ifdef FAIL
auto* inside(JNIEnv* env, jobject object) { return new ffiguard::jni::monitor_guard(env, object); }
#endif
