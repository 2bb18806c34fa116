// expect: deleted (function|constructor)
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/jni/ref.hpp>

using global = ffiguard::jni::global_ref<jobject>;

#ifdef FAIL
global second_owner(const global& first) { return global(first); }
#endif
