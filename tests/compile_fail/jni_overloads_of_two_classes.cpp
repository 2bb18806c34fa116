// expect: overloads<> are members of one class
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/jni/call/overloads.hpp>

namespace jni = ffiguard::jni;

struct shape {
    static constexpr const char* java_name() noexcept { return "org/example/Shape"; }
};
template <class Other>
struct circle {
    static constexpr const char* java_name() noexcept { return "org/example/Circle"; }
    jni::overloads<jni::method<void(jint), circle>, jni::method<void(jlong), Other>> scale;
};
auto right(JNIEnv* env) {
    using type = circle<void>;  // of itself
    return jni::bind_class<type>(env, jni::member("scale", &type::scale));
}

#ifdef FAIL
auto wrong(JNIEnv* env) {
    using type = circle<shape>;
    return jni::bind_class<type>(env, jni::member("scale", &type::scale));
}
#endif
