// expect: of another Java class
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/jni/call/method.hpp>

struct point {
    static constexpr const char* java_name() noexcept { return "org/example/Point"; }
    ffiguard::jni::method<void(point), point> set_next;
};

ffiguard::status connect(JNIEnv* env, const point& points, ffiguard::jni::borrowed<point> one,
                         const ffiguard::jni::local_ref<jstring>& name) {
    static_cast<void>(name);
#ifdef FAIL
    return points.set_next(env, one, name);
#else
    return points.set_next(env, one, one);
#endif
}
