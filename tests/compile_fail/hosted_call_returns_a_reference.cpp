// expect: a hosted call returns an object
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/thread/hosted_call.hpp>

struct txn {
    explicit txn(const ffiguard::release_place& at) : home(at) {}
    ffiguard::release_place home;
    using life_cycle = ffiguard::life_cycle<ffiguard::lives_at<&txn::home>>;
    int value = 0;
};
using table = ffiguard::handle_table<txn>;

auto call(table& txns) {
#ifdef FAIL
    return ffiguard::hosted_call(txns, 1, [](txn& t) -> int& { return t.value; });
#else
    return ffiguard::hosted_call(txns, 1, [](txn& t) { return t.value; });
#endif
}
