// expect: java_box<T> takes bool, jbyte
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/jni/jdk/box.hpp>

auto right(JNIEnv* env) { return ffiguard::jni::bind_box<jint>(env); }

#ifdef FAIL
auto wrong(JNIEnv* env) { return ffiguard::jni::bind_box<unsigned>(env); }
#endif
