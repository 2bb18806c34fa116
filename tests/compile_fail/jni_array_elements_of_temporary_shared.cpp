// expect: deleted
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/jni/data/object_array.hpp>
#include <ffiguard/jni/ref.hpp>

// The last owner may have ended before the first turn.
void walk(JNIEnv* env, ffiguard::jni::shared_ref<jobjectArray> (*get)()) {
#ifdef FAIL
    for (const auto& one : ffiguard::jni::elements(env, get()))
#else
    const auto kept = get();
    for (const auto& one : ffiguard::jni::elements(env, kept))
#endif
        static_cast<void>(one);
}
