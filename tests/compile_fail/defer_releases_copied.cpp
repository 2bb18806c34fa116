// expect: deleted (function|constructor)
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/core/release_queue.hpp>

void defer(ffiguard::release_queue& later) {
    const ffiguard::defer_releases here(later);
#ifdef FAIL
    const ffiguard::defer_releases again(here);
#endif
}
