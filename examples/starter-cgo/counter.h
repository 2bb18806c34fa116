#ifndef COUNTER_H
#define COUNTER_H

#include <ffiguard/ffiguard.h>

#ifdef __cplusplus
extern "C" {
#endif

ffiguard_status counter_new(ffiguard_token *made, ffiguard_error *err);
ffiguard_status counter_add(ffiguard_token counter, int64_t by, int64_t *sum, ffiguard_error *err);
ffiguard_status counter_release(ffiguard_token counter, ffiguard_error *err);
uint64_t counter_live_count(void); /* counters that are not released yet */

#ifdef __cplusplus
}
#endif

#endif
