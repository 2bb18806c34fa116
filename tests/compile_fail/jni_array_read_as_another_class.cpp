// expect: the array holds objects of another class
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/jni/data/object_array.hpp>

struct point {
    static constexpr const char* java_name() noexcept { return "org/example/Point"; }
};

auto first(JNIEnv* env, ffiguard::jni::borrowed<ffiguard::jni::java_array<point>> all) {
#ifdef FAIL
    return ffiguard::jni::get_element<jstring>(env, all, 0);
#else
    return ffiguard::jni::get_element<jobject>(env, all, 0);
#endif
}
