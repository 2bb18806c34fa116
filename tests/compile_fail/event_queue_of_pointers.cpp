// expect: a pointer may be dangling by then
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/thread/event_queue.hpp>

struct moved {
    unsigned file;
};
#ifdef FAIL
using event = const moved*;
#else
using event = moved;
#endif
ffiguard::event_queue<event, 8> queue;
