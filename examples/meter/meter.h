/* SPDX-License-Identifier: BSL-1.0 */
#ifndef METER_H
#define METER_H

/* The first shim of docs/guide.md: numbers and their mean. Go: examples/cgo/meter; Java: Meter.java in
 * examples/java/ffm. */

#include <ffiguard/ffiguard.h>

#ifdef __cplusplus
extern "C" {
#endif

ffiguard_status meter_new(ffiguard_token *made, ffiguard_error *err);
ffiguard_status meter_add(ffiguard_token meter, double value, ffiguard_error *err);
ffiguard_status meter_mean(ffiguard_token meter, double *out, ffiguard_error *err);
ffiguard_status meter_release(ffiguard_token meter, ffiguard_error *err);
ffiguard_status meter_state(ffiguard_token meter);
uint64_t meter_live_count(void);

#ifdef __cplusplus
}
#endif

#endif
