/* SPDX-License-Identifier: BSL-1.0 */
#ifndef FFIGUARD_TESTS_PROMISES_SHIM_H
#define FFIGUARD_TESTS_PROMISES_SHIM_H

/* Objects that own a function of Go's and call it when they are released: a hub, and listeners, which are
 * its children. A function that takes none of Go's promises not to call Go. */

#include <ffiguard/ffiguard.h>

#ifdef __cplusplus
extern "C" {
#endif

ffiguard_status hub_new(ffiguard_callback on_end, ffiguard_user_release let_go,
                        ffiguard_token *made, ffiguard_error *err);
ffiguard_status hub_release(ffiguard_token hub, ffiguard_error *err);
ffiguard_status hub_read(ffiguard_token hub, int32_t *number, ffiguard_error *err);
ffiguard_status listener_new(ffiguard_token hub, ffiguard_callback on_end,
                             ffiguard_user_release let_go, ffiguard_token *made,
                             ffiguard_error *err);
ffiguard_status listener_release(ffiguard_token listener, ffiguard_error *err);
ffiguard_status listener_read(ffiguard_token listener, int32_t *number, ffiguard_error *err);

/* The same, whose classes say queued_release. A room is used by one at a time, with its guests. */
ffiguard_status room_new(ffiguard_callback on_end, ffiguard_user_release let_go,
                         ffiguard_token *made, ffiguard_error *err);
ffiguard_status room_release(ffiguard_token room, ffiguard_error *err);
ffiguard_status room_read(ffiguard_token room, int32_t *number, ffiguard_error *err);
ffiguard_status guest_new(ffiguard_token room, ffiguard_callback on_end,
                          ffiguard_user_release let_go, ffiguard_token *made, ffiguard_error *err);
ffiguard_status guest_release(ffiguard_token guest, ffiguard_error *err);
ffiguard_status guest_read(ffiguard_token guest, int32_t *number, ffiguard_error *err);

/* The same, whose functions a C library owns: a desk's as user_data, its visitors' as
 * callback_registration. */
ffiguard_status desk_new(ffiguard_callback on_end, ffiguard_user_release let_go,
                         ffiguard_token *made, ffiguard_error *err);
ffiguard_status desk_release(ffiguard_token desk, ffiguard_error *err);
ffiguard_status desk_read(ffiguard_token desk, int32_t *number, ffiguard_error *err);
ffiguard_status visitor_new(ffiguard_token desk, ffiguard_callback on_end,
                            ffiguard_user_release let_go, ffiguard_token *made,
                            ffiguard_error *err);
ffiguard_status visitor_release(ffiguard_token visitor, ffiguard_error *err);
ffiguard_status visitor_read(ffiguard_token visitor, int32_t *number, ffiguard_error *err);

/* Each release of one of them is an event. */
typedef struct end_event {
    uint32_t one, check; /* 1 */
} end_event;
ffiguard_status ends_drain(end_event *into, uint64_t room, uint64_t *count, uint64_t *lost);
int32_t ends_descriptor(void);
uint64_t ends_event_size(void);
uint64_t ends_queued(void);

/* Of all. It never calls back. */
uint64_t live_objects(void);
/* What the calls do without it shows why there is one. It never calls back. */
void leave_the_queue_out(void);

uint64_t outbox_queued(void);
uint64_t outbox_drain(uint64_t at_most);

#ifdef __cplusplus
}
#endif

#endif
