// expect: a shared_handle gives no places or parents
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/core/handle_table.hpp>
#include <ffiguard/core/shared_handle.hpp>

struct environment {
    using life_cycle = ffiguard::life_cycle<ffiguard::waits_for_children>;
};
template <class... Answers>
struct database_traits {
    using life_cycle = ffiguard::life_cycle<ffiguard::waits_for_children, Answers...>;
    using value_type = int;
    static constexpr int empty() noexcept { return -1; }
    static void close(int) noexcept {}
};
template <class Traits>
struct statement {
    using life_cycle = ffiguard::life_cycle<ffiguard::child_of<Traits>>;
};
template <class Traits>
ffiguard::result<ffiguard::token> make(ffiguard::handle_table<statement<Traits>>& in,
                                       const ffiguard::shared_handle<Traits>& parent) {
    return in.emplace_child(parent);
}

using alone = database_traits<ffiguard::one_user>;
template ffiguard::result<ffiguard::token> make(ffiguard::handle_table<statement<alone>>&,
                                                const ffiguard::shared_handle<alone>&);
#ifdef FAIL
using child = database_traits<ffiguard::child_of<environment>>;
template ffiguard::result<ffiguard::token> make(ffiguard::handle_table<statement<child>>&,
                                                const ffiguard::shared_handle<child>&);
#endif
