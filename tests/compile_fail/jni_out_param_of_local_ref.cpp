// expect: a JNI reference is adopted
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/core/out_param.hpp>
#include <ffiguard/jni/ref.hpp>

// As JVMTI's GetClassLoader. JNI itself gives out no reference through a pointer.
int get_loader(jobject* out);

// A local reference belongs to a JNIEnv, which an empty owner does not know.
ffiguard::jni::local_ref<jobject> use(JNIEnv* env);
ffiguard::jni::local_ref<jobject> use(JNIEnv* env) {
#ifdef FAIL
    static_cast<void>(env);
    ffiguard::jni::local_ref<jobject> loader;
    static_cast<void>(get_loader(ffiguard::out_param(loader)));
    return loader;
#else
    jobject raw = nullptr;
    static_cast<void>(get_loader(&raw));
    return ffiguard::jni::adopt_local(env, raw);
#endif
}
