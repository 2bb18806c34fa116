// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_TESTS_THREAD_EVENT_QUEUES_HPP
#define FFIGUARD_TESTS_THREAD_EVENT_QUEUES_HPP

// One of two shared objects that push to, and drain, an event_queue of the other.
#include <ffiguard/thread/event_queue.hpp>

namespace event_queues {

struct event {
    std::uint32_t from;
    std::uint32_t number;
};
using queue = ffiguard::event_queue<event, 4, ffiguard::when_full::drop_oldest>;

struct functions {
    queue* (*make)();
    void (*end)(queue*);
    int (*push)(queue*, event);
    ffiguard::drained_events (*drain)(queue*, event*, std::size_t);
    bool (*wait)(queue*, int milliseconds);
    void (*close)(queue*);
};

FFIGUARD_HIDDEN inline queue* make() { return new queue; }
FFIGUARD_HIDDEN inline void end(queue* one) { delete one; }
FFIGUARD_HIDDEN inline int push(queue* to, event what) {
    return static_cast<int>(to->push(what).code());
}
FFIGUARD_HIDDEN inline ffiguard::drained_events drain(queue* from, event* into, std::size_t room) {
    auto got = from->drain(into, room);
    return got ? *got : ffiguard::drained_events{999, 0};
}
FFIGUARD_HIDDEN inline bool wait(queue* one, int milliseconds) {
    return one->wait_for(std::chrono::milliseconds(milliseconds));
}
FFIGUARD_HIDDEN inline void close(queue* one) { one->close(); }

FFIGUARD_HIDDEN inline functions all() { return {&make, &end, &push, &drain, &wait, &close}; }

}  // namespace event_queues

#endif
