// expect: out_param\(\) takes an owner with a name, not const, that C can
// SPDX-License-Identifier: BSL-1.0
#include <cstdlib>

#include <ffiguard/core/out_param.hpp>

using block = ffiguard::owned<&std::free>;

void make(void** out);
void use(block& owner, const block& kept);
void use(block& owner, const block& kept) {
#ifdef FAIL
    make(ffiguard::out_param(kept));
    make(ffiguard::out_param(block()));
#else
    static_cast<void>(kept);
    make(ffiguard::out_param(owner));
#endif
}
