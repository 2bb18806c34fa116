// expect: other value would be lost
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/thread/hosted_call.hpp>

struct txn {
    explicit txn(const ffiguard::release_place& at) : home(at) {}
    ffiguard::release_place home;
    using life_cycle = ffiguard::life_cycle<ffiguard::lives_at<&txn::home>>;
    int value = 0;
};
using txn_table = ffiguard::handle_table<txn>;

auto post(txn_table& txns, const ffiguard::completion& done) {
#ifdef FAIL
    return ffiguard::hosted_post(
        txns, 1, [](txn& t) { return t.value; }, done);
#else
    return ffiguard::hosted_post(
        txns, 1, [](txn& t) { ++t.value; }, done);
#endif
}
