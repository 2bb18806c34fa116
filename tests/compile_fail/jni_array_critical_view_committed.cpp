// expect: no member named
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/jni/data/critical_view.hpp>

#ifdef FAIL
// With JNI_COMMIT -Xcheck:jni frees the memory, and the release frees it again.
void write_back(ffiguard::jni::critical_view<jint>& view) { view.commit(); }
#endif
