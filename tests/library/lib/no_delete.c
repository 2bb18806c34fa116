/* SPDX-License-Identifier: BSL-1.0 */
/* Linked with -z nodelete. */
#include "plain.c"
