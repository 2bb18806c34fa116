// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/thread/hosted_call.hpp>

#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <chrono>
#include <cstdlib>
#include <memory>
#include <new>
#include <stdexcept>
#include <string>
#include <thread>
#include <type_traits>
#include <utility>
#include <vector>

#include <doctest/doctest.h>

#include <ffiguard/core/handle_table.hpp>
#include <ffiguard/thread/close_and_wait.hpp>
#include <ffiguard/thread/completion_queue.hpp>
#include <ffiguard/thread/thread_home.hpp>
#include <ffiguard/thread/thread_host.hpp>

#include "../counted_violations.hpp"
#include "../sanitizer.hpp"

using ffiguard::completed_call;
using ffiguard::completion_queue;
using ffiguard::error;
using ffiguard::handle_table;
using ffiguard::host_options;
using ffiguard::hosted_call;
using ffiguard::hosted_call_for;
using ffiguard::hosted_close;
using ffiguard::hosted_post;
using ffiguard::release_place;
using ffiguard::result;
using ffiguard::status;
using ffiguard::status_code;
using ffiguard::thread_home;
using ffiguard::thread_host;
using ffiguard::token;
using ffiguard::violation;

namespace {

std::atomic<int> alive{0};
std::atomic<int> elsewhere{0};

// As an LMDB write transaction: made, used and ended on one thread.
struct counter {
    release_place home;
    using life_cycle =
        ffiguard::life_cycle<ffiguard::lives_at<&counter::home>, ffiguard::closer_may_refuse<5>>;
    explicit counter(const release_place& at) : home(at) {
        ++alive;
        check();
    }
    counter(const counter&) = delete;
    counter& operator=(const counter&) = delete;
    ~counter() {
        check();
        --alive;
    }
    status close() noexcept {
        check();
        return busy-- > 0 ? status::foreign(5) : status();
    }
    int add() {
        check();
        return ++value;
    }
    void check() const { elsewhere += thread != std::this_thread::get_id(); }

    std::thread::id thread = std::this_thread::get_id();
    int value = 0;  // not atomic
    int busy = 0;
};

struct parked_window {
    release_place home;
    using life_cycle = ffiguard::life_cycle<ffiguard::released_at<&parked_window::home>>;
    explicit parked_window(const release_place& at) : home(at) {}
    parked_window(const parked_window&) = delete;
    parked_window& operator=(const parked_window&) = delete;
    ~parked_window() { elsewhere += !home.is_here(); }
};

struct fixture {
    handle_table<counter> counters;
    thread_host host = *thread_host::start();
    token make() {
        return *host.call([&] { return counters.emplace(host.place()); });
    }
    ~fixture() {
        CHECK(host.stop().ok());
        CHECK(counters.live() == 0);
        CHECK(alive == 0);
        CHECK(elsewhere == 0);
    }
};

// Keeps whoever is inside until it is let go.
struct gatekeeper {
    std::atomic<bool> inside{false};
    std::atomic<bool> go{false};
    void hold() {
        inside = true;
        while (!go) std::this_thread::yield();
    }
    void await() const {
        while (!inside) std::this_thread::yield();
    }
};
// Keeps a host in a call.
class busy {
public:
    explicit busy(thread_host& host)
        : caller_([this, &host] { static_cast<void>(host.call([this] { gate_.hold(); })); }) {
        gate_.await();
    }
    void let_go() {
        gate_.go = true;
        caller_.join();
    }

private:
    gatekeeper gate_;
    std::thread caller_;
};

}  // namespace

TEST_CASE("a hosted object is made, used and released on its host, whoever calls") {
    fixture f;
    const token t = f.make();
    CHECK(f.counters.pin(t).status() == status_code::wrong_thread);
    std::vector<std::thread> threads;
    for (int i = 0; i < 4; ++i)
        threads.emplace_back([&] {
            for (int n = 0; n < 500; ++n)
                if (!hosted_call(f.counters, t, [](counter& c) { return c.add(); })) std::abort();
        });
    for (auto& thread : threads) thread.join();
    CHECK(*hosted_call(f.counters, t, [](counter& c) { return c.value; }) == 2000);
    CHECK(f.counters.close(t).ok());
    CHECK(hosted_call(f.counters, t, [](counter&) {}).status() == status_code::closed);
}

TEST_CASE("a hosted call gives what its body gives, and its exception as an error") {
    fixture f;
    const token t = f.make();
    const auto nothing = hosted_call(f.counters, t, [](counter&) {});
    static_assert(std::is_same_v<decltype(nothing), const error>);
    CHECK(nothing.ok());
    CHECK(hosted_call(f.counters, t, [](counter&) { return status::foreign(7); }).status() ==
          status::foreign(7));
    CHECK(std::string(hosted_call(f.counters, t, [](counter&) {
                          return error(status_code::not_found, "no key");
                      }).message()) == "no key");
    CHECK(*hosted_call(f.counters, t, [](counter&) { return std::string("text"); }) == "text");
    CHECK(*hosted_call(f.counters, t, [](counter&) { return result<int>(3); }) == 3);
    CHECK(hosted_call(f.counters, t, [](counter&) { return result<int>(status_code::stale); })
              .error()
              .status() == status_code::stale);
    auto moved = hosted_call(f.counters, t, [](counter&) { return std::make_unique<int>(4); });
    CHECK(**moved == 4);
#if FFIGUARD_HAS_EXCEPTIONS()
    const error thrown =
        hosted_call(f.counters, t, [](counter&) { throw std::runtime_error("as thrown"); });
    CHECK(thrown.status() == status_code::cxx_exception);
    CHECK(std::string(thrown.message()) == "as thrown");
    CHECK(f.host.call([]() -> int { throw std::bad_alloc(); }).error().status() ==
          status_code::out_of_memory);
#endif
    CHECK(hosted_call(f.counters, 0, [](counter&) {}).status() == status_code::null);
    CHECK(f.counters.close(t).ok());
}

TEST_CASE("a call from the host itself runs at once") {
    fixture f;
    const token t = f.make();
    const auto sum = hosted_call(f.counters, t, [&](counter& c) {
        c.add();
        return *hosted_call(f.counters, t, [](counter& same) { return same.add(); }) +
               *hosted_call_for(f.counters, t, std::chrono::seconds(0),
                                [](counter& same) { return same.add(); });
    });
    CHECK(*sum == 5);
    CHECK(f.host.call([&] { return f.host.is_here(); }).value_or(false));
    CHECK(!f.host.is_here());
    CHECK(f.counters.close(t).ok());
}

TEST_CASE("calls that were queued when the object was closed answer closed, and do not run") {
    fixture f;
    const token t = f.make();
    busy kept(f.host);
    std::atomic<int> ran{0};
    std::atomic<int> refused{0};
    std::vector<std::thread> threads;
    for (int i = 0; i < 3; ++i)
        threads.emplace_back([&] {
            const error e = hosted_call(f.counters, t, [&](counter&) { ++ran; });
            refused += e.status() == status_code::closed;
        });
    while (f.host.queued() < 3) std::this_thread::yield();
    CHECK(f.counters.close(t).ok());
    kept.let_go();
    for (auto& thread : threads) thread.join();
    CHECK(ran == 0);
    CHECK(refused == 3);
}

TEST_CASE("a closer on the host refuses by hosted_close(), and the object stays") {
    fixture f;
    const token t = f.make();
    CHECK(hosted_call(f.counters, t, [](counter& c) { c.busy = 1; }).ok());
    CHECK(hosted_close(f.counters, t).status() == status::foreign(5));
    CHECK(*hosted_call(f.counters, t, [](counter& c) { return c.add(); }) == 1);
    CHECK(hosted_close(f.counters, t).ok());
    CHECK(alive == 0);  // has been waited for
    CHECK(hosted_close(f.counters, t).status() == status_code::closed);
}

TEST_CASE("no more threads wait than the host allows") {
    handle_table<counter> counters;
    host_options options;
    options.max_waiting = 2;
    auto host = *thread_host::start(options);
    const token t = *host.call([&] { return counters.emplace(host.place()); });
    busy first(host);
    std::thread second([&] { CHECK(hosted_call(counters, t, [](counter&) {}).ok()); });
    while (host.queued() < 1) std::this_thread::yield();
    CHECK(hosted_call(counters, t, [](counter&) {}).status() == status_code::overflow);
    CHECK(hosted_call_for(counters, t, std::chrono::seconds(1), [](counter&) {}).status() ==
          status_code::overflow);
    first.let_go();
    second.join();
    CHECK(hosted_call(counters, t, [](counter&) {}).ok());
    CHECK(hosted_close(counters, t).ok());
}

TEST_CASE("a call that has not begun by its deadline is refused and never runs") {
    fixture f;
    const token t = f.make();
    busy kept(f.host);
    bool ran = false;
    CHECK(hosted_call_for(f.counters, t, std::chrono::milliseconds(5), [&](counter&) {
              ran = true;
          }).status() == status::system(ETIMEDOUT));
    kept.let_go();
    CHECK(hosted_call_for(f.counters, t, std::chrono::hours(1), [](counter& c) { c.add(); }).ok());
    CHECK(!ran);
    CHECK(f.counters.close(t).ok());
}

TEST_CASE("a posted call is completed once, on the host, after its body has ended") {
    struct kept {
        std::shared_ptr<int> what;
    };
    struct note {
        std::atomic<int> told{0};
        std::weak_ptr<int> body;
        std::thread::id thread;
        std::uint64_t cookie = 0;
        status outcome;
        bool body_had_gone = false;
        static void tell(void* user, std::uint64_t cookie, const error& outcome) noexcept {
            auto& self = *static_cast<note*>(user);
            self.cookie = cookie;
            self.outcome = outcome.status();
            self.thread = std::this_thread::get_id();
            self.body_had_gone = self.body.expired();
            ++self.told;
        }
    };
    fixture f;
    const token t = f.make();
    note told;
    auto what = std::shared_ptr<int>(new int(1));
    told.body = what;
    CHECK(hosted_post(f.counters, t,
                      [keep = std::move(what)](counter& c) {
                          c.add();
                          return status::foreign(*keep);
                      },
                      {&note::tell, &told, 42})
              .ok());
    while (told.told == 0) std::this_thread::yield();
    CHECK(told.cookie == 42);
    CHECK(told.outcome == status::foreign(1));
    CHECK(told.body_had_gone);
    CHECK((told.thread == *f.host.call([] { return std::this_thread::get_id(); })));
    CHECK(hosted_close(f.counters, t).ok());
    CHECK(hosted_post(f.counters, t, [](counter&) {}, {&note::tell, &told, 43}) ==
          status_code::closed);
    CHECK(told.told == 1);
}

TEST_CASE("a thousand posted calls come back through one descriptor, none lost") {
    enum : std::size_t { calls = 1000 };
    fixture f;
    const token t = f.make();
    auto done = *completion_queue::create(calls);
    CHECK(done.descriptor() >= 0);
    CHECK(!done.wait_for(std::chrono::milliseconds(0)));
    std::thread poster([&] {
        for (std::size_t n = 0; n < calls; ++n)
            if (!hosted_post(
                     f.counters, t, [](counter& c) { c.add(); }, done, n)
                     .ok())
                std::abort();
    });
    std::vector<int> seen(calls);
    std::size_t got = 0;
    while (got < calls) {
        REQUIRE(done.wait_for(std::chrono::seconds(60)));
        completed_call some[7];
        for (std::size_t n = 0; (n = done.take(some, 7)) != 0; got += n)
            for (std::size_t i = 0; i < n; ++i) {
                CHECK(some[i].status == FFIGUARD_OK);
                ++seen[static_cast<std::size_t>(some[i].cookie)];
            }
    }
    poster.join();
    CHECK(seen == std::vector<int>(calls, 1));
    CHECK(!done.wait_for(std::chrono::milliseconds(0)));
    CHECK(*hosted_call(f.counters, t, [](counter& c) { return c.value; }) == calls);
    CHECK(f.counters.close(t).ok());
}

TEST_CASE("a full completion queue refuses, and has room again when something is taken") {
    fixture f;
    const token t = f.make();
    auto done = *completion_queue::create(2);
    const auto work = [](counter& c) { c.add(); };
    CHECK(hosted_post(f.counters, t, work, done, 1).ok());
    CHECK(hosted_post(f.counters, t, work, done, 2).ok());
    CHECK(hosted_post(f.counters, t, work, done, 3) == status_code::overflow);
    CHECK(hosted_post(f.counters, 0, work, done, 3) == status_code::overflow);
    completed_call some[2];
    std::size_t got = 0;
    while (got < 2) got += done.take(some, 2);
    CHECK(hosted_post(f.counters, 0, work, done, 3) == status_code::null);  // gives its room back
    CHECK(hosted_post(f.counters, 0, work, done, 3) == status_code::null);
    CHECK(hosted_post(f.counters, 0, work, done, 3) == status_code::null);
    CHECK(hosted_post(f.counters, t, work, done, 3).ok());
    CHECK(f.host.call([] {}).ok());
    CHECK(done.take(some, 2) == 1);
    CHECK(completion_queue::create(0).status() == status_code::invalid_argument);
    completion_queue none;
    CHECK(none.descriptor() == -1);
    CHECK(none.take(some, 2) == 0);
    CHECK(hosted_post(f.counters, t, work, none, 1) == status_code::closed);
    CHECK(f.counters.close(t).ok());
}

TEST_CASE("a completion queue may end before what was posted to it") {
    fixture f;
    const token t = f.make();
    busy kept(f.host);
    std::atomic<int> ran{0};
    {
        auto done = *completion_queue::create(8);
        for (std::uint64_t n = 0; n < 3; ++n)
            CHECK(hosted_post(
                      f.counters, t, [&](counter&) { ++ran; }, done, n)
                      .ok());
    }
    kept.let_go();
    CHECK(f.host.call([] {}).ok());
    CHECK(ran == 3);
    CHECK(f.counters.close(t).ok());
}

TEST_CASE("stop() refuses what has not begun, and releases what is queued") {
    const leaks_on_purpose object_stays;
    auto& counters = *new handle_table<counter>;  // keeps an object that nobody can release
    auto done = *completion_queue::create(4);
    auto host = *thread_host::start();
    const token t = *host.call([&] { return counters.emplace(host.place()); });
    const token open = *host.call([&] { return counters.emplace(host.place()); });
    std::atomic<bool> stopping{false};
    busy kept(host);
    std::thread waiting([&] {
        CHECK(hosted_call(counters, open, [](counter&) {}).status() == status_code::closed);
    });
    CHECK(hosted_post(
              counters, open, [](counter&) {}, done, 9)
              .ok());
    while (host.queued() < 2) std::this_thread::yield();
    CHECK(counters.close(t).ok());
    const release_place place = host.place();
    std::thread stopper([&] {
        stopping = true;
        CHECK(host.stop().ok());
    });
    while (!stopping) std::this_thread::yield();
    // Until then a further call is queued, too; the first of them that is not has found it stopped.
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
    kept.let_go();
    waiting.join();
    stopper.join();
    completed_call one{};
    CHECK(done.take(&one, 1) == 1);
    CHECK(one.cookie == 9);
    CHECK(one.status == FFIGUARD_CLOSED);
    CHECK(counters.live() == 1);
    CHECK(hosted_call(counters, open, [](counter&) {}).status() == status_code::closed);
    CHECK(hosted_post(
              counters, open, [](counter&) {}, done, 1) == status_code::closed);
    CHECK(host.call([] {}).status() == status_code::closed);
    CHECK(host.stop().status() == status_code::closed);
    CHECK(place.queued() == 0);
    {
        const counted_violations counted;
        CHECK(counters.close(open).ok());  // nobody will come: left
        CHECK(counted.of(violation::leak) == 1);
    }
    CHECK(alive == 1);
    alive = 0;
}

TEST_CASE("threads that call a host while it is stopped get closed") {
    for (int round = 0; round < 50; ++round) {
        auto host = *thread_host::start();
        CHECK(static_cast<bool>(host));
        std::atomic<int> done{0};
        std::vector<std::thread> threads;
        for (int i = 0; i < 2; ++i)
            threads.emplace_back([&] {
                error last;
                while ((last = host.call([&] { ++done; })).ok()) {
                }
                if (last.status() != status_code::closed) std::abort();
            });
        while (done == 0) std::this_thread::yield();
        CHECK(host.stop().ok());
        for (auto& thread : threads) thread.join();
        CHECK(!host);
        CHECK(host.stop().status() == status_code::closed);
    }
}

TEST_CASE("a thread that drains a thread_home hosts calls, too") {
    handle_table<counter> counters;
    auto home = *thread_home::create();
    const token t = *counters.emplace(home.place());
    std::atomic<bool> done{false};
    std::thread caller([&] {
        CHECK(*hosted_call(counters, t, [](counter& c) { return c.add(); }) == 1);
        done = true;
    });
    while (!done) static_cast<void>(home.drain());
    caller.join();
    std::thread late(
        [&] { CHECK(hosted_call(counters, t, [](counter&) {}).status() == status_code::closed); });
    while (home.queued() == 0) std::this_thread::yield();
    home = thread_home();  // ends before the call has begun
    late.join();
    CHECK(counters.close(t).ok());  // its thread is still here
    CHECK(alive == 0);
}

TEST_CASE("who closes a hosted object from elsewhere can wait for its release on the host") {
    fixture f;
    for (int n = 0; n < 50; ++n) {
        const token t = f.make();
        CHECK(ffiguard::close_and_wait(f.counters, t, std::chrono::minutes(1)).ok());
        CHECK(alive == 0);
    }
}

TEST_CASE("a home thread that waits for a release drains its own queue meanwhile") {
    handle_table<parked_window> windows;
    auto home = *thread_home::create();
    const token t = *windows.emplace(home.place());
    gatekeeper gate;
    std::thread user([&] {
        const auto inside = windows.pin(t);
        gate.hold();
    });  // leaves as the last user, and queues
    gate.await();
    std::thread opener([&] {
        while (windows.pin(t)) std::this_thread::yield();
        gate.go = true;
    });
    CHECK(ffiguard::close_and_wait(windows, t, std::chrono::seconds(20)).ok());
    user.join();
    opener.join();
    CHECK(windows.live() == 0);
    CHECK(elsewhere == 0);
}

TEST_CASE("in the child of a fork() calls are closed instead of waiting for ever") {
    fixture f;
    const token t = f.make();
    const pid_t child = ::fork();
    if (child == 0) {
        ::alarm(10);
        bool good = hosted_call(f.counters, t, [](counter&) {}).status() == status_code::closed;
        good = good && f.host.stop().status() == status_code::closed;
        ::_exit(good ? 0 : 1);
    }
    int how = 0;
    REQUIRE(::waitpid(child, &how, 0) == child);
    CHECK((WIFEXITED(how) && WEXITSTATUS(how) == 0));
    CHECK(hosted_close(f.counters, t).ok());
}

TEST_CASE("a host starts with its hook, and says why it cannot") {
    std::atomic<int> hooked{0};
    host_options options;
    options.worker.name = "host";
    options.worker.on_start = {[](void* user) noexcept {
                                   ++*static_cast<std::atomic<int>*>(user);
                                   return status();
                               },
                               &hooked};
    auto host = *thread_host::start(options);
    CHECK(hooked == 1);
    CHECK(host.call([&] { return host.stop(); }).status() == status_code::in_use);
    CHECK(host.stop().ok());
    options.worker.on_start.run = [](void*) noexcept -> status { return status_code::not_found; };
    CHECK(thread_host::start(options).status() == status_code::not_found);
}

TEST_CASE("objects that are made, called, posted and closed by many threads go once") {
    fixture f;
    auto done = *completion_queue::create(4096);
    std::vector<std::thread> threads;
    for (unsigned id = 0; id < 4; ++id)
        threads.emplace_back([&, id] {
            for (int n = 0; n < 100; ++n) {
                const token t = f.make();
                const auto add = [](counter& c) { c.add(); };
                static_cast<void>(hosted_post(f.counters, t, add, done, id));
                if (!hosted_call(f.counters, t, add).ok()) std::abort();
                static_cast<void>(
                    hosted_call_for(f.counters, t, std::chrono::microseconds(n), add));
                if (n % 2 == 0)
                    static_cast<void>(f.counters.close(t));
                else
                    static_cast<void>(hosted_close(f.counters, t));
            }
        });
    for (auto& thread : threads) thread.join();
}
