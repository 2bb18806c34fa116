// expect: takes members of T
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/jni/call/class.hpp>

struct first {
    static constexpr const char* java_name() noexcept { return "test/First"; }
    ffiguard::jni::method<void()> run;
};
struct second {
    static constexpr const char* java_name() noexcept { return "test/Second"; }
};

#ifdef FAIL
auto bind(JNIEnv* env) {
    return ffiguard::jni::bind_class<second>(env, ffiguard::jni::member("run", &first::run));
}
#endif
