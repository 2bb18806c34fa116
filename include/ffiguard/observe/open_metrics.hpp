// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_OBSERVE_OPEN_METRICS_HPP
#define FFIGUARD_OBSERVE_OPEN_METRICS_HPP

#include <cstdint>
#include <string_view>

#include <ffiguard/core/config.hpp>
#include <ffiguard/core/detail/text.hpp>
#include <ffiguard/observe/ledger.hpp>

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
inline void write_label(text_writer& text, std::string_view value) noexcept {
    for (const char each : value) {
        if (each == '\n') {
            text << "\\n";
            continue;
        }
        if (each == '\\' || each == '"') text << "\\";
        text.append(&each, 1);
    }
}

template <class Line>
void write_head(Line& line, const char* name, const char* type, const char* help) noexcept {
    char buffer[256];
    text_writer text(buffer, sizeof buffer);
    text << "# TYPE " << name << " " << type;
    line(std::string_view(buffer, text.size()));
    text_writer about(buffer, sizeof buffer);
    about << "# HELP " << name << " " << help;
    line(std::string_view(buffer, about.size()));
}
template <class Line>
void write_counter(Line& line, const char* name, const char* help, std::uint64_t value) noexcept {
    write_head(line, name, "counter", help);
    char buffer[256];
    text_writer text(buffer, sizeof buffer);
    text << name << "_total{side=\"cpp\"} " << value;
    line(std::string_view(buffer, text.size()));
}

}  // namespace detail

/// Calls line(std::string_view) for each line, without its line feed, of what the ledgers count, as
/// OpenMetrics 1.0 text, which Prometheus and its like read:
///
///     # TYPE ffiguard_handles_live gauge
///     # HELP ffiguard_handles_live Resources that are open.
///     ffiguard_handles_live{side="cpp",type="stream"} 7
///     ...
///     # EOF
///
/// The rules of for_each_held(); line must not throw. A type of more than 440 bytes is cut.
/// The packages of Go and Java write the same families with side="go" and side="java".
template <class Line>
void write_open_metrics(Line&& line) noexcept {
    constexpr detail::metric_family families[] = {
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
    for (const detail::metric_family& family : families) {
        detail::write_head(line, family.name, family.type, family.help);
        for_each_observed_type([&](const resource_totals& type) noexcept {
            char buffer[1024];
            detail::text_writer text(buffer, sizeof buffer);
            text << family.name << family.suffix() << "{side=\"cpp\",type=\"";
            detail::write_label(text, type.type.substr(0, 440));  // each may need two
            text << "\"} " << type.*family.member;
            line(std::string_view(buffer, text.size()));
        });
    }
    const ledger_totals all = observed_totals();
    detail::write_counter(line, "ffiguard_violations", "Misuse that was reported.", all.violations);
    detail::write_counter(line, "ffiguard_records_dropped", "Records that found no room.",
                          all.dropped);
    line(std::string_view("# EOF"));
}

}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
