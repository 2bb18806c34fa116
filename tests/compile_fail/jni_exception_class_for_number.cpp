// expect: takes an E that is a std::exception
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/jni/error/boundary.hpp>

// A number has no what().

#ifdef FAIL
void native(JNIEnv* env) {
    ffiguard::jni::boundary(
        env, [] {}, ffiguard::jni::java_class_for<int>{"java/lang/ArithmeticException"});
}
#endif
