// expect: no matching (function|conversion|constructor)
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/jni/ref.hpp>

using namespace ffiguard::jni;

// Only NewGlobalRef makes a global reference of a local one: promote().

#ifdef FAIL
global_ref<jobject> keep(local_ref<jobject>&& local) {
    return global_ref<jobject>(static_cast<local_ref<jobject>&&>(local));
}
#endif
