/* SPDX-License-Identifier: BSL-1.0 */
#ifndef SEARCH_H
#define SEARCH_H

/* What the Go library of the example gives to its C++ host. Any thread may call. A search is an
 * object of Go and known to C++ by its token; a token that is none is refused with a status. */

#include <ffiguard/ffiguard.h>

#ifdef __cplusplus
extern "C" {
#endif

/* The host's function, called on threads of Go, several at once. It answers FFIGUARD_OK for more. */
typedef ffiguard_status (*search_found)(uint64_t user, int64_t prime);

/* Goroutines begin to look for primes from a number on, and call found.call, which is a
 * search_found, with each. FFIGUARD_CLOSED after go_stop(). */
ffiguard_status search_new(int64_t from, int32_t goroutines, ffiguard_callback found,
                           ffiguard_token *made, ffiguard_error *err);
/* How many were found. */
ffiguard_status search_count(ffiguard_token search, int64_t *count, ffiguard_error *err);
/* Waits until the search has ended, and answers what found() has ended it with. FFIGUARD_IN_USE
 * when the limit has passed. */
ffiguard_status search_wait(ffiguard_token search, int64_t limit_ms, ffiguard_error *err);
/* Ends the search, and does not wait for it. */
ffiguard_status search_release(ffiguard_token search, ffiguard_error *err);
uint64_t search_live_count(void);

/* Ends all searches and waits for their goroutines: found() is not called any more. FFIGUARD_IN_USE
 * when the limit has passed; may be called again then. */
ffiguard_status go_stop(int64_t limit_ms, ffiguard_error *err);

#ifdef __cplusplus
}
#endif

#endif
