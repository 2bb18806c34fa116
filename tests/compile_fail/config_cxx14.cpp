// expect: ffiguard needs C\+\+17
// SPDX-License-Identifier: BSL-1.0
#ifdef FAIL
#undef __cplusplus
#define __cplusplus 201402L
#endif

#include <ffiguard/core/config.hpp>
