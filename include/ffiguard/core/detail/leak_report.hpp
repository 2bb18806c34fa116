// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_CORE_DETAIL_LEAK_REPORT_HPP
#define FFIGUARD_CORE_DETAIL_LEAK_REPORT_HPP

#include <cstddef>
#include <cstdint>
#include <type_traits>

#include <ffiguard/core/config.hpp>
#include <ffiguard/core/detail/slot_life.hpp>
#include <ffiguard/core/detail/text.hpp>
#include <ffiguard/core/detail/type_name.hpp>
#include <ffiguard/core/gate.hpp>
#include <ffiguard/core/trace.hpp>
#include <ffiguard/core/violation.hpp>

namespace ffiguard {
inline namespace FFIGUARD_ABI {
namespace detail {

/// Counts for a few objects.
struct few_counts {
    enum : unsigned { most = 3 };
    struct one {
        std::uint32_t index;
        std::uint32_t count;
    };
    one all[most]{};
    unsigned used = 0;
    bool are_more = false;

    void add(std::uint32_t index, std::uint32_t count) noexcept {
        for (unsigned i = 0; i < used; ++i) {
            if (all[i].index != index) continue;
            all[i].count += count;
            return;
        }
        if (used == most)
            are_more = true;
        else
            all[used++] = {index, count};
    }
};

/// What is open when a table ends, and where it is in its tree:
///
///     3 open at the end of handle_table<statement>: 2 of database #0, 1 of database #4
///     2 open at the end of handle_table<database>; #4 has 1 child open; #7 refused to close 2
///     times
template <class T>
class FFIGUARD_HIDDEN leak_report {
public:
    /// Adds an object that may be open, before the table closes anything.
    void add(table_slot<T>& place) noexcept {
        if (place.door.is_closed()) return;
        ++open_;
        if constexpr (trace::is_on)
            if (first_ == 0) first_ = place.traced();
        if constexpr (life::is_child) {
            std::uint32_t parent = 0;
            if (slot_life<T>::parent_of(place, parent)) of_parents_.add(parent, 1);
        }
        if constexpr (life::is_parent)
            if (const std::uint32_t holds = place.door.holds(); holds != 0)
                children_.add(place.index, holds);
    }
    /// Adds an object after the table has closed what it can.
    void add_left([[maybe_unused]] table_slot<T>& place) noexcept {
        if constexpr (life::may_refuse) {
            const std::uint32_t refusals = place.refusals.load(std::memory_order_relaxed);
            if (place.door.generation() % 2 != 0 && refusals != 0)
                refusals_.add(place.index, refusals);
        }
    }
    [[nodiscard]] std::size_t open() const noexcept { return open_; }

    /// Reports. still_there says why some are left, or is empty.
    FFIGUARD_RARE void tell(const char* still_there) const noexcept {
        char buffer[384];
        text_writer text(buffer, sizeof buffer);
        const type_text type = type_name<T>();
        text << std::uint64_t{open_} << " open" << still_there << " at the end of handle_table<";
        text.append(type.data, type.size) << ">";
        if constexpr (life::is_child) {
            const type_text parent = type_name<typename life::parent>();
            for (unsigned i = 0; i < of_parents_.used; ++i) {
                text << (i == 0 ? ": " : ", ") << std::uint64_t{of_parents_.all[i].count} << " of ";
                if (of_parents_.all[i].index == slot_head::no_slot)
                    text.append(parent.data, parent.size) << " (shared)";
                else
                    write_object(text, parent, of_parents_.all[i].index);
            }
            if (of_parents_.are_more) text << ", ...";
        }
        for (unsigned i = 0; i < children_.used; ++i)
            text << "; #" << std::uint64_t{children_.all[i].index} << " has "
                 << std::uint64_t{children_.all[i].count}
                 << (children_.all[i].count == 1 ? " child open" : " children open");
        for (unsigned i = 0; i < refusals_.used; ++i)
            text << "; #" << std::uint64_t{refusals_.all[i].index} << " refused to close "
                 << std::uint64_t{refusals_.all[i].count}
                 << (refusals_.all[i].count == 1 ? " time" : " times");
        if (children_.are_more || refusals_.are_more) text << "; ...";
        report({violation::leak, buffer, {}, {}, first_});
    }

private:
    using life = life_cycle_of<T>;

    std::size_t open_ = 0;
    std::uint64_t first_ = 0;  ///< its token, for the ledger
    few_counts of_parents_;
    few_counts children_;
    few_counts refusals_;
};

}  // namespace detail
}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
