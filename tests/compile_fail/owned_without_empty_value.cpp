// expect: say which value owns nothing
// SPDX-License-Identifier: BSL-1.0
#include <unistd.h>

#include <ffiguard/core/unique_handle.hpp>

ffiguard::owned<&::close, -1> right;

#ifdef FAIL
ffiguard::owned<&::close> wrong;
#endif
