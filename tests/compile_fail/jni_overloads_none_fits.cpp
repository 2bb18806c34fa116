// expect: none of the overloads takes these arguments
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/jni/call/overloads.hpp>

namespace jni = ffiguard::jni;

struct printer {
    static constexpr const char* java_name() noexcept { return "java/io/PrintStream"; }
    jni::overloads<jni::method<void(jint), printer>, jni::method<void(jstring), printer>> print;
};
auto right(JNIEnv* env, const printer& out, jni::borrowed<printer> object) {
    return out.print(env, object, jint{1});
}

#ifdef FAIL
auto wrong(JNIEnv* env, const printer& out, jni::borrowed<printer> object) {
    return out.print(env, object, jlong{1});  // would be cut
}
#endif
