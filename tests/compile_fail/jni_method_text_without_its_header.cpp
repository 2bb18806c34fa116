// expect: ffiguard/jni/call/text.hpp> std::string and std::string_view
// SPDX-License-Identifier: BSL-1.0
#include <string>

#include <ffiguard/jni/call/descriptor.hpp>

auto right() { return ffiguard::jni::descriptor<void(jstring)>(); }

#ifdef FAIL
auto wrong() { return ffiguard::jni::descriptor<void(std::string)>(); }
#endif
