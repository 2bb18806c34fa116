// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_OBSERVE_LEDGER_SNAPSHOT_HPP
#define FFIGUARD_OBSERVE_LEDGER_SNAPSHOT_HPP

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>
#include <utility>

#include <ffiguard/core/config.hpp>
#include <ffiguard/core/detail/function_ref.hpp>
#include <ffiguard/core/detail/text.hpp>
#include <ffiguard/core/errno_guard.hpp>
#include <ffiguard/core/result.hpp>
#include <ffiguard/core/status.hpp>
#include <ffiguard/ffiguard.h>
#include <ffiguard/observe/detail/row_array.hpp>
#include <ffiguard/observe/ledger.hpp>

namespace ffiguard {
inline namespace FFIGUARD_ABI {
namespace detail {

/// Sorted by type, then by place. A type that a caller filled in may lack its NUL.
[[nodiscard]] inline int held_place_order(const ffiguard_held_place& a,
                                          const ffiguard_held_place& b) noexcept {
    const int types = std::strncmp(a.type, b.type, sizeof a.type - 1);
    return types != 0 ? types : a.place < b.place ? -1 : a.place > b.place ? 1 : 0;
}

/// Calls put(ffiguard_held_place) for each place of `after` that has more than in `before`.
FFIGUARD_RARE inline void for_each_growth(
    const ffiguard_held_place* before, std::uint64_t before_size, const ffiguard_held_place* after,
    std::uint64_t after_size, function_ref<void(const ffiguard_held_place&)> put) noexcept {
    const auto above = [](std::uint64_t now, std::uint64_t then) noexcept {
        return now > then ? now - then : 0;
    };
    std::uint64_t at = 0;
    for (std::uint64_t i = 0; i < after_size; ++i) {
        ffiguard_held_place grown = after[i];
        grown.type[sizeof grown.type - 1] = '\0';
        while (at < before_size && held_place_order(before[at], grown) < 0) ++at;
        if (at < before_size && held_place_order(before[at], grown) == 0) {
            grown.live = above(grown.live, before[at].live);
            grown.bytes = above(grown.bytes, before[at].bytes);
        }
        if (grown.live != 0 || grown.bytes != 0) put(grown);
    }
}

}  // namespace detail

/// What is open at one moment, by type and place, for a soak test: take one, run the work, take
/// another. growth_since() returns what the work has left open.
///
///     const auto before = *ledger_snapshot::take();
///     ...
///     const auto grown = *(*ledger_snapshot::take()).growth_since(before);
///     for (const ffiguard_held_place& one : grown) ...    // none: nothing leaks
///
/// A value: it stays as it is when a library is unloaded. Its rows are sorted by type and place.
/// What has no record (at level count) has the place 0. Move-only; a moved-from one is empty.
class [[nodiscard]] ledger_snapshot {
public:
    /// Empty.
    ledger_snapshot() noexcept = default;
    ledger_snapshot(ledger_snapshot&& other) noexcept
        : rows_(std::move(other.rows_)), size_(std::exchange(other.size_, 0)) {}
    ledger_snapshot& operator=(ledger_snapshot&& other) noexcept {
        rows_ = std::move(other.rows_);
        size_ = std::exchange(other.size_, 0);
        return *this;
    }
    ledger_snapshot(const ledger_snapshot&) = delete;
    ledger_snapshot& operator=(const ledger_snapshot&) = delete;
    ~ledger_snapshot() = default;

    /// Takes one of all ledgers of the process; the rules of for_each_held() apply. Fails with
    /// out_of_memory.
    [[nodiscard]] FFIGUARD_RARE static result<ledger_snapshot> take() noexcept {
        const errno_guard keep_errno;
        std::size_t there = 0;
        for_each_held([&](const held_resource&) noexcept { ++there; });
        for_each_observed_type([&](const resource_totals&) noexcept { ++there; });
        ledger_snapshot taken;
        const std::size_t room = there + there / 8 + 64;  // others may come meanwhile
        if (!taken.rows_.make(room)) return status_code::out_of_memory;
        const auto put = [&](std::string_view type, std::uint64_t place, std::uint64_t live,
                             std::uint64_t bytes) noexcept {
            if (taken.size_ == room) return;
            ffiguard_held_place& row = taken.rows_[taken.size_++];
            row = {place, live, bytes, {}};
            detail::text_writer(row.type, sizeof row.type).append(type.data(), type.size());
        };
        for_each_held(
            [&](const held_resource& one) noexcept { put(one.type, one.place, 1, one.bytes); });
        for_each_observed_type(
            [&](const resource_totals& one) noexcept { put(one.type, 0, one.live, one.bytes); });
        taken.sum_up();
        return taken;
    }

    /// The rows that have more than in `before`, and by how much. Fails with out_of_memory.
    [[nodiscard]] result<ledger_snapshot> growth_since(
        const ledger_snapshot& before) const noexcept {
        ledger_snapshot grown;
        if (!grown.rows_.make(size_ + 1)) return status_code::out_of_memory;
        detail::for_each_growth(
            before.begin(), before.size_, begin(), size_,
            [&](const ffiguard_held_place& one) noexcept { grown.rows_[grown.size_++] = one; });
        return grown;
    }

    [[nodiscard]] const ffiguard_held_place* begin() const noexcept { return rows_.get(); }
    [[nodiscard]] const ffiguard_held_place* end() const noexcept { return rows_.get() + size_; }
    [[nodiscard]] std::size_t size() const noexcept { return size_; }
    [[nodiscard]] bool empty() const noexcept { return size_ == 0; }

private:
    void sum_up() noexcept {
        ffiguard_held_place* const first = rows_.get();
        detail::sort_rows<detail::held_place_order>(first, size_);
        std::size_t used = 0;
        for (std::size_t i = 0; i < size_; ++i) {
            if (used != 0 && detail::held_place_order(first[used - 1], first[i]) == 0) {
                first[used - 1].live += first[i].live;
                first[used - 1].bytes += first[i].bytes;
            } else {
                first[used++] = first[i];
            }
        }
        // The first row of a type counts all of it: what has a place is subtracted.
        ffiguard_held_place* all = first;
        for (std::size_t i = 0; i < used; ++i) {
            if (first[i].place == 0) {
                all = &first[i];
            } else if (all->place == 0 && std::strcmp(all->type, first[i].type) == 0) {
                all->live -= all->live < first[i].live ? all->live : first[i].live;
                all->bytes -= all->bytes < first[i].bytes ? all->bytes : first[i].bytes;
            }
        }
        size_ = 0;
        for (std::size_t i = 0; i < used; ++i)
            if (first[i].live != 0 || first[i].bytes != 0) first[size_++] = first[i];
    }

    detail::row_array<ffiguard_held_place> rows_;
    std::size_t size_ = 0;
};

}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
