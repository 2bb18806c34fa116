// expect: deleted (function|constructor)
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/core/unique_handle.hpp>
#include <ffiguard/thread/thread_bound.hpp>

void close_one(int);
ffiguard::thread_bound<ffiguard::owned<&close_one, 0>> bound;

#ifdef FAIL
decltype(bound) other(bound);
#endif
