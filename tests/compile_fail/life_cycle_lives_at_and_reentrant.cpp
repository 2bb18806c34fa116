// expect: an object that lives_at<> a thread has one user at a time by that
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/core/handle_table.hpp>
#include <ffiguard/core/release_place.hpp>

struct good {
    ffiguard::release_place home;
    using life_cycle = ffiguard::life_cycle<ffiguard::lives_at<&good::home>>;
};
#ifdef FAIL
struct wrong {
    ffiguard::release_place home;
    using life_cycle =
        ffiguard::life_cycle<ffiguard::lives_at<&wrong::home>, ffiguard::one_user_reentrant>;
};
bool use(ffiguard::handle_table<wrong>& in) { return bool(in.pin(1)); }
#endif
bool use(ffiguard::handle_table<good>& in) { return bool(in.pin(1)); }
