// expect: one_user_reentrant is for what has children
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/core/shared_handle.hpp>

template <class Answer>
struct database_traits {
    using life_cycle = ffiguard::life_cycle<Answer>;
    using value_type = int;
    static constexpr int empty() noexcept { return -1; }
    static void close(int) noexcept {}
};
bool works(const ffiguard::shared_handle<database_traits<ffiguard::one_user>>& shared) {
    return static_cast<bool>(shared.pin());
}
#ifdef FAIL
bool works(const ffiguard::shared_handle<database_traits<ffiguard::one_user_reentrant>>& shared) {
    return static_cast<bool>(shared.pin());
}
#endif
