// expect: this reference is of another Java class
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/jni/jdk/box.hpp>
#include <ffiguard/jni/jdk/collection.hpp>

namespace jni = ffiguard::jni;

auto right(JNIEnv* env, const jni::collections& java, jni::borrowed<jni::java_list<jstring>> list,
           jni::borrowed<jstring> text) {
    return java.add(env, list, text);
}

#ifdef FAIL
auto wrong(JNIEnv* env, const jni::collections& java, jni::borrowed<jni::java_list<jstring>> list,
           jni::borrowed<jni::java_box<jint>> number) {
    return java.add(env, list, number);
}
#endif
