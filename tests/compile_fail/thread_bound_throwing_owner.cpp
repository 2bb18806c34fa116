// expect: needs an owner H that moves and ends without
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/thread/thread_bound.hpp>

struct owner {
    owner(owner&&);
};

#ifdef FAIL
ffiguard::thread_bound<owner> bound;
#endif
