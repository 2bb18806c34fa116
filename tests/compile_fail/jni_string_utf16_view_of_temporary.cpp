// expect: deleted
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/jni/data/utf16_view.hpp>

namespace jni = ffiguard::jni;

std::size_t right(JNIEnv* env, jstring text) {
    const jni::utf16_view units(env, text);
    return units.view().size();
}

#ifdef FAIL
auto wrong(JNIEnv* env, jstring text) { return jni::utf16_view(env, text).view(); }
#endif
