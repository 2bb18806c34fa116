/* SPDX-License-Identifier: BSL-1.0 */
#ifndef FFIGUARD_TESTS_CALLBACKS_FEED_H
#define FFIGUARD_TESTS_CALLBACKS_FEED_H

/* An object whose release calls Go, closed by calls that were promised not to. */

#include <ffiguard/ffiguard.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Takes over user: on_end is called with it when the object is released. */
ffiguard_status feed_new(ffiguard_callback on_end, ffiguard_user_release let_go,
                         ffiguard_token *made, ffiguard_error *err);
ffiguard_status feed_release(ffiguard_token feed, ffiguard_error *err);
/* Calls nothing, and stays until feed_let_go(). */
ffiguard_status feed_stay(ffiguard_token feed, ffiguard_error *err);
int32_t feed_inside(void);
void feed_let_go(void);
ffiguard_status feed_state(ffiguard_token feed);
uint64_t feed_live_count(void);
uint64_t feeds_closed_queued(void);
uint64_t feeds_closed_drain(uint64_t at_most);

#ifdef __cplusplus
}
#endif

#endif
