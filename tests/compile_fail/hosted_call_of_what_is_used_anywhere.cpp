// expect: hosted_call.. is for a type whose life_cycle says lives_at
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/thread/hosted_call.hpp>

struct txn {
    explicit txn(const ffiguard::release_place& at) : home(at) {}
    ffiguard::release_place home;
#ifdef FAIL
    using life_cycle = ffiguard::life_cycle<ffiguard::released_at<&txn::home>>;
#else
    using life_cycle = ffiguard::life_cycle<ffiguard::lives_at<&txn::home>>;
#endif
};
auto call(ffiguard::handle_table<txn>& txns) {
    return ffiguard::hosted_call(txns, 1, [](txn&) {});
}
