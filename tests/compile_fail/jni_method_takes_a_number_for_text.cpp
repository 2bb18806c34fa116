// expect: (no match|no matching|no viable|cannot convert|could not convert)
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/jni/call/text.hpp>

ffiguard::jni::static_method<void(std::string_view)> print;
auto right(JNIEnv* env) { return print(env, "1"); }

#ifdef FAIL
auto wrong(JNIEnv* env) { return print(env, 1); }
#endif
