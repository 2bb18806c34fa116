// expect: global_ref<T> takes a JNI reference type
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/jni/ref.hpp>

#ifdef FAIL
ffiguard::jni::global_ref<jmethodID> method;
#endif
