// expect: deleted (function|constructor)
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/jni/frame.hpp>

#ifdef FAIL
auto* frame_of(JNIEnv* env) { return new ffiguard::jni::local_frame(env); }
#endif
