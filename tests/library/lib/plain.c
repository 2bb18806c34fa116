/* SPDX-License-Identifier: BSL-1.0 */
/* Nothing keeps it loaded. */
int use(void);
int use(void) { return 1; }
