// expect: nodiscard|ignoring return value
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/jni/vm/attach.hpp>

void use();
void use() {
#ifdef FAIL
    ffiguard::jni::attach_scope{};  // ends at the semicolon
#else
    const ffiguard::jni::attach_scope guard{};
#endif
}
