/* SPDX-License-Identifier: BSL-1.0 */
#include <errno.h>
#include <stdarg.h>
#include <stddef.h>

int counter_value = 0;
const char counter_text[] = "counter";

/* Where a test wants to be told that the library is on its way out. */
int *counter_unloads = NULL;

int counter_next(void) { return ++counter_value; }

int counter_sum(int count, ...) {
    va_list list;
    int sum = 0;
    va_start(list, count);
    while (count-- > 0) sum += va_arg(list, int);
    va_end(list);
    return sum;
}

void counter_add(int *to, unsigned long amount) { *to += (int)amount; }

/* A symbol that is there and whose value is null. */
__asm__(".globl counter_null\n.set counter_null, 0\n");

/* Reads what the calls have written: a race if the unloading thread does not see it. */
__attribute__((destructor)) static void unload(void) {
    if (counter_unloads != NULL && counter_value >= 0) ++*counter_unloads;
    errno = EIO;
}
