// expect: deleted
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/jni/data/array_view.hpp>

namespace jni = ffiguard::jni;

jint right(JNIEnv* env, jintArray array) {
    const jni::array_view<const jint> numbers(env, array);
    return numbers.size() != 0 ? *numbers.data() : 0;
}

#ifdef FAIL
auto wrong(JNIEnv* env, jintArray array) { return jni::array_view<const jint>(env, array).data(); }
#endif
