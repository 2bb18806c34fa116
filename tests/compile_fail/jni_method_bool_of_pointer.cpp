// expect: no match for call|no matching function
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/jni/call/method.hpp>

// Every pointer converts to bool.

#ifdef FAIL
void enable(JNIEnv* env, jobject on, const ffiguard::jni::method<void(bool)>& set) {
    static_cast<void>(set(env, on, "no"));
}
#endif
