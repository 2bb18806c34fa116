// expect: gives an object: T is a JNI reference
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/jni/call/method.hpp>

#ifdef FAIL
auto make(JNIEnv* env, const ffiguard::jni::constructor<jint()>& made) { return made(env); }
#endif
