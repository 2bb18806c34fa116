// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_TESTS_CORE_LIB_CLOSES_OBJECTS_HPP
#define FFIGUARD_TESTS_CORE_LIB_CLOSES_OBJECTS_HPP

#include <ffiguard/core/handle_table.hpp>
#include <ffiguard/core/release_queue.hpp>

// What a program and a shared object know that closes what cannot be released at once, and is
// unloaded before it can.

struct turn_owner {
    using life_cycle = ffiguard::life_cycle<ffiguard::waits_for_children, ffiguard::one_user>;
};
struct in_turn {
    using life_cycle = ffiguard::life_cycle<ffiguard::child_of<turn_owner>>;
    explicit in_turn(int* ended) : ends(ended) {}
    in_turn(const in_turn&) = delete;
    in_turn& operator=(const in_turn&) = delete;
    ~in_turn() { ++*ends; }
    int* ends;
};
struct deferred {
    using life_cycle = ffiguard::life_cycle<ffiguard::deferrable_release>;
    explicit deferred(int* ended) : ends(ended) {}
    deferred(const deferred&) = delete;
    deferred& operator=(const deferred&) = delete;
    ~deferred() { ++*ends; }
    int* ends;
};

using close_in_turn = bool(ffiguard::handle_table<in_turn>& in, ffiguard::token value);
using close_later = bool(ffiguard::handle_table<deferred>& in, ffiguard::token value,
                         ffiguard::release_queue& queue);
/// Makes the first objects of both tables.
using make_in_turn = bool(ffiguard::handle_table<turn_owner>& owners,
                          ffiguard::handle_table<in_turn>& children, ffiguard::token& owner,
                          ffiguard::token& child, int* ends);

#endif
