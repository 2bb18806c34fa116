// SPDX-License-Identifier: BSL-1.0
// What signal/ does while a thread ends.
#include <ffiguard/signal/alternate_stack.hpp>
#include <ffiguard/signal/signal_event.hpp>
#include <ffiguard/signal/signal_mask.hpp>
#include <ffiguard/signal/sigpipe_guard.hpp>

#include <pthread.h>
#include <signal.h>

#include <doctest/doctest.h>

#include "../counted_violations.hpp"
#include "../late_calls.hpp"

using ffiguard::alternate_stack;
using ffiguard::signal_event;
using ffiguard::signal_mask;
using ffiguard::signal_set;
using ffiguard::sigpipe_guard;

namespace {

bool is_blocked(int signal) {
    sigset_t now;
    pthread_sigmask(SIG_SETMASK, nullptr, &now);
    return sigismember(&now, signal) == 1;
}

}  // namespace

TEST_CASE("the mask and the alternate stack of a thread are put back while it ends") {
    const counted_violations violations;
    int late = 0;
    late_calls::run([] {},
                    [&](late_calls::moment) {
                        ++late;
                        stack_t before{};
                        sigaltstack(nullptr, &before);
                        {
                            const auto blocked = signal_mask::block(signal_set::of<SIGUSR1>());
                            const auto quiet = sigpipe_guard::begin();
                            const auto stack = alternate_stack::install();
                            REQUIRE(blocked);
                            REQUIRE(quiet);
                            REQUIRE(stack);
                            CHECK(is_blocked(SIGUSR1));
                            CHECK(is_blocked(SIGPIPE));
                        }
                        stack_t after{};
                        sigaltstack(nullptr, &after);
                        CHECK(after.ss_sp == before.ss_sp);
                        CHECK_FALSE(is_blocked(SIGUSR1));
                        CHECK_FALSE(is_blocked(SIGPIPE));
                    });
    CHECK(late == 3);
    CHECK(violations.all() == 0);
}

TEST_CASE("a signal that a thread gets while it ends comes to the event") {
    auto event = signal_event::on(signal_set::of<SIGUSR2>());
    REQUIRE(event);
    int came = 0;
    late_calls::run([] {},
                    [&](late_calls::moment) {
                        pthread_kill(pthread_self(), SIGUSR2);
                        const auto next = event->next();
                        came += next && *next == SIGUSR2 ? 1 : 0;
                    });
    CHECK(came == 3);
}
