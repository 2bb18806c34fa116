// expect: not that of the function
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/jni/call/native.hpp>

struct point {
    static constexpr const char* java_name() noexcept { return "org/example/Point"; }
};
struct line {
    static constexpr const char* java_name() noexcept { return "org/example/Line"; }
};
ffiguard::jni::local_ref<point> first(JNIEnv*, jclass, ffiguard::jni::borrowed<line>) { return {}; }

auto natives() {
#ifdef FAIL
    return ffiguard::jni::native_method<&first, line(line)>("first");
#else
    return ffiguard::jni::native_method<&first, point(line)>("first");
#endif
}
