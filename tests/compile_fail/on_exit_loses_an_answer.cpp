// expect: what the action of on_exit returns would be lost
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/core/on_exit.hpp>
#include <ffiguard/core/status.hpp>

ffiguard::status flush() noexcept;
void use();
void use() {
#ifdef FAIL
    const ffiguard::on_exit guard([]() noexcept { return flush(); });
#else
    const ffiguard::on_exit guard([]() noexcept { flush().ignore(); });
#endif
}
