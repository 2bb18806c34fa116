// expect: of the class that it is registered for
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/jni/call/native.hpp>

struct point {
    static constexpr const char* java_name() noexcept { return "org/example/Point"; }
};
struct line {
    static constexpr const char* java_name() noexcept { return "org/example/Line"; }
};
jlong length(JNIEnv*, ffiguard::jni::borrowed<line>) { return 0; }

ffiguard::error start(JNIEnv* env) {
#ifdef FAIL
    using registered = point;
#else
    using registered = line;
#endif
    return ffiguard::jni::register_natives<registered>(
        env, ffiguard::jni::native_method<&length>("length"));
}
