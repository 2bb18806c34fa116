// expect: deleted (function|constructor)
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/jni/data/utf16_view.hpp>

using ffiguard::jni::utf16_view;

#ifdef FAIL
void moved(utf16_view& view) { utf16_view second(static_cast<utf16_view&&>(view)); }
#endif
