// expect: deleted (function|constructor|copy constructor)
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/jni/data/array_view.hpp>

using ffiguard::jni::array_view;

// Two views of one array would both write back.

#ifdef FAIL
void twice(array_view<jint>& view) { array_view<jint> second(view); }
#endif
