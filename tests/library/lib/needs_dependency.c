/* SPDX-License-Identifier: BSL-1.0 */
/* Linked to a library that is loaded with it, dependency.so. */
#include "needs_gone.c"
