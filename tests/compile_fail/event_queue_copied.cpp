// expect: deleted (function|constructor)
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/thread/event_queue.hpp>

using queue = ffiguard::event_queue<int, 8>;
#ifdef FAIL
queue use(queue& one) { return queue(one); }
#else
queue& use(queue& one) { return one; }
#endif
