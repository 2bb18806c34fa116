// expect: ffiguard: an array_view<const T> is only read; take array_view<T> to write
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/jni/data/array_view.hpp>

#ifdef FAIL
void write_back(ffiguard::jni::array_view<const jint>& view) { static_cast<void>(view.commit()); }
#endif
