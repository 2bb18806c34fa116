// expect: of another Java class
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/jni/call/field.hpp>

struct shape {
    static constexpr const char* java_name() noexcept { return "org/example/Shape"; }
};
struct point {
    static constexpr const char* java_name() noexcept { return "org/example/Point"; }
    using java_super = shape;
    ffiguard::jni::field<point, point> next;
};

// Downwards: a Shape may be anything.
ffiguard::status connect(JNIEnv* env, const point& points, ffiguard::jni::borrowed<point> one,
                         ffiguard::jni::borrowed<shape> other) {
    static_cast<void>(other);
#ifdef FAIL
    return points.next.set(env, one, other);
#else
    return points.next.set(env, one, one);
#endif
}
