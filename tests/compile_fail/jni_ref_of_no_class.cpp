// expect: a struct with a static
// static java_name SPDX-License-Identifier: BSL-1.0
#include <ffiguard/jni/ref.hpp>

struct nameless {
    int x;
};
ffiguard::jni::global_ref<jobject> kept;
#ifdef FAIL
ffiguard::jni::global_ref<nameless> nothing;
#endif
