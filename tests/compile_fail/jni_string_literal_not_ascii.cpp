// expect: text_is_not_ascii
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/jni/data/string.hpp>

#ifdef FAIL
constexpr ffiguard::jni::ascii_literal accent("caf\xC3\xA9");
#endif
