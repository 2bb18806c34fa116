// expect: deleted (function|constructor)
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/jni/ref/frame.hpp>

#ifdef FAIL
auto* frame_of(JNIEnv* env) { return new ffiguard::jni::local_frame(env); }
#endif
