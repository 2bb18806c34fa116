// expect: was used before the class behind them was complete
// SPDX-License-Identifier: BSL-1.0
#include <memory>

#include <ffiguard/core/handle_table.hpp>

class feed;
ffiguard::handle_table<std::unique_ptr<feed>> feeds;

#ifdef FAIL
auto close(ffiguard::token t) { return feeds.close(t); }
#endif
class feed {
public:
    using life_cycle = ffiguard::life_cycle<ffiguard::one_user>;
};
auto close_later(ffiguard::token t) { return feeds.close(t); }
