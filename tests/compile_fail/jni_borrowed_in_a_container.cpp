// expect: (deleted|no matching|constraints|static assertion|static_assert)
// SPDX-License-Identifier: BSL-1.0
#include <vector>

#include <ffiguard/jni/ref.hpp>

namespace jni = ffiguard::jni;

void right(JNIEnv* env, std::vector<jni::global_ref<jobject>>& all, jni::borrowed<jobject> object) {
    if (auto kept = jni::promote(env, object)) all.push_back(*std::move(kept));
}

#ifdef FAIL
void wrong(std::vector<jni::borrowed<jobject>>& all, jni::borrowed<jobject> object) {
    all.push_back(object);
}
#endif
