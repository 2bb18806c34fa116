/* SPDX-License-Identifier: BSL-1.0 */
#ifndef FFIGUARD_TESTS_THREADS_SHIM_H
#define FFIGUARD_TESTS_THREADS_SHIM_H

/* What the tests in Go and Java call: each change of the thread once with ffiguard, and once as it
 * is written without (naive != 0). Answers are ffiguard_status where nothing else is said. */

#include <stdint.h>

#include <ffiguard/ffiguard.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef void (*shim_callback)(uint64_t id);

/* Blocks all signals that may be blocked for the time of the call; the naive code forgets to open
 * them again: all there are, or SIGUSR1 alone where naive is 2. */
ffiguard_status shim_block_signals(int32_t naive);
/* How many signals are blocked on the calling thread, asked without ffiguard. */
int32_t shim_blocked_signals(void);

/* Runs on one CPU while it calls back. The naive code does not know that threads are started
 * meanwhile, and what they inherit. */
ffiguard_status shim_pinned_callback(int32_t naive, shim_callback callback, uint64_t id);
/* How many threads of the process may run on one CPU only. */
int32_t shim_pinned_threads(void);

/* An owner whose closer changes errno ends in each. The first succeeds, with 0; the second fails,
 * with -1 and ENOENT. */
int32_t shim_succeed(int32_t naive);
int32_t shim_fail(int32_t naive);

/* A session that must stay on one thread. 0: none. */
ffiguard_token shim_session_new(void);
ffiguard_status shim_session_enter(ffiguard_token session);
ffiguard_status shim_session_verify(ffiguard_token session);
ffiguard_status shim_session_leave(ffiguard_token session);
ffiguard_status shim_session_close(ffiguard_token session);

/* A guard that somebody forgets, and what ends it, on the same thread. */
ffiguard_status shim_leak_guard(void);
ffiguard_status shim_end_leaked_guard(void);

/* A native thread in the background, with no handler of the runtime on it. */
ffiguard_status shim_worker_start(int32_t naive);
/* Sends it a signal 200 times; how often a handler ran on it. */
int32_t shim_worker_signals(void);
ffiguard_status shim_worker_stop(void);
/* A worker computes for so many milliseconds of CPU time, and has ended when it returns. The naive
 * one blocks all signals, as one that is to run no handler of its host does. */
ffiguard_status shim_worker_computes(int32_t naive, int32_t milliseconds);

/* Calls the initialiser of a vendor, which changes whatever a thread has, in a foreign_call; the
 * naive code does not. The second changes the process, which nobody puts back. */
ffiguard_status shim_vendor_init(int32_t naive, ffiguard_error *told);
void shim_vendor_init_process(void);

#ifdef __cplusplus
}
#endif

#endif
