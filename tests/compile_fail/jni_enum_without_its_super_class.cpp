// expect: bind_enum<T>.. takes a struct that says
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/jni/jdk/enum.hpp>

namespace jni = ffiguard::jni;

enum class level { low };
struct java_level {
    static constexpr const char* java_name() noexcept { return "org/example/Level"; }
    using java_super = jni::java_enum;
};
auto right(JNIEnv* env) {
    return jni::bind_enum<java_level>(env, jni::enum_constant{level::low, "LOW"});
}

#ifdef FAIL
struct no_enum {
    static constexpr const char* java_name() noexcept { return "org/example/Level"; }
};
auto wrong(JNIEnv* env) {
    return jni::bind_enum<no_enum>(env, jni::enum_constant{level::low, "LOW"});
}
#endif
