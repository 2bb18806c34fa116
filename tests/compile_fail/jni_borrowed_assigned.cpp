// expect: deleted
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/jni/ref.hpp>

namespace jni = ffiguard::jni;

bool right(jobject object) { return static_cast<bool>(jni::borrowed<jobject>(object)); }

#ifdef FAIL
void wrong(jni::borrowed<jobject>& kept, jni::borrowed<jobject> object) { kept = object; }
#endif
