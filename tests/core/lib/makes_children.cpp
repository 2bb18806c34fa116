// SPDX-License-Identifier: BSL-1.0
#include "makes_children.hpp"

// The first objects of tables that are another shared object's, or a child of a parent of theirs.
namespace {

template <class Policy>
bool make(lasting_tables<Policy>& in) {
    if (in.parent == 0) {
        const auto parent = in.parents->emplace(in.ends);
        if (!parent) return false;
        in.parent = *parent;
    }
    const auto child = in.children->emplace_child(*in.parents, in.parent);
    if (child) in.child = *child;
    return static_cast<bool>(child);
}

}  // namespace

extern "C" {
bool make_waiting(lasting_tables<ffiguard::waits_for_children>& in) { return make(in); }
bool make_refusing(lasting_tables<ffiguard::refuses_with_children>& in) { return make(in); }
bool make_closing(lasting_tables<ffiguard::closes_children>& in) { return make(in); }
ffiguard::token make_shared_part(ffiguard::handle_table<lasting_part>& parts,
                                 const ffiguard::shared_handle<lasting_traits>& parent) {
    return parts.emplace_child(parent).value_or(0);
}
}
