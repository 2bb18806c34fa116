// expect: does not keep the Parent that the child names
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/core/handle_table.hpp>
#include <ffiguard/core/shared_handle.hpp>

template <int Which>
struct database_traits {
    using life_cycle = ffiguard::life_cycle<ffiguard::waits_for_children>;
    using value_type = int;
    static constexpr int empty() noexcept { return -1; }
    static void close(int) noexcept {}
};
struct statement {
    using life_cycle = ffiguard::life_cycle<ffiguard::child_of<database_traits<1>>>;
};

ffiguard::result<ffiguard::token> make(ffiguard::handle_table<statement>& in,
                                       const ffiguard::shared_handle<database_traits<1>>& parent) {
    return in.emplace_child(parent);
}
#ifdef FAIL
ffiguard::result<ffiguard::token> wrong(ffiguard::handle_table<statement>& in,
                                        const ffiguard::shared_handle<database_traits<2>>& other) {
    return in.emplace_child(other);
}
#endif
