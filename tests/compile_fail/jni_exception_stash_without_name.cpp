// expect: nodiscard|ignoring return value
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/jni/error/exception_stash.hpp>

void use(JNIEnv* env);
void use(JNIEnv* env) {
#ifdef FAIL
    ffiguard::jni::exception_stash{env};  // ends at the semicolon
#else
    const ffiguard::jni::exception_stash guard{env};
#endif
}
