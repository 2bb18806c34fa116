// expect: several overloads take these arguments
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/jni/call/overloads.hpp>

namespace jni = ffiguard::jni;

struct printer {
    static constexpr const char* java_name() noexcept { return "java/io/PrintStream"; }
    jni::overloads<jni::method<void(jclass), printer>, jni::method<void(jstring), printer>> print;
};
auto right(JNIEnv* env, const printer& out, jni::borrowed<printer> object, jstring text) {
    return out.print(env, object, text);
}

#ifdef FAIL
auto wrong(JNIEnv* env, const printer& out, jni::borrowed<printer> object) {
    return out.print(env, object, nullptr);
}
#endif
