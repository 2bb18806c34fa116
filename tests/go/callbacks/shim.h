/* SPDX-License-Identifier: BSL-1.0 */
#ifndef FFIGUARD_TESTS_CALLBACKS_SHIM_H
#define FFIGUARD_TESTS_CALLBACKS_SHIM_H

/* What the Go tests of go/callback.hpp and go/view.hpp call. */

#include <ffiguard/ffiguard.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Owns on_event for the length of this call, calls it and lets it go: on a thread of its own where
 * native is not 0. on_event.call is an int32_t (*)(uint64_t user, int32_t value). */
ffiguard_status shim_call(ffiguard_callback on_event, ffiguard_user_release let_go, int32_t value,
                          int32_t native, int32_t *answer, ffiguard_error *err);

/* A C library's object that keeps a function and a user pointer, and never forgets them: the
 * callback of on_event is registered with it. */
ffiguard_status source_new(ffiguard_callback on_event, ffiguard_user_release let_go,
                           ffiguard_token *made, ffiguard_error *err);
ffiguard_status source_release(ffiguard_token source, ffiguard_error *err);
uint64_t source_live_count(void);
/* Calls what it keeps, registered or not: -1 where that is refused. */
ffiguard_status source_fire(ffiguard_token source, int32_t value, int32_t *answer,
                            ffiguard_error *err);
/* The same from several threads of its own, count times each; *answered is how many of the calls
 * were not refused. */
ffiguard_status source_storm(ffiguard_token source, int32_t threads, int32_t count,
                             int32_t *answered, ffiguard_error *err);
ffiguard_status source_unregister(ffiguard_token source, ffiguard_error *err);

/* What Go exports: char *, as Go has no const. C++ calls it with const char *. */
int32_t goOnText(uint64_t user, char *text, int32_t size);
/* Owns user for the length of this call and calls goOnText with a text of C++'s. */
ffiguard_status shim_text(uint64_t user, ffiguard_user_release let_go, int32_t *answer,
                          ffiguard_error *err);

/* An object that writes to a file, and keeps a descriptor of its own; fd stays the caller's. */
ffiguard_status event_log_new(int32_t fd, ffiguard_token *made, ffiguard_error *err);
ffiguard_status event_log_release(ffiguard_token log, ffiguard_error *err);
uint64_t event_log_live_count(void);
ffiguard_status event_log_write(ffiguard_token log, int32_t number, ffiguard_error *err);

/* The sum of the bytes, given in two ways. */
ffiguard_status shim_total(const uint8_t *data, intptr_t length, int64_t *sum, ffiguard_error *err);
ffiguard_status shim_total_view(ffiguard_view bytes, int64_t *sum, ffiguard_error *err);

/* The sum of a []float32. */
ffiguard_status shim_sum(const float *data, intptr_t length, intptr_t capacity, double *sum,
                         ffiguard_error *err);
/* A copy of a Go string, for the caller to release. */
ffiguard_status shim_keep(ffiguard_go_string text, ffiguard_buffer *kept, ffiguard_error *err);

#ifdef __cplusplus
}
#endif

#endif
