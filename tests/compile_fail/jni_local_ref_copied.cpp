// expect: deleted (function|constructor)
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/jni/ref.hpp>

using local = ffiguard::jni::local_ref<jobject>;

#ifdef FAIL
local second_owner(const local& first) { return local(first); }
#endif
