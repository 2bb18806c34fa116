// expect: deleted
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/core/release_queue.hpp>

void defer(ffiguard::release_queue& later) {
#ifdef FAIL
    new ffiguard::defer_releases(later);
#else
    const ffiguard::defer_releases here(later);
#endif
}
