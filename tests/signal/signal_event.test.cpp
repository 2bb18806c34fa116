// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/signal/signal_event.hpp>

#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <ctime>
#include <thread>
#include <type_traits>
#include <utility>
#include <vector>

#include <doctest/doctest.h>

#include "../core/child.hpp"
#include "../sanitizer.hpp"

using ffiguard::signal_action;
using ffiguard::signal_dispatcher;
using ffiguard::signal_event;
using ffiguard::signal_set;
using ffiguard::status_code;

namespace {

bool is_readable(int fd) {
    pollfd one{fd, POLLIN, 0};
    return poll(&one, 1, 0) == 1;
}
bool is_open(int fd) { return fcntl(fd, F_GETFD) != -1; }

bool has_default(int signal) {
    struct sigaction now;
    sigaction(signal, nullptr, &now);
    return now.sa_handler == SIG_DFL;
}
void set_action(int signal, void (*handler)(int)) {
    struct sigaction next {};
    next.sa_handler = handler;
    sigaction(signal, &next, nullptr);
}
struct clean_signals {
    clean_signals() { reset(); }
    ~clean_signals() { reset(); }
    static void reset() {
        for (const int signal : {SIGUSR1, SIGUSR2, SIGWINCH}) set_action(signal, SIG_DFL);
    }
};

template <class Condition>
bool comes_true(Condition&& condition) {
    for (int i = 0; i < 5000 && !condition(); ++i) usleep(1000);
    return condition();
}

int naive_pipe[2];
void write_number(int signal) {
    const char number = static_cast<char>(signal);
    static_cast<void>(!write(naive_pipe[1], &number, 1));
}

}  // namespace

static_assert(!std::is_copy_constructible_v<signal_event>);
static_assert(std::is_nothrow_move_constructible_v<signal_event>);
static_assert(!std::is_copy_constructible_v<signal_dispatcher>);
static_assert(std::is_nothrow_move_constructible_v<signal_dispatcher>);

TEST_CASE("a signal makes the descriptor readable, and next tells it once") {
    const clean_signals clean;
    auto event = signal_event::on(signal_set::of<SIGUSR1, SIGUSR2>());
    REQUIRE(event);
    CHECK_FALSE(is_readable(event->fd()));
    CHECK(event->next().status() == status_code::not_found);
    kill(getpid(), SIGUSR2);
    REQUIRE(comes_true([&] { return is_readable(event->fd()); }));
    errno = ENOENT;
    auto came = event->next();
    REQUIRE(came);
    CHECK(*came == SIGUSR2);
    CHECK(event->next().status() == status_code::not_found);
    CHECK(errno == ENOENT);
    CHECK_FALSE(is_readable(event->fd()));
}

TEST_CASE("the descriptor never blocks and is not inherited by programs that are started") {
    const clean_signals clean;
    auto event = signal_event::on(signal_set::of<SIGUSR1>());
    REQUIRE(event);
    CHECK((fcntl(event->fd(), F_GETFL) & O_NONBLOCK) != 0);
    CHECK((fcntl(event->fd(), F_GETFD) & FD_CLOEXEC) != 0);
}

TEST_CASE("no kind of signal is lost in a flood of another; a naive pipe of numbers loses it") {
    const clean_signals clean;
    REQUIRE(pipe(naive_pipe) == 0);
    for (const int fd : naive_pipe) fcntl(fd, F_SETFL, O_NONBLOCK);
    constexpr int flood = 70000;  // more than a pipe of 64 KiB holds
    set_action(SIGUSR1, &write_number);
    set_action(SIGUSR2, &write_number);
    for (int i = 0; i < flood; ++i) raise(SIGUSR1);
    raise(SIGUSR2);
    bool naive_has_both = false;
    for (char number; read(naive_pipe[0], &number, 1) == 1;)
        naive_has_both = naive_has_both || number == SIGUSR2;
    CHECK_FALSE(naive_has_both);
    close(naive_pipe[0]);
    close(naive_pipe[1]);

    auto event = signal_event::on(signal_set::of<SIGUSR1, SIGUSR2>());
    REQUIRE(event);
    for (int i = 0; i < flood; ++i) raise(SIGUSR1);
    raise(SIGUSR2);
    bool first = false;
    bool second = false;
    while (auto came = event->next()) {
        first = first || *came == SIGUSR1;
        second = second || *came == SIGUSR2;
    }
    CHECK(first);
    CHECK(second);
    CHECK_FALSE(is_readable(event->fd()));
}

TEST_CASE("while a signal is noted no other one interrupts, but for those of a fault") {
    const clean_signals clean;
    const auto event = signal_event::on(signal_set::of<SIGUSR1>());
    REQUIRE(event);
    struct sigaction now {};
    REQUIRE(sigaction(SIGUSR1, nullptr, &now) == 0);
    for (const int other : {SIGTERM, SIGUSR2, SIGALRM, SIGPROF})
        CHECK(sigismember(&now.sa_mask, other) == 1);
    CHECK(sigismember(&now.sa_mask, SIGSEGV) == 0);
}

TEST_CASE("equal signals that nobody has asked for become one") {
    const clean_signals clean;
    auto event = signal_event::on(signal_set::of<SIGUSR1>());
    REQUIRE(event);
    for (int i = 0; i < 3; ++i) raise(SIGUSR1);
    CHECK(event->next());
    CHECK(event->next().status() == status_code::not_found);
    raise(SIGUSR1);
    CHECK(event->next());
}

TEST_CASE("errno of the code that is interrupted is kept; a naive handler that writes changes it") {
    const clean_signals clean;
    naive_pipe[1] = -1;
    set_action(SIGUSR1, &write_number);
    errno = ENOENT;
    raise(SIGUSR1);
    if (!under_thread_sanitizer) CHECK(errno == EBADF);

    auto event = signal_event::on(signal_set::of<SIGUSR1>());
    REQUIRE(event);
    for (int i = 0; i < 70000; ++i) raise(SIGUSR1);  // the pipe is full: write says EAGAIN
    errno = ENOENT;
    raise(SIGUSR1);
    CHECK(errno == ENOENT);
}

TEST_CASE("wait is woken by a signal on any thread, ends at its time, and is not ended by others") {
    const clean_signals clean;
    auto event = signal_event::on(signal_set::of<SIGUSR1>());
    REQUIRE(event);
    CHECK(event->wait(0).status() == status_code::not_found);
    CHECK(event->wait(20).status() == status_code::not_found);

    set_action(SIGUSR2, [](int) {});
    const pthread_t waiting = pthread_self();
    std::thread other([waiting] {
        for (int i = 0; i < 10; ++i) {
            usleep(2000);
            pthread_kill(waiting, SIGUSR2);  // EINTR in poll
        }
        raise(SIGUSR1);
    });
    auto came = event->wait();
    other.join();
    REQUIRE(came);
    CHECK(*came == SIGUSR1);
}

TEST_CASE("many threads that ask share what came, and each signal is told to one of them") {
    const clean_signals clean;
    auto event = signal_event::on(signal_set::of<SIGUSR1>());
    REQUIRE(event);
    std::atomic<int> told{0};
    std::atomic<bool> stop{false};
    std::vector<std::thread> crowd;
    for (int i = 0; i < 3; ++i)
        crowd.emplace_back([&] {
            while (!stop)
                if (event->wait(1)) ++told;
        });
    constexpr int rounds = 200;
    bool each_was_told = true;
    for (int i = 0; i < rounds && each_was_told; ++i) {
        raise(SIGUSR1);
        each_was_told = comes_true([&] { return told == i + 1; });
    }
    CHECK(each_was_told);
    stop = true;
    for (std::thread& one : crowd) one.join();
    CHECK(told == rounds);
}

TEST_CASE("an event that ends puts the actions of before back and closes its descriptor") {
    const clean_signals clean;
    set_action(SIGUSR2, SIG_IGN);
    auto event = signal_event::on(signal_set::of<SIGUSR1, SIGUSR2>());
    REQUIRE(event);
    const int fd = event->fd();
    CHECK(is_open(fd));
    raise(SIGUSR1);
    errno = ENOENT;
    CHECK(event->restore().ok());
    CHECK(errno == ENOENT);
    CHECK_FALSE(*event);
    CHECK_FALSE(is_open(fd));
    CHECK(event->fd() == -1);
    CHECK(event->restore() == status_code::closed);
    CHECK(event->next().status() == status_code::closed);
    CHECK(event->wait().status() == status_code::closed);
    CHECK(has_default(SIGUSR1));
    CHECK_FALSE(has_default(SIGUSR2));

    // What came to the old one and was not asked for is not told by the next.
    event = signal_event::on(signal_set::of<SIGUSR1>());
    REQUIRE(event);
    CHECK(event->next().status() == status_code::not_found);
}

TEST_CASE("an event that cannot have all of its signals has none") {
    const clean_signals clean;
    const int probe = dup(0);
    close(probe);
    CHECK(signal_event::on({}).status() == status_code::invalid_argument);
    CHECK(signal_event::on(signal_set::of<SIGUSR1, SIGSTOP>()).status() ==
          status_code::invalid_argument);
    CHECK(has_default(SIGUSR1));
    auto first = signal_event::on(signal_set::of<SIGUSR2>());
    REQUIRE(first);
    CHECK(signal_event::on(signal_set::of<SIGUSR1, SIGUSR2>()).status() == status_code::in_use);
    CHECK(has_default(SIGUSR1));
    raise(SIGUSR2);
    CHECK(first->next());
    CHECK(first->restore().ok());
    CHECK(signal_event::on(signal_set::of<SIGUSR1, SIGUSR2>()));
    const int after = dup(0);
    CHECK(after == probe);  // no descriptor has stayed open
    close(after);
}

TEST_CASE("an event moves, and the signals with it") {
    const clean_signals clean;
    signal_event outer;
    CHECK(outer.fd() == -1);
    {
        auto inner = signal_event::on(signal_set::of<SIGUSR1>());
        REQUIRE(inner);
        raise(SIGUSR1);
        outer = *std::move(inner);
        CHECK_FALSE(*inner);
    }
    CHECK(outer.next());
    outer = signal_event();
    CHECK(has_default(SIGUSR1));
}

TEST_CASE("the descriptor stays readable until next has told all that came") {
    const clean_signals clean;
    auto event = signal_event::on(signal_set::of<SIGUSR1, SIGUSR2>());
    REQUIRE(event);
    constexpr int rounds = 20000;
    std::atomic<int> told{0};
    std::atomic<bool> stop{false};
    std::thread loop([&] {
        while (!stop) {
            pollfd readable{event->fd(), POLLIN, 0};
            // Once for each time, as a level-triggered event loop does.
            if (poll(&readable, 1, 10) == 1 && event->next()) ++told;
        }
    });
    bool lost = false;
    for (int round = 1; round <= rounds && !lost; ++round) {
        raise(SIGUSR1);
        raise(SIGUSR2);
        for (int i = 0; told != 2 * round && i < 100000000; ++i)
            if (i > 10000) lost = !comes_true([&] { return told == 2 * round; }), i = 100000000;
    }
    stop = true;
    loop.join();
    CHECK_FALSE(lost);
}

TEST_CASE("an event keeps errno where it has to wait for a handler, and its signal is taken") {
    const clean_signals clean;
    set_action(SIGUSR2, [](int) {});
    auto event = signal_event::on(signal_set::of<SIGUSR1>());
    REQUIRE(event);
    // As a thread is that the scheduler has stopped there.
    auto& notice = ffiguard::detail::signal_notices_[SIGUSR1];
    notice.inside.fetch_add(1);
    const pthread_t ending = pthread_self();
    bool was_free = true;
    std::thread slow([&] {
        comes_true([&] { return notice.fd < 0; });
        for (int i = 0; i < 50; ++i) {
            pthread_kill(ending, SIGUSR2);
            usleep(500);
        }
        // What would come to its event now would be forgotten at the end of the other one.
        const auto next = signal_event::on(signal_set::of<SIGUSR1>());
        was_free = static_cast<bool>(next);
        notice.inside.fetch_sub(1);
    });
    errno = ENOENT;
    const auto ended = event->restore();
    const int number = errno;
    slow.join();
    CHECK(ended.ok());
    CHECK(number == ENOENT);
    CHECK_FALSE(was_free);
    CHECK(signal_event::on(signal_set::of<SIGUSR1>()));
}

TEST_CASE("in a child, an event ends though a fork has left a thread behind in its handler") {
    const clean_signals clean;
    auto event = signal_event::on(signal_set::of<SIGUSR1>());
    REQUIRE(event);
    ffiguard::detail::signal_notices_[SIGUSR1].inside.fetch_add(1);  // as such a thread has
    const auto outcome = run_in_child([&] {
        alarm(5);
        _exit(event->restore().ok() && signal_event::on(signal_set::of<SIGUSR1>()) ? 0 : 1);
    });
    ffiguard::detail::signal_notices_[SIGUSR1].inside.fetch_sub(1);
    CHECK(outcome.signal == 0);
    CHECK(outcome.exit_status == 0);
}

TEST_CASE("a dispatcher that ends in a child leaves the thread of the parent alone") {
    const clean_signals clean;
    std::atomic<int> told{0};
    auto dispatcher =
        signal_dispatcher::start(signal_set::of<SIGUSR1>(), [&](int) noexcept { ++told; });
    REQUIRE(dispatcher);
    const auto outcome = run_in_child([&] {
        alarm(5);
        _exit(dispatcher->stop().ok() && has_default(SIGUSR1) ? 0 : 1);
    });
    CHECK(outcome.exit_status == 0);
    const clock_t before = clock();
    usleep(200000);
    CHECK(clock() - before < CLOCKS_PER_SEC / 200);  // it sleeps, also where others take the CPU
    raise(SIGUSR1);
    CHECK(comes_true([&] { return told == 1; }));
    CHECK(dispatcher->stop().ok());
}

TEST_CASE("under fire from many threads an event that ends writes to nobody else's descriptor") {
    const clean_signals clean;
    set_action(SIGUSR1, SIG_IGN);
    std::atomic<bool> stop{false};
    std::vector<std::thread> crowd;
    for (int i = 0; i < 3; ++i)
        crowd.emplace_back([&] {
            while (!stop) {
                raise(SIGUSR1);
                std::this_thread::yield();
            }
        });
    int told = 0;
    int strangers = 0;
    for (int round = 0; round < 300 || (told == 0 && round < 5000); ++round) {
        auto event = signal_event::on(signal_set::of<SIGUSR1>());
        REQUIRE(event);
        if (event->wait(1)) ++told;
        const int old = event->fd();
        ffiguard::status ended = event->restore();
        while (ended == status_code::in_use) ended = event->restore();
        CHECK(ended.ok());
        int ends[2];
        REQUIRE(pipe(ends) == 0);
        REQUIRE(ends[0] == old);  // the same numbers as the event had
        std::this_thread::yield();
        strangers += is_readable(ends[0]);
        close(ends[0]);
        close(ends[1]);
    }
    stop = true;
    for (std::thread& one : crowd) one.join();
    CHECK(told > 0);
    CHECK(strangers == 0);
}

TEST_CASE("a dispatcher calls back on a thread of its own, on which no handler of the host runs") {
    const clean_signals clean;
    std::atomic<int> came{0};
    std::atomic<bool> elsewhere{false};
    std::atomic<bool> all_blocked{false};
    const pthread_t here = pthread_self();
    auto dispatcher =
        signal_dispatcher::start(signal_set::of<SIGUSR1, SIGUSR2>(), [&](int signal) noexcept {
            elsewhere = pthread_equal(here, pthread_self()) == 0;
            sigset_t mask;
            pthread_sigmask(SIG_BLOCK, nullptr, &mask);
            const signal_set blocked = signal_set::from(mask);
            all_blocked = (signal_set::asynchronous() - blocked).empty() &&
                          (signal_set::synchronous() & blocked).empty();
            came = signal;
        });
    REQUIRE(dispatcher);
    CHECK(static_cast<bool>(*dispatcher));
    raise(SIGUSR2);
    CHECK(comes_true([&] { return came == SIGUSR2; }));
    CHECK(elsewhere);
    CHECK(all_blocked);
    CHECK(dispatcher->stop().ok());
    CHECK_FALSE(*dispatcher);
    CHECK(dispatcher->stop() == status_code::closed);
    CHECK(has_default(SIGUSR1));
    CHECK(has_default(SIGUSR2));
    sigset_t mine;
    pthread_sigmask(SIG_BLOCK, nullptr, &mine);
    CHECK_FALSE(signal_set::from(mine).contains(SIGUSR1));
}

TEST_CASE("no callback runs after stop has returned, under fire from many threads") {
    const clean_signals clean;
    set_action(SIGUSR1, SIG_IGN);
    std::atomic<bool> stop{false};
    std::vector<std::thread> crowd;
    for (int i = 0; i < 2; ++i)
        crowd.emplace_back([&] {
            while (!stop) {
                raise(SIGUSR1);
                std::this_thread::yield();
            }
        });
    std::atomic<bool> stopped{false};
    std::atomic<int> calls{0};
    std::atomic<int> late{0};
    for (int round = 0; round < 200 || (calls == 0 && round < 10000); ++round) {
        stopped = false;
        auto dispatcher = signal_dispatcher::start(signal_set::of<SIGUSR1>(), [&](int) noexcept {
            ++calls;
            std::this_thread::yield();
            if (stopped) ++late;
        });
        REQUIRE(dispatcher);
        std::this_thread::yield();
        const ffiguard::status ended = dispatcher->stop();
        stopped = true;
        CHECK((ended.ok() || ended == status_code::in_use));  // a thread in the handler, still
        std::this_thread::yield();
    }
    stop = true;
    for (std::thread& one : crowd) one.join();
    CHECK(calls > 0);
    CHECK(late == 0);
}

TEST_CASE("stop in the callback does not wait for itself, and no other callback follows") {
    const clean_signals clean;
    std::atomic<int> calls{0};
    std::atomic<signal_dispatcher*> address{nullptr};
    std::atomic<bool> answered_ok{false};
    signal_dispatcher dispatcher =
        *signal_dispatcher::start(signal_set::of<SIGUSR1>(), [&](int) noexcept {
            answered_ok = address.load()->stop().ok();
            raise(SIGUSR1);
            ++calls;
        });
    address = &dispatcher;
    raise(SIGUSR1);
    CHECK(comes_true([&] { return calls == 1 && has_default(SIGUSR1); }));
    CHECK(answered_ok);
    CHECK(dispatcher.stop().ok());
    CHECK(calls == 1);
    CHECK(dispatcher.stop() == status_code::closed);
}

TEST_CASE("a dispatcher may be destroyed in its callback, which is freed when it has returned") {
    const clean_signals clean;
    std::atomic<bool> freed{false};
    struct on_free {
        explicit on_free(std::atomic<bool>& flag) noexcept : flag_(&flag) {}
        on_free(on_free&& other) noexcept : flag_(std::exchange(other.flag_, nullptr)) {}
        ~on_free() {
            if (flag_ != nullptr) *flag_ = true;
        }
        std::atomic<bool>* flag_;
    };
    std::atomic<signal_dispatcher*> address{nullptr};
    std::atomic<bool> early{false};
    auto dispatcher = signal_dispatcher::start(
        signal_set::of<SIGUSR1>(), [&address, &early, &freed, mark = on_free(freed)](int) noexcept {
            static_cast<void>(mark);
            *address.load() = signal_dispatcher();
            early = freed.load();
        });
    REQUIRE(dispatcher);
    address = &*dispatcher;
    raise(SIGUSR1);
    CHECK(comes_true([&] { return freed.load(); }));
    CHECK_FALSE(early);
    CHECK(has_default(SIGUSR1));
}

TEST_CASE("the first SIGTERM shuts down in order, and a second one meanwhile ends the process") {
    const auto orderly = run_in_child([] {
        set_action(SIGTERM, SIG_DFL);
        auto event = signal_event::on(signal_set::of<SIGTERM, SIGINT>());
        if (!event) _exit(1);
        kill(getpid(), SIGTERM);
        const auto came = event->wait();
        _exit(came && *came == SIGTERM ? 42 : 2);
    });
    CHECK(orderly.exit_status == 42);
    const auto impatient = run_in_child([] {
        set_action(SIGTERM, SIG_DFL);
        auto event = signal_event::on(signal_set::of<SIGTERM>());
        kill(getpid(), SIGTERM);
        if (!event || !event->wait()) _exit(1);
        event = signal_event();
        kill(getpid(), SIGTERM);
        for (;;) pause();
    });
    CHECK(impatient.exit_status == -1);
}
