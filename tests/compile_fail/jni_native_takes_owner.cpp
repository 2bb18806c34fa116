// expect: the VM owns the arguments of a native method
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/jni/call/native.hpp>

void print(JNIEnv*, jclass, ffiguard::jni::local_ref<jstring>) {}

#ifdef FAIL
auto entry = ffiguard::jni::native_method<&print>("print");
#endif
