/* SPDX-License-Identifier: BSL-1.0 */
#ifndef FFIGUARD_TESTS_MISUSE_HOOKS_H
#define FFIGUARD_TESTS_MISUSE_HOOKS_H

#include <stddef.h>
#include <stdint.h>

#include <ffiguard/ffiguard.h>

/* What calls Go at a time of its own, and what comes to Go without a call: the third part of
 * shim.h. */

typedef struct shim_event {
    uint64_t number; /* from 0 on, of its thread */
    uint32_t from;
    uint32_t check; /* from ^ number */
} shim_event;

/* X(name, parameters, arguments) */
#define SHIM_HOOK_FUNCTIONS(X)                                                                     \
    /* A library with one hook. It owns the user pointer, and destroys it when it is replaced,     \
     * cleared, or when the registration fails. A hook has no result. */                           \
    X(hook_set, (uint64_t callback, int32_t fails, ffiguard_error * err), (callback, fails, err))  \
    X(hook_fire, (ffiguard_error * err), (err))                                                    \
    X(hook_clear, (ffiguard_error * err), (err))                                                   \
    /* Calls Go when it is released. Go was promised that close and stay do not. */                \
    X(owner_open, (uint64_t callback, uint64_t * out, ffiguard_error * err), (callback, out, err)) \
    X(owner_stay, (uint64_t owner, ffiguard_error * err), (owner, err))                            \
    X(owner_close, (uint64_t owner, ffiguard_error * err), (owner, err))                           \
    /* Its release stays inside until shim_let_go(). */                                            \
    X(slow_open, (uint64_t * out, ffiguard_error * err), (out, err))                               \
    X(slow_close, (uint64_t slow, ffiguard_error * err), (slow, err))                              \
    /* A queue of 64 events. Threads push `each` events. */                                        \
    X(tail_open, (uint64_t * out, ffiguard_error * err), (out, err))                               \
    X(tail_push, (uint64_t tail, uint32_t threads, uint64_t each, ffiguard_error * err),           \
      (tail, threads, each, err))                                                                  \
    X(tail_drain,                                                                                  \
      (uint64_t tail, shim_event * into, uint64_t room, uint64_t * count, uint64_t * lost,         \
       ffiguard_error * err),                                                                      \
      (tail, into, room, count, lost, err))                                                        \
    X(tail_descriptor, (uint64_t tail, int32_t * out, ffiguard_error * err), (tail, out, err))     \
    X(tail_end, (uint64_t tail, ffiguard_error * err), (tail, err)) /* no more events */           \
    X(tail_close, (uint64_t tail, ffiguard_error * err), (tail, err))                              \
    /* Fails with a text of so many bytes. */                                                      \
    X(raise_text, (int64_t size, ffiguard_error * err), (size, err))                               \
    /* A text that is 100 bytes longer each time it is asked for. */                               \
    X(note_open, (uint64_t * out, ffiguard_error * err), (out, err))                               \
    X(note_text,                                                                                   \
      (uint64_t note, uint8_t * to, size_t room, uint64_t * size, ffiguard_error * err),           \
      (note, to, room, size, err))                                                                 \
    X(note_close, (uint64_t note, ffiguard_error * err), (note, err))                              \
    /* Two copies of a C++ library in one program: sums of what each has in a box. */              \
    X(copies_sum, (int64_t * first, int64_t * second, ffiguard_error * err), (first, second, err))

#endif
