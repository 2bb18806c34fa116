// expect: of another Java class
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/jni/data/object_array.hpp>

struct point {
    static constexpr const char* java_name() noexcept { return "org/example/Point"; }
};
using ffiguard::jni::borrowed;

ffiguard::status fill(JNIEnv* env, borrowed<ffiguard::jni::java_array<point>> all,
                      borrowed<point> one, borrowed<jstring> text) {
    static_cast<void>(text);
#ifdef FAIL
    return ffiguard::jni::set_element(env, all, 0, text);
#else
    return ffiguard::jni::set_element(env, all, 0, one);
#endif
}
