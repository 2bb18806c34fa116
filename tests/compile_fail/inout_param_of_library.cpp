// expect: inout_param\(\) takes an owner with a name, not const, whose handle
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/core/inout_param.hpp>
#include <ffiguard/library/library.hpp>

int load(void** handle);

// A library is shared with its copies and its symbols: C must not close it for all of them.
int use(ffiguard::library& plugin);
int use(ffiguard::library& plugin) {
#ifdef FAIL
    return load(ffiguard::inout_param(plugin));
#else
    return load(ffiguard::out_param(plugin));
#endif
}
