// expect: deleted
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/jni/call/method.hpp>

using run = ffiguard::jni::method<void()>;

// The id of a copy would outlive the class that a bound_class keeps.

#ifdef FAIL
run copy(const run& from) { return from; }
#endif
