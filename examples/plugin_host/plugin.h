/* SPDX-License-Identifier: BSL-1.0 */
#ifndef PLUGIN_H
#define PLUGIN_H

/* What a plugin of the example gives to its host, in whatever language it is written.
 *
 * A counter is a number that only its plugin understands, and never 0. Whoever made it frees it,
 * once. Any thread may call; one counter is for one thread at a time. */

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* The slow, recursive way: work that a host can measure. */
uint64_t fibonacci(int32_t n);

/* A counter that stands at 0. The answer is 0 where memory is short. */
uint64_t counter_new(void);
/* Adds amount, and answers what the counter stands at then. */
int64_t counter_add(uint64_t counter, int64_t amount);
void counter_free(uint64_t counter);

/* Counters made since the plugin was loaded: more than 0 right after loading it if it never went. */
uint64_t counters_made(void);

#ifdef __cplusplus
}
#endif

#endif
