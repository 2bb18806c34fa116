/* SPDX-License-Identifier: BSL-1.0 */
/* Loads only where another library has made provided() global. */
int provided(void);
int use_provided(void) { return provided(); }
