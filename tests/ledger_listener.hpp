// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_TESTS_LEDGER_LISTENER_HPP
#define FFIGUARD_TESTS_LEDGER_LISTENER_HPP

#include <dlfcn.h>

#include <cstdint>
#include <cstdio>
#include <map>
#include <string>
#include <string_view>

#include <doctest/doctest.h>

#include <ffiguard/observe/ledger.hpp>

#include "sanitizer.hpp"

/// Asks the ledger after each test case what has been left open: nothing, unless it is meant. What
/// is wrong is printed, and CTest fails the program for it.
class ledger_listener : public doctest::IReporter {
public:
    explicit ledger_listener(const doctest::ContextOptions&) {}

    void test_case_start(const doctest::TestCaseData& test) override {
        name_ = test.m_name;
        leaks_are_meant = false;
        before_ = open_now();
    }
    void test_case_end(const doctest::CurrentTestCaseStats&) override {
        if (leaks_are_meant) return;
        for (const auto& [what, count] : open_now())
            if (const std::int64_t more = count - before_[what]; more != 0)
                std::printf("ledger: wrong: \"%s\" leaves %lld of %s\n", name_,
                            static_cast<long long>(more), what.c_str());
    }

    void report_query(const doctest::QueryData&) override {}
    void test_run_start() override {}
    void test_run_end(const doctest::TestRunStats&) override {}
    void test_case_reenter(const doctest::TestCaseData&) override {}
    void test_case_exception(const doctest::TestCaseException&) override {}
    void subcase_start(const doctest::SubcaseSignature&) override {}
    void subcase_end() override {}
    void log_assert(const doctest::AssertData&) override {}
    void log_message(const doctest::MessageData&) override {}
    void test_case_skipped(const doctest::TestCaseData&) override {}

private:
    using counts = std::map<std::string, std::int64_t>;

    /// By type: what is counted, and what has a record.
    static counts open_now() {
        counts all;
        ffiguard::for_each_observed_type([&](const ffiguard::resource_totals& of) noexcept {
            if (!is_javas(of.type)) all[std::string(of.type)] += static_cast<std::int64_t>(of.live);
        });
        ffiguard::for_each_held([&](const ffiguard::held_resource& one) noexcept {
            if (!is_javas(one.type)) ++all["record of " + std::string(one.type)];
        });
        return all;
    }

    /// Java's collector, where there is a VM, releases a buffer that was given to Java when it
    /// likes; the tests of jni/data/byte_buffer count their memory.
    static bool is_javas(std::string_view type) {
        return type.find("ffiguard_buffer") != std::string_view::npos &&
               ::dlsym(RTLD_DEFAULT, "JNI_CreateJavaVM") != nullptr;
    }

    const char* name_ = "";
    counts before_;
};
REGISTER_LISTENER("ledger", 1, ledger_listener);

#endif
