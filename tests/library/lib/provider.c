/* SPDX-License-Identifier: BSL-1.0 */
int provided(void) { return 42; }
