// expect: ffiguard: new_array\(\) copies elements of a primitive type of Java
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/jni/data/array.hpp>

#ifdef FAIL
auto strings(JNIEnv* env, const jstring* data) { return ffiguard::jni::new_array(env, data, 1); }
#endif
