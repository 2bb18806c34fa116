// expect: c_str
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/jni/data/string.hpp>

// to_utf8_bytes() keeps NULs, of which a C function sees the first.
bool opens(JNIEnv* env, jstring name, bool (*open)(const char*));
bool opens(JNIEnv* env, jstring name, bool (*open)(const char*)) {
#ifdef FAIL
    const auto path = ffiguard::jni::to_utf8_bytes(env, name);
#else
    const auto path = ffiguard::jni::to_utf8(env, name);
#endif
    return path && open(path->c_str());
}
