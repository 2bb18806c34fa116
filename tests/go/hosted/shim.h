// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_TESTS_GO_HOSTED_SHIM_H
#define FFIGUARD_TESTS_GO_HOSTED_SHIM_H

#include <stddef.h>
#include <stdint.h>

#include "ffiguard/ffiguard.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct {
    uint64_t cookie;
    ffiguard_status status;
    int32_t detail;
} store_completion;

ffiguard_status store_open(const char* directory, ffiguard_token* made, ffiguard_error* err);
ffiguard_status store_close(ffiguard_token store, ffiguard_error* err);

// On the host. Begin and commit wait there; so do put_waiting and get. The others return at once,
// and the cookie comes back by store_take().
ffiguard_status txn_begin(ffiguard_token store, ffiguard_token* made, ffiguard_error* err);
ffiguard_status txn_commit(ffiguard_token txn, ffiguard_error* err);
ffiguard_status txn_close(ffiguard_token txn, ffiguard_error* err);
ffiguard_status txn_put(ffiguard_token txn, uint64_t key, uint64_t value, uint64_t cookie);
ffiguard_status txn_put_waiting(ffiguard_token txn, uint64_t key, uint64_t value);
ffiguard_status txn_get(ffiguard_token txn, uint64_t key, uint64_t* value, ffiguard_error* err);
ffiguard_status txn_count(ffiguard_token txn, uint64_t* rows, ffiguard_error* err);

// Readable while store_take() has something to give.
int store_descriptor(void);
size_t store_take(store_completion* into, size_t room);
// Holds the calling thread until something is there, or limit milliseconds have passed: 1, 0.
int32_t store_await(int32_t limit);

// The host waits inside of a call until host_let_go().
ffiguard_status host_hold(ffiguard_token txn, uint64_t cookie);
int32_t host_is_held(void);
void host_let_go(void);
size_t host_queued(void);
uint64_t live_objects(void);

#ifdef __cplusplus
}
#endif

#endif
