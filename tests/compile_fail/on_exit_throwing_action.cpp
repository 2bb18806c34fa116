// expect: the action of on_exit runs in a destructor and must be noexcept
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/core/on_exit.hpp>

void unlock();
void use();
void use() {
#ifdef FAIL
    const ffiguard::on_exit guard([] { unlock(); });
#else
    const ffiguard::on_exit guard([]() noexcept { unlock(); });
#endif
}
