// SPDX-License-Identifier: BSL-1.0
#define FFIGUARD_OBSERVE 1
#include <string_view>
#include <utility>

#include <fcntl.h>
#include <unistd.h>

#include <ffiguard/core/boundary.hpp>
#include <ffiguard/core/handle_table.hpp>
#include <ffiguard/core/unique_handle.hpp>
#include <ffiguard/observe/call_times.hpp>
#include <ffiguard/observe/held_probes.hpp>
#include <ffiguard/observe/inside_calls.hpp>
#include <ffiguard/observe/ledger.hpp>
#include <ffiguard/observe/ledger_lines.hpp>
#include <ffiguard/observe/ledger_report.hpp>
#include <ffiguard/observe/ledger_snapshot.hpp>
#include <ffiguard/observe/open_metrics.hpp>
#include <ffiguard/observe/queue_lengths.hpp>
#include <ffiguard/observe/reference_totals.hpp>

#include "faults.hpp"

using faults::first_failure;
using ffiguard::status;
using ffiguard::status_code;

namespace {

void close_one(int) {}
using resource = ffiguard::owned<&close_one, 0>;
int lines = 0;
const auto count = [](std::string_view) noexcept { ++lines; };

/// What is held is counted right, whatever fails in the recording.
template <class F>
status with_some_held(ffiguard::observe_level level, F&& look) {
    ffiguard::set_observe_level(level);
    first_failure told;
    {
        ffiguard::handle_table<resource> table;
        auto t = table.emplace(1);
        told << t.status();
        const resource two(2);
        told << look();
        if (t) told << table.close(*t);
    }
    ffiguard::set_observe_level(ffiguard::observe_level::off);
    return told;
}

}  // namespace

FFIGUARD_SCENARIO(observe, record) {
    return with_some_held(ffiguard::observe_level::record, []() -> status {
        const auto taken = ffiguard::ledger_snapshot::take();
        FFIGUARD_TELL(taken);
        const auto later = ffiguard::ledger_snapshot::take();
        FFIGUARD_TELL(later);
        const auto grown = later->growth_since(*taken);
        FFIGUARD_TELL(grown);
        return {};
    });
}
FFIGUARD_SCENARIO(observe, report) {
    return with_some_held(ffiguard::observe_level::record,
                          [] { return ffiguard::report_ledger(count); });
}
FFIGUARD_SCENARIO(observe, stack) {
    return with_some_held(ffiguard::observe_level::stack, [] {
        ffiguard::write_json_lines(count);
        return ffiguard::write_folded_stacks(count);
    });
}
FFIGUARD_SCENARIO(observe, counts) {
    return with_some_held(ffiguard::observe_level::count, [] {
        ffiguard::write_open_metrics(count);
        static_cast<void>(ffiguard::fire_held_probes());
        return ffiguard::for_each_reference([](const ffiguard::reference_totals&) noexcept {});
    });
}
FFIGUARD_SCENARIO(observe, calls) {
    ffiguard::time_calls_everywhere(true);
    const ffiguard_status answer = ffiguard::boundary(nullptr, [] {
        const int fd = [] {
            const faults::pause mine;
            return ::open("/dev/null", O_WRONLY);
        }();
        const auto inside = ffiguard::write_inside_calls(fd);
        const faults::pause mine;
        ::close(fd);
        if (inside != 1) faults::wrong("the call is not inside");
    });
    ffiguard::time_calls_everywhere(false);
    return answer == FFIGUARD_OK ? status() : status(static_cast<status_code>(answer));
}
