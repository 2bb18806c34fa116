// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_OBSERVE_REFERENCE_TOTALS_HPP
#define FFIGUARD_OBSERVE_REFERENCE_TOTALS_HPP

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <new>
#include <string_view>
#include <tuple>

#include <ffiguard/core/config.hpp>
#include <ffiguard/core/errno_guard.hpp>
#include <ffiguard/core/status.hpp>
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

/// Calls visit(const reference_totals&) for each type and class, those with the oldest reference
/// first, in all shared objects that are compiled with FFIGUARD_OBSERVE: all references at level
/// record, one in 128 at sample, none below it. The rules of for_each_held() apply.
///
/// Returns out_of_memory if there is no memory to sort; then visit was not called.
template <class Visit>
status for_each_reference(Visit&& visit) noexcept {
    const errno_guard keep_errno;
    std::size_t room = 64;  // others may come meanwhile
    for_each_held([&](const held_resource& one) noexcept {
        if (!one.referent.empty()) ++room;
    });
    const std::unique_ptr<reference_totals[]> rows(new (std::nothrow) reference_totals[room]);
    if (rows == nullptr) return status_code::out_of_memory;
    reference_totals* const first = rows.get();
    reference_totals* last = first;
    for_each_held([&](const held_resource& one) noexcept {
        if (!one.referent.empty() && last != first + room)
            *last++ = {one.type, one.referent, 1, one.age_ms};
    });
    std::sort(first, last, [](const reference_totals& a, const reference_totals& b) {
        return std::tuple(a.type, a.referent) < std::tuple(b.type, b.referent);
    });
    reference_totals* end = first;
    for (const reference_totals* one = first; one != last; ++one) {
        if (end == first || end[-1].type != one->type || end[-1].referent != one->referent) {
            *end++ = *one;
            continue;
        }
        ++end[-1].live;
        end[-1].lag_ms = (std::max)(end[-1].lag_ms, one->lag_ms);
    }
    std::sort(first, end, [](const reference_totals& a, const reference_totals& b) {
        return a.lag_ms > b.lag_ms;
    });
    for (const reference_totals* one = first; one != end; ++one) visit(*one);
    return {};
}

}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
