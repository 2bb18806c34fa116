// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_OBSERVE_REFERENCE_TOTALS_HPP
#define FFIGUARD_OBSERVE_REFERENCE_TOTALS_HPP

#include <cstddef>
#include <cstdint>
#include <string_view>

#include <ffiguard/core/config.hpp>
#include <ffiguard/core/detail/function_ref.hpp>
#include <ffiguard/core/errno_guard.hpp>
#include <ffiguard/core/status.hpp>
#include <ffiguard/observe/detail/row_array.hpp>
#include <ffiguard/observe/ledger.hpp>

namespace ffiguard {
inline namespace FFIGUARD_ABI {

/// The open references of one type to objects of one class that have a record. The texts are valid
/// during the visit.
struct reference_totals {
    std::string_view type;      ///< "jni::global_ref" or "jni::weak_ref"
    std::string_view referent;  ///< the class of the Java objects, "?" if it is not known
    std::uint64_t live = 0;
    std::uint64_t lag_ms = 0;  ///< since the oldest of them was made
};

namespace detail {

[[nodiscard]] inline int reference_order(const reference_totals& a,
                                         const reference_totals& b) noexcept {
    const int types = a.type.compare(b.type);
    return types != 0 ? types : a.referent.compare(b.referent);
}
[[nodiscard]] inline int lag_order(const reference_totals& a, const reference_totals& b) noexcept {
    return order_of(b.lag_ms, a.lag_ms);
}

FFIGUARD_RARE inline status visit_references(
    function_ref<void(const reference_totals&)> visit) noexcept {
    const errno_guard keep_errno;
    std::size_t room = 64;  // others may come meanwhile
    for_each_held([&](const held_resource& one) noexcept {
        if (!one.referent.empty()) ++room;
    });
    row_array<reference_totals> all;
    if (!all.make(room)) return status_code::out_of_memory;
    reference_totals* const first = all.get();
    reference_totals* last = first;
    for_each_held([&](const held_resource& one) noexcept {
        if (!one.referent.empty() && last != first + room)
            *last++ = {one.type, one.referent, 1, one.age_ms};
    });
    detail::sort_rows<reference_order>(first, static_cast<std::size_t>(last - first));
    reference_totals* end = first;
    for (const reference_totals* one = first; one != last; ++one) {
        if (end == first || reference_order(end[-1], *one) != 0) {
            *end++ = *one;
            continue;
        }
        ++end[-1].live;
        if (end[-1].lag_ms < one->lag_ms) end[-1].lag_ms = one->lag_ms;
    }
    detail::sort_rows<lag_order>(first, static_cast<std::size_t>(end - first));
    for (const reference_totals* one = first; one != end; ++one) visit(*one);
    return {};
}

}  // namespace detail

/// Calls visit(const reference_totals&) for each type and class, those with the oldest reference
/// first, in all shared objects that are compiled with FFIGUARD_OBSERVE: all references at level
/// record, one in 128 at sample, none below it. The rules of for_each_held() apply.
///
/// Returns out_of_memory if there is no memory to sort; then visit was not called.
template <class Visit>
status for_each_reference(Visit&& visit) noexcept {
    return detail::visit_references(visit);
}

}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
