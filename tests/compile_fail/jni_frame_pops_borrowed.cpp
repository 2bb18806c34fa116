// expect: no matching (member )?function
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/jni/ref/frame.hpp>

using namespace ffiguard::jni;

// What goes out of the frame is an owner, which the pop empties: the reference in it has ended.

#ifdef FAIL
local_ref<jobject> pop(local_frame& frame, const local_ref<jobject>& inner) {
    return frame.pop(inner);
}
#endif
