// expect: no match for|invalid operands
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/jni/ref.hpp>

using local = ffiguard::jni::local_ref<jobject>;

// Two references to one object are two different pointers: same() asks for the object.

#ifdef FAIL
bool equal(const local& a, const local& b) { return a == b; }
#endif
