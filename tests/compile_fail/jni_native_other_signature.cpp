// expect: the signature of the native method is not that of the function
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/jni/call/native.hpp>

jint add(JNIEnv*, jclass, jint a, jint b) { return a + b; }

#ifdef FAIL
auto entry = ffiguard::jni::native_method<&add, jint(jint, jlong)>("add");
#endif
