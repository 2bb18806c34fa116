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

// What exports.hpp defines for ffiguard.h.

namespace ffiguard {
inline namespace FFIGUARD_ABI {
namespace detail {

template <std::size_t Size>
void copy_text(std::string_view text, char (&into)[Size]) noexcept {
    text_writer(into, Size).append(text.data(), text.size());
}

inline std::uint64_t copy_held(ffiguard_held* into, std::uint64_t room) noexcept {
    const errno_guard keep_errno;
    std::uint64_t there = 0;
    for_each_held([&](const held_resource& one) noexcept {
        if (into != nullptr && there < room) {
            ffiguard_held& to = into[there];
            to = {one.value,  one.parent,     one.place, one.thread,
                  one.age_ms, one.is_closing, one.bytes, {}};
            detail::copy_text(one.type, to.type);
        }
        ++there;
    });
    return there;
}

inline std::uint64_t copy_types(ffiguard_type_totals* into, std::uint64_t room) noexcept {
    const errno_guard keep_errno;
    std::uint64_t there = 0;
    for_each_observed_type([&](const resource_totals& one) noexcept {
        if (into != nullptr && there < room) {
            ffiguard_type_totals& to = into[there];
            to = {one.opened, one.released, one.disowned, one.refused, one.live, one.bytes, {}};
            detail::copy_text(one.type, to.type);
        }
        ++there;
    });
    return there;
}

inline status set_level_everywhere(std::uint32_t level) noexcept {
#if defined(__ELF__)
    if (level > static_cast<std::uint32_t>(observe_level::stack))
        return status_code::invalid_argument;
    if (observed_totals().ledgers == 0) return status_code::not_found;
    set_observe_level_everywhere(static_cast<observe_level>(level));
    return status_code::ok;
#else
    static_cast<void>(level);
    return status_code::unsupported;
#endif
}

inline status time_calls(std::uint32_t on) noexcept {
#if defined(__ELF__)
    if (on > 1) return status_code::invalid_argument;
    if (observed_totals().ledgers == 0) return status_code::not_found;
    time_calls_everywhere(on != 0);
    return status_code::ok;
#else
    static_cast<void>(on);
    return status_code::unsupported;
#endif
}

inline std::uint64_t copy_calls(ffiguard_call_times* into, std::uint64_t room) noexcept {
    const errno_guard keep_errno;
    std::uint64_t there = 0;
    for_each_observed_call([&](const call_times& one) noexcept {
        if (into != nullptr && there < room) {
            ffiguard_call_times& to = into[there];
            to = {one.count,
                  one.sum_ns,
                  one.quantile(500000),
                  one.quantile(990000),
                  one.quantile(999000),
                  one.quantile(1000000),
                  {}};
            detail::copy_text(one.function, to.function);
        }
        ++there;
    });
    return there;
}

inline std::uint64_t copy_call_metrics(char* into, std::uint64_t room) noexcept {
    const errno_guard keep_errno;
    std::uint64_t there = 0;
    const auto put = [&](const char* text, std::size_t size) noexcept {
        for (std::size_t i = 0; i < size; ++i, ++there)
            if (into != nullptr && there < room) into[there] = text[i];
    };
    const auto line = [&](std::string_view text) noexcept {
        put(text.data(), text.size());
        put("\n", 1);
    };
    detail::write_call_histograms(line);
    return there;
}

inline status write_lines(int fd, std::uint32_t format) noexcept {
    if (format == FFIGUARD_LINES_FOLDED)
        return detail::write_all_lines(
            fd, [](auto&& line) noexcept { return write_folded_stacks(line); });
    if (format != FFIGUARD_LINES_JSON) return status_code::invalid_argument;
    return detail::write_all_lines(fd, [](auto&& line) noexcept -> status {
        write_json_lines(line);
        return {};
    });
}

inline status copy_place(std::uint64_t place, char* text, std::uint64_t room) noexcept {
    if (text == nullptr || room == 0) return status_code::null;
    const errno_guard keep_errno;
    text_writer writer(text, static_cast<std::size_t>(room));
    detail::write_place(writer, place);
    return status_code::ok;
}

inline status copy_snapshot(ffiguard_held_place* into, std::uint64_t room,
                            std::uint64_t* there) noexcept {
    if (there == nullptr) return status_code::null;
    *there = 0;
    auto taken = ledger_snapshot::take();
    if (!taken) return taken.status();
    for (const ffiguard_held_place& one : *taken)
        if (into != nullptr && *there < room) into[(*there)++] = one;
    *there = taken->size();
    return status_code::ok;
}
inline std::uint64_t copy_growth(const ffiguard_held_place* before, std::uint64_t before_size,
                                 const ffiguard_held_place* after, std::uint64_t after_size,
                                 ffiguard_held_place* into, std::uint64_t room) noexcept {
    std::uint64_t there = 0;
    detail::for_each_growth(before, before_size, after, after_size,
                            [&](const ffiguard_held_place& one) noexcept {
                                if (into != nullptr && there < room) into[there] = one;
                                ++there;
                            });
    return there;
}

inline std::uint64_t copy_stack(std::uint64_t value, std::uint64_t* into,
                                std::uint64_t room) noexcept {
    const errno_guard keep_errno;
    std::uint64_t there = 0;
    for_each_held([&](const held_resource& one) noexcept {
        if (one.value != value || one.stack == nullptr || there != 0) return;
        for (; there < one.stack_size; ++there)
            if (into != nullptr && there < room) into[there] = one.stack[there];
    });
    return there;
}

inline status copy_history(std::uint64_t value, char* text, std::uint64_t room) noexcept {
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
