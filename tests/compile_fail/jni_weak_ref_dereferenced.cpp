// expect: no member named
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/jni/ref/weak_ref.hpp>

#ifdef FAIL
// The object may go between the question whether it is there and its use: lock() is the only way.
jobject use(const ffiguard::jni::weak_ref<jobject>& listener) { return listener.get(); }
#endif
