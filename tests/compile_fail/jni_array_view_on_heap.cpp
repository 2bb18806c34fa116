// expect: deleted (function|constructor)
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/jni/data/array_view.hpp>

#ifdef FAIL
auto* kept(JNIEnv* env, jintArray array) {
    return new ffiguard::jni::array_view<const jint>(env, array);
}
#endif
