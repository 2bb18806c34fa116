// expect: deleted (function|constructor)
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/jni/data/array_view.hpp>

ffiguard::jni::local_ref<jintArray> make(JNIEnv* env);

#ifdef FAIL
void dangling(JNIEnv* env) { ffiguard::jni::array_view<jint> view(env, make(env)); }
#endif
