// expect: deleted (function|constructor)
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/jni/ref/frame.hpp>

using ffiguard::jni::local_frame;

// A copy would pop the frame below.

#ifdef FAIL
local_frame twice(const local_frame& frame) { return frame; }
#endif
