/* SPDX-License-Identifier: BSL-1.0 */
/* Calls the provided() that the loader decides for: its own, or one that is global. */
int provided(void);
int use_provided(void);

int provided(void) { return 7; }
int use_provided(void) { return provided(); }
