/* SPDX-License-Identifier: BSL-1.0 */
#ifndef FFIGUARD_TESTS_GO_BENCH_SHIM_H
#define FFIGUARD_TESTS_GO_BENCH_SHIM_H

/* A method with nothing in it, over a pointer and over a token; and zpress over a pointer. */

#include <stddef.h>
#include <stdint.h>

#include <ffiguard/ffiguard.h>

#ifdef __cplusplus
extern "C" {
#endif

uint64_t naive_open(void);
int32_t naive_touch(uint64_t counter);
void naive_close(uint64_t counter);

ffiguard_token guarded_open(void);
ffiguard_status guarded_touch(ffiguard_token counter, ffiguard_error* err);
ffiguard_status guarded_close(ffiguard_token counter);

/* The same of an object that is rarely_closed. */
ffiguard_token lasting_open(void);
ffiguard_status lasting_touch(ffiguard_token counter, ffiguard_error* err);
ffiguard_status lasting_close(ffiguard_token counter);

uint64_t naive_zpress_open(int32_t level);
int32_t naive_zpress_write(uint64_t stream, const uint8_t* data, size_t size, void** out,
                           size_t* out_size);
void naive_zpress_close(uint64_t stream);

#ifdef __cplusplus
}
#endif

#endif
