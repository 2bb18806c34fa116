// expect: gives a jobject, or the class that its struct names
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/jni/call/class.hpp>

struct sample {
    static constexpr const char* java_name() noexcept { return "test/Sample"; }
    ffiguard::jni::constructor<jstring()> make;
};

#ifdef FAIL
auto bind(JNIEnv* env) {
    return ffiguard::jni::bind_class<sample>(env, ffiguard::jni::member(&sample::make));
}
#endif
