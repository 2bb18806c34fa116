// expect: deleted (function|constructor)
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/thread/completion_queue.hpp>

void use(ffiguard::completion_queue& queue) {
#ifdef FAIL
    ffiguard::completion_queue other(queue);
#else
    ffiguard::completion_queue other(std::move(queue));
#endif
}
