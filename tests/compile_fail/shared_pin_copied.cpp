// expect: deleted (function|constructor)
// SPDX-License-Identifier: BSL-1.0
#include <cstdlib>

#include <ffiguard/core/shared_handle.hpp>

using traits = ffiguard::owned<&std::free>::traits_type;

#ifdef FAIL
ffiguard::shared_pin<traits> twice(const ffiguard::shared_pin<traits>& once) { return once; }
#endif
