// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_CORE_DETAIL_SLOT_PLACE_HPP
#define FFIGUARD_CORE_DETAIL_SLOT_PLACE_HPP

#include <ffiguard/core/config.hpp>
#include <ffiguard/core/detail/life_cycle_of.hpp>
#include <ffiguard/core/detail/slot_store.hpp>
#include <ffiguard/core/detail/text.hpp>
#include <ffiguard/core/detail/type_name.hpp>
#include <ffiguard/core/release_place.hpp>
#include <ffiguard/core/release_queue.hpp>
#include <ffiguard/core/violation.hpp>

// Where an object of a handle_table may be released, for types that say so in their life_cycle.

namespace ffiguard {
inline namespace FFIGUARD_ABI {
namespace detail {

template <class T>
FFIGUARD_HIDDEN void report_unplaced(const char* why) noexcept {
    char buffer[256];
    text_writer text(buffer, sizeof buffer);
    const type_text type = type_name<T>();
    text << "handle_table<";
    text.append(type.data, type.size) << why;
    report({violation::leak, buffer});
}

/// The home of an object; null for an empty pointer or an empty place.
template <class T>
[[nodiscard]] release_home* home_of(table_slot<T>& slot) noexcept {
    T& held = slot.object();
    if (!is_there(held)) return nullptr;
    return place_access::home(life_cycle_of<T>::place(object_behind(held)));
}

template <class T>
FFIGUARD_HIDDEN void release_later(release_queue& to, table_slot<T>& slot) noexcept {
    if (!to.put(slot))
        report_unplaced<T>(
            ">: the release_queue of a closed object has ended, and it is "
            "left");
}

/// False if a closed object may be released here. Otherwise it is queued for its place, or left and
/// reported if no thread will come there. Takes no memory.
template <class T>
FFIGUARD_HIDDEN bool release_elsewhere(table_slot<T>& slot) noexcept {
    if constexpr (life_cycle_of<T>::has_releaser) {
        if (!is_there(slot.object())) return false;
        release_later(life_cycle_of<T>::releaser(), slot);
        return true;
    }
    if constexpr (life_cycle_of<T>::has_home) {
        if (!is_there(slot.object())) return false;  // there is nothing to release
        release_home* const home = home_of(slot);
        if (home == nullptr || !home->is_here()) {
            if (home == nullptr || !home->put(slot))
                report_unplaced<T>(">: the place of a closed object has ended, and it is left");
            return true;
        }
    }
    if constexpr (life_cycle_of<T>::is_deferrable) {
        if (release_queue* const later = deferring_to_; later != nullptr) {
            release_later(*later, slot);
            return true;
        }
    }
    return false;
}

}  // namespace detail
}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
