// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_TESTS_CORE_GUARDS_HPP
#define FFIGUARD_TESTS_CORE_GUARDS_HPP

// Guards over a state of each thread, in one of two shared objects, as two shims in one process
// have them. Compiled so that some functions are inlined and others not: the loader then binds
// those of the second object to the copies of the first.
#include <ffiguard/core/scoped_state.hpp>

#include <utility>
#include <vector>

namespace guards {

extern "C" __attribute__((visibility("default"))) int* guards_level();

struct level_state : ffiguard::whole_state<int> {
    static constexpr const char* name() noexcept { return "level"; }
    static ffiguard::status read(int& now) noexcept {
        now = *guards_level();
        return {};
    }
    static ffiguard::status put_back(const int& saved) noexcept {
        *guards_level() = saved;
        return {};
    }
};
using guard = ffiguard::scoped_state<level_state>;

FFIGUARD_HIDDEN inline ffiguard::result<guard> set(int to) {
    return guard::begin([to](int& before) noexcept -> ffiguard::status {
        before = std::exchange(*guards_level(), to);
        return {};
    });
}

/// 0 where everything is as one object alone has it.
FFIGUARD_HIDDEN inline int run() {
    int wrong = 0;
    auto first = set(1);
    {
        std::vector<guard> many;
        for (int i = 2; i < 9; ++i) many.push_back(*set(i));
        many.erase(many.begin() + 2);
        const ffiguard::suspended_state<level_state> suspended;
        wrong |= *guards_level() != 0;
    }
    wrong |= 2 * (*guards_level() != 1);
    wrong |= 4 * !first->is_on_its_thread();
    wrong |= 8 * !first->restore().ok();
    wrong |= 16 * (*guards_level() != 0);
    return wrong;
}

}  // namespace guards

#endif
