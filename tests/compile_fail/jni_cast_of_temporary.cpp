// expect: deleted
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/jni/data/object_array.hpp>
#include <ffiguard/jni/ref.hpp>

struct point {
    static constexpr const char* java_name() noexcept { return "org/example/Point"; }
};

// The view would outlive its owner: a local reference is cast by a move, without env.
auto dangling(JNIEnv* env, jobjectArray all, jclass points) {
#ifdef FAIL
    return ffiguard::jni::cast<point>(env, *ffiguard::jni::get_element(env, all, 0), points);
#else
    return ffiguard::jni::cast<point>(*ffiguard::jni::get_element(env, all, 0), points);
#endif
}
