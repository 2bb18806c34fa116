// expect: deleted (function|constructor|copy constructor)
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/jni/data/critical_view.hpp>

using ffiguard::jni::critical_view;

#ifdef FAIL
void longer(critical_view<jint>& view) {
    critical_view<jint> kept(static_cast<critical_view<jint>&&>(view));
}
#endif
