// expect: for primitive types say jintArray
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/jni/call/descriptor.hpp>

#ifdef FAIL
constexpr auto text = ffiguard::jni::descriptor<ffiguard::jni::java_array<jint>>();
#endif
