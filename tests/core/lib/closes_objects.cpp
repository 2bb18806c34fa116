// SPDX-License-Identifier: BSL-1.0
#include "closes_objects.hpp"

extern "C" {
bool close_it_in_turn(ffiguard::handle_table<in_turn>& in, ffiguard::token value) {
    return in.close(value).ok();
}
bool close_it_later(ffiguard::handle_table<deferred>& in, ffiguard::token value,
                    ffiguard::release_queue& queue) {
    const ffiguard::defer_releases here(queue);
    return in.close(value).ok();
}
bool make_them_in_turn(ffiguard::handle_table<turn_owner>& owners,
                       ffiguard::handle_table<in_turn>& children, ffiguard::token& owner,
                       ffiguard::token& child, int* ends) {
    const auto made = owners.emplace();
    if (!made) return false;
    owner = *made;
    const auto below = children.emplace_child(owners, owner, ends);
    if (below) child = *below;
    return static_cast<bool>(below);
}
}
