// expect: takes a JNI reference type
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/jni/data/object_array.hpp>
#include <ffiguard/jni/ref.hpp>

#ifdef FAIL
using ints = ffiguard::jni::java_array<jint>;
#else
using ints = ffiguard::jni::java_array<jintArray>;
#endif

// As a jobject it would be read as an array of references.
auto first(JNIEnv* env, const ffiguard::jni::local_ref<ints>& all) {
    return ffiguard::jni::get_element<jobject>(env, all, 0);
}
