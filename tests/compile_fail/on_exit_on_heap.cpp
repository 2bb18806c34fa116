// expect: deleted
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/core/on_exit.hpp>

void unlock() noexcept;
using guard = ffiguard::on_exit<void (*)() noexcept>;

void use();
void use() {
#ifdef FAIL
    static_cast<void>(new guard(&unlock));
#else
    const guard scoped(&unlock);
#endif
}
