// expect: deleted (function|constructor)
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/jni/ref.hpp>

ffiguard::jni::local_ref<jobject> make(JNIEnv* env);

#ifdef FAIL
jobject dangling(JNIEnv* env) { return ffiguard::jni::borrowed<jobject>(make(env)).get(); }
#endif
