// expect: the body of a native method returns
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/jni/error/boundary.hpp>

#ifdef FAIL
const char* native(JNIEnv* env) {
    return ffiguard::jni::boundary(env, [] { return "text"; });
}
#endif
