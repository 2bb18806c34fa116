// expect: deleted (function|constructor)
// SPDX-License-Identifier: BSL-1.0
#include <cstdlib>

#include <ffiguard/core/unique_handle.hpp>

using block = ffiguard::owned<&std::free>;

#ifdef FAIL
block second_owner(const block& first) { return block(first); }
#endif
