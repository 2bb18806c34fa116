// expect: deleted
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/jni/ref.hpp>

namespace jni = ffiguard::jni;

bool right(JNIEnv* env, jni::borrowed<jobject> object) {
    const auto is_there = [&] { return jni::same(env, object, object); };
    return is_there();
}

#ifdef FAIL
auto wrong(JNIEnv* env, jni::borrowed<jobject> object) {
    return [=] { return jni::same(env, object, object); };
}
#endif
