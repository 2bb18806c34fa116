// expect: this reference is of another Java class
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/jni/call/nonvirtual.hpp>

namespace jni = ffiguard::jni;

struct shape {
    static constexpr const char* java_name() noexcept { return "org/example/Shape"; }
    jni::nonvirtual_method<jdouble(), shape> area;
};
struct user {
    static constexpr const char* java_name() noexcept { return "org/example/User"; }
};
auto right(JNIEnv* env, const shape& shapes, jni::borrowed<shape> one) {
    return shapes.area(env, one);
}

#ifdef FAIL
auto wrong(JNIEnv* env, const shape& shapes, jni::borrowed<user> one) {
    return shapes.area(env, one);
}
#endif
