// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_TESTS_CORE_LIB_MAKES_CHILDREN_HPP
#define FFIGUARD_TESTS_CORE_LIB_MAKES_CHILDREN_HPP

#include <ffiguard/core/handle_table.hpp>
#include <ffiguard/core/shared_handle.hpp>

// What a program and a shared object that it unloads know of two tables of the program's.

template <class Policy>
struct lasting_parent {
    using life_cycle = ffiguard::life_cycle<Policy>;
    explicit lasting_parent(int* ended) : ends(ended) {}
    lasting_parent(const lasting_parent&) = delete;
    lasting_parent& operator=(const lasting_parent&) = delete;
    ~lasting_parent() { ++*ends; }
    int* ends;
};
template <class Policy>
struct lasting_child {
    using life_cycle = ffiguard::life_cycle<ffiguard::child_of<lasting_parent<Policy>>>;
    explicit lasting_child(lasting_parent<Policy>& in) : ends(in.ends) {}
    lasting_child(const lasting_child&) = delete;
    lasting_child& operator=(const lasting_child&) = delete;
    ~lasting_child() { ++*ends; }
    int* ends;
};

template <class Policy>
struct lasting_tables {
    ffiguard::handle_table<lasting_parent<Policy>>* parents;
    ffiguard::handle_table<lasting_child<Policy>>* children;
    ffiguard::token parent;  // 0: make one
    ffiguard::token child;
    int* ends;
};

template <class Policy>
using make_family = bool(lasting_tables<Policy>& in);

// A parent that the program shares.

struct lasting_traits {
    using life_cycle = ffiguard::life_cycle<ffiguard::closes_children, ffiguard::one_user>;
    using value_type = int*;
    static constexpr int* empty() noexcept { return nullptr; }
    static void close(int* ends) noexcept { ++*ends; }
};
struct lasting_part {
    using life_cycle = ffiguard::life_cycle<ffiguard::child_of<lasting_traits>>;
    explicit lasting_part(int* ended) : ends(ended) {}
    lasting_part(const lasting_part&) = delete;
    lasting_part& operator=(const lasting_part&) = delete;
    ~lasting_part() { ++*ends; }
    int* ends;
};
using make_part = ffiguard::token(ffiguard::handle_table<lasting_part>& parts,
                                  const ffiguard::shared_handle<lasting_traits>& parent);

#endif
