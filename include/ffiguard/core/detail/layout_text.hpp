// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_CORE_DETAIL_LAYOUT_TEXT_HPP
#define FFIGUARD_CORE_DETAIL_LAYOUT_TEXT_HPP

#include <cstddef>

#include <ffiguard/core/config.hpp>
#include <ffiguard/ffiguard.h>

namespace ffiguard {
inline namespace FFIGUARD_ABI {
namespace detail {

/// The text of ffiguard_layout(), made at compile time.
class layout_text {
public:
    constexpr layout_text() noexcept { add_structs(); }

    [[nodiscard]] constexpr const char* text() const noexcept { return text_; }

private:
    constexpr void put(char c) noexcept { text_[used_++] = c; }  // beyond the end: does not compile
    constexpr void put(const char* text) noexcept {
        while (*text != '\0') put(*text++);
    }
    constexpr void put(std::size_t number) noexcept {
        std::size_t unit = 1;
        while (number / unit >= 10) unit *= 10;
        for (put(' '); unit != 0; unit /= 10) put(static_cast<char>('0' + number / unit % 10));
    }
    constexpr void add(const char* name, std::size_t size) noexcept {
        put(name);
        put(size);
        put('\n');
    }
    constexpr void add(const char* name, std::size_t offset, std::size_t size) noexcept {
        put(name);
        put(offset);
        put(size);
        put('\n');
    }

#define FFIGUARD_STRUCT_(s) add(#s, sizeof(s))
#define FFIGUARD_MEMBER_(s, m) add(#s "." #m, offsetof(s, m), sizeof(s::m))
    constexpr void add_structs() noexcept {
        FFIGUARD_STRUCT_(ffiguard_error);
        FFIGUARD_MEMBER_(ffiguard_error, status);
        FFIGUARD_MEMBER_(ffiguard_error, detail);
        FFIGUARD_MEMBER_(ffiguard_error, message);
        FFIGUARD_STRUCT_(ffiguard_buffer);
        FFIGUARD_MEMBER_(ffiguard_buffer, data);
        FFIGUARD_MEMBER_(ffiguard_buffer, size);
        FFIGUARD_MEMBER_(ffiguard_buffer, release);
        FFIGUARD_MEMBER_(ffiguard_buffer, context);
        FFIGUARD_STRUCT_(ffiguard_bytes);
        FFIGUARD_MEMBER_(ffiguard_bytes, data);
        FFIGUARD_MEMBER_(ffiguard_bytes, size);
        FFIGUARD_MEMBER_(ffiguard_bytes, owner);
        FFIGUARD_STRUCT_(ffiguard_view);
        FFIGUARD_MEMBER_(ffiguard_view, data);
        FFIGUARD_MEMBER_(ffiguard_view, size);
        FFIGUARD_STRUCT_(ffiguard_go_string);
        FFIGUARD_MEMBER_(ffiguard_go_string, p);
        FFIGUARD_MEMBER_(ffiguard_go_string, n);
        FFIGUARD_STRUCT_(ffiguard_go_slice);
        FFIGUARD_MEMBER_(ffiguard_go_slice, data);
        FFIGUARD_MEMBER_(ffiguard_go_slice, len);
        FFIGUARD_MEMBER_(ffiguard_go_slice, cap);
        FFIGUARD_STRUCT_(ffiguard_callback);
        FFIGUARD_MEMBER_(ffiguard_callback, call);
        FFIGUARD_MEMBER_(ffiguard_callback, user);
        FFIGUARD_STRUCT_(ffiguard_versioned_cell);
        FFIGUARD_MEMBER_(ffiguard_versioned_cell, version);
        FFIGUARD_MEMBER_(ffiguard_versioned_cell, magic);
        FFIGUARD_MEMBER_(ffiguard_versioned_cell, size);
        FFIGUARD_STRUCT_(ffiguard_thread_state);
        FFIGUARD_MEMBER_(ffiguard_thread_state, opaque);
        FFIGUARD_STRUCT_(ffiguard_held);
        FFIGUARD_MEMBER_(ffiguard_held, value);
        FFIGUARD_MEMBER_(ffiguard_held, parent);
        FFIGUARD_MEMBER_(ffiguard_held, place);
        FFIGUARD_MEMBER_(ffiguard_held, thread);
        FFIGUARD_MEMBER_(ffiguard_held, age_ms);
        FFIGUARD_MEMBER_(ffiguard_held, closing);
        FFIGUARD_MEMBER_(ffiguard_held, bytes);
        FFIGUARD_MEMBER_(ffiguard_held, type);
        FFIGUARD_STRUCT_(ffiguard_type_totals);
        FFIGUARD_MEMBER_(ffiguard_type_totals, opened);
        FFIGUARD_MEMBER_(ffiguard_type_totals, released);
        FFIGUARD_MEMBER_(ffiguard_type_totals, disowned);
        FFIGUARD_MEMBER_(ffiguard_type_totals, refused);
        FFIGUARD_MEMBER_(ffiguard_type_totals, live);
        FFIGUARD_MEMBER_(ffiguard_type_totals, bytes);
        FFIGUARD_MEMBER_(ffiguard_type_totals, type);
        FFIGUARD_STRUCT_(ffiguard_references);
        FFIGUARD_MEMBER_(ffiguard_references, live);
        FFIGUARD_MEMBER_(ffiguard_references, lag_ms);
        FFIGUARD_MEMBER_(ffiguard_references, type);
        FFIGUARD_MEMBER_(ffiguard_references, referent);
        FFIGUARD_STRUCT_(ffiguard_held_place);
        FFIGUARD_MEMBER_(ffiguard_held_place, place);
        FFIGUARD_MEMBER_(ffiguard_held_place, live);
        FFIGUARD_MEMBER_(ffiguard_held_place, bytes);
        FFIGUARD_MEMBER_(ffiguard_held_place, type);
        FFIGUARD_STRUCT_(ffiguard_call_times);
        FFIGUARD_MEMBER_(ffiguard_call_times, count);
        FFIGUARD_MEMBER_(ffiguard_call_times, sum_ns);
        FFIGUARD_MEMBER_(ffiguard_call_times, p50_ns);
        FFIGUARD_MEMBER_(ffiguard_call_times, p99_ns);
        FFIGUARD_MEMBER_(ffiguard_call_times, p999_ns);
        FFIGUARD_MEMBER_(ffiguard_call_times, max_ns);
        FFIGUARD_MEMBER_(ffiguard_call_times, function);
        FFIGUARD_STRUCT_(ffiguard_ledger_totals);
        FFIGUARD_MEMBER_(ffiguard_ledger_totals, ledgers);
        FFIGUARD_MEMBER_(ffiguard_ledger_totals, opened);
        FFIGUARD_MEMBER_(ffiguard_ledger_totals, live);
        FFIGUARD_MEMBER_(ffiguard_ledger_totals, violations);
        FFIGUARD_MEMBER_(ffiguard_ledger_totals, dropped);
        FFIGUARD_MEMBER_(ffiguard_ledger_totals, stacks_dropped);
    }
#undef FFIGUARD_STRUCT_
#undef FFIGUARD_MEMBER_

    char text_[3584] = {};
    std::size_t used_ = 0;
};

}  // namespace detail
}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
