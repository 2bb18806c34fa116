/* SPDX-License-Identifier: BSL-1.0 */
#ifndef FFIGUARD_TESTS_GO_EVENTS_SHIM_H
#define FFIGUARD_TESTS_GO_EVENTS_SHIM_H

#include <ffiguard/ffiguard.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct tick {
    uint64_t number;
    uint32_t from;
    uint32_t check; /* from ^ number */
} tick;

/* A queue of the whole process, where the oldest gives way. */
ffiguard_status ticks_drain(tick* into, uint64_t room, uint64_t* count, uint64_t* lost);
int32_t ticks_descriptor(void);
uint64_t ticks_event_size(void);
uint64_t ticks_queued(void);
/* `threads` threads push `each` ticks, and have ended. */
void ticks_push(uint32_t threads, uint64_t each);

/* A clock has a queue of its own, which refuses. */
ffiguard_status clock_new(ffiguard_token* made, ffiguard_error* err);
ffiguard_status clock_release(ffiguard_token object, ffiguard_error* err);
ffiguard_status clock_state(ffiguard_token object);
uint64_t clock_live_count(void);
ffiguard_status clock_push(ffiguard_token object, uint64_t number, ffiguard_error* err);
ffiguard_status clock_end(ffiguard_token object, ffiguard_error* err);
ffiguard_status clock_drain(ffiguard_token object, tick* into, uint64_t room, uint64_t* count,
                            uint64_t* lost, ffiguard_error* err);
ffiguard_status clock_descriptor(ffiguard_token object, int32_t* descriptor, ffiguard_error* err);

#ifdef __cplusplus
}
#endif

#endif
