// expect: fills a struct with a static java_name
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/jni/call/class.hpp>

struct nameless {
    ffiguard::jni::method<void()> run;
};

#ifdef FAIL
auto bind(JNIEnv* env) {
    return ffiguard::jni::bind_class<nameless>(env, ffiguard::jni::member("run", &nameless::run));
}
#endif
