// expect: deleted
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/jni/call/method.hpp>
#include <ffiguard/jni/data/string.hpp>

// As everything that borrows: the owner has a name.

#ifdef FAIL
void log(JNIEnv* env, jobject to, const ffiguard::jni::method<void(jstring)>& print) {
    static_cast<void>(print(env, to, *ffiguard::jni::new_string(env, "text")));
}
#endif
