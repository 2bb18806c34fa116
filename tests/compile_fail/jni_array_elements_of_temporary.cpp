// expect: deleted
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/jni/data/object_array.hpp>

// The owner would have ended before the first turn.
void walk(JNIEnv* env, jclass type) {
    const auto made = ffiguard::jni::new_object_array(env, type, 3);
#ifdef FAIL
    for (const auto& one :
         ffiguard::jni::elements(env, *ffiguard::jni::new_object_array(env, type, 3)))
#else
    for (const auto& one : ffiguard::jni::elements(env, *made))
#endif
        static_cast<void>(one);
}
