// expect: what is lent is a foreign_span
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/memory/loan.hpp>

#include <string>

struct store {
    using life_cycle = ffiguard::life_cycle<ffiguard::closes_children>;
    ffiguard::foreign_span<const char> view() const noexcept;
    std::string copy() const;
};
extern ffiguard::handle_table<store> stores;
extern ffiguard::handle_table<ffiguard::loan<store>> values;

extern "C" ffiguard_status lend(ffiguard_token s, ffiguard_token* made, ffiguard_error* err) {
#ifdef FAIL
    return ffiguard::call_lend<&store::copy>(values, stores, s, made, err);
#else
    return ffiguard::call_lend<&store::view>(values, stores, s, made, err);
#endif
}
