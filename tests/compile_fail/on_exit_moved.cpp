// expect: deleted (function|constructor)
// SPDX-License-Identifier: BSL-1.0
#include <utility>

#include <ffiguard/core/on_exit.hpp>

void use();
void use() {
    ffiguard::on_exit guard([]() noexcept {});
#ifdef FAIL
    auto moved = std::move(guard);
#endif
}
