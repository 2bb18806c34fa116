// expect: what is to be parked needs a thread_home
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/core/unique_handle.hpp>
#include <ffiguard/thread/thread_bound.hpp>

void close_one(int);
using owner = ffiguard::owned<&close_one, 0>;
using bound = ffiguard::thread_bound<owner, ffiguard::elsewhere::parked>;

#ifdef FAIL
void bind(owner mine) { bound here(std::move(mine)); }
#else
auto bind(owner mine, ffiguard::thread_home& home) { return bound::bind(std::move(mine), home); }
#endif
