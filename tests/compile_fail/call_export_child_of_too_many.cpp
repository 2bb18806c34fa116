// expect: more parameters than create\(\) takes
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/core/call.hpp>

struct shop {
    using life_cycle = ffiguard::life_cycle<ffiguard::refuses_with_children>;
};
struct order {
    using life_cycle = ffiguard::life_cycle<ffiguard::child_of<shop>>;
    static ffiguard::result<order> create(shop& in, std::int32_t number) noexcept;
};
extern ffiguard::handle_table<shop> shops;
extern ffiguard::handle_table<order> orders;
#ifndef FAIL
FFIGUARD_EXPORT_NEW_CHILD(order_open, orders, shops, int32_t);
#else
FFIGUARD_EXPORT_NEW_CHILD(order_open, orders, shops, int32_t, int32_t);
#endif
