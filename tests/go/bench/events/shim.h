/* SPDX-License-Identifier: BSL-1.0 */
#ifndef FFIGUARD_TESTS_GO_BENCH_EVENTS_SHIM_H
#define FFIGUARD_TESTS_GO_BENCH_EVENTS_SHIM_H

/* Events of C++ to Go: by a bare callback each, and by a queue. */

#include <stdint.h>

#include <ffiguard/ffiguard.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct bench_event {
    uint64_t number;
    uint64_t value;
} bench_event;

/* Calls Go with each of `count` events. */
void naive_events(void (*call)(uint64_t number, uint64_t value), uint64_t count);

/* Pushes `count` events; where the queue is full, waits for the reader. */
void queued_events(uint64_t count);

ffiguard_status bench_events_drain(bench_event* into, uint64_t room, uint64_t* count,
                                   uint64_t* lost);
int32_t bench_events_wait(int32_t milliseconds);
int32_t bench_events_descriptor(void);
uint64_t bench_events_event_size(void);

#ifdef __cplusplus
}
#endif

#endif
