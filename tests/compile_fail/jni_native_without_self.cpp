// expect: the second parameter of a native method is the object
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/jni/call/native.hpp>

jint add(JNIEnv*, jint a, jint b) { return a + b; }

#ifdef FAIL
auto entry = ffiguard::jni::native_method<&add>("add");
#endif
