// expect: has to say its class
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/jni/call/method.hpp>

// The compiler does not know whose a method<R()> is, so it takes no object that knows its class.
struct point {
    static constexpr const char* java_name() noexcept { return "org/example/Point"; }
    ffiguard::jni::method<jlong()> x;
};

ffiguard::result<jlong> ask(JNIEnv* env, const point& points, jobject any,
                            ffiguard::jni::borrowed<point> one) {
    static_cast<void>(one);
#ifdef FAIL
    return points.x(env, one);
#else
    return points.x(env, any);
#endif
}
