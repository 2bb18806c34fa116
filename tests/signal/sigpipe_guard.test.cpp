// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/signal/sigpipe_guard.hpp>

#include <pthread.h>
#include <signal.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <thread>
#include <type_traits>
#include <utility>
#include <vector>

#include <doctest/doctest.h>

#include "../core/child.hpp"

using ffiguard::signal_mask;
using ffiguard::signal_set;
using ffiguard::sigpipe_guard;
using ffiguard::status_code;

static_assert(!std::is_copy_constructible_v<sigpipe_guard>);
static_assert(std::is_nothrow_move_constructible_v<sigpipe_guard>);
static_assert(std::is_nothrow_move_assignable_v<sigpipe_guard>);

namespace {

int write_to_broken_pipe() {
    int ends[2];
    if (pipe(ends) != 0) return -1;
    close(ends[0]);
    errno = 0;
    const ssize_t written = write(ends[1], "x", 1);
    const int number = written < 0 ? errno : 0;
    close(ends[1]);
    return number;
}

int write_to_broken_socket() {
    int ends[2];
    if (socketpair(AF_UNIX, SOCK_STREAM, 0, ends) != 0) return -1;
    close(ends[0]);
    errno = 0;
    const ssize_t written = write(ends[1], "x", 1);
    const int number = written < 0 ? errno : 0;
    close(ends[1]);
    return number;
}

bool is_pending() {
    sigset_t pending;
    sigpending(&pending);
    return signal_set::from(pending).contains(SIGPIPE);
}

// What is written by hand.
struct naive_guard {
    naive_guard() {
        const sigset_t sigpipe = signal_set::of<SIGPIPE>().native();
        pthread_sigmask(SIG_BLOCK, &sigpipe, &before);
    }
    ~naive_guard() { pthread_sigmask(SIG_SETMASK, &before, nullptr); }
    naive_guard(const naive_guard&) = delete;
    naive_guard& operator=(const naive_guard&) = delete;
    sigset_t before;
};

// The default, whatever a host or a test runner has made of it.
void let_sigpipe_kill() {
    signal(SIGPIPE, SIG_DFL);
    const sigset_t none = signal_set().native();
    pthread_sigmask(SIG_SETMASK, &none, nullptr);
}

}  // namespace

TEST_CASE("writes answer EPIPE and the process lives; the naive guard is killed at its end") {
    const auto naive = run_in_child([] {
        let_sigpipe_kill();
        {
            const naive_guard guard;
            write_to_broken_pipe();
        }
    });
    CHECK(naive.exit_status == -1);

    const auto guarded = run_in_child([] {
        let_sigpipe_kill();
        errno = ENOENT;
        auto guard = sigpipe_guard::begin();
        if (!guard || errno != ENOENT) _exit(1);
        if (write_to_broken_pipe() != EPIPE || write_to_broken_socket() != EPIPE) _exit(2);
        if (!is_pending()) _exit(3);
        errno = ENOENT;
        if (!guard->restore().ok() || errno != ENOENT || *guard) _exit(4);
        if (guard->restore() != status_code::closed) _exit(5);
        if (is_pending() || !signal_mask::current()->empty()) _exit(6);
        { const auto again = sigpipe_guard::begin(); }
        if (write(2, "still here", 10) != 10) _exit(7);
        write_to_broken_pipe();  // kills: SIGPIPE is again what it was
        _exit(8);
    });
    CHECK(guarded.text == "still here");
    CHECK(guarded.exit_status == -1);
}

TEST_CASE("a SIGPIPE that was pending before is still pending after") {
    const auto outcome = run_in_child([] {
        let_sigpipe_kill();
        auto blocked = signal_mask::block<SIGPIPE>();
        raise(SIGPIPE);
        if (!is_pending()) _exit(1);
        {
            const auto guard = sigpipe_guard::begin();
            if (write_to_broken_pipe() != EPIPE) _exit(2);
        }
        if (!is_pending()) _exit(3);
        _exit(0);
    });
    CHECK(outcome.exit_status == 0);
}

TEST_CASE("a SIGPIPE of the guard's own is taken away also where SIGPIPE stays blocked") {
    const auto outcome = run_in_child([] {
        let_sigpipe_kill();
        auto blocked = signal_mask::block<SIGPIPE>();
        {
            const auto guard = sigpipe_guard::begin();
            if (write_to_broken_pipe() != EPIPE) _exit(1);
        }
        if (is_pending() || !signal_mask::current()->contains(SIGPIPE)) _exit(2);
        if (!blocked->restore().ok()) _exit(3);
    });
    CHECK(outcome.exit_status == 0);
}

TEST_CASE("guards with writes in between may end in any of the 24 orders, a mask among them") {
    const auto outcome = run_in_child([] {
        let_sigpipe_kill();
        int order[] = {0, 1, 2, 3};
        do {
            std::vector<sigpipe_guard> guards(4);
            signal_mask mask;
            for (std::size_t i = 0; i < 4; ++i) {
                if (i == 1)
                    mask = *signal_mask::block<SIGPIPE>();
                else
                    guards[i] = *sigpipe_guard::begin();
                if (write_to_broken_pipe() != EPIPE) _exit(1);
            }
            std::vector<int> left = {0, 1, 2, 3};
            for (const int i : order) {
                if (i == 1) {
                    if (!mask.restore().ok()) _exit(2);
                } else if (!guards[static_cast<std::size_t>(i)].restore().ok()) {
                    _exit(3);
                }
                left.erase(std::find(left.begin(), left.end(), i));
                // Not under the mask alone: what that causes is not the guards' to take away.
                const bool guarded = !left.empty() && left != std::vector<int>{1};
                if (guarded && write_to_broken_pipe() != EPIPE) _exit(4);
            }
            if (is_pending() || !signal_mask::current()->empty()) _exit(5);
        } while (std::next_permutation(order, order + 4));
    });
    CHECK(outcome.exit_status == 0);
}

TEST_CASE("only this thread is guarded, and on another one the guard changes nothing") {
    const auto outcome = run_in_child([] {
        let_sigpipe_kill();
        auto guard = sigpipe_guard::begin();
        if (write_to_broken_pipe() != EPIPE) _exit(1);
        bool right = true;
        std::thread([&] {
            // It was begun by a thread with a guard, and has taken over its mask.
            const auto open = signal_mask::unblock(signal_set::of<SIGPIPE>());
            right = guard->restore() == status_code::wrong_thread && !guard->is_on_its_thread() &&
                    !signal_mask::current()->contains(SIGPIPE);
        }).join();
        if (!right || !*guard || !is_pending()) _exit(2);
        if (!guard->restore().ok() || is_pending()) _exit(3);
    });
    CHECK(outcome.exit_status == 0);
}

TEST_CASE("a guard may be replaced by another one with a SIGPIPE pending") {
    const auto outcome = run_in_child([] {
        let_sigpipe_kill();
        sigpipe_guard guard = *sigpipe_guard::begin();
        for (int i = 0; i < 3; ++i) {
            if (write_to_broken_pipe() != EPIPE) _exit(1);
            guard = *sigpipe_guard::begin();
        }
        if (write_to_broken_pipe() != EPIPE) _exit(2);
        guard = sigpipe_guard();
        if (is_pending() || !signal_mask::current()->empty()) _exit(3);
    });
    CHECK(outcome.exit_status == 0);
}
