// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_OBSERVE_OPEN_METRICS_HPP
#define FFIGUARD_OBSERVE_OPEN_METRICS_HPP

#include <cstdint>
#include <string_view>

#include <ffiguard/core/config.hpp>
#include <ffiguard/core/detail/function_ref.hpp>
#include <ffiguard/core/detail/text.hpp>
#include <ffiguard/observe/call_times.hpp>
#include <ffiguard/observe/detail/escaped_text.hpp>
#include <ffiguard/observe/detail/report_line.hpp>
#include <ffiguard/observe/ledger.hpp>
#include <ffiguard/observe/queue_lengths.hpp>
#include <ffiguard/observe/reference_totals.hpp>

namespace ffiguard {
inline namespace FFIGUARD_ABI {

namespace detail {

/// One family of OpenMetrics: `# TYPE`, `# HELP`, then its samples.
struct metric_family {
    const char* name;
    const char* type;  ///< "gauge" or "counter"
    const char* help;
    std::uint64_t resource_totals::*member;

    [[nodiscard]] const char* suffix() const noexcept { return *type == 'c' ? "_total" : ""; }
};

/// The value of a label: a backslash, a quote and a line feed are escaped.
FFIGUARD_RARE inline void write_label(text_writer& text, std::string_view value) noexcept {
    write_replaced(text, value, [](char each) noexcept -> const char* {
        return each == '\n' ? "\\n" : each == '\\' ? "\\\\" : each == '"' ? "\\\"" : nullptr;
    });
}

FFIGUARD_RARE inline void write_head(report_line line, const char* name, const char* type,
                                     const char* help) noexcept {
    char buffer[256];
    text_writer text(buffer, sizeof buffer);
    text << "# TYPE " << name << " " << type;
    line(std::string_view(buffer, text.size()));
    text_writer about(buffer, sizeof buffer);
    about << "# HELP " << name << " " << help;
    line(std::string_view(buffer, about.size()));
}
FFIGUARD_RARE inline void write_counter(report_line line, const char* name, const char* help,
                                        std::uint64_t value) noexcept {
    write_head(line, name, "counter", help);
    char buffer[256];
    text_writer text(buffer, sizeof buffer);
    text << name << "_total{side=\"cpp\"} " << value;
    line(std::string_view(buffer, text.size()));
}

/// "0.000000256"
FFIGUARD_RARE inline text_writer& write_seconds(text_writer& text, std::uint64_t ns) noexcept {
    text << ns / 1000000000 << ".";
    for (std::uint64_t digit = 100000000; digit != 0; digit /= 10) text << ns / digit % 10;
    return text;
}

/// A sample of the histogram. One limit per doubling is enough.
FFIGUARD_RARE inline void write_call_times(report_line line, const call_times& one) noexcept {
    char buffer[1024];
    const auto sample = [&](const char* suffix,
                            function_ref<void(text_writer&)> write_rest) noexcept {
        text_writer text(buffer, sizeof buffer);
        text << "ffiguard_call_duration_seconds" << suffix << "{side=\"cpp\",function=\"";
        write_label(text, one.function.substr(0, 440));
        write_rest(text << "\"");
        line(std::string_view(buffer, text.size()));
    };
    for (unsigned power = 7; power <= 35; ++power)
        sample("_bucket", [&](text_writer& text) noexcept {
            const std::uint64_t ns = call_buckets::limit(call_buckets::of_power(power));
            write_seconds(text << ",le=\"", ns) << "\"} " << one.at_most(ns);
        });
    sample("_bucket", [&](text_writer& text) noexcept { text << ",le=\"+Inf\"} " << one.count; });
    sample("_count", [&](text_writer& text) noexcept { text << "} " << one.count; });
    sample("_sum", [&](text_writer& text) noexcept { write_seconds(text << "} ", one.sum_ns); });
}

FFIGUARD_RARE inline void write_queue_lengths(report_line line) noexcept {
    write_head(line, "ffiguard_release_queue_length", "gauge",
               "Objects that are closed and wait for their release.");
    for_each_release_queue([&](const queue_length& one) noexcept {
        char buffer[1024];
        text_writer text(buffer, sizeof buffer);
        text << "ffiguard_release_queue_length{side=\"cpp\",queue=\"";
        write_label(text, one.name.substr(0, 440));
        text << "\"} " << one.queued;
        line(std::string_view(buffer, text.size()));
    });
}

FFIGUARD_RARE inline void write_call_histograms(report_line line) noexcept {
    write_head(line, "ffiguard_call_duration_seconds", "histogram",
               "Calls of exported functions that were timed.");
    for_each_observed_call(
        [&](const call_times& one) noexcept { detail::write_call_times(line, one); });
}

/// One family of the references. value(text, totals) writes the sample.
FFIGUARD_RARE inline void write_references(
    report_line line, const char* name, const char* help,
    function_ref<void(text_writer&, const reference_totals&)> value) noexcept {
    write_head(line, name, "gauge", help);
    static_cast<void>(for_each_reference([&](const reference_totals& one) noexcept {
        char buffer[1024];
        text_writer text(buffer, sizeof buffer);
        write_label(text << name << "{side=\"cpp\",type=\"", one.type.substr(0, 160));
        write_label(text << "\",referent=\"", one.referent.substr(0, 160));
        value(text << "\"} ", one);
        line(std::string_view(buffer, text.size()));
    }));
}

/// The families that only C++ has.
FFIGUARD_RARE inline void write_own_metrics(report_line line) noexcept {
    write_counter(line, "ffiguard_violations", "Misuse that was reported.",
                  observed_totals().violations);
    write_queue_lengths(line);
    write_references(
        line, "ffiguard_references_live", "References to Java objects that have a record.",
        [](text_writer& text, const reference_totals& one) noexcept { text << one.live; });
    write_references(line, "ffiguard_references_lag_seconds", "Since the oldest of them was made.",
                     [](text_writer& text, const reference_totals& one) noexcept {
                         write_seconds(text, one.lag_ms * 1000000);
                     });
    write_call_histograms(line);
}

FFIGUARD_RARE inline void write_metrics_to(report_line line) noexcept {
    constexpr metric_family families[] = {
        {"ffiguard_handles_live", "gauge", "Resources that are open.", &resource_totals::live},
        {"ffiguard_handles_live_bytes", "gauge", "Their bytes, where the type tells them.",
         &resource_totals::bytes},
        {"ffiguard_handles_opened", "counter", "Resources that were opened.",
         &resource_totals::opened},
        {"ffiguard_handles_released", "counter", "Resources that were released.",
         &resource_totals::released},
        {"ffiguard_handles_disowned", "counter", "Resources that were given away.",
         &resource_totals::disowned},
        {"ffiguard_closes_refused", "counter", "Closes that the closer refused.",
         &resource_totals::refused},
    };
    for (const metric_family& family : families) {
        write_head(line, family.name, family.type, family.help);
        for_each_observed_type([&](const resource_totals& type) noexcept {
            char buffer[1024];
            text_writer text(buffer, sizeof buffer);
            text << family.name << family.suffix() << "{side=\"cpp\",type=\"";
            write_label(text, type.type.substr(0, 440));  // each may need two
            text << "\"} " << type.*family.member;
            line(std::string_view(buffer, text.size()));
        });
    }
    write_counter(line, "ffiguard_records_dropped", "Records that found no room.",
                  observed_totals().dropped);
    write_own_metrics(line);
    line(std::string_view("# EOF"));
}

}  // namespace detail

/// Writes what the ledgers count as OpenMetrics 1.0 text, for Prometheus and the like. Calls
/// line(std::string_view) for each line, without its line feed:
///
///     # TYPE ffiguard_handles_live gauge
///     # HELP ffiguard_handles_live Resources that are open.
///     ffiguard_handles_live{side="cpp",type="stream"} 7
///     ...
///     # EOF
///
/// The rules of for_each_held() apply; line must not throw. A type of more than 440 bytes is cut. A
/// release_queue that FFIGUARD_EXPORT_QUEUE exports has its length under that name. References to
/// Java objects (see for_each_reference()) have their number and the age of the oldest, by the
/// class of the object. Timed calls (see time_calls_everywhere()) are a histogram by function, with
/// a limit for each doubling from 128 ns to 34 s. The packages of Go and Java write the same
/// families with side="go" and side="java".
template <class Line>
void write_open_metrics(Line&& line) noexcept {
    detail::write_metrics_to(line);
}

}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
