// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_TESTS_MISUSE_NODE_HPP
#define FFIGUARD_TESTS_MISUSE_NODE_HPP

#include "both.hpp"

// The C library under both shims, with the rules that such libraries have: what is in an object is
// freed before it; a connection has one user at a time; a window is freed where it was made.
struct lib_node {
    counted count;
    std::int64_t id = 0;
    lib_node* in = nullptr;
    std::int64_t children = 0;
    std::int64_t work = 0;  // of the one user
    std::atomic<int> busy{0};
    std::atomic<bool> interrupted{false};
    std::int32_t kind = 0;
    int thread = 0;
};

lib_node* lib_open(lib_node* in, std::int32_t kind, std::int64_t id);
std::int64_t lib_sum(const lib_node* node);
/// For the time of a call. lib_end() gives 21 where another call has come between.
void lib_begin(lib_node* node);
int lib_end(lib_node* node);
/// 9 where it was interrupted.
int lib_stay(lib_node* node);
void lib_interrupt(lib_node* node);
/// 5: busy. 0: and now lib_free().
int lib_shut(lib_node* node);
void lib_free(lib_node* node);

#endif
