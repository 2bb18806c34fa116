/* SPDX-License-Identifier: BSL-1.0 */
#ifndef FFIGUARD_TESTS_MISUSE_SHIM_H
#define FFIGUARD_TESTS_MISUSE_SHIM_H

/* One API and two shims behind it: naive.cpp, as it is often written, and guarded.cpp. Each
 * function shim_x calls naive_x or guarded_x, as shim_choose() says. All answer with an
 * ffiguard_status and fill err, where it is given; a handle is the address of the object in the
 * naive shim. */

#include <stddef.h>
#include <stdint.h>

#include <ffiguard/ffiguard.h>

#include "hooks.h"
#include "node.h"

#ifdef __cplusplus
extern "C" {
#endif

/* X(name, parameters, arguments) */
#define SHIM_FUNCTIONS(X)                                                                          \
    /* A counter: an object, a method, and a method that stays inside until shim_let_go(). */      \
    X(counter_open, (int64_t start, uint64_t * out, ffiguard_error * err), (start, out, err))      \
    X(counter_add, (uint64_t counter, int64_t n, int64_t * sum, ffiguard_error * err),             \
      (counter, n, sum, err))                                                                      \
    X(counter_stay, (uint64_t counter, ffiguard_error * err), (counter, err))                      \
    X(counter_each, (uint64_t counter, uint64_t callback, ffiguard_error * err),                   \
      (counter, callback, err)) /* calls back while it is inside */                                \
    X(counter_close, (uint64_t counter, ffiguard_error * err), (counter, err))                     \
    X(counter_half_made, (uint64_t * out, ffiguard_error * err), (out, err)) /* throws half-way */ \
    /* The same type in a second table. */                                                         \
    X(other_open, (int64_t start, uint64_t * out, ffiguard_error * err), (start, out, err))        \
    X(other_close, (uint64_t counter, ffiguard_error * err), (counter, err))                       \
    /* Another type; what it gives in a buffer is the caller's. */                                 \
    X(text_open, (const uint8_t* bytes, int64_t size, uint64_t* out, ffiguard_error* err),         \
      (bytes, size, out, err))                                                                     \
    X(text_get, (uint64_t text, ffiguard_buffer * out, ffiguard_error * err), (text, out, err))    \
    X(text_copy, (uint64_t text, uint8_t * to, int64_t size, ffiguard_error * err),                \
      (text, to, size, err))                                                                       \
    X(text_close, (uint64_t text, ffiguard_error * err), (text, err))                              \
    X(buffer_release, (ffiguard_buffer * buffer, ffiguard_error * err), (buffer, err))             \
    /* Views of the caller's memory, used in the call or kept. */                                  \
    X(sum, (const int64_t* values, int64_t count, int64_t* sum, ffiguard_error* err),              \
      (values, count, sum, err))                                                                   \
    X(keep, (const uint8_t* bytes, int64_t size, ffiguard_error* err), (bytes, size, err))         \
    X(kept, (int64_t * sum, ffiguard_error * err), (sum, err))                                     \
    X(lend, (uint8_t * bytes, int64_t size, uint64_t * out, ffiguard_error * err),                 \
      (bytes, size, out, err)) /* for fill() to write into, until take_back() */                   \
    X(fill, (uint64_t loan, int32_t byte, ffiguard_error * err), (loan, byte, err))                \
    X(take_back, (uint64_t loan, ffiguard_error * err), (loan, err))                               \
    /* A C library keeps a function and a user pointer, and calls when it likes: shim_ring(). */   \
    X(bell_register, (uint64_t callback, uint64_t * out, ffiguard_error * err),                    \
      (callback, out, err))                                                                        \
    X(bell_unregister, (uint64_t bell, ffiguard_error * err), (bell, err))                         \
    /* Exceptions and errno. */                                                                    \
    X(raise, (int32_t what, ffiguard_error * err), (what, err))                                    \
    X(last_error, (ffiguard_error * err), (err)) /* of the naive shim, which keeps the text */     \
    X(call_go, (uint64_t callback, ffiguard_error * err), (callback, err))                         \
    X(succeed, (ffiguard_error * err), (err))                                                      \
    X(fail, (ffiguard_error * err), (err)) /* with ENOENT */                                       \
    /* Changes of the thread, each for the time of the call. */                                    \
    X(change, (int32_t what, ffiguard_error * err), (what, err))                                   \
    X(handle_signal, (int32_t signal, ffiguard_error * err), (signal, err))                        \
    /* Must stay on one thread. */                                                                 \
    X(window_open, (uint64_t * out, ffiguard_error * err), (out, err))                             \
    X(window_draw, (uint64_t window, ffiguard_error * err), (window, err))                         \
    X(window_close, (uint64_t window, ffiguard_error * err), (window, err))                        \
    /* Resources of the system. */                                                                 \
    X(block_use, (ffiguard_error * err), (err)) /* memory of a library with its own free */        \
    X(file_open, (uint64_t * out, ffiguard_error * err), (out, err))                               \
    X(file_close, (uint64_t file, ffiguard_error * err), (file, err))                              \
    X(run, (int32_t * exit_code, ffiguard_error * err), (exit_code, err)) /* a process: exit 7 */  \
    X(library_open, (uint64_t * out, ffiguard_error * err), (out, err))                            \
    X(library_find, (uint64_t library, uint64_t * out, ffiguard_error * err), (library, out, err)) \
    X(library_call, (uint64_t function, ffiguard_error * err), (function, err))                    \
    X(library_close, (uint64_t library, ffiguard_error * err), (library, err))                     \
    X(function_close, (uint64_t function, ffiguard_error * err), (function, err))                  \
    /* A tree: a store for one user at a time, its cursors, and marks of a cursor. */              \
    X(store_open, (uint64_t * out, ffiguard_error * err), (out, err))                              \
    X(store_close, (uint64_t store, int32_t how, ffiguard_error * err), (store, how, err))         \
    X(store_put, (uint64_t store, int64_t n, ffiguard_error * err), (store, n, err))               \
    X(store_run, (uint64_t store, ffiguard_error * err), (store, err)) /* until it is woken */     \
    X(store_each, (uint64_t store, uint64_t callback, ffiguard_error * err),                       \
      (store, callback, err)) /* calls back while it is inside */                                  \
    X(store_wake, (uint64_t store, ffiguard_error * err), (store, err))                            \
    X(store_busy, (uint64_t store, int32_t busy, ffiguard_error * err), (store, busy, err))        \
    X(cursor_open, (uint64_t store, uint64_t * out, ffiguard_error * err), (store, out, err))      \
    X(cursor_next, (uint64_t cursor, int64_t * value, ffiguard_error * err), (cursor, value, err)) \
    X(cursor_run, (uint64_t cursor, ffiguard_error * err), (cursor, err))                          \
    X(cursor_each, (uint64_t cursor, uint64_t callback, ffiguard_error * err),                     \
      (cursor, callback, err))                                                                     \
    X(cursor_close, (uint64_t cursor, ffiguard_error * err), (cursor, err))                        \
    X(mark_open, (uint64_t cursor, uint64_t * out, ffiguard_error * err), (cursor, out, err))      \
    X(mark_read, (uint64_t mark, int64_t * value, ffiguard_error * err), (mark, value, err))       \
    X(mark_close, (uint64_t mark, ffiguard_error * err), (mark, err))                              \
    /* A page, and values that are memory of it; packet_each() lends memory for one call. */       \
    X(page_open, (uint64_t * out, ffiguard_error * err), (out, err))                               \
    X(page_close, (uint64_t page, ffiguard_error * err), (page, err))                              \
    X(value_open, (uint64_t page, uint64_t * out, ffiguard_error * err), (page, out, err))         \
    X(value_read,                                                                                  \
      (uint64_t value, uint64_t offset, uint8_t * to, uint64_t size, uint64_t * copied,            \
       ffiguard_error * err),                                                                      \
      (value, offset, to, size, copied, err))                                                      \
    X(value_close, (uint64_t value, ffiguard_error * err), (value, err))                           \
    X(packet_each, (uint64_t callback, uint64_t * out, ffiguard_error * err),                      \
      (callback, out, err)) /* out is there before the call */                                     \
    X(packet_read,                                                                                 \
      (uint64_t packet, uint8_t * to, uint64_t size, uint64_t * copied, ffiguard_error * err),     \
      (packet, to, size, copied, err))

#define SHIM_DECLARE(name, parameters, arguments) \
    ffiguard_status shim_##name parameters;       \
    ffiguard_status naive_##name parameters;      \
    ffiguard_status guarded_##name parameters;
SHIM_FUNCTIONS(SHIM_DECLARE)
SHIM_NODE_FUNCTIONS(SHIM_DECLARE)
SHIM_HOOK_FUNCTIONS(SHIM_DECLARE)
#undef SHIM_DECLARE

enum { SHIM_THROW_ERROR, SHIM_THROW_NUMBER, SHIM_THROW_BAD_ALLOC, SHIM_THROW_LONG };
enum { SHIM_REFUSE, SHIM_WAIT, SHIM_CASCADE }; /* how a store is closed with cursors open */
enum {
    SHIM_CHANGE_MASK,
    SHIM_CHANGE_STACK,
    SHIM_CHANGE_CPUS,
    SHIM_CHANGE_FLOAT,
    SHIM_CHANGE_LOCALE,
    SHIM_CHANGE_NAME
};

/* Which shim answers, for the whole process. */
void shim_choose(int32_t naive);
/* Objects, buffers and files that are not released yet. */
int64_t shim_live(void);
/* counter_stay() stays inside from shim_hold() to shim_let_go(); how many are there. */
void shim_hold(void);
void shim_let_go(void);
int32_t shim_inside(void);
/* The library calls what was registered, on this or on a new thread; what that answered. */
ffiguard_status shim_ring(int32_t other_thread);
/* The nth allocation of this thread from now on fails, and only that; 0: none. True if it has. */
void shim_fail_allocation(int32_t nth);
int32_t shim_allocation_failed(void);
/* The C library's exit(): destructors of static objects run. */
void shim_exit(void);

/* In Go: calls the function behind a number, and lets go of it. */
extern int32_t goCallback(uint64_t callback);
extern void goLetGo(uint64_t callback);

#ifdef __cplusplus
}
#endif

#endif
