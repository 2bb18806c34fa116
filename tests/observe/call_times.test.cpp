// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_OBSERVE
#define FFIGUARD_OBSERVE 1
#endif
#include <ffiguard/observe/call_times.hpp>

#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include <doctest/doctest.h>

#include <ffiguard/core/boundary.hpp>
#include <ffiguard/core/call.hpp>
#include <ffiguard/core/call_new.hpp>
#include <ffiguard/core/handle_table.hpp>
#include <ffiguard/observe/detail/c_ledger.hpp>
#include <ffiguard/observe/ledger_report.hpp>
#include <ffiguard/observe/open_metrics.hpp>

using ffiguard::call_times;
using ffiguard::status;
using ffiguard::status_code;
using ffiguard::detail::call_buckets;

extern "C" ffiguard_status calls_test_flush(int which) {
    return ffiguard::boundary(
        nullptr, [&]() -> status { return which == 0 ? status_code::ok : status_code::closed; });
}
struct timed_object {
    status touch() { return status_code::ok; }
    int size() { return 3; }
};
ffiguard::handle_table<timed_object> timed_objects;
extern "C" ffiguard_status calls_test_new(ffiguard_token* made, ffiguard_error* err) {
    return ffiguard::call_new(timed_objects, made, err);
}
extern "C" ffiguard_status calls_test_touch(ffiguard_token object, ffiguard_error* err) {
    return ffiguard::call<&timed_object::touch>(timed_objects, object, err);
}
extern "C" {
FFIGUARD_EXPORT_CALL(calls_test_size, timed_objects, &timed_object::size, int*);
ffiguard_status calls_test_close(ffiguard_token object, ffiguard_error* err) {
    return ffiguard::call_release(timed_objects, object, err);
}
}
extern "C" ffiguard_status calls_test_other() {
    return ffiguard::boundary(nullptr, [] { calls_test_flush(0); });
}

namespace {

constexpr const char* flush_name = "calls_test_flush";
constexpr const char* other_name = "calls_test_other";

call_times times_of(const char* name) {
    call_times found;
    int times = 0;
    ffiguard::for_each_observed_call([&](const call_times& one) noexcept {
        if (one.function.find(name) == std::string_view::npos) return;
        found = one;
        ++times;
    });
    CHECK(times <= 1);
    return found;
}

struct timed {
    timed() { ffiguard::time_calls_everywhere(true); }
    timed(const timed&) = delete;
    timed& operator=(const timed&) = delete;
    ~timed() { ffiguard::time_calls_everywhere(false); }
};

}  // namespace

TEST_CASE("each time lies in the bucket whose limit is the first that is not below it") {
    for (std::size_t i = 0; i < call_buckets::size; ++i) {
        CHECK(call_buckets::of(call_buckets::limit(i)) == i);
        if (i + 1 < call_buckets::size)
            CHECK(call_buckets::of(call_buckets::limit(i) + 1) == i + 1);
        if (i > 8) CHECK(call_buckets::limit(i) * 4 <= call_buckets::limit(i - 1) * 5);
    }
    CHECK(call_buckets::of(0) == 0);
    CHECK(call_buckets::of(~std::uint64_t{0}) == call_buckets::size - 1);
    for (unsigned power = 2; power <= 36; ++power)
        CHECK(call_buckets::limit(call_buckets::of_power(power)) == std::uint64_t{1} << power);
}

TEST_CASE("a quantile is the limit of the bucket that has it") {
    call_times times;
    CHECK(times.quantile(500000) == 0);
    times.buckets[call_buckets::of(100)] = 980;
    times.buckets[call_buckets::of(5000)] = 19;
    times.buckets[call_buckets::of(7000000)] = 1;
    times.count = 1000;
    CHECK(times.quantile(500000) == 112);
    CHECK(times.quantile(980000) == 112);
    CHECK(times.quantile(990000) == 5120);
    CHECK(times.quantile(999000) == 5120);
    CHECK(times.quantile(1000000) == 7340032);
    CHECK(times.at_most(128) == 980);
    CHECK(times.at_most(8192) == 999);
}

TEST_CASE(
    "calls are timed while that is switched on, those that fail too, and those inside others") {
    CHECK(calls_test_flush(0) == FFIGUARD_OK);
    CHECK(times_of(flush_name).count == 0);
    {
        const timed now;
        for (int i = 0; i < 10; ++i)
            CHECK(calls_test_flush(i % 2) == (i % 2 ? FFIGUARD_CLOSED : 0));
        CHECK(calls_test_other() == FFIGUARD_OK);
    }
    CHECK(calls_test_flush(0) == FFIGUARD_OK);
    const call_times flush = times_of(flush_name), other = times_of(other_name);
    CHECK(flush.count == 11);
    CHECK(other.count == 1);
    // It has one of the eleven inside.
    CHECK(other.sum_ns > 0);
    CHECK(flush.sum_ns >= 11);
    CHECK(flush.quantile(500000) <= flush.quantile(1000000));
}

TEST_CASE("a function whose body the library writes has its own name, too") {
    const timed now;
    ffiguard_error err{};
    ffiguard_token object = 0;
    int size = 0;
    CHECK(calls_test_new(&object, &err) == FFIGUARD_OK);
    CHECK(calls_test_touch(object, &err) == FFIGUARD_OK);
    CHECK(calls_test_touch(object, &err) == FFIGUARD_OK);
    CHECK(calls_test_size(object, &size, &err) == FFIGUARD_OK);
    CHECK(calls_test_close(object, &err) == FFIGUARD_OK);
    CHECK(times_of("calls_test_new").count == 1);
    CHECK(times_of("calls_test_touch").count == 2);
    CHECK(times_of("calls_test_size").count == 1);
    CHECK(times_of("calls_test_close").count == 1);
}

TEST_CASE("no call of several threads is lost") {
    const timed now;
    const std::uint64_t before = times_of(flush_name).count;
    std::vector<std::thread> threads;
    for (int i = 0; i < 4; ++i)
        threads.emplace_back([] {
            for (int n = 0; n < 5000; ++n) calls_test_flush(0);
        });
    for (std::thread& one : threads) one.join();
    CHECK(times_of(flush_name).count == before + 20000);
}

TEST_CASE("C reads how many calls there were and how long they took") {
    CHECK(ffiguard::detail::time_calls(2) == status_code::invalid_argument);
    CHECK(ffiguard::detail::time_calls(1).ok());
    calls_test_flush(0);
    CHECK(ffiguard::detail::time_calls(0).ok());
    const std::uint64_t there = ffiguard::detail::copy_calls(nullptr, 0);
    std::vector<ffiguard_call_times> all(static_cast<std::size_t>(there));
    CHECK(ffiguard::detail::copy_calls(all.data(), there) == there);
    const call_times flush = times_of(flush_name);
    int seen = 0;
    for (const ffiguard_call_times& one : all)
        if (one.count == flush.count && one.sum_ns == flush.sum_ns) {
            ++seen;
            CHECK(one.p50_ns == flush.quantile(500000));
            CHECK(one.max_ns >= one.p999_ns);
        }
    CHECK(seen == 1);
}

TEST_CASE("a report ends with a line for each function that was timed") {
    {
        const timed now;
        calls_test_flush(0);
    }
    const call_times flush = times_of(flush_name);
    const std::string wanted = std::to_string(flush.count) +
                               " calls of calls_test_flush, half within " +
                               std::to_string(flush.quantile(500000)) + " ns, 99 % within " +
                               std::to_string(flush.quantile(990000)) + " ns, 99.9 % within " +
                               std::to_string(flush.quantile(999000)) + " ns";
    int seen = 0;
    CHECK(ffiguard::report_ledger([&](std::string_view line) { seen += line == wanted; }).ok());
    CHECK(seen == 1);
}

TEST_CASE("the metrics have a histogram of each function, whose counts add up") {
    {
        const timed now;
        calls_test_flush(0);
    }
    const call_times flush = times_of(flush_name);
    std::vector<std::string> own;
    ffiguard::write_open_metrics([&](std::string_view line) {
        if (line.find(flush_name) != std::string_view::npos) own.emplace_back(line);
    });
    REQUIRE(own.size() == 32);
    const std::string count = std::to_string(flush.count);
    CHECK(own[0].find(",le=\"0.000000128\"} ") != std::string::npos);
    CHECK(own[28].find(",le=\"34.359738368\"} " + count) != std::string::npos);
    CHECK(own[29].find(",le=\"+Inf\"} " + count) != std::string::npos);
    CHECK(own[30].find("_count{") != std::string::npos);
    CHECK(own[31].find("_sum{") != std::string::npos);
    // C gets the same, cut where there is no room.
    std::string text(static_cast<std::size_t>(ffiguard::detail::copy_own_metrics(nullptr, 0)), '.');
    CHECK(ffiguard::detail::copy_own_metrics(&text[0], text.size()) == text.size());
    CHECK(text.rfind("# TYPE ffiguard_violations counter\n", 0) == 0);
    CHECK(text.find(own[29] + "\n") != std::string::npos);
    CHECK(text.back() == '\n');
    char start[6] = "-----";
    CHECK(ffiguard::detail::copy_own_metrics(start, 3) == text.size());
    CHECK(std::strcmp(start, "# T--") == 0);
}
