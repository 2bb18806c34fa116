// expect: could not convert|no viable conversion|no known conversion|conversion from
// SPDX-License-Identifier: BSL-1.0
#include <cstdlib>

#include <ffiguard/core/unique_handle.hpp>

using block = ffiguard::owned<&std::free>;

#ifdef FAIL
block taken_unnoticed(void* raw) { return raw; }
#endif
