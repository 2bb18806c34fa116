// expect: nothing else can be put back
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/thread/foreign_call.hpp>

void call_vendor(void (*init)()) {
    const ffiguard::foreign_call<FFIGUARD_THREAD_FLOAT> kept;
#ifdef FAIL
    const ffiguard::foreign_call<FFIGUARD_THREAD_FLOAT | FFIGUARD_THREAD_NICE> around;
#endif
    init();
}
