// SPDX-License-Identifier: BSL-1.0
// The report that a process writes by itself when it exits.
#define FFIGUARD_OBSERVE 1
#include <fcntl.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <string>

#include <doctest/doctest.h>

#include <ffiguard/core/handle_table.hpp>
#include <ffiguard/core/unique_handle.hpp>
#include <ffiguard/library/library.hpp>
#include <ffiguard/observe/ledger.hpp>
#include <ffiguard/observe/ledger_report.hpp>
#include <ffiguard/observe/observe_level.hpp>
#include <ffiguard/signal/signal_event.hpp>

#include "../core/child.hpp"

namespace {  // names of types are compared

using namespace ffiguard;

struct anchor {
    int value = 0;
};
// As a shim has it: not destroyed.
handle_table<anchor>& anchors() {
    static auto& all = *new handle_table<anchor>;
    return all;
}

std::string read_file(const char* path) {
    std::string text(20000, '\0');
    const int file = ::open(path, O_RDONLY);
    const auto got = ::read(file, &text[0], text.size());
    ::close(file);
    text.resize(got > 0 ? static_cast<std::size_t>(got) : 0);
    return text;
}
int count(const std::string& text, const char* part) {
    int times = 0;
    for (std::size_t at = 0; (at = text.find(part, at)) != std::string::npos; ++at) ++times;
    return times;
}
void leak_one() {
    set_observe_level(observe_level::record);
    static_cast<void>(anchors().emplace());
}
ffiguard_token open_gadget(const library& plugin) {
    set_observe_level_everywhere(observe_level::record);
    return (*plugin.find<ffiguard_token()>("observed_plugin_open"))();
}
constexpr const char* plugin_path = FFIGUARD_TEST_LIB_DIR "/observed_plugin.so";

}  // namespace

TEST_CASE("a process reports at its exit, once, what all of its shared objects have left open") {
    const auto child = run_in_child([] {
        ::setenv("FFIGUARD_OBSERVE_REPORT", "exit", 1);
        leak_one();
        static auto& plugin = *new auto(*library::open(plugin_path));
        static_cast<void>(open_gadget(plugin));
        (*plugin.find<void()>("observed_plugin_forget"))();
        std::exit(3);
    });
    INFO(child.text);
    CHECK(child.exit_status == 3);
    CHECK(count(child.text, " shared objects)") == 1);
    CHECK(count(child.text, "1 anchor opened at ") == 1);
    CHECK(count(child.text, "1 keepsake opened at ") == 1);
    // The end of its table has closed it, with the place.
    CHECK(count(child.text, "leak: 1 open at the end of handle_table<") == 1);
    CHECK(count(child.text, "(opened as gadget at ") == 1);
}

TEST_CASE("without the variable nothing is written") {
    const auto child = run_in_child([] {
        ::unsetenv("FFIGUARD_OBSERVE_REPORT");
        leak_one();
        std::exit(0);
    });
    CHECK(child.exit_status == 0);
    CHECK(child.text.empty());
}

TEST_CASE("a library that was unloaded before is not missed") {
    const auto child = run_in_child([] {
        ::setenv("FFIGUARD_OBSERVE_REPORT", "exit", 1);
        leak_one();
        {
            auto plugin = *library::open(plugin_path);
            static_cast<void>(open_gadget(plugin));
        }
        std::exit(0);
    });
    INFO(child.text);
    CHECK(child.exit_status == 0);
    CHECK(count(child.text, " shared objects)") == 1);
    CHECK(count(child.text, "1 anchor opened at ") == 1);
}

TEST_CASE("a path gets the report appended, a number is a descriptor") {
    char path[] = "/tmp/ffiguard_report_XXXXXX";
    const int made = ::mkstemp(path);
    REQUIRE(made >= 0);
    for (int times = 0; times < 2; ++times) {
        const auto child = run_in_child([&] {
            ::setenv("FFIGUARD_OBSERVE_REPORT", path, 1);
            leak_one();
            std::exit(0);
        });
        CHECK(child.text.empty());
    }
    CHECK(count(read_file(path), "1 anchor opened at ") == 2);
    CHECK(::lseek(made, 0, SEEK_END) > 0);
    const auto child = run_in_child([&] {
        ::setenv("FFIGUARD_OBSERVE_REPORT", ("fd:" + std::to_string(made)).c_str(), 1);
        leak_one();
        std::exit(0);
    });
    CHECK(child.text.empty());
    CHECK(count(read_file(path), "1 anchor opened at ") == 3);
    ::close(made);
    ::unlink(path);
}

TEST_CASE("what cannot be written is no harm") {
    const auto child = run_in_child([&] {
        ::setenv("FFIGUARD_OBSERVE_REPORT", "/nowhere/at/all", 1);
        leak_one();
        std::exit(4);
    });
    CHECK(child.exit_status == 4);
}

TEST_CASE("a signal asks for a report, which an ordinary thread writes") {
    const auto child = run_in_child([] {
        leak_one();
        auto asked = *signal_event::on(signal_set::of<SIGUSR2>());
        ::kill(::getpid(), SIGUSR2);
        const auto came = asked.wait(60000);
        if (!came || *came != SIGUSR2) ::_exit(1);
        report_ledger([](std::string_view line) {
            static_cast<void>(!::write(2, line.data(), line.size()));
            static_cast<void>(!::write(2, "\n", 1));
        }).ignore();
    });
    CHECK(child.exit_status == 0);
    CHECK(count(child.text, "1 anchor opened at ") == 1);
}
