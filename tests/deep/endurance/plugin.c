/* SPDX-License-Identifier: BSL-1.0 */
/* A library that comes and goes. */
int seven(void);
int seven(void) {
    return 7;
}
