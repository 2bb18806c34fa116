// expect: this is no collection of that kind
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/jni/jdk/collection.hpp>

namespace jni = ffiguard::jni;

auto right(JNIEnv* env, const jni::collections& java, jni::borrowed<jni::java_list<jstring>> list) {
    return java.get(env, list, 0);
}

#ifdef FAIL
auto wrong(JNIEnv* env, const jni::collections& java, jni::borrowed<jni::java_set<jstring>> set) {
    return java.get(env, set, 0);
}
#endif
