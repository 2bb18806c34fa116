/* SPDX-License-Identifier: BSL-1.0 */
#ifndef FFIGUARD_TESTS_DEEP_ENDURANCE_ROOMS_H
#define FFIGUARD_TESTS_DEEP_ENDURANCE_ROOMS_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* A piece of work over all rooms, chosen by seed: any thread. 0, or the number of the line that failed. */
int32_t rooms_work(uint64_t seed);
/* After the work of all threads: what is open, by name, or "" if nothing is. Not thread-safe. */
const char *rooms_open(void);
/* kB of anonymous memory, descriptors, threads. */
void rooms_size(uint64_t *memory, uint64_t *descriptors, uint64_t *threads);

#ifdef __cplusplus
}
#endif

#endif
