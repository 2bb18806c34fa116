// expect: no match for|invalid operands
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/jni/ref.hpp>

using global = ffiguard::jni::global_ref<jobject>;

// Two references to one object are two different pointers, and only an environment can tell: a
// local_ref brings one, for two others there is same().

#ifdef FAIL
bool equal(const global& a, const global& b) { return a == b; }
#endif
