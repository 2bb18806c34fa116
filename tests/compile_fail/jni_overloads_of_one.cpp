// expect: overloads<> are two or more members
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/jni/call/overloads.hpp>

namespace jni = ffiguard::jni;

jni::overloads<jni::static_method<void(jint)>, jni::static_method<void(jlong)>> right;

#ifdef FAIL
jni::overloads<jni::static_method<void(jint)>> wrong;
#endif
