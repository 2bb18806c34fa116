// expect: of another Java class
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/jni/call/method.hpp>

struct point {
    static constexpr const char* java_name() noexcept { return "org/example/Point"; }
    ffiguard::jni::method<jlong(), point> x;
};
struct line {
    static constexpr const char* java_name() noexcept { return "org/example/Line"; }
};

ffiguard::result<jlong> ask(JNIEnv* env, const point& points, ffiguard::jni::global_ref<point>& one,
                            ffiguard::jni::global_ref<line>& other) {
    static_cast<void>(other);
#ifdef FAIL
    return points.x(env, other);
#else
    return points.x(env, one);
#endif
}
