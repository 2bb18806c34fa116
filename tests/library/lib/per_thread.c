/* SPDX-License-Identifier: BSL-1.0 */
/* A variable of each thread, in memory that comes with the thread, or in what the loader keeps for it. */
__thread int per_thread = 3;
__attribute__((tls_model("initial-exec"))) __thread int per_thread_early = 4;
int of_all = 5;
int *per_thread_address(void) { return &per_thread; }
int *per_thread_early_address(void) { return &per_thread_early; }
