// expect: deleted (function|constructor)
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/jni/vm/attach.hpp>

using ffiguard::jni::attach_scope;

// A thread attaches itself and no other.

#ifdef FAIL
attach_scope handed_over(attach_scope& here) { return static_cast<attach_scope&&>(here); }
#endif
