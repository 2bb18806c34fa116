// expect: deleted (function|constructor)
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/jni/error/exception_stash.hpp>

using ffiguard::jni::exception_stash;

// It puts the exception back where it took it away.

#ifdef FAIL
exception_stash handed_over(exception_stash& aside) {
    return static_cast<exception_stash&&>(aside);
}
#endif
