// expect: ffiguard: array_view<T> takes a primitive type of Java
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/jni/data/array_view.hpp>

#ifdef FAIL
void strings(JNIEnv* env, jobjectArray array) {
    ffiguard::jni::array_view<jstring> view(env, array);
}
#endif
