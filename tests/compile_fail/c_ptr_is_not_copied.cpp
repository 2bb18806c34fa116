// expect: (deleted function|deleted constructor)
// SPDX-License-Identifier: BSL-1.0
#include <utility>

#include <ffiguard/memory/c_ptr.hpp>

void use(ffiguard::c_ptr<int>& owner);
void use(ffiguard::c_ptr<int>& owner) {
    const ffiguard::c_ptr<int> moved(std::move(owner));
#ifdef FAIL
    const ffiguard::c_ptr<int> copied(moved);
#endif
}
