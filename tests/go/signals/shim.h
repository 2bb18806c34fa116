/* SPDX-License-Identifier: BSL-1.0 */
#ifndef FFIGUARD_TESTS_GO_SIGNALS_SHIM_H
#define FFIGUARD_TESTS_GO_SIGNALS_SHIM_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* A handler of SIGTERM that counts, and chains or does not. 0 where that failed. */
int32_t shim_take_term(int32_t chains);
int32_t shim_terms(void);
int32_t shim_give_term_back(void);

/* A crash_reporter that prints a line. 0 where that failed. */
int32_t shim_report_crashes(void);
int32_t shim_reports(void);
int32_t shim_report_no_crashes(void);
void shim_crash(void);
void shim_crash_on_thread(void);

#ifdef __cplusplus
}
#endif

#endif
