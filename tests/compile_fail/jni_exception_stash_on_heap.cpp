// expect: deleted (function|constructor)
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/jni/error/exception_stash.hpp>

#ifdef FAIL
ffiguard::jni::exception_stash* kept(JNIEnv* env) {
    return new ffiguard::jni::exception_stash(env);
}
#endif
