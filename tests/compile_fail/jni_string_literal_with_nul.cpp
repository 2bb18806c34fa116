// expect: text_is_not_ascii
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/jni/data/string.hpp>

// NewStringUTF would stop there.

#ifdef FAIL
constexpr ffiguard::jni::ascii_literal cut("a\0b");
#endif
