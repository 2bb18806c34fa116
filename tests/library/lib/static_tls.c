/* SPDX-License-Identifier: BSL-1.0 */
/* More than the loader keeps for libraries that come late. */
__attribute__((tls_model("initial-exec"))) __thread char block[1 << 20];
char *touch(void) { return block; }
