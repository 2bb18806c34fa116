// SPDX-License-Identifier: BSL-1.0
//
// A library that is named as ffiguard names its own: with the copy in the name. This is a second
// copy.
#include <ffiguard/core/version.hpp>
#undef FFIGUARD_VERSION_COPY
#define FFIGUARD_VERSION_COPY _second
#include <ffiguard/ffiguard.hpp>
#define LIBRARY_VERSION 2
#define LIBRARY_BEGIN inline namespace FFIGUARD_ABI {
#define LIBRARY_END }
#include "copied.hpp"

namespace {
auto& boxes = *new ffiguard::handle_table<std::int64_t>;
}

std::int64_t guarded_sum_of_copy_2(std::uint64_t* token) {
    const auto made = boxes.emplace(sum_of_a_box());
    *token = made.value_or(0);
    const auto inside = boxes.pin(*token);
    return inside ? *inside : -1;
}
ffiguard_status guarded_close_in_copy_2(std::uint64_t token) {
    return static_cast<ffiguard_status>(boxes.close(token).code());
}
