// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_OBSERVE
#define FFIGUARD_OBSERVE 1
#endif
#include <ffiguard/observe/queue_lengths.hpp>

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

#include <doctest/doctest.h>

#include <ffiguard/core/handle_table.hpp>
#include <ffiguard/core/release_queue.hpp>
#include <ffiguard/exports.hpp>
#include <ffiguard/observe/open_metrics.hpp>

namespace {

struct waits_here {
    using life_cycle = ffiguard::life_cycle<ffiguard::deferrable_release>;
};
ffiguard::release_queue finalised, closed;

}  // namespace

extern "C" std::uint64_t test_finalised_queued(void);
extern "C" std::uint64_t test_finalised_drain(std::uint64_t at_most);
extern "C" std::uint64_t test_closed_queued(void);
extern "C" std::uint64_t test_closed_drain(std::uint64_t at_most);
FFIGUARD_EXPORT_QUEUE(test_finalised, finalised);
FFIGUARD_EXPORT_QUEUE(test_closed, closed);

namespace {

std::map<std::string, std::uint64_t> lengths() {
    std::map<std::string, std::uint64_t> all;
    ffiguard::for_each_release_queue([&](const ffiguard::queue_length& one) {
        all[std::string(one.name)] += one.queued + 1000;  // once each
    });
    return all;
}

}  // namespace

TEST_CASE("an exported queue is observed under its name, with what waits in it") {
    ffiguard::handle_table<waits_here> table;
    {
        const ffiguard::defer_releases here(finalised);
        for (int i = 0; i < 3; ++i) CHECK(table.close(*table.emplace()).ok());
    }
    auto now = lengths();
    CHECK(now["test_finalised"] == 1003);
    CHECK(now["test_closed"] == 1000);
    CHECK(test_finalised_drain(2) == 2);
    CHECK(lengths()["test_finalised"] == 1001);
    CHECK(test_finalised_drain(2) == 1);
}

TEST_CASE("the metrics have the queues, in C too, and C has the violations") {
    ffiguard::handle_table<waits_here> table;
    ffiguard::set_violation_handler([](const ffiguard::violation_event&) noexcept {});
    ffiguard_ledger_totals before{}, after{};
    CHECK(ffiguard_observe_totals(&before) == FFIGUARD_OK);
    {
        const ffiguard::defer_releases here(closed);
        CHECK(table.close(*table.emplace()).ok());
    }
    ffiguard::report({ffiguard::violation::leak, "planted"});
    ffiguard::set_violation_handler(nullptr);
    CHECK(ffiguard_observe_totals(&after) == FFIGUARD_OK);
    CHECK(after.violations == before.violations + 1);
    CHECK(after.ledgers >= 1);
    CHECK(ffiguard_observe_totals(nullptr) == FFIGUARD_NULL);

    const std::string line =
        "\nffiguard_release_queue_length{side=\"cpp\",queue=\"test_closed\"} 1\n";
    std::string text;
    ffiguard::write_open_metrics([&](std::string_view one) { (text += one) += '\n'; });
    CHECK(text.find(line) != std::string::npos);
    std::string own(static_cast<std::size_t>(ffiguard_observe_metrics(nullptr, 0)), '\0');
    CHECK(ffiguard_observe_metrics(&own[0], own.size()) == own.size());
    CHECK(own.find(line) != std::string::npos);
    CHECK(own.find("ffiguard_violations_total{side=\"cpp\"} " + std::to_string(after.violations)) !=
          std::string::npos);
    CHECK(text.find(own) != std::string::npos);
    CHECK(test_closed_drain(5) == 1);
    CHECK(test_closed_queued() + test_finalised_queued() == 0);
}
