/* SPDX-License-Identifier: BSL-1.0 */
#ifndef FFIGUARD_TESTS_CALLBACKS_LEND_H
#define FFIGUARD_TESTS_CALLBACKS_LEND_H

/* What the Go tests of memory/loan.hpp and thread/scoped_loan.hpp call. */

#include <ffiguard/ffiguard.h>

#ifdef __cplusplus
extern "C" {
#endif

/* What Go exports: packet is good until it returns. */
void goOnPacket(uint64_t user, ffiguard_token packet);
/* Owns user for the length of this call, and calls goOnPacket with a text that is freed then: on a
 * thread of its own where native is not 0. */
ffiguard_status shim_packet(uint64_t user, ffiguard_user_release let_go, int32_t native,
                            ffiguard_error *err);
ffiguard_status packet_read(ffiguard_token packet, uint64_t offset, void *to, uint64_t size,
                            uint64_t *copied, ffiguard_error *err);
ffiguard_status packet_release(ffiguard_token packet, ffiguard_error *err);
uint64_t packet_live_count(void);

/* An object that has a text, and lends it. */
ffiguard_status store_new(ffiguard_token *made, ffiguard_error *err);
ffiguard_status store_release(ffiguard_token store, ffiguard_error *err);
uint64_t store_live_count(void);
ffiguard_status store_text(ffiguard_token store, ffiguard_token *lent, ffiguard_error *err);
ffiguard_status text_read(ffiguard_token lent, uint64_t offset, void *to, uint64_t size,
                          uint64_t *copied, ffiguard_error *err);
ffiguard_status text_copy(ffiguard_token lent, ffiguard_buffer *all, ffiguard_error *err);
ffiguard_status text_release(ffiguard_token lent, ffiguard_error *err);
uint64_t text_live_count(void);

#ifdef __cplusplus
}
#endif

#endif
