// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/thread/foreign_call.hpp>

#include <dlfcn.h>
#include <sys/wait.h>
#include <unistd.h>
#ifdef __linux__
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#endif

#include <cerrno>
#include <cfenv>
#include <cstddef>
#include <memory>
#include <new>
#include <optional>
#include <string>
#include <thread>
#include <type_traits>
#include <utility>

#include <doctest/doctest.h>

#include <ffiguard/signal/alternate_stack.hpp>
#include <ffiguard/signal/signal_mask.hpp>
#include <ffiguard/thread/cpu_affinity.hpp>
#include <ffiguard/thread/float_environment.hpp>
#include <ffiguard/thread/thread_locale.hpp>
#include <ffiguard/thread/thread_name.hpp>
#include <ffiguard/thread/thread_state.hpp>
#include <ffiguard/thread/upcall.hpp>

#include "../counted_violations.hpp"
#include "../forked.hpp"
#include "../sanitizer.hpp"
#include "../threads/vendor.hpp"
#include "affinity.hpp"
#include "lib/foreign_calls.hpp"

using ffiguard::foreign_call;
using ffiguard::status_code;
using ffiguard::thread_changes;
using ffiguard::thread_state;
using ffiguard::verify_unchanged;

static_assert(!std::is_move_constructible_v<foreign_call<>>);
static_assert(!std::is_copy_assignable_v<foreign_call<>>);
static_assert(sizeof(foreign_call<FFIGUARD_THREAD_NAME>) < sizeof(foreign_call<>));

namespace {

constexpr std::uint32_t all_but_errno = FFIGUARD_THREAD_ALL - FFIGUARD_THREAD_ERRNO;
constexpr std::uint32_t float_and_mask = FFIGUARD_THREAD_FLOAT | FFIGUARD_THREAD_SIGNAL_MASK;

vendor driver;

template <class Call>
void on_a_thread(Call call) {
    std::thread(call).join();
}
template <class Call>
std::string left_by(Call call, std::uint32_t parts = all_but_errno) {
    return verify_unchanged(call, parts).message();
}
bool contains(const std::string& text, const char* part) {
    return text.find(part) != std::string::npos;
}

void change_mask(int how, int number) {
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, number);
    pthread_sigmask(how, &set, nullptr);
}
bool is_blocked(int number) {
    sigset_t now;
    pthread_sigmask(SIG_BLOCK, nullptr, &now);
    return sigismember(&now, number) == 1;
}

}  // namespace

TEST_CASE("after a vendor's initialiser the thread is as it was, and what it had changed is told") {
    on_a_thread([] {
        CHECK(left_by([] {
                  errno = 0;
                  foreign_call around;
                  CHECK(around.status().ok());
                  CHECK(driver.init() == 42);
                  const thread_changes left = around.end();
                  CHECK(errno == EXDEV);  // the vendor's answer
                  CHECK(left.status().ok());
                  const std::string text = left.message();
                  CHECK(contains(text, "signal mask: INT, SEGV, TERM, URG and 1 more are blocked"));
                  CHECK(contains(text, "alternate stack: "));
                  CHECK(contains(text, "rounding: to nearest -> upward"));
                  CHECK(contains(text, "-> vendor"));
                  CHECK(contains(text, "locale: that of the process -> C."));
                  std::uint32_t expected = ffiguard::detail::all_kept_parts;
                  if (cpus_now().size() < 2) expected &= ~std::uint32_t{FFIGUARD_THREAD_AFFINITY};
                  CHECK(left.parts() == expected);
                  CHECK(around.end().status() == status_code::closed);
              }) == "");
        CHECK(left_by([] {
                  const foreign_call around;
                  driver.init();
              }) == "");
    });
}

TEST_CASE("without it each of them stays") {
    on_a_thread([] {
        stack_t before;
        sigaltstack(nullptr, &before);  // a sanitizer's, maybe
        const std::string text = left_by([] { driver.init(); });
        sigaltstack(&before, nullptr);
        CHECK(contains(text, "signal mask"));
        CHECK(contains(text, "alternate stack"));
        CHECK(contains(text, "rounding"));
        CHECK(contains(text, "-> vendor"));
    });
}

TEST_CASE("where nothing was changed nothing is told") {
    on_a_thread([] {
        foreign_call around;
        const thread_changes left = around.end();
        CHECK(left.status().ok());
        CHECK(left.parts() == 0);
        CHECK(std::string(left.message()).empty());
    });
}

#if FFIGUARD_HAS_EXCEPTIONS()
TEST_CASE("an exception that leaves the call leaves the thread as it was") {
    on_a_thread([] {
        CHECK(left_by([] {
                  try {
                      const foreign_call around;
                      driver.init();
                      throw 1;
                  } catch (int) {
                  }
              }) == "");
    });
}
#endif

TEST_CASE("what was not named is left alone") {
    on_a_thread([] {
        const std::string text = left_by([] {
            constexpr std::uint32_t named = float_and_mask | FFIGUARD_THREAD_ALTERNATE_STACK;
            foreign_call<named> around;
            driver.init();
            CHECK(around.end().parts() == named);
        });
        CHECK(contains(text, "-> vendor"));
        CHECK_FALSE(contains(text, "signal mask"));
        CHECK_FALSE(contains(text, "rounding"));
    });
}

TEST_CASE("signals that the call opens are blocked again, but no synchronous one") {
    on_a_thread([] {
        change_mask(SIG_BLOCK, SIGUSR2);
        change_mask(SIG_BLOCK, SIGFPE);
        foreign_call<FFIGUARD_THREAD_SIGNAL_MASK> around;
        change_mask(SIG_UNBLOCK, SIGUSR2);
        change_mask(SIG_UNBLOCK, SIGFPE);
        const thread_changes left = around.end();
        CHECK(left.message() == std::string("signal mask: FPE, USR2 are no longer blocked"));
        CHECK(is_blocked(SIGUSR2));
        CHECK_FALSE(is_blocked(SIGFPE));
    });
}

TEST_CASE("guards that began before, in and across it end in any order, and nothing is left") {
    using namespace ffiguard;
    // Each way: where the foreign_call ends among the ends of an outer and an inner guard.
    for (const char* const order : {"ifo", "fio", "foi", "ofi", "oif", "iof"}) {
        CAPTURE(order);
        on_a_thread([order] {
            CHECK(left_by([order] {
                      struct guards {
                          signal_mask mask = *signal_mask::block(signal_set::blockable());
                          cpu_affinity cpus = *cpu_affinity::pin(first_allowed());
                          thread_name name = *thread_name::set("guard");
                          float_environment floats = *float_environment::with_rounding(FE_DOWNWARD);
                          thread_locale locale = *thread_locale::use("C");
                          ffiguard::alternate_stack stack = *ffiguard::alternate_stack::install();
                      };
                      std::optional<guards> outer(std::in_place);
                      std::optional<foreign_call<>> around(std::in_place);
                      std::fesetround(FE_TOWARDZERO);
                      change_mask(SIG_UNBLOCK, SIGUSR1);
                      change_mask(SIG_BLOCK, SIGILL);
                      pthread_setname_np(pthread_self(), "changed");
                      std::optional<guards> inner(std::in_place);
                      for (const char* at = order; *at != '\0'; ++at) {
                          if (*at == 'o') outer.reset();
                          if (*at == 'i') inner.reset();
                          if (*at == 'f') {
                              const thread_changes left = around->end();
                              CHECK(left.status().ok());
                          }
                      }
                  }) == "");
        });
    }
}

TEST_CASE("memory of an outer guard that ends inside it is not left in use") {
    on_a_thread([] {
        stack_t before;
        sigaltstack(nullptr, &before);
        const locale_t plain = uselocale(locale_t{});
        auto stack = *ffiguard::alternate_stack::install();
        auto locale = *ffiguard::thread_locale::use("C");
        foreign_call around;
        CHECK(stack.restore().ok());   // unmaps
        CHECK(locale.restore().ok());  // frees
        stack_t now;
        sigaltstack(nullptr, &now);
        CHECK(now.ss_sp == before.ss_sp);
        CHECK(uselocale(locale_t{}) == plain);
        CHECK(around.end().parts() == 0);
    });
}

TEST_CASE("one inside another puts back what came after it") {
    on_a_thread([] {
        CHECK(left_by([] {
                  foreign_call outer;
                  change_mask(SIG_BLOCK, SIGUSR1);
                  foreign_call inner;
                  change_mask(SIG_BLOCK, SIGUSR2);
                  CHECK(inner.end().message() == std::string("signal mask: USR2 is blocked"));
                  CHECK(outer.end().message() == std::string("signal mask: USR1 is blocked"));
              }) == "");
        CHECK(left_by([] {  // the outer one ends first
                  foreign_call outer;
                  driver.init();
                  foreign_call inner;
                  change_mask(SIG_BLOCK, SIGUSR2);
                  CHECK(outer.end().status().ok());
                  CHECK(inner.end().status().ok());
              }) == "");
    });
}

TEST_CASE("more than four inside each other end as they should") {
    on_a_thread([] {
        CHECK(left_by([] {
                  foreign_call a, b, c, d, e, f;
                  CHECK(f.status().ok());
                  driver.init();
              }) == "");
    });
}

TEST_CASE("an upcall inside it finds the thread as it was") {
    on_a_thread([] {
        const thread_state before = thread_state::snapshot();
        foreign_call around;
        driver.init();
        {
            const ffiguard::upcall inside;
            CHECK(inside.status().ok());
            constexpr std::uint32_t parts = FFIGUARD_THREAD_FLOAT | FFIGUARD_THREAD_AFFINITY |
                                            FFIGUARD_THREAD_NAME | FFIGUARD_THREAD_LOCALE;
            CHECK(thread_state::difference(before, thread_state::snapshot(), parts).ok());
        }
        CHECK(std::fegetround() == FE_UPWARD);  // the vendor's code goes on with its own
        CHECK(around.end().status().ok());
        CHECK(std::fegetround() == FE_TONEAREST);
    });
}

TEST_CASE("in the child of a fork() that of the forking thread goes on") {
    on_a_thread([] {
        foreign_call around;
        change_mask(SIG_BLOCK, SIGUSR1);
        const auto ended = forked::child(forked::where::same_namespace, [&around] {
            const bool was_blocked = is_blocked(SIGUSR1);
            const bool told = around.end().parts() == FFIGUARD_THREAD_SIGNAL_MASK;
            return was_blocked && told && !is_blocked(SIGUSR1) ? 0 : 1;
        });
        CHECK(ended.exit_status == 0);
        CHECK(is_blocked(SIGUSR1));
    });
}

TEST_CASE("ended by another thread it touches nothing there and is a violation") {
    counted_violations violations;
    on_a_thread([&violations] {
        auto around = std::make_unique<foreign_call<float_and_mask>>();
        change_mask(SIG_BLOCK, SIGUSR1);
        on_a_thread([&around, &violations] {
            change_mask(SIG_UNBLOCK, SIGUSR1);
            std::fesetround(FE_DOWNWARD);
            CHECK(around->end().status() == status_code::wrong_thread);
            CHECK(violations.of(ffiguard::violation::wrong_thread) == 0);
            around.reset();
            CHECK(violations.of(ffiguard::violation::wrong_thread) == 1);
            CHECK_FALSE(is_blocked(SIGUSR1));
            CHECK(std::fegetround() == FE_DOWNWARD);
        });
        CHECK(is_blocked(SIGUSR1));
    });
}

namespace {

struct two_objects {
    two_objects() {
        REQUIRE((a != nullptr && b != nullptr));
        begun = reinterpret_cast<foreign_calls::functions (*)()>(::dlsym(a, "foreign_calls_a"))();
        other = reinterpret_cast<foreign_calls::functions (*)()>(::dlsym(b, "foreign_calls_b"))();
        // b numbers its threads otherwise.
        on_a_thread([&] { other.destroy(other.begin()); });
    }
    two_objects(const two_objects&) = delete;
    two_objects& operator=(const two_objects&) = delete;
    ~two_objects() {
        ::dlclose(b);
        ::dlclose(a);
    }

    void* a = ::dlopen(FFIGUARD_TEST_LIB_DIR "/foreign_calls_a.so", RTLD_NOW | RTLD_GLOBAL);
    void* b = ::dlopen(FFIGUARD_TEST_LIB_DIR "/foreign_calls_b.so", RTLD_NOW | RTLD_GLOBAL);
    foreign_calls::functions begun;
    foreign_calls::functions other;
};

}  // namespace

TEST_CASE("one that another shared object ends by reference is put back by its own") {
    const two_objects both;
    on_a_thread([&both] {
        for (const bool by_destructor : {false, true}) {
            CHECK(left_by([&] {
                      void* const one = both.begun.begin();
                      change_mask(SIG_BLOCK, SIGUSR1);
                      std::fesetround(FE_UPWARD);
                      if (!by_destructor) CHECK(both.other.end(one) == 0);
                      both.other.destroy(one);
                  }) == "");
        }
    });
    on_a_thread([&both] {  // b's number of the inner thread may be a's of this one
        void* const one = both.begun.begin();
        on_a_thread([&both, one] {
            CHECK(both.other.end(one) == static_cast<int>(status_code::wrong_thread));
        });
        both.other.destroy(one);
    });
}

TEST_CASE("an upcall that another shared object ends makes the changes of its own anew") {
    const two_objects both;
    on_a_thread([&both] {
        for (const auto& [begun, other] :
             {std::pair(both.begun, both.other), std::pair(both.other, both.begun)}) {
            void* const one = begun.call_back();
            CHECK(std::fegetround() == FE_TONEAREST);
            other.return_from(one);
            CHECK(std::fegetround() == FE_UPWARD);
            begun.end_guard(one);
            CHECK(std::fegetround() == FE_TONEAREST);
        }
    });
}

TEST_CASE("a batch of upcalls that another shared object ends puts back the mask of its own") {
    const two_objects both;
    on_a_thread([&both] {
        change_mask(SIG_BLOCK, SIGURG);
        for (const bool by_other : {false, true}) {
            void* const begun = both.begun.begin_batch();
            CHECK_FALSE(is_blocked(SIGURG));
            change_mask(SIG_BLOCK, SIGUSR1);
            void* const own = both.other.begin_batch();  // is none of the first one's upcalls
            change_mask(SIG_BLOCK, SIGUSR2);
            both.other.end_batch(own);
            CHECK_FALSE(is_blocked(SIGUSR2));
            (by_other ? both.other : both.begun).end_batch(begun);
            CHECK(is_blocked(SIGURG));
            CHECK_FALSE(is_blocked(SIGUSR1));
        }
    });
}

TEST_CASE("a thread_state of one shared object is compared with that of another") {
    const two_objects both;
    on_a_thread([&both] {
        ffiguard_thread_state before;
        ffiguard_thread_state after;
        both.begun.snapshot(&before);
        both.other.snapshot(&after);
        CHECK(thread_state::difference(thread_state(before), thread_state(after)).ok());
        change_mask(SIG_BLOCK, SIGUSR1);
        both.other.snapshot(&after);
        CHECK(thread_state::difference(thread_state(before), thread_state(after)).status() ==
              ffiguard::status::foreign(FFIGUARD_THREAD_SIGNAL_MASK));
        for (int each = 0; each < 3; ++each)  // b gives one of them a's number of this thread
            on_a_thread([&] {
                both.other.snapshot(&after);
                CHECK(
                    thread_state::difference(thread_state(before), thread_state(after)).status() ==
                    status_code::wrong_thread);
            });
    });
    // An old number of the system's, a new thread.
    ffiguard_thread_state first;
    ffiguard_thread_state second;
    on_a_thread([&] { both.begun.snapshot(&first); });
    on_a_thread([&] { both.begun.snapshot(&second); });
    CHECK(thread_state::difference(thread_state(first), thread_state(second)).status() ==
          status_code::wrong_thread);
}

TEST_CASE("an alternate stack on which the thread runs cannot be put back, and that is said") {
    on_a_thread([] {
        static std::optional<foreign_call<FFIGUARD_THREAD_ALTERNATE_STACK>> around;
        static ffiguard::status answer;
        const auto own = ffiguard::alternate_stack::install();
        stack_t of_own;
        sigaltstack(nullptr, &of_own);
        around.emplace();
        stack_t stack{};
        stack.ss_sp = driver.stack;
        stack.ss_size = sizeof driver.stack;
        sigaltstack(&stack, nullptr);
        struct sigaction action {};
        action.sa_flags = SA_ONSTACK;
        action.sa_handler = [](int) { answer = around->end().status(); };
        struct sigaction before;
        sigaction(SIGUSR1, &action, &before);
        raise(SIGUSR1);
        sigaction(SIGUSR1, &before, nullptr);
        CHECK(answer == status_code::in_use);
        around.reset();
        sigaltstack(&of_own, nullptr);
    });
}

#if defined(__linux__) && defined(__x86_64__) && defined(__NR_rt_sigprocmask)
// A process that dies of any system call but rt_sigprocmask, and of that after the number allowed.
namespace {
int in_child_that_may_call_only_sigprocmask(void (*body)()) {
    const pid_t child = fork();
    if (child == 0) {
        sock_filter code[] = {
            BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(seccomp_data, nr)),
            BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, __NR_rt_sigprocmask, 2, 0),
            BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, __NR_exit_group, 1, 0),
            BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS),
            BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
        };
        const sock_fprog program = {sizeof code / sizeof *code, code};
        prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
        if (prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) != 0) _exit(77);
        body();
        _exit(0);
    }
    int outcome = 0;
    waitpid(child, &outcome, 0);
    if (WIFEXITED(outcome)) return WEXITSTATUS(outcome);
    return -WTERMSIG(outcome);
}
}  // namespace

TEST_CASE("of floats and mask alone it makes no other system call") {
    if (under_thread_sanitizer || under_address_sanitizer) return;  // which make some of their own
    const int outcome = in_child_that_may_call_only_sigprocmask([] {
        foreign_call<float_and_mask> around;
        std::fesetround(FE_UPWARD);
        change_mask(SIG_BLOCK, SIGUSR1);
        if (around.end().parts() != float_and_mask) _exit(1);
    });
    if (outcome == 77) return;  // seccomp is not allowed here
    CHECK(outcome == 0);
    const int of_all = in_child_that_may_call_only_sigprocmask([] { const foreign_call around; });
    CHECK(of_all == -SIGSYS);  // the filter works
}
#endif
