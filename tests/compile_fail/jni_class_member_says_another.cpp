// expect: says that it is of T
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/jni/call/class.hpp>

struct line {
    static constexpr const char* java_name() noexcept { return "org/example/Line"; }
};
#ifdef FAIL
using its_class = line;
#else
struct point;
using its_class = point;
#endif
struct point {
    static constexpr const char* java_name() noexcept { return "org/example/Point"; }
    ffiguard::jni::method<jlong(), its_class> x;
};

auto bind(JNIEnv* env) {
    return ffiguard::jni::bind_class<point>(env, ffiguard::jni::member("x", &point::x));
}
