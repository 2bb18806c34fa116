// expect: nobody keeps what a reference refers to
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/core/handle_table.hpp>
#include <ffiguard/core/shared_handle.hpp>

struct database_traits {
    using life_cycle = ffiguard::life_cycle<ffiguard::waits_for_children>;
    using value_type = int;
    static constexpr int empty() noexcept { return -1; }
    static void close(int) noexcept {}
};
using database = ffiguard::unique_handle<database_traits>;
struct statement {
    using life_cycle = ffiguard::life_cycle<ffiguard::child_of<database_traits>>;
};

ffiguard::result<ffiguard::token> make(ffiguard::handle_table<statement>& in,
                                       const ffiguard::shared<database>& parent) {
    return in.emplace_child(parent);
}
#ifdef FAIL
ffiguard::result<ffiguard::token> wrong(ffiguard::handle_table<statement>& in, database& parent) {
    return in.emplace_child(parent);
}
#endif
