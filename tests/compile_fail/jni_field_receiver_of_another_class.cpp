// expect: of another Java class
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/jni/call/field.hpp>

struct point {
    static constexpr const char* java_name() noexcept { return "org/example/Point"; }
    ffiguard::jni::field<jlong, point> value;
};

ffiguard::result<jlong> read(JNIEnv* env, const point& points, ffiguard::jni::borrowed<point> one,
                             jstring text) {
    static_cast<void>(text);
#ifdef FAIL
    return points.value.get(env, text);
#else
    return points.value.get(env, one);
#endif
}
