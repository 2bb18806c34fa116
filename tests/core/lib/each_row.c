/* SPDX-License-Identifier: BSL-1.0 */
/* A C library that calls back: it is busy meanwhile, and knows nothing of exceptions. */
static int busy;

int each_row(int (*on_row)(void *user, const char *row), void *user) {
    static const char *const rows[] = {"one", "two", "three"};
    int stopped = 0;
    if (busy) return -1;
    busy = 1;
    for (int i = 0; i < 3 && stopped == 0; ++i) stopped = on_row(user, rows[i]);
    busy = 0;
    return stopped;
}
