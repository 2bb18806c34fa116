// SPDX-License-Identifier: BSL-1.0
// Its constructor gives up: the loader has no way to refuse it, and the process ends.
#include <stdlib.h>

__attribute__((constructor)) static void give_up(void) { abort(); }
