// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/signal/signal_action.hpp>

#include <dlfcn.h>
#if __has_include(<execinfo.h>)  // musl has none
#include <execinfo.h>
#endif
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <string>
#include <thread>
#include <type_traits>
#include <utility>
#include <vector>

#include <doctest/doctest.h>

#include "../core/child.hpp"
#include "../counted_violations.hpp"
#include "../sanitizer.hpp"

using ffiguard::signal_action;
using ffiguard::signal_action_options;
using ffiguard::signal_set;
using ffiguard::status_code;
using ffiguard::violation;

namespace {

// The real thing, of which the file needs many.
struct sigaction action_now(int signal) {
    struct sigaction now;
    sigaction(signal, nullptr, &now);
    return now;
}
void set_action(int signal, void (*handler)(int), int flags = 0) {
    struct sigaction next {};
    next.sa_handler = handler;
    next.sa_flags = flags;
    sigaction(signal, &next, nullptr);
}
bool has_handler(int signal, void (*handler)(int)) {
    return action_now(signal).sa_handler == handler;
}
bool has_handler(int signal, void (*handler)(int, siginfo_t*, void*)) {
    return action_now(signal).sa_sigaction == handler;
}
bool same_action(const struct sigaction& a, const struct sigaction& b) {
    return a.sa_handler == b.sa_handler && a.sa_flags == b.sa_flags &&
           signal_set::from(a.sa_mask) == signal_set::from(b.sa_mask);
}

// Each test begins and ends with no handler of the signals that it uses.
struct clean_signals {
    clean_signals() { reset(); }
    ~clean_signals() { reset(); }
    static void reset() {
        for (const int signal : {SIGUSR1, SIGUSR2, SIGWINCH}) set_action(signal, SIG_DFL);
    }
};

std::atomic<int> calls{0};
std::atomic<int> old_calls{0};
void count(int) { ++calls; }
void count_old(int) { ++old_calls; }
void count_and_chain(int signal, siginfo_t* info, void* context) {
    ++calls;
    static_cast<void>(signal_action::chain(&count_and_chain, signal, info, context));
}

std::atomic<int> seen_sender{0};
std::atomic<int> seen_value{0};
void look_at_info(int, siginfo_t* info, void* context) {
    seen_sender = context != nullptr ? info->si_pid : 0;
    seen_value = info->si_value.sival_int;
}

void spoil_errno(int) { errno = EBADF; }

// How a child ends that dies of a signal; run_in_child() knows SIGABRT only.
template <class Work>
int signal_that_ends(Work&& work) {
    std::fflush(nullptr);
    const pid_t child = fork();
    if (child == 0) {
        work();
        _exit(0);
    }
    int raw = 0;
    waitpid(child, &raw, 0);
    return WIFSIGNALED(raw) ? WTERMSIG(raw) : 0;
}

}  // namespace

static_assert(!std::is_copy_constructible_v<signal_action>);
static_assert(std::is_nothrow_move_constructible_v<signal_action>);

TEST_CASE("a handler is in force until its guard ends, and what was before is back exactly") {
    const clean_signals clean;
    struct sigaction before {};
    before.sa_handler = &count_old;
    before.sa_flags = SA_NODEFER;
    sigaddset(&before.sa_mask, SIGUSR2);
    sigaction(SIGUSR1, &before, nullptr);
    const auto expected = action_now(SIGUSR1);
    calls = old_calls = 0;

    auto guard = signal_action::install(SIGUSR1, &count);
    REQUIRE(guard);
    CHECK(guard->signal() == SIGUSR1);
    raise(SIGUSR1);
    CHECK(calls == 1);
    CHECK(old_calls == 0);
    errno = ENOENT;
    CHECK(guard->restore().ok());
    CHECK(errno == ENOENT);
    CHECK_FALSE(*guard);
    CHECK(guard->restore() == status_code::closed);
    CHECK(same_action(action_now(SIGUSR1), expected));
    raise(SIGUSR1);
    CHECK(calls == 1);
    CHECK(old_calls == 1);
}

TEST_CASE("a handler with info is told who sent the signal and what") {
    const clean_signals clean;
    const auto guard = signal_action::install(SIGUSR1, &look_at_info);
    REQUIRE(guard);
    sigval value;
    value.sival_int = 42;
    seen_value = 0;
    REQUIRE(sigqueue(getpid(), SIGUSR1, value) == 0);
    for (int i = 0; i < 1000 && seen_value == 0; ++i) usleep(1000);
    CHECK(seen_value == 42);
    CHECK(seen_sender == getpid());
}

TEST_CASE(
    "every handler is for the alternate stack, and restarts system calls unless told not to") {
    const clean_signals clean;
    {
        const auto guard = signal_action::install(SIGUSR1, &count);
        REQUIRE(guard);
        CHECK((action_now(SIGUSR1).sa_flags & SA_ONSTACK) != 0);
        CHECK((action_now(SIGUSR1).sa_flags & SA_RESTART) != 0);
    }
    signal_action_options options;
    options.restart = false;
    const auto guard = signal_action::install(SIGUSR1, &count, options);
    REQUIRE(guard);
    CHECK((action_now(SIGUSR1).sa_flags & SA_ONSTACK) != 0);
    CHECK((action_now(SIGUSR1).sa_flags & SA_RESTART) == 0);
}

TEST_CASE("a read that a handler interrupts goes on, or says EINTR where that was asked for") {
    const clean_signals clean;
    for (const bool restart : {true, false}) {
        signal_action_options options;
        options.restart = restart;
        const auto guard = signal_action::install(SIGUSR1, &count, options);
        REQUIRE(guard);
        int ends[2];
        REQUIRE(pipe(ends) == 0);
        calls = 0;
        std::atomic<bool> done{false};
        ssize_t got = 0;
        int error = 0;
        std::thread reader([&] {
            char byte;
            got = read(ends[0], &byte, 1);
            error = errno;
            done = true;
        });
        // Until it has been interrupted in the read itself, and not on the way there.
        for (int i = 0; i < 20 && !done; ++i) {
            usleep(5000);
            pthread_kill(reader.native_handle(), SIGUSR1);
        }
        for (int i = 0; i < 1000 && calls == 0; ++i) usleep(1000);
        CHECK(done == !restart);
        CHECK(write(ends[1], "x", 1) == 1);
        reader.join();
        CHECK(calls >= 1);
        CHECK(got == (restart ? 1 : -1));
        if (!restart) CHECK(error == EINTR);
        close(ends[0]);
        close(ends[1]);
    }
}

TEST_CASE(
    "errno is kept around the handler; a naive handler changes that of the code it interrupts") {
    const clean_signals clean;
    set_action(SIGUSR1, &spoil_errno);
    errno = ENOENT;
    raise(SIGUSR1);
    if (!under_thread_sanitizer) CHECK(errno == EBADF);

    const auto guard = signal_action::install(SIGUSR1, &spoil_errno);
    REQUIRE(guard);
    errno = ENOENT;
    raise(SIGUSR1);
    CHECK(errno == ENOENT);
}

namespace {

char* alternate_begin = nullptr;
constexpr std::size_t alternate_size = 256 * 1024;
std::atomic<bool> was_on_alternate{false};
void look_at_stack(int) {
    char here = 0;
    char* const at = &here;
    was_on_alternate = at >= alternate_begin && at < alternate_begin + alternate_size;
}

}  // namespace

TEST_CASE("a handler runs on the thread's alternate stack; a naive one on the small stack of Go") {
    const clean_signals clean;
    std::vector<char> memory(alternate_size);
    alternate_begin = memory.data();
    stack_t alternate{};
    alternate.ss_sp = memory.data();
    alternate.ss_size = memory.size();
    stack_t before{};
    REQUIRE(sigaltstack(&alternate, &before) == 0);

    set_action(SIGUSR1, &look_at_stack);
    raise(SIGUSR1);
    CHECK_FALSE(was_on_alternate);
    const auto guard = signal_action::install(SIGUSR1, &look_at_stack);
    REQUIRE(guard);
    raise(SIGUSR1);
    if (!under_thread_sanitizer && !under_address_sanitizer) CHECK(was_on_alternate);
    REQUIRE(sigaltstack(&before, nullptr) == 0);
}

TEST_CASE("chain runs the old handler in its own form, plain or with info") {
    const clean_signals clean;
    set_action(SIGUSR1, &count_old);
    calls = old_calls = 0;
    auto guard = signal_action::install(SIGUSR1, &count_and_chain);
    REQUIRE(guard);
    raise(SIGUSR1);
    CHECK(calls == 1);
    CHECK(old_calls == 1);
    REQUIRE(guard->restore().ok());

    struct sigaction with_info {};
    with_info.sa_sigaction = &look_at_info;
    with_info.sa_flags = SA_SIGINFO;
    sigaction(SIGUSR1, &with_info, nullptr);
    seen_sender = 0;
    guard = signal_action::install(SIGUSR1, &count_and_chain);
    REQUIRE(guard);
    raise(SIGUSR1);
    CHECK(calls == 2);
    CHECK(seen_sender == getpid());
}

TEST_CASE("chain to SIG_IGN does nothing, to SIG_DFL what the system does") {
    const clean_signals clean;
    calls = 0;
    set_action(SIGUSR1, SIG_IGN);
    {
        const auto guard = signal_action::install(SIGUSR1, &count_and_chain);
        REQUIRE(guard);
        raise(SIGUSR1);
        CHECK(calls == 1);
    }
    CHECK(has_handler(SIGUSR1, SIG_IGN));
    {
        const auto guard = signal_action::install(SIGWINCH, &count_and_chain);
        REQUIRE(guard);
        raise(SIGWINCH);
        CHECK(calls == 2);
    }
    CHECK(signal_that_ends([] {
              set_action(SIGUSR1, SIG_DFL);
              const auto guard = signal_action::install(SIGUSR1, &count_and_chain);
              raise(SIGUSR1);
          }) == SIGUSR1);
    CHECK(signal_that_ends([] {
              const auto guard = signal_action::install(SIGUSR1, &count);
              raise(SIGUSR1);
          }) == 0);
}

TEST_CASE("chain to SIG_IGN does nothing also where it was set with SA_SIGINFO, as Go does") {
    const clean_signals clean;
    CHECK(signal_that_ends([] {
              set_action(SIGUSR1, SIG_IGN, SA_SIGINFO | SA_ONSTACK | SA_RESTART);
              const auto guard = signal_action::install(SIGUSR1, &count_and_chain);
              raise(SIGUSR1);
          }) == 0);
    CHECK(signal_that_ends([] {
              set_action(SIGUSR1, SIG_DFL, SA_SIGINFO);
              const auto guard = signal_action::install(SIGUSR1, &count_and_chain);
              raise(SIGUSR1);
          }) == SIGUSR1);
}

TEST_CASE("chain without its handler or without info runs nothing and says so") {
    const clean_signals clean;
    siginfo_t info{};
    CHECK(signal_action::chain(&look_at_info, SIGWINCH, &info, nullptr) == status_code::not_found);
    CHECK(signal_action::chain(&look_at_info, 65, &info, nullptr) == status_code::invalid_argument);
    CHECK(signal_action::chain(signal_action::handler_with_info{}, SIGUSR1, &info, nullptr) ==
          status_code::null);
    CHECK(signal_action::chain(&look_at_info, SIGUSR1, nullptr, nullptr) == status_code::null);
}

namespace {

// Four handlers that write their letter and run what was before them.
char written[16];
int written_size = 0;
template <char letter>
void write_and_chain(int signal, siginfo_t* info, void* context) {
    written[written_size++] = letter;
    static_cast<void>(signal_action::chain(&write_and_chain<letter>, signal, info, context));
}
void write_old(int) { written[written_size++] = '.'; }
std::string raised() {
    written_size = 0;
    raise(SIGUSR1);
    return std::string(written, static_cast<std::size_t>(written_size));
}
const signal_action::handler_with_info letters[] = {&write_and_chain<'a'>, &write_and_chain<'b'>,
                                                    &write_and_chain<'c'>, &write_and_chain<'d'>};

// What a naive guard does.
struct naive_action {
    explicit naive_action(void (*handler)(int)) {
        struct sigaction next {};
        next.sa_handler = handler;
        sigaction(SIGUSR1, &next, &old);
    }
    ~naive_action() { sigaction(SIGUSR1, &old, nullptr); }
    struct sigaction old;
};

}  // namespace

TEST_CASE("guards of one signal end in any of the 24 orders as if they had never been there") {
    const clean_signals clean;
    set_action(SIGUSR1, &write_old);
    const auto before = action_now(SIGUSR1);
    int order[] = {0, 1, 2, 3};
    do {
        std::vector<signal_action> guards;
        for (const auto handler : letters)
            guards.push_back(*signal_action::install(SIGUSR1, handler));
        std::string expected = "dcba.";
        CHECK(raised() == expected);
        for (const int i : order) {
            CHECK(guards[static_cast<std::size_t>(i)].restore().ok());
            expected.erase(expected.find(static_cast<char>('a' + i)), 1);
            CHECK(raised() == expected);
        }
        CHECK(same_action(action_now(SIGUSR1), before));
    } while (std::next_permutation(order, order + 4));

    auto* const first = new naive_action(&count);
    auto* const second = new naive_action(&count_old);
    delete first;
    delete second;
    CHECK(has_handler(SIGUSR1, &count));  // though its guard has ended
}

TEST_CASE("a handler is in force once per signal, and four of a signal is the most") {
    const clean_signals clean;
    std::vector<signal_action> guards;
    for (const auto handler : letters) guards.push_back(*signal_action::install(SIGUSR1, handler));
    const auto full = action_now(SIGUSR1);
    CHECK(signal_action::install(SIGUSR1, letters[1]).status() == status_code::in_use);
    CHECK(signal_action::install(SIGUSR1, &count).status() == status_code::overflow);
    CHECK(same_action(action_now(SIGUSR1), full));
    CHECK(signal_action::install(SIGUSR2, letters[1]));
    guards.clear();
    CHECK(signal_action::install(SIGUSR1, letters[1]));
}

TEST_CASE("what cannot be handled is refused and nothing changes") {
    const clean_signals clean;
    for (const int signal : {0, -1, 65, 1000, SIGKILL, SIGSTOP, 32})
        CHECK(signal_action::install(signal, &count).status() == status_code::invalid_argument);
    CHECK(signal_action::install(SIGUSR1, signal_action::handler{}).status() == status_code::null);
    CHECK(signal_action::install(SIGUSR1, signal_action::handler_with_info{}).status() ==
          status_code::null);
    CHECK(signal_action::install(SIGUSR1, SIG_IGN).status() == status_code::invalid_argument);
    CHECK(has_handler(SIGUSR1, SIG_DFL));
}

namespace {

// Somebody else in the process who chains in the usual way.
struct sigaction others_old;
std::atomic<int> others_calls{0};
void others_handler(int signal, siginfo_t* info, void* context) {
    ++others_calls;
    if ((others_old.sa_flags & SA_SIGINFO) != 0)
        others_old.sa_sigaction(signal, info, context);
    else if (others_old.sa_handler != SIG_DFL && others_old.sa_handler != SIG_IGN)
        others_old.sa_handler(signal);
}
void install_others() {
    struct sigaction next {};
    next.sa_sigaction = &others_handler;
    next.sa_flags = SA_SIGINFO;
    sigaction(SIGUSR1, &next, &others_old);
}

}  // namespace

TEST_CASE("a handler that somebody else installed since stays, and chains past the ended guard") {
    const clean_signals clean;
    set_action(SIGUSR1, &count_old);
    const auto before = action_now(SIGUSR1);
    calls = old_calls = others_calls = 0;
    auto guard = signal_action::install(SIGUSR1, &count);
    REQUIRE(guard);
    install_others();
    raise(SIGUSR1);
    CHECK(calls == 1);
    CHECK(old_calls == 0);

    CHECK(guard->restore() == status_code::in_use);
    CHECK(static_cast<bool>(*guard));
    CHECK(has_handler(SIGUSR1, &others_handler));
    raise(SIGUSR1);
    CHECK(others_calls == 2);
    CHECK(calls == 1);
    CHECK(old_calls == 1);

    // The other one goes and puts back what it found: now the guard can go, too.
    sigaction(SIGUSR1, &others_old, nullptr);
    raise(SIGUSR1);
    CHECK(calls == 1);
    CHECK(old_calls == 2);
    CHECK(guard->restore().ok());
    CHECK(same_action(action_now(SIGUSR1), before));
}

TEST_CASE("a guard destroyed below a handler of somebody else is a violation, and goes later") {
    const clean_signals clean;
    const counted_violations violations;
    set_action(SIGUSR1, &count_old);
    const auto before = action_now(SIGUSR1);
    calls = old_calls = 0;
    {
        const auto guard = signal_action::install(SIGUSR1, &count);
        REQUIRE(guard);
        install_others();
    }
    CHECK(violations.all() == 1);
    CHECK(violations.of(violation::not_restored) == 1);
    raise(SIGUSR1);
    CHECK(calls == 0);
    CHECK(old_calls == 1);
    sigaction(SIGUSR1, &others_old, nullptr);
    {
        const auto next = signal_action::install(SIGUSR1, &count);
        REQUIRE(next);
    }
    CHECK(same_action(action_now(SIGUSR1), before));
    CHECK(violations.all() == 1);
}

TEST_CASE("of two guards with a stranger between them the lower one waits, the upper one goes") {
    const clean_signals clean;
    set_action(SIGUSR1, &count_old);
    calls = old_calls = others_calls = 0;
    auto lower = signal_action::install(SIGUSR1, &count);
    REQUIRE(lower);
    install_others();
    auto upper = signal_action::install(SIGUSR1, &count_and_chain);
    REQUIRE(upper);
    CHECK(lower->restore() == status_code::in_use);
    raise(SIGUSR1);
    CHECK(calls == 1);
    CHECK(others_calls == 1);
    CHECK(old_calls == 1);
    CHECK(upper->restore().ok());
    CHECK(has_handler(SIGUSR1, &others_handler));
    sigaction(SIGUSR1, &others_old, nullptr);
    CHECK(lower->restore().ok());
    CHECK(has_handler(SIGUSR1, &count_old));
}

TEST_CASE("a guard that is moved ends once, at the end of its last scope") {
    const clean_signals clean;
    signal_action outer;
    CHECK(outer.signal() == 0);
    CHECK(outer.restore() == status_code::closed);
    {
        auto inner = signal_action::install(SIGUSR1, &count);
        REQUIRE(inner);
        outer = *std::move(inner);
        CHECK_FALSE(*inner);
    }
    calls = 0;
    raise(SIGUSR1);
    CHECK(calls == 1);
    outer = *signal_action::install(SIGUSR2, &count);
    CHECK(has_handler(SIGUSR1, SIG_DFL));
    signal_action& same = outer;
    outer = std::move(same);
    CHECK(outer.signal() == SIGUSR2);
}

namespace {

std::atomic<bool> handler_entered{false};
std::atomic<bool> handler_may_go{false};
void linger(int) {
    handler_entered = true;
    while (!handler_may_go) poll(nullptr, 0, 1);
}

}  // namespace

TEST_CASE("restore says in_use while another thread is in the handler, and ok when it has left") {
    const clean_signals clean;
    set_action(SIGUSR1, SIG_IGN);
    auto guard = signal_action::install(SIGUSR1, &linger);
    REQUIRE(guard);
    handler_entered = handler_may_go = false;
    std::atomic<bool> runs{false};
    std::atomic<bool> stop{false};
    std::thread other([&] {
        runs = true;
        while (!stop) usleep(1000);
    });
    // ThreadSanitizer loses a signal to a thread that it has not prepared yet.
    while (!runs) usleep(1000);
    pthread_kill(other.native_handle(), SIGUSR1);
    while (!handler_entered) usleep(1000);
    CHECK(guard->restore() == status_code::in_use);
    CHECK(has_handler(SIGUSR1, SIG_IGN));
    // Its place is another's meanwhile, which asking again must leave alone.
    const auto next = signal_action::install(SIGUSR1, &count);
    REQUIRE(next);
    CHECK(guard->restore() == status_code::in_use);
    handler_may_go = true;
    ffiguard::status last = status_code::in_use;
    for (int i = 0; i < 100 && !last.ok(); ++i) last = guard->restore();
    CHECK(last.ok());
    calls = 0;
    raise(SIGUSR1);
    CHECK(calls == 1);
    stop = true;
    other.join();
}

namespace {

std::atomic<bool> is_forbidden{false};
std::atomic<int> forbidden_calls{0};
void count_forbidden(int) {
    ++calls;
    if (is_forbidden) ++forbidden_calls;
}

}  // namespace

TEST_CASE("under fire from many threads no handler runs after restore has said ok") {
    const clean_signals clean;
    set_action(SIGUSR1, SIG_IGN);
    calls = 0;
    forbidden_calls = 0;
    is_forbidden = false;
    std::atomic<bool> stop{false};
    std::vector<std::thread> crowd;
    for (int i = 0; i < 4; ++i)
        crowd.emplace_back([&] {
            while (!stop) {
                raise(SIGUSR1);
                std::this_thread::yield();
            }
        });
    int rounds = 0;
    for (; rounds < 300 || (calls == 0 && rounds < 10000); ++rounds) {
        auto guard = signal_action::install(SIGUSR1, &count_forbidden);
        REQUIRE(guard);
        std::this_thread::yield();
        ffiguard::status ended = guard->restore();
        while (ended == status_code::in_use) ended = guard->restore();
        CHECK(ended.ok());
        is_forbidden = true;
        std::this_thread::yield();
        is_forbidden = false;
    }
    stop = true;
    for (std::thread& one : crowd) one.join();
    CHECK(calls > 0);
    CHECK(forbidden_calls == 0);
    CHECK(has_handler(SIGUSR1, SIG_IGN));
}

TEST_CASE("guards of one signal begin and end on many threads at once") {
    const clean_signals clean;
    set_action(SIGUSR1, SIG_IGN);
    std::vector<std::thread> crowd;
    std::atomic<int> refused{0};
    for (const auto handler : letters)
        crowd.emplace_back([&, handler] {
            for (int i = 0; i < 500; ++i) {
                auto guard = signal_action::install(SIGUSR1, handler);
                if (!guard) ++refused;  // ended, but still below those of the others
            }
        });
    for (std::thread& one : crowd) one.join();
    CHECK(has_handler(SIGUSR1, SIG_IGN));
    CHECK(refused < 2000);
}

TEST_CASE("what the old action blocks stays blocked in the handler, and faults never are") {
    const clean_signals clean;
    struct sigaction before {};
    before.sa_handler = &count_old;
    sigfillset(&before.sa_mask);
    sigaction(SIGUSR1, &before, nullptr);
    signal_action_options options;
    options.blocked = signal_set::of<SIGSEGV>();
    const auto guard = signal_action::install(SIGUSR1, &count, options);
    REQUIRE(guard);
    const signal_set mask = signal_set::from(action_now(SIGUSR1).sa_mask);
    CHECK(mask.contains(SIGUSR2));
    CHECK((mask & signal_set::synchronous()).empty());
}

TEST_CASE("children that the system was to reap are reaped under a handler of SIGCHLD, too") {
    for (const bool naive : {true, false}) {
        const auto outcome = run_in_child([naive] {
            set_action(SIGCHLD, SIG_IGN);
            signal_action guard;
            if (naive)
                set_action(SIGCHLD, &count);
            else
                guard = *signal_action::install(SIGCHLD, &count);
            const pid_t child = fork();
            if (child == 0) _exit(0);
            pid_t got;
            do got = waitpid(child, nullptr, 0);
            while (got < 0 && errno == EINTR);
            _exit(got == child ? 1 : 2);  // 1: it would have become a zombie
        });
        CHECK(outcome.exit_status == (naive ? 1 : 2));
    }
}

TEST_CASE("children are reaped also where SIGCHLD was ignored with SA_SIGINFO, as Go does") {
    const auto outcome = run_in_child([] {
        set_action(SIGCHLD, SIG_IGN, SA_SIGINFO | SA_ONSTACK | SA_RESTART);
        const auto guard = signal_action::install(SIGCHLD, &count);
        const pid_t child = fork();
        if (child == 0) _exit(0);
        _exit(waitpid(child, nullptr, 0) == -1 && errno == ECHILD ? 0 : 1);
    });
    CHECK(outcome.exit_status == 0);
}

namespace {
std::atomic<bool> waits{false};
std::atomic<bool> may_chain{false};
std::atomic<int> chained{-1};
void wait_and_chain(int signal, siginfo_t* info, void* context) {
    waits = true;
    while (!may_chain) poll(nullptr, 0, 1);
    chained = signal_action::chain(&wait_and_chain, signal, info, context).ok();
}
}  // namespace

TEST_CASE("a handler that is still running when another one is installed chains as before") {
    const clean_signals clean;
    set_action(SIGUSR1, &count_old);
    waits = may_chain = false;
    old_calls = 0;
    auto first = signal_action::install(SIGUSR1, &wait_and_chain);
    REQUIRE(first);
    std::thread slow([] { raise(SIGUSR1); });
    while (!waits) poll(nullptr, 0, 1);
    CHECK(first->restore() == status_code::in_use);
    auto second = signal_action::install(SIGUSR1, &count_and_chain);
    REQUIRE(second);
    CHECK(second->restore().ok());  // nobody is in this one
    second = signal_action::install(SIGUSR1, &count_and_chain);
    may_chain = true;
    slow.join();
    CHECK(chained == 1);
    CHECK(old_calls == 1);
    CHECK(second->restore().ok());
    CHECK(first->restore().ok());
}

TEST_CASE("in a child, a thread that a fork has left behind in the handler is not waited for") {
    const clean_signals clean;
    waits = may_chain = false;
    set_action(SIGUSR1, &count_old);
    auto guard = signal_action::install(SIGUSR1, &wait_and_chain);
    REQUIRE(guard);
    std::thread slow([] { raise(SIGUSR1); });
    while (!waits) poll(nullptr, 0, 1);
    CHECK(run_in_child([&] { _exit(guard->restore().ok() ? 0 : 1); }).exit_status == 0);
    CHECK(guard->restore() == status_code::in_use);
    may_chain = true;
    slow.join();
    CHECK(guard->restore().ok());
}

TEST_CASE("where a Go runtime has its handlers, SIGURG and what faults raise are refused by name") {
    const auto outcome = run_in_child([] {
        struct sigaction as_go {};  // what c-shared, c-archive and executables really install
        as_go.sa_sigaction = &look_at_info;
        as_go.sa_flags = SA_SIGINFO | SA_ONSTACK | SA_RESTART;
        sigfillset(&as_go.sa_mask);
        if (!signal_action::install(SIGURG, &count)) _exit(1);
        sigaction(SIGURG, &as_go, nullptr);
        for (const int signal : {SIGURG, SIGSEGV, SIGBUS, SIGFPE, SIGILL}) {
            const auto refused = signal_action::install(signal, &count);
            if (refused.status() != status_code::in_use) _exit(2);
            if (std::strstr(refused.error().message(), "Go runtime") == nullptr) _exit(3);
        }
        if (!has_handler(SIGURG, &look_at_info)) _exit(4);
        if (!signal_action::install(SIGTERM, &count)) _exit(5);
        if (!signal_action::install(SIGQUIT, &count)) _exit(6);
    });
    CHECK(outcome.exit_status == 0);
}

TEST_CASE("where a JVM is loaded, what it lives by is refused by name") {
    // Any shared object with the name of the JVM's, loaded as a host does it that hides it.
    Dl_info info;
    char directory[] = "/tmp/ffiguard-XXXXXX";
    REQUIRE(mkdtemp(directory) != nullptr);
    const std::string jvm = std::string(directory) + "/libjvm.so";
    void* const zlib = dlopen("libz.so.1", RTLD_NOW | RTLD_LOCAL);
    std::string source;
    if (zlib != nullptr) {
        void* const version = dlsym(zlib, "zlibVersion");
        if (version != nullptr && dladdr(version, &info) != 0) source = info.dli_fname;
        dlclose(zlib);
    }
    if (source.empty()) {
        MESSAGE("skipped: no shared object to take for a JVM");
    } else {
        {
            std::ifstream from(source, std::ios::binary);
            std::ofstream to(jvm, std::ios::binary);
            to << from.rdbuf();
        }
        const auto outcome = run_in_child([&] {
            if (!signal_action::install(SIGQUIT, &count)) _exit(1);
            if (dlopen(jvm.c_str(), RTLD_NOW | RTLD_LOCAL) == nullptr) _exit(2);
            for (const int signal : {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGUSR2, SIGQUIT}) {
                const auto refused = signal_action::install(signal, &count);
                if (refused.status() != status_code::in_use) _exit(3);
                if (std::strstr(refused.error().message(), "Java VM") == nullptr) _exit(4);
            }
            if (!signal_action::install(SIGTERM, &count)) _exit(5);
            if (!signal_action::install(SIGURG, &count)) _exit(6);
        });
        CHECK(outcome.exit_status == 0);
        unlink(jvm.c_str());
    }
    rmdir(directory);
}

namespace {
constexpr int once = static_cast<int>(SA_RESETHAND);
std::atomic<int> depth{0}, deepest{0}, nestings{0};
void nest(int signal) {
    if (++depth > deepest) deepest = depth.load();
    if (++nestings < 10 && depth < 3) raise(signal);
    --depth;
}
}  // namespace

TEST_CASE("chain runs a handler of SA_RESETHAND once, and it is not back after the guard") {
    const clean_signals clean;
    set_action(SIGWINCH, &count_old, once);
    old_calls = calls = 0;
    {
        const auto guard = signal_action::install(SIGWINCH, &count_and_chain);
        REQUIRE(guard);
        for (int i = 0; i < 3; ++i) raise(SIGWINCH);
        CHECK(calls == 3);
        CHECK(old_calls == 1);
    }
    CHECK(has_handler(SIGWINCH, SIG_DFL));
    // One that has had no signal is.
    set_action(SIGWINCH, &count_old, once);
    { const auto guard = signal_action::install(SIGWINCH, &count_and_chain); }
    CHECK(has_handler(SIGWINCH, &count_old));
    // Where the default ends the process, the second signal does.
    CHECK(signal_that_ends([] {
              set_action(SIGUSR1, &count_old, once);
              const auto guard = signal_action::install(SIGUSR1, &count_and_chain);
              raise(SIGUSR1);
              if (old_calls != 2) _exit(1);
              raise(SIGUSR1);
          }) == SIGUSR1);
}

TEST_CASE(
    "chain lets a handler of SA_NODEFER be interrupted by its own signal, as the system does") {
    const clean_signals clean;
    for (const int flags : {static_cast<int>(SA_NODEFER), 0}) {
        set_action(SIGUSR1, &nest, flags);
        depth = deepest = nestings = 0;
        raise(SIGUSR1);
        const int by_the_system = deepest;
        depth = deepest = nestings = 0;
        const auto guard = signal_action::install(SIGUSR1, &count_and_chain);
        REQUIRE(guard);
        raise(SIGUSR1);
        if (!under_thread_sanitizer)
            CHECK(deepest == by_the_system);  // which has a mask of its own
    }
}

namespace {
signal_set blocked_in_old;
void look_at_mask(int) {
    sigset_t now;
    pthread_sigmask(SIG_BLOCK, nullptr, &now);
    blocked_in_old = signal_set::from(now);
}
signal_set blocked_after_chain;
void chain_and_look(int signal, siginfo_t* info, void* context) {
    static_cast<void>(signal_action::chain(&chain_and_look, signal, info, context));
    sigset_t now;
    pthread_sigmask(SIG_BLOCK, nullptr, &now);
    blocked_after_chain = signal_set::from(now);
}
}  // namespace

TEST_CASE("chain runs the old handler under its own mask, faults and all, and opens them again") {
    const clean_signals clean;
    struct sigaction before {};
    before.sa_handler = &look_at_mask;
    sigfillset(&before.sa_mask);  // as Go and the JVM do
    sigaction(SIGUSR1, &before, nullptr);
    raise(SIGUSR1);
    const signal_set by_the_system = blocked_in_old;
    const auto guard = signal_action::install(SIGUSR1, &chain_and_look);
    REQUIRE(guard);
    raise(SIGUSR1);
    if (!under_thread_sanitizer) {
        CHECK(blocked_in_old == by_the_system);
        CHECK(blocked_after_chain == by_the_system - signal_set::synchronous());
    }
}

TEST_CASE("the place of a handler that a thread is in is not given away: it chains to its own") {
    const clean_signals clean;
    set_action(SIGUSR1, &count_old);
    waits = may_chain = false;
    old_calls = 0;
    auto first = signal_action::install(SIGUSR1, &wait_and_chain);
    REQUIRE(first);
    std::thread slow([] { raise(SIGUSR1); });
    while (!waits) poll(nullptr, 0, 1);
    CHECK(first->restore() == status_code::in_use);
    // The other places are taken, and the host changes its handler to one of another form.
    std::vector<signal_action> others;
    for (int i = 0; i < 3; ++i)
        others.push_back(*signal_action::install(SIGUSR1, letters[static_cast<unsigned>(i)]));
    struct sigaction with_info {};
    with_info.sa_sigaction = &look_at_info;
    with_info.sa_flags = SA_SIGINFO;
    struct sigaction ours;
    sigaction(SIGUSR1, &with_info, &ours);
    CHECK(signal_action::install(SIGUSR1, &count_and_chain).status() == status_code::overflow);
    may_chain = true;
    slow.join();
    CHECK(chained == 1);
    CHECK(old_calls == 1);
    CHECK(first->restore().ok());
    sigaction(SIGUSR1, &ours, nullptr);
    for (auto& one : others) CHECK(one.restore().ok());
}

TEST_CASE("handlers chain to what was before, while others come and go and change its form") {
    const clean_signals clean;
    set_action(SIGUSR1, &count_old);
    std::atomic<bool> stop{false};
    std::vector<std::thread> crowd;
    for (int i = 0; i < 3; ++i)
        crowd.emplace_back([&] {
            while (!stop) raise(SIGUSR1);  // half an old action is SIG_DFL, which ends all
        });
    struct sigaction with_info {};
    with_info.sa_sigaction = &look_at_info;
    with_info.sa_flags = SA_SIGINFO;
    int rounds = 0;
    for (int i = 0; i < 2000; ++i) {
        if (i % 2 == 0)
            set_action(SIGUSR1, &count_old);
        else
            sigaction(SIGUSR1, &with_info, nullptr);
        auto guard = signal_action::install(SIGUSR1, &count_and_chain);
        if (!guard) continue;  // all places are still left by somebody
        ++rounds;
        while (!guard->restore().ok()) {
        }
    }
    stop = true;
    for (std::thread& one : crowd) one.join();
    CHECK(rounds > 0);
}

#if __has_include(<execinfo.h>)
namespace {

struct trace {
    void* at[64];
    int size = 0;
} traced;
void* returns_to = nullptr;
void take_trace(int) { traced.size = backtrace(traced.at, 64); }
__attribute__((noinline)) void interrupted() {
    returns_to = __builtin_return_address(0);
    raise(SIGUSR1);
    std::atomic_signal_fence(std::memory_order_seq_cst);
}

}  // namespace

TEST_CASE("a trace taken in the handler goes on through the code that was interrupted") {
    const clean_signals clean;
    const auto guard = signal_action::install(SIGUSR1, &take_trace);
    REQUIRE(guard);
    // The first call loads what it needs, which is nothing for a handler.
    static_cast<void>(backtrace(traced.at, 64));
    interrupted();
    const bool found =
        std::find(traced.at, traced.at + traced.size, returns_to) != traced.at + traced.size;
    if (!under_thread_sanitizer) CHECK(found);
}
#endif
