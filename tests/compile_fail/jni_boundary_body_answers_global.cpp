// expect: the body of a native method returns
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/jni/error/boundary.hpp>

using global = ffiguard::jni::global_ref<jobject>;

// Java would keep the object, and nobody the reference.

#ifdef FAIL
jobject native(JNIEnv* env, global& kept) {
    return ffiguard::jni::boundary(env, [&] { return static_cast<global&&>(kept); });
}
#endif
