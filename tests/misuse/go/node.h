/* SPDX-License-Identifier: BSL-1.0 */
#ifndef FFIGUARD_TESTS_MISUSE_NODE_H
#define FFIGUARD_TESTS_MISUSE_NODE_H

#include <stdint.h>

/* Objects that need one another: the second half of shim.h. Each has a kind, and the kind of its
 * parent is that before it. The naive shim does the same with all. */

enum {
    /* database > statement > row, by what closing one with children does */
    SHIM_WAITS,
    SHIM_WAITS_STATEMENT,
    SHIM_WAITS_ROW,
    SHIM_REFUSES,
    SHIM_REFUSES_STATEMENT,
    SHIM_REFUSES_ROW,
    SHIM_CLOSES,
    SHIM_CLOSES_STATEMENT,
    SHIM_CLOSES_ROW,
    /* One user at a time, also by way of its queries; closing it wakes who is inside. */
    SHIM_CONNECTION,
    SHIM_QUERY,
    /* Its close may say 5, busy. A job is one in a database that closes its children. */
    SHIM_ENGINE,
    SHIM_JOB,
    SHIM_WINDOW, /* released on the thread that called home_begin() */
    SHIM_FEED    /* not released by a call that must not: node_close_later() */
};

/* X(name, parameters, arguments) */
#define SHIM_NODE_FUNCTIONS(X)                                                                    \
    /* Calls back while it is being made, unless callback is 0. */                                \
    X(node_open,                                                                                  \
      (int32_t kind, uint64_t parent, int64_t id, uint64_t callback, uint64_t * out,              \
       ffiguard_error * err),                                                                     \
      (kind, parent, id, callback, out, err))                                                     \
    /* Its id, its parent's, ... */                                                               \
    X(node_use, (int32_t kind, uint64_t node, int64_t * sum, ffiguard_error * err),               \
      (kind, node, sum, err))                                                                     \
    X(node_each, (int32_t kind, uint64_t node, uint64_t callback, ffiguard_error * err),          \
      (kind, node, callback, err))                                                                \
    /* Until shim_let_go(), or until it is woken: 9. */                                           \
    X(node_stay, (int32_t kind, uint64_t node, ffiguard_error * err), (kind, node, err))          \
    /* What the library allows beside a running call. */                                          \
    X(node_beside, (int32_t kind, uint64_t node, int64_t * id, ffiguard_error * err),             \
      (kind, node, id, err))                                                                      \
    /* How often its close will say busy; -1: always. */                                          \
    X(node_busy, (int32_t kind, uint64_t node, int32_t times, ffiguard_error * err),              \
      (kind, node, times, err))                                                                   \
    X(node_close, (int32_t kind, uint64_t node, ffiguard_error * err), (kind, node, err))         \
    X(node_close_wait, (int32_t kind, uint64_t node, int64_t ms, ffiguard_error * err),           \
      (kind, node, ms, err))                                                                      \
    X(node_state, (int32_t kind, uint64_t node), (kind, node))                                    \
    /* Out of the shim, for lib_free(). */                                                        \
    X(node_take, (int32_t kind, uint64_t node, void** out, ffiguard_error* err),                  \
      (kind, node, out, err))                                                                     \
    /* For a finalizer: it must not block, and the release of a feed does. */                     \
    X(node_close_later, (int32_t kind, uint64_t node, ffiguard_error * err), (kind, node, err))   \
    X(queue_drain, (int64_t * count, ffiguard_error * err), (count, err))                         \
    X(home_begin, (ffiguard_error * err), (err))                                                  \
    X(home_drain, (int64_t * count, ffiguard_error * err), (count, err))                          \
    X(home_end, (ffiguard_error * err), (err))

/* The ids of what the library has freed since shim_lib_begin(), as digits: 321. */
#ifdef __cplusplus
extern "C" {
#endif
int64_t shim_lib_freed(void);
int32_t shim_lib_wakes(void);  /* how often it was told to end what is running */
int32_t shim_lib_strays(void); /* windows that were freed on another thread */
void shim_lib_begin(void);
void shim_lib_free(void* node); /* by the C library that took it */
#ifdef __cplusplus
}
#endif

#endif
