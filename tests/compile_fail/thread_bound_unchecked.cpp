// expect: no match for .*operator|indirection requires pointer operand
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/core/unique_handle.hpp>
#include <ffiguard/thread/thread_bound.hpp>

void close_one(int);
ffiguard::thread_bound<ffiguard::owned<&close_one, 0>> bound;

// Whether this is the right thread is asked every time.
#ifdef FAIL
int use() { return (*bound).get(); }
#else
int use() { return (*bound.get())->get(); }
#endif
