/* SPDX-License-Identifier: BSL-1.0 */
#include "plugin.h"

#include <stdatomic.h>
#include <stdlib.h>

static atomic_uint_least64_t made;

uint64_t fibonacci(int32_t n) {
    return n < 2 ? (uint64_t)(n > 0) : fibonacci(n - 1) + fibonacci(n - 2);
}

uint64_t counter_new(void) {
    int64_t *value = calloc(1, sizeof *value);
    if (value == NULL) return 0;
    ++made;
    return (uint64_t)(uintptr_t)value;
}

int64_t counter_add(uint64_t counter, int64_t amount) {
    int64_t *value = (int64_t *)(uintptr_t)counter;
    return *value += amount;
}

void counter_free(uint64_t counter) { free((void *)(uintptr_t)counter); }

uint64_t counters_made(void) { return made; }
