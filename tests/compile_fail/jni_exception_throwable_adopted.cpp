// expect: deleted (function|constructor)
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/jni/error/java_exception.hpp>

// The exception owns its object.

#ifdef FAIL
void adopt(const ffiguard::jni::java_exception& caught) {
    ffiguard::jni::adopt_global(caught.throwable()).reset();
}
#endif
