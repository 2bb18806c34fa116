// expect: deleted (function|constructor)
// SPDX-License-Identifier: BSL-1.0
#include <cstdlib>

#include <ffiguard/core/out_param.hpp>

using block = ffiguard::owned<&std::free>;

#ifdef FAIL
void twice(block& owner) {
    auto receiver = ffiguard::out_param(owner);
    auto second = receiver;
}
#endif
