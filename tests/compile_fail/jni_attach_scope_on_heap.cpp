// expect: deleted (function|constructor)
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/jni/vm/attach.hpp>

#ifdef FAIL
auto* const scope = new ffiguard::jni::attach_scope;
#endif
