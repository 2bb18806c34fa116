// expect: nodiscard|ignoring return value
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/core/on_exit.hpp>

void unlock() noexcept;
void use();
void use() {
#ifdef FAIL
    ffiguard::on_exit{&unlock};  // would run at the semicolon
#else
    const ffiguard::on_exit guard{&unlock};
#endif
}
