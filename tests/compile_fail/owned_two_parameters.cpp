// expect: takes a function with one parameter, the handle
// SPDX-License-Identifier: BSL-1.0
#include <sys/mman.h>

#include <ffiguard/core/unique_handle.hpp>

// munmap needs the length too: that is a case for traits.

#ifdef FAIL
ffiguard::owned<&::munmap> wrong;
#endif
