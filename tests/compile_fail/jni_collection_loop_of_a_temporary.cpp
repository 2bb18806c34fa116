// expect: (deleted|discards qualifiers|is an rvalue)
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/jni/jdk/collection.hpp>

namespace jni = ffiguard::jni;

bool right(JNIEnv* env, const jni::collections& java, jni::borrowed<jni::java_list<jstring>> list) {
    auto all = java.each(env, list);
    return all.begin() != all.end();
}

#ifdef FAIL
auto wrong(JNIEnv* env, const jni::collections& java, jni::borrowed<jni::java_list<jstring>> list) {
    return java.each(env, list).begin();
}
#endif
