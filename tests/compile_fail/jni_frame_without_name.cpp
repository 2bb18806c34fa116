// expect: nodiscard|ignoring return value
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/jni/ref/frame.hpp>

void use(JNIEnv* env);
void use(JNIEnv* env) {
#ifdef FAIL
    ffiguard::jni::local_frame{env};  // ends at the semicolon
#else
    const ffiguard::jni::local_frame guard{env};
#endif
}
