// expect: an event is copied as bytes
// SPDX-License-Identifier: BSL-1.0
#include <string>

#include <ffiguard/thread/event_queue.hpp>

struct plain {
    char name[16];
};
struct with_text {
    std::string name;
};
#ifdef FAIL
using event = with_text;
#else
using event = plain;
#endif
ffiguard::event_queue<event, 8> queue;
