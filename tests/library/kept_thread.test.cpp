// SPDX-License-Identifier: BSL-1.0
// Constructors and destructors of a library run on the thread that loads and unloads it, and a
// thread of Go or the JVM goes on computing with what they leave.
#include <ffiguard/library/library.hpp>

#include <dlfcn.h>
#include <pthread.h>
#include <signal.h>

#include <string>
#include <thread>

#include <doctest/doctest.h>

#include <ffiguard/library/function_table.hpp>
#include <ffiguard/library/library_host.hpp>
#include <ffiguard/thread/thread_state.hpp>

#include "test_library.hpp"

using ffiguard::close_answer;
using ffiguard::library;
using ffiguard::load_mode;
using ffiguard::verify_unchanged;

namespace {

constexpr std::uint32_t parts = FFIGUARD_THREAD_FLOAT | FFIGUARD_THREAD_SIGNAL_MASK;

struct table {
    ffiguard::symbol<int()> answer;
};

template <class Call>
void on_a_thread(Call call) {
    std::thread([&] {
        sigset_t set;
        sigemptyset(&set);
        sigaddset(&set, SIGHUP);  // which the constructor opens
        pthread_sigmask(SIG_BLOCK, &set, nullptr);
        call(test_library("changes_thread"));
    }).join();
}

template <class Call>
std::string left_by(Call call) {
    return verify_unchanged(call, parts).message();
}

}  // namespace

TEST_CASE("opening and closing a library leave the mask and the floating point of the thread") {
    on_a_thread([](const std::string& path) {
        library opened;
        CHECK(left_by([&] {
                  auto made = library::open(path);
                  REQUIRE(made);
                  opened = *std::move(made);
              }) == "");
        CHECK((*opened.find<int()>("changes_thread_answer"))() == 42);
        CHECK(left_by([&] {
                  const auto outcome = opened.close();
                  CHECK(outcome.answer == close_answer::unloaded);
              }) == "");
    });
}

TEST_CASE("the last symbol to go, a table and a host leave the thread as it was, too") {
    on_a_thread([](const std::string& path) {
        CHECK(left_by([&] { static_cast<void>(library::open(path)); }) == "");
        CHECK_FALSE(is_loaded(path));
        CHECK(left_by([&] {
                  const auto bound = ffiguard::load_table<table>(
                      path, ffiguard::entry("changes_thread_answer", &table::answer));
                  CHECK(bound);
              }) == "");
        CHECK_FALSE(is_loaded(path));
        CHECK(left_by([&] {
                  ffiguard::library_host host;
                  CHECK(host.acquire(path));
              }) == "");
        CHECK_FALSE(is_loaded(path));
    });
}

TEST_CASE("a load that fails after constructors have run leaves the thread as it was") {
    on_a_thread([](const std::string& path) {
        CHECK(left_by([&] {
                  const auto none = ffiguard::load_table<table>(
                      path, ffiguard::entry("no_such_function", &table::answer));
                  CHECK_FALSE(none);
              }) == "");
    });
}

TEST_CASE(
    "a library that is there already is opened and closed with its last reference elsewhere") {
    on_a_thread([](const std::string& path) {
        void* raw = nullptr;
        const std::string naive = left_by([&] { raw = ::dlopen(path.c_str(), RTLD_NOW); });
        CHECK(naive.find("signal mask") != std::string::npos);  // the twin does harm
        auto second = library::open(path);
        REQUIRE(second);
        ::dlclose(raw);
        CHECK(left_by([&] { static_cast<void>(second->close()); }) == "");
        CHECK_FALSE(is_loaded(path));
    });
}

TEST_CASE("who wants what the constructors do to the thread says so") {
    on_a_thread([](const std::string& path) {
        library opened;
        const std::string left = left_by([&] {
            opened = *library::open(path, load_mode::standard | load_mode::changes_thread);
        });
        CHECK(left.find("URG") != std::string::npos);
        CHECK(left_by([&] { static_cast<void>(opened.close()); }) == "");
    });
}

TEST_CASE("a synchronous signal that a constructor opens is not blocked again") {
    std::thread([] {
        sigset_t set;
        sigemptyset(&set);
        sigaddset(&set, SIGSEGV);
        const ffiguard::detail::kept_mask kept;
        pthread_sigmask(SIG_BLOCK, &set, nullptr);
        const ffiguard::detail::kept_mask blocked;
        kept.put_back();
        sigset_t now;
        pthread_sigmask(SIG_BLOCK, nullptr, &now);
        CHECK(sigismember(&now, SIGSEGV) == 0);
        blocked.put_back();
        pthread_sigmask(SIG_BLOCK, nullptr, &now);
        CHECK(sigismember(&now, SIGSEGV) == 0);
    }).join();
}
