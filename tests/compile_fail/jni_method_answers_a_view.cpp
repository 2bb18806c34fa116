// expect: nobody keeps the text of a std::string_view
// SPDX-License-Identifier: BSL-1.0
#include <string>

#include <ffiguard/jni/call/text.hpp>

ffiguard::jni::static_method<std::string(std::string_view)> right;
auto call_right(JNIEnv* env) { return right(env, "text"); }

#ifdef FAIL
ffiguard::jni::static_method<std::string_view()> wrong;
auto call_wrong(JNIEnv* env) { return wrong(env); }
#endif
