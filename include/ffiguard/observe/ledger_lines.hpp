// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_OBSERVE_LEDGER_LINES_HPP
#define FFIGUARD_OBSERVE_LEDGER_LINES_HPP

#include <cstddef>
#include <cstdint>
#include <string_view>

#include <ffiguard/core/config.hpp>
#include <ffiguard/core/detail/text.hpp>
#include <ffiguard/core/errno_guard.hpp>
#include <ffiguard/core/status.hpp>
#include <ffiguard/observe/detail/code_place.hpp>
#include <ffiguard/observe/detail/escaped_text.hpp>
#include <ffiguard/observe/ledger.hpp>
#include <ffiguard/observe/ledger_report.hpp>

namespace ffiguard {
inline namespace FFIGUARD_ABI {
namespace detail {

/// Writes a text in JSON, with its quotes.
FFIGUARD_RARE inline text_writer& write_json_text(text_writer& text,
                                                  std::string_view value) noexcept {
    char code[] = "\\u0000";
    text << "\"";
    write_replaced(text, value, [&](char each) noexcept -> const char* {
        const auto byte = static_cast<unsigned char>(each);
        if (each == '\\') return "\\\\";
        if (each == '"') return "\\\"";
        if (byte >= 0x20) return nullptr;
        code[4] = "0123456789abcdef"[byte / 16];
        code[5] = "0123456789abcdef"[byte % 16];
        return code;
    });
    return text << "\"";
}

FFIGUARD_RARE inline text_writer& write_json_place(text_writer& text,
                                                   std::uint64_t place) noexcept {
    char buffer[512];
    text_writer written(buffer, sizeof buffer);
    write_place(written, place);
    return write_json_text(text, std::string_view(buffer, written.size()));
}

/// A frame of a folded stack, without semicolons and line feeds.
FFIGUARD_RARE inline text_writer& write_frame(text_writer& text, std::string_view frame) noexcept {
    return write_replaced(text, frame, [](char each) noexcept -> const char* {
        return each == ';' ? ":" : each == '\n' ? " " : nullptr;
    });
}
/// Only the function, if it is exported: its calls are one frame, wherever they come from.
FFIGUARD_RARE inline text_writer& write_frame_at(text_writer& text, std::uint64_t place) noexcept {
    char buffer[512];
    text_writer written(buffer, sizeof buffer);
    write_place(written, place);
    std::string_view frame(buffer, written.size());
    if (!frame.empty() && frame.back() == ')') frame = frame.substr(0, frame.find("+0x"));
    return write_frame(text, frame);
}

FFIGUARD_RARE inline void write_json_to(report_line line) noexcept {
    const errno_guard keep_errno;
    detail::visit_held([&](const held_resource& one) noexcept {
        char buffer[16384];
        text_writer text(buffer, sizeof buffer);
        write_json_text(text << "{\"type\":", one.type.substr(0, 512));
        if (!one.referent.empty())
            write_json_text(text << ",\"referent\":", one.referent.substr(0, 512));
        if (!one.caller.empty()) write_json_text(text << ",\"caller\":", one.caller.substr(0, 512));
        write_hex(text << ",\"value\":\"", one.value);
        write_hex(text << "\",\"parent\":\"", one.parent);
        text << "\",\"thread\":" << one.thread << ",\"age_ms\":" << one.age_ms
             << ",\"bytes\":" << one.bytes
             << ",\"closing\":" << (one.is_closing ? "true" : "false");
        write_json_place(text << ",\"place\":", one.place) << ",\"stack\":[";
        // Enough for a whole line, however long the names are.
        for (std::size_t i = 0; i < one.stack_size && text.size() < sizeof buffer - 1200; ++i)
            write_json_place(text << (i == 0 ? "" : ","), one.stack[i]);
        text << "]}";
        line(std::string_view(buffer, text.size()));
    });
}

FFIGUARD_RARE inline status write_folded_to(report_line line) noexcept {
    const errno_guard keep_errno;
    held_groups groups;
    if (const status collected = groups.collect(); !collected.ok()) return collected;
    for (const auto* one = groups.begin_entries(); one != groups.end_entries(); ++one) {
        char buffer[16384];
        text_writer text(buffer, sizeof buffer);
        for (std::size_t i = one->stack_size; i > 1; --i)
            if (text.size() < sizeof buffer - 1200) write_frame_at(text, one->stack[i - 1]) << ";";
        write_frame_at(text, one->place) << ";";
        write_frame(text, one->type.substr(0, 512)) << " " << one->count;
        line(std::string_view(buffer, text.size()));
    }
    return status_code::ok;
}

}  // namespace detail

/// Calls line(std::string_view) for each resource that has a record, with a JSON object:
///
///     {"type":"stream","value":"0x100000007","parent":"0x0","thread":2,"age_ms":31200,"bytes":0,
///      "closing":false,"place":"zpress_open+0x3f (libzpress.so+0x11f3)","stack":["...","..."]}
///
/// in one line. For a JNI reference it also has "referent", the class of its object. value and
/// parent are text, because JavaScript's numbers have 53 bits. stack is empty below level stack.
/// The rules of for_each_held() apply; line must not throw.
template <class Line>
void write_json_lines(Line&& line) noexcept {
    detail::write_json_to(line);
}

/// Calls line(std::string_view) for each type and place, with a folded stack, the input of flame
/// graphs: the outermost caller first, the type last, then the number of open resources:
///
///     main;run;zpress_open;stream 7
///
/// Below level stack, the place is the only function. What is below a parent is counted with it, as
/// in report_ledger(). Returns out_of_memory if there is no memory to sort. The rules of
/// for_each_held() apply.
template <class Line>
status write_folded_stacks(Line&& line) noexcept {
    return detail::write_folded_to(line);
}

}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
