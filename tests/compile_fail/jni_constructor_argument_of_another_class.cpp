// expect: of another Java class
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/jni/call/method.hpp>

struct point {
    static constexpr const char* java_name() noexcept { return "org/example/Point"; }
};
struct line {
    static constexpr const char* java_name() noexcept { return "org/example/Line"; }
    ffiguard::jni::constructor<line(point, point)> make;
};

auto draw(JNIEnv* env, const line& lines, ffiguard::jni::borrowed<point> from,
          ffiguard::jni::borrowed<line> to) {
    static_cast<void>(to);
#ifdef FAIL
    return lines.make(env, from, to);
#else
    return lines.make(env, from, from);
#endif
}
