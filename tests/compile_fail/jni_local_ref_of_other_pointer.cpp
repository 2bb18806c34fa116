// expect: local_ref<T> takes a JNI reference type
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/jni/ref.hpp>

#ifdef FAIL
ffiguard::jni::local_ref<char*> text;
#endif
