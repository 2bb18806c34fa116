// expect: deleted
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/jni/call/class.hpp>
#include <ffiguard/jni/ref.hpp>

struct point {
    static constexpr const char* java_name() noexcept { return "org/example/Point"; }
};

// The view would outlive the object's last owner.
auto dangling(JNIEnv* env, ffiguard::jni::shared_ref<jobject> (*get)(), jclass points) {
#ifdef FAIL
    return ffiguard::jni::cast<point>(env, get(), points);
#else
    const auto kept = get();
    return static_cast<bool>(ffiguard::jni::cast<point>(env, kept, points));
#endif
}
