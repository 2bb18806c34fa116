// expect: deleted (function|constructor)
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/jni/ref.hpp>

using ffiguard::jni::borrowed;

// The argument of a native method is released by the VM.

#ifdef FAIL
void twice(JNIEnv* env, borrowed<jobject> argument) {
    const auto owner = ffiguard::jni::adopt_local(env, argument);
}
#endif
