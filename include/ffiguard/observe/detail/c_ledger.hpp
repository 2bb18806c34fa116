// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_OBSERVE_DETAIL_C_LEDGER_HPP
#define FFIGUARD_OBSERVE_DETAIL_C_LEDGER_HPP

#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include <ffiguard/core/config.hpp>
#include <ffiguard/core/detail/text.hpp>
#include <ffiguard/core/errno_guard.hpp>
#include <ffiguard/core/status.hpp>
#include <ffiguard/ffiguard.h>
#include <ffiguard/observe/call_times.hpp>
#include <ffiguard/observe/detail/code_place.hpp>
#include <ffiguard/observe/detail/history_text.hpp>
#include <ffiguard/observe/detail/write_report.hpp>
#include <ffiguard/observe/ledger.hpp>
#include <ffiguard/observe/ledger_lines.hpp>
#include <ffiguard/observe/ledger_report.hpp>
#include <ffiguard/observe/ledger_snapshot.hpp>
#include <ffiguard/observe/open_metrics.hpp>
#include <ffiguard/observe/reference_totals.hpp>

// What exports.hpp defines for ffiguard.h.

namespace ffiguard {
inline namespace FFIGUARD_ABI {
namespace detail {

template <std::size_t Size>
void copy_text(std::string_view text, char (&into)[Size]) noexcept {
    text_writer(into, Size).append(text.data(), text.size());
}

/// The caller's array. What does not fit is only counted.
template <class Row>
struct row_sink {
    Row* into;
    std::uint64_t room;
    std::uint64_t there = 0;

    /// Calls fill(Row&) if there is room.
    template <class Fill>
    void add(const Fill& fill) noexcept {
        if (into != nullptr && there < room) fill(into[there]);
        ++there;
    }
    void copy(const Row& row) noexcept {
        add([&](Row& to) noexcept { to = row; });
    }
};

FFIGUARD_RARE inline std::uint64_t copy_held(ffiguard_held* into, std::uint64_t room) noexcept {
    const errno_guard keep_errno;
    row_sink<ffiguard_held> rows{into, room};
    for_each_held([&](const held_resource& one) noexcept {
        rows.add([&](ffiguard_held& to) noexcept {
            to = {one.value,  one.parent,     one.place, one.thread,
                  one.age_ms, one.is_closing, one.bytes, {}};
            detail::copy_text(one.type, to.type);
        });
    });
    return rows.there;
}

FFIGUARD_RARE inline std::uint64_t copy_references(ffiguard_references* into,
                                                   std::uint64_t room) noexcept {
    row_sink<ffiguard_references> rows{into, room};
    static_cast<void>(for_each_reference([&](const reference_totals& one) noexcept {
        rows.add([&](ffiguard_references& to) noexcept {
            to = {one.live, one.lag_ms, {}, {}};
            detail::copy_text(one.type, to.type);
            detail::copy_text(one.referent, to.referent);
        });
    }));
    return rows.there;
}

FFIGUARD_RARE inline std::uint64_t copy_types(ffiguard_type_totals* into,
                                              std::uint64_t room) noexcept {
    const errno_guard keep_errno;
    row_sink<ffiguard_type_totals> rows{into, room};
    for_each_observed_type([&](const resource_totals& one) noexcept {
        rows.add([&](ffiguard_type_totals& to) noexcept {
            to = {one.opened, one.released, one.disowned, one.refused, one.live, one.bytes, {}};
            detail::copy_text(one.type, to.type);
        });
    });
    return rows.there;
}

/// Applies a setting from 0 to highest to all ledgers.
FFIGUARD_RARE inline status set_everywhere([[maybe_unused]] std::uint32_t value,
                                           [[maybe_unused]] std::uint32_t highest,
                                           [[maybe_unused]] function_ref<void()> apply) noexcept {
#if defined(__ELF__)
    if (value > highest) return status_code::invalid_argument;
    if (observed_totals().ledgers == 0) return status_code::not_found;
    apply();
    return status_code::ok;
#else
    return status_code::unsupported;
#endif
}
FFIGUARD_RARE inline status set_level_everywhere(std::uint32_t level) noexcept {
    return detail::set_everywhere(
        level, static_cast<std::uint32_t>(observe_level::stack),
        [&]() noexcept { set_observe_level_everywhere(static_cast<observe_level>(level)); });
}
FFIGUARD_RARE inline status time_calls(std::uint32_t on) noexcept {
    return detail::set_everywhere(on, 1, [&]() noexcept { time_calls_everywhere(on != 0); });
}

FFIGUARD_RARE inline std::uint64_t copy_calls(ffiguard_call_times* into,
                                              std::uint64_t room) noexcept {
    const errno_guard keep_errno;
    row_sink<ffiguard_call_times> rows{into, room};
    for_each_observed_call([&](const call_times& one) noexcept {
        rows.add([&](ffiguard_call_times& to) noexcept {
            to = {one.count,
                  one.sum_ns,
                  one.quantile(500000),
                  one.quantile(990000),
                  one.quantile(999000),
                  one.quantile(1000000),
                  {}};
            detail::copy_text(one.function, to.function);
        });
    });
    return rows.there;
}

FFIGUARD_RARE inline status copy_totals(ffiguard_ledger_totals* into) noexcept {
    if (into == nullptr) return status_code::null;
    const errno_guard keep_errno;
    const ledger_totals all = observed_totals();
    *into = {all.ledgers, all.opened, all.live, all.violations, all.dropped, all.stacks_dropped};
    return status_code::ok;
}

FFIGUARD_RARE inline std::uint64_t copy_own_metrics(char* into, std::uint64_t room) noexcept {
    const errno_guard keep_errno;
    row_sink<char> rows{into, room};
    const auto line = [&](std::string_view text) noexcept {
        for (const char each : text) rows.copy(each);
        rows.copy('\n');
    };
    detail::write_own_metrics(line);
    return rows.there;
}

FFIGUARD_RARE inline status write_lines(int fd, std::uint32_t format) noexcept {
    if (format == FFIGUARD_LINES_FOLDED)
        return detail::write_all_lines(
            fd, [](report_line line) noexcept { return detail::write_folded_to(line); });
    if (format != FFIGUARD_LINES_JSON) return status_code::invalid_argument;
    return detail::write_all_lines(fd, [](report_line line) noexcept -> status {
        detail::write_json_to(line);
        return {};
    });
}

FFIGUARD_RARE inline status copy_place(std::uint64_t place, char* text,
                                       std::uint64_t room) noexcept {
    if (text == nullptr || room == 0) return status_code::null;
    const errno_guard keep_errno;
    text_writer writer(text, static_cast<std::size_t>(room));
    detail::write_place(writer, place);
    return status_code::ok;
}

FFIGUARD_RARE inline status copy_snapshot(ffiguard_held_place* into, std::uint64_t room,
                                          std::uint64_t* there) noexcept {
    if (there == nullptr) return status_code::null;
    *there = 0;
    auto taken = ledger_snapshot::take();
    if (!taken) return taken.status();
    row_sink<ffiguard_held_place> rows{into, room};
    for (const ffiguard_held_place& one : *taken) rows.copy(one);
    *there = rows.there;
    return status_code::ok;
}
FFIGUARD_RARE inline std::uint64_t copy_growth(const ffiguard_held_place* before,
                                               std::uint64_t before_size,
                                               const ffiguard_held_place* after,
                                               std::uint64_t after_size, ffiguard_held_place* into,
                                               std::uint64_t room) noexcept {
    row_sink<ffiguard_held_place> rows{into, room};
    detail::for_each_growth(before, before_size, after, after_size,
                            [&](const ffiguard_held_place& one) noexcept { rows.copy(one); });
    return rows.there;
}

FFIGUARD_RARE inline std::uint64_t copy_stack(std::uint64_t value, std::uint64_t* into,
                                              std::uint64_t room) noexcept {
    const errno_guard keep_errno;
    row_sink<std::uint64_t> rows{into, room};
    for_each_held([&](const held_resource& one) noexcept {
        if (one.value != value || one.stack == nullptr || rows.there != 0) return;
        for (std::size_t i = 0; i < one.stack_size; ++i) rows.copy(one.stack[i]);
    });
    return rows.there;
}

FFIGUARD_RARE inline status copy_history(std::uint64_t value, char* text,
                                         std::uint64_t room) noexcept {
    if (text == nullptr || room == 0) return status_code::null;
    const errno_guard keep_errno;
    history_search search{value, nullptr, text_writer(text, static_cast<std::size_t>(room))};
    visit_ledgers([&](const ffiguard_ledger_1& one) noexcept {
        if (is_grown(one)) one.history(value, &search, &write_history_of);
    });
    return search.is_found ? status_code::ok : status_code::not_found;
}

}  // namespace detail
}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
