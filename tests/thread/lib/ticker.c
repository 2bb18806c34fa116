/* SPDX-License-Identifier: BSL-1.0 */
/* Code that a worker is in for most of its time. */
#include <stddef.h>
#include <unistd.h>

/* Where a test wants to be told that the library is on its way out. */
int *ticker_unloads = NULL;

int ticker_tick(int (*is_done)(void *), void *user) {
    int ticks = 0;
    for (; !is_done(user); ++ticks) usleep(1000);
    return ticks;
}

__attribute__((destructor)) static void unload(void) {
    if (ticker_unloads != NULL) ++*ticker_unloads;
}
