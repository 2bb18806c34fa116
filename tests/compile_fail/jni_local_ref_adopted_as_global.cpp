// expect: deleted (function|constructor)
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/jni/ref.hpp>

using local = ffiguard::jni::local_ref<jobject>;

// DeleteGlobalRef of a local reference crashes the VM.

#ifdef FAIL
void confuse(const local& one) { const auto owner = ffiguard::jni::adopt_global(one); }
#endif
