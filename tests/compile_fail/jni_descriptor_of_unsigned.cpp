// expect: no Java type stands for this
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/jni/call/descriptor.hpp>

#ifdef FAIL
constexpr auto text = ffiguard::jni::descriptor<void(unsigned)>();
#endif
