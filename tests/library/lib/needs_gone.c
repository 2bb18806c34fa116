/* SPDX-License-Identifier: BSL-1.0 */
/* Linked to a library that no file is called as. */
int provided(void);
int use_provided(void) { return provided(); }
