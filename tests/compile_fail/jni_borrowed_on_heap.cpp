// expect: deleted
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/jni/ref.hpp>

namespace jni = ffiguard::jni;

auto right(jobject object) { return jni::borrowed<jobject>(object).get(); }

#ifdef FAIL
auto wrong(jobject object) { return new jni::borrowed<jobject>(object); }
#endif
