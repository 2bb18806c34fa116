// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/signal/crash_reporter.hpp>

#include <dlfcn.h>
#include <signal.h>
#include <sys/mman.h>
#include <ucontext.h>
#include <unistd.h>

#include <atomic>
#include <thread>
#include <type_traits>
#include <utility>

#include <doctest/doctest.h>

#include "../core/child.hpp"
#include "../sanitizer.hpp"

using ffiguard::crash_reporter;
using ffiguard::signal_action;
using ffiguard::signal_set;
using ffiguard::status_code;

static_assert(!std::is_copy_constructible_v<crash_reporter>);
static_assert(std::is_nothrow_move_constructible_v<crash_reporter>);

namespace {

std::atomic<int> reports{0};
void count_report(int, siginfo_t*, void*) { ++reports; }

// A sanitizer takes a fault for its own finding.
constexpr bool can_crash = !under_address_sanitizer && !under_thread_sanitizer;
void crash() {
    volatile int* volatile nowhere = nullptr;
    *nowhere = 1;
}

struct sigaction action_now(int signal) {
    struct sigaction now;
    sigaction(signal, nullptr, &now);
    return now;
}

}  // namespace

TEST_CASE("a reporter is in force for the signals of faults until it ends, one at a time") {
    const auto before = action_now(SIGSEGV);
    const auto is_back = [&] { return action_now(SIGSEGV).sa_sigaction == before.sa_sigaction; };
    auto one = crash_reporter::install(&count_report);
    REQUIRE(one);
    CHECK_FALSE(is_back());
    CHECK((action_now(SIGFPE).sa_flags & SA_ONSTACK) != 0);
    CHECK(crash_reporter::install(&count_report).status() == status_code::in_use);
    crash_reporter moved(*std::move(one));
    CHECK_FALSE(*one);
    CHECK(moved.restore().ok());
    CHECK(moved.restore() == status_code::closed);
    CHECK_FALSE(moved);
    CHECK(is_back());
    { const auto another = crash_reporter::install(&count_report, signal_set::of<SIGBUS>()); }
    CHECK(crash_reporter::install(&count_report));
    CHECK(is_back());
}

TEST_CASE("what is no fault, or no function, is refused, and a reporter may be installed then") {
    CHECK(crash_reporter::install(nullptr).status() == status_code::null);
    CHECK(crash_reporter::install(&count_report, signal_set::of<SIGTERM>()).status() ==
          status_code::invalid_argument);
    CHECK(crash_reporter::install(&count_report, signal_set()).status() ==
          status_code::invalid_argument);
    CHECK(crash_reporter::install(&count_report));
}

TEST_CASE("without a runtime a crash is reported once, and what was there before runs then") {
    if (can_crash) {
        // Nothing: the process ends.
        CHECK(run_in_child([] {
                  signal(SIGSEGV, SIG_DFL);
                  const auto reporter = crash_reporter::install(
                      [](int, siginfo_t*, void*) { alarm(10); });  // or it would go round
                  crash();
              }).signal == SIGSEGV);
        // A handler of the host's, which finds it reported.
        CHECK(run_in_child([] {
                  signal(SIGSEGV, [](int) { _exit(reports == 1 ? 3 : 4); });
                  const auto reporter = crash_reporter::install(&count_report);
                  crash();
              }).exit_status == 3);
        // A crash in the report.
        CHECK(run_in_child([] {
                  signal(SIGSEGV, [](int) { _exit(reports == 1 ? 3 : 4); });
                  struct sigaction nested = action_now(SIGSEGV);
                  nested.sa_flags |= static_cast<int>(SA_NODEFER);
                  sigaction(SIGSEGV, &nested, nullptr);
                  const auto reporter = crash_reporter::install([](int, siginfo_t*, void*) {
                      ++reports;
                      sigset_t all;
                      sigfillset(&all);
                      pthread_sigmask(SIG_UNBLOCK, &all, nullptr);
                      crash();
                  });
                  crash();
              }).exit_status == 3);
    }
}

TEST_CASE("a thread that crashes meanwhile waits until the first has reported") {
    if (can_crash) {
        CHECK(run_in_child([] {
                  static std::atomic<bool> inside{false};
                  static std::atomic<int> ended{0};
                  signal(SIGSEGV, [](int) { _exit(ended == 1 ? 3 : 4); });
                  const auto reporter = crash_reporter::install([](int, siginfo_t*, void*) {
                      inside = true;
                      usleep(50000);  // in which the other comes, and is not to end the process
                      ++ended;
                  });
                  std::thread second([] {
                      while (!inside) std::this_thread::yield();
                      crash();
                  });
                  crash();
                  second.join();
              }).exit_status == 3);
    }
}

TEST_CASE("in a child that was forked while another thread reports, a crash is reported") {
    if (can_crash) {
        CHECK(run_in_child([] {
                  static std::atomic<bool> inside{false};
                  static std::atomic<bool> forked{false};
                  signal(SIGSEGV, [](int) { _exit(4); });
                  const auto reporter = crash_reporter::install([](int, siginfo_t*, void*) {
                      if (forked) _exit(3);
                      inside = true;
                      for (;;) pause();
                  });
                  std::thread([] { crash(); }).detach();
                  while (!inside) std::this_thread::yield();
                  const auto outcome = run_in_child([] {
                      forked = true;
                      crash();
                  });
                  _exit(outcome.exit_status);
              }).exit_status == 3);
    }
}

namespace {
void write_m(int, siginfo_t*, void*) {
    const auto written = write(2, "M", 1);
    static_cast<void>(written);
}
struct sigaction found_by_stranger;
void chain_by_hand(int signal, siginfo_t* info, void* context) {
    found_by_stranger.sa_sigaction(signal, info, context);
}
}  // namespace

TEST_CASE("reporters of two shared objects both report, once, and the process ends") {
    if (can_crash) {
        const auto outcome = run_in_child([] {
            signal(SIGSEGV, SIG_DFL);
            const auto reporter = crash_reporter::install(&write_m);
            void* const plugin = dlopen(FFIGUARD_TEST_LIB_DIR "/crash_plugin.so", RTLD_NOW);
            if (plugin == nullptr) _exit(1);
            if (!reinterpret_cast<bool (*)()>(dlsym(plugin, "plugin_install"))()) _exit(2);
            alarm(10);
            crash();
        });
        CHECK(outcome.signal == SIGSEGV);
        CHECK(outcome.text == "PM");
    }
}

TEST_CASE("below a handler that chains by hand and returns, a crash is reported once and ends") {
    if (can_crash) {
        const auto outcome = run_in_child([] {
            signal(SIGSEGV, SIG_DFL);
            const auto reporter = crash_reporter::install(&write_m);
            struct sigaction stranger {};
            stranger.sa_sigaction = &chain_by_hand;
            stranger.sa_flags = SA_SIGINFO;
            sigaction(SIGSEGV, &stranger, &found_by_stranger);
            alarm(10);
            crash();
        });
        CHECK(outcome.signal == SIGSEGV);
        CHECK(outcome.text == "M");
    }
}

#if FFIGUARD_HAS_CRASH_PLACE()
namespace {

// Makes a fault of a goroutine: on a stack that is no thread's. Go goes on after its own handler.
ucontext_t back;
char* page = nullptr;
void open_page(int, siginfo_t*, void*) { mprotect(page, 4096, PROT_READ | PROT_WRITE); }
void touch_page() { *static_cast<volatile char*>(page) = 1; }
void touch_page_on(char* stack, std::size_t size) {
    mprotect(page, 4096, PROT_NONE);
    if (stack == nullptr) return touch_page();
    static ucontext_t goroutine;
    getcontext(&goroutine);
    goroutine.uc_stack.ss_sp = stack;
    goroutine.uc_stack.ss_size = size;
    goroutine.uc_link = &back;
    makecontext(&goroutine, &touch_page, 0);
    swapcontext(&back, &goroutine);
}

}  // namespace

TEST_CASE(
    "beside Go a fault on the stack of a goroutine is Go's, and one on a thread's is a crash") {
    if (can_crash) {
        CHECK(run_in_child([] {
                  struct sigaction as_go {};
                  as_go.sa_sigaction = &open_page;
                  as_go.sa_flags = SA_SIGINFO | SA_ONSTACK | SA_RESTART;
                  sigfillset(&as_go.sa_mask);
                  sigaction(SIGURG, &as_go, nullptr);
                  sigaction(SIGSEGV, &as_go, nullptr);
                  const auto reporter = crash_reporter::install(&count_report);
                  if (!reporter) _exit(1);
                  page = static_cast<char*>(
                      mmap(nullptr, 4096, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));
                  // Where Go has its heap.
                  auto* const heap = static_cast<char*>(mmap(reinterpret_cast<void*>(0xc000000000),
                                                             65536, PROT_READ | PROT_WRITE,
                                                             MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));
                  touch_page_on(heap, 65536);
                  if (reports != 0) _exit(2);
                  std::thread([&] { touch_page_on(heap, 65536); }).join();
                  if (reports != 0) _exit(3);
                  touch_page_on(nullptr, 0);
                  if (reports != 1) _exit(4);
                  std::thread([&] { touch_page_on(nullptr, 0); }).join();
                  if (reports != 2) _exit(5);
                  _exit(0);
              }).exit_status == 0);
    }
}
#endif
