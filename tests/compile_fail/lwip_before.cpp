// expect: close, read or write is a macro here
// SPDX-License-Identifier: BSL-1.0
#include <unistd.h>
#ifdef FAIL
#define close(s) lwip_close(s)
#endif
#include <ffiguard/core/unique_handle.hpp>
