// expect: a native method is a function that takes JNIEnv
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/jni/call/native.hpp>

jint add(jint a, jint b) { return a + b; }

#ifdef FAIL
auto entry = ffiguard::jni::native_method<&add>("add");
#endif
