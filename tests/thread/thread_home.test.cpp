// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/thread/thread_home.hpp>

#include <atomic>
#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <thread>
#include <type_traits>
#include <utility>
#include <vector>

#include <doctest/doctest.h>

#include <ffiguard/core/handle_table.hpp>
#include <ffiguard/core/release_queue.hpp>
#include <ffiguard/thread/worker_thread.hpp>

#include "../sanitizer.hpp"
#include "../counted_violations.hpp"

using ffiguard::handle_table;
using ffiguard::release_place;
using ffiguard::status;
using ffiguard::status_code;
using ffiguard::thread_home;
using ffiguard::token;
using ffiguard::violation;

namespace {

struct history {
    std::atomic<int> released{0};
    std::atomic<int> elsewhere{0};
};

struct window {
    release_place home;
    using life_cycle =
        ffiguard::life_cycle<ffiguard::released_at<&window::home>, ffiguard::waits_for_children>;
    window(history& in, const thread_home& at) : home(at.place()), book(&in) {}
    window(const window&) = delete;
    window& operator=(const window&) = delete;
    ~window() {
        ++book->released;
        book->elsewhere += !home.is_here();
    }
    history* book;
};

// May be used and released on its thread alone.
struct context {
    release_place home;
    using life_cycle =
        ffiguard::life_cycle<ffiguard::lives_at<&context::home>, ffiguard::child_of<window>>;
    context(window& in, const thread_home& at) : home(at.place()), parent(&in) {}
    context(const context&) = delete;
    context& operator=(const context&) = delete;
    ~context() {
        ++parent->book->released;
        parent->book->elsewhere += !home.is_here();
    }
    window* parent;
};

template <class Work>
void elsewhere_do(Work&& work) {
    std::thread(std::forward<Work>(work)).join();
}

}  // namespace

TEST_CASE("what is closed elsewhere is released by drain() on the home thread") {
    history book;
    auto home = *thread_home::create();
    handle_table<window> windows;
    const token w = *windows.emplace(book, home);
    elsewhere_do([&] {
        CHECK(windows.close(w).ok());
        CHECK(windows.close(w) == status_code::closed);
        CHECK(home.drain().status() == status_code::wrong_thread);
    });
    CHECK(book.released == 0);
    CHECK(home.queued() == 1);
    CHECK(home.place().queued() == 1);
    CHECK(*home.drain() == 1);
    CHECK(book.released == 1);
    CHECK(book.elsewhere == 0);
    CHECK(windows.live() == 0);
    CHECK(windows.close(*windows.emplace(book, home)).ok());  // here: at once
    CHECK(book.released == 2);
}

TEST_CASE("the last user on another thread leaves the object to its home thread") {
    history book;
    auto home = *thread_home::create();
    handle_table<window> windows;
    const token w = *windows.emplace(book, home);
    std::atomic<int> step{0};
    std::thread user([&] {
        const auto in = windows.pin(w);
        step = 1;
        while (step != 2) std::this_thread::yield();
    });
    while (step != 1) std::this_thread::yield();
    CHECK(windows.close(w).ok());
    step = 2;
    user.join();
    CHECK(book.released == 0);
    CHECK(*home.drain() == 1);
    CHECK(book.elsewhere == 0);
}

TEST_CASE("the end of a home releases what is queued") {
    history book;
    handle_table<window> windows;
    {
        auto home = *thread_home::create();
        const token w = *windows.emplace(book, home);
        elsewhere_do([&] { CHECK(windows.close(w).ok()); });
        CHECK(book.released == 0);
    }
    CHECK(book.released == 1);
    CHECK(book.elsewhere == 0);
    CHECK(windows.live() == 0);
}

TEST_CASE(
    "after the end of its home an object is left and reported, and never released elsewhere") {
    const leaks_on_purpose object_stays;
    history book;
    const counted_violations counted;
    auto& windows = *new handle_table<window>;
    token w = 0;
    token late = 0;
    {
        auto home = *thread_home::create();
        w = *windows.emplace(book, home);
        late = *windows.emplace(book, home);
    }
    elsewhere_do([&] { CHECK(windows.close(w).ok()); });
    CHECK(counted.of(violation::leak) == 1);
    CHECK(book.released == 0);
    CHECK(windows.live() == 2);
    CHECK(windows.close(late).ok());  // the thread is still there
    CHECK(book.released == 1);
    CHECK(counted.all() == 1);
}

TEST_CASE("an object whose place is empty is left and reported") {
    const leaks_on_purpose object_stays;
    history book;
    const counted_violations counted;
    auto& windows = *new handle_table<window>;
    const thread_home none;
    CHECK(windows.close(*windows.emplace(book, none)).ok());
    CHECK(counted.of(violation::leak) == 1);
    CHECK(book.released == 0);
}

TEST_CASE("what lives on a thread is used there alone, and its children keep it") {
    history book;
    auto home = *thread_home::create();
    handle_table<window> windows;
    handle_table<context> contexts;
    const token w = *windows.emplace(book, home);
    const token c = *contexts.emplace_child(windows, w, home);
    CHECK(contexts.pin(c));
    elsewhere_do([&] {
        CHECK(contexts.pin(c).status() == status_code::wrong_thread);
        CHECK(contexts.place_of(c)->queued() == 0);
        int seen = 0;
        contexts.for_each([&](token, context&) { ++seen; });
        CHECK(seen == 0);
        CHECK(windows.close(w).ok());
        CHECK(contexts.close(c).ok());
        CHECK(contexts.place_of(c).status() == status_code::closed);
    });
    int seen = 0;
    contexts.for_each([&](token, context&) { ++seen; });
    CHECK(seen == 0);  // closed
    CHECK(*home.drain() == 1);
    CHECK(book.released == 2);
    CHECK(book.elsewhere == 0);
}

TEST_CASE("a table that ends on another thread leaves its objects to their home") {
    const leaks_on_purpose slots_stay;
    history book;
    const counted_violations counted;
    auto home = *thread_home::create();
    auto windows = std::make_unique<handle_table<window>>();
    static_cast<void>(windows->emplace(book, home));
    elsewhere_do([&] { windows.reset(); });
    CHECK(counted.of(violation::leak) == 1);
    CHECK(book.released == 0);
    CHECK(*home.drain() == 1);
    CHECK(book.released == 1);
    CHECK(book.elsewhere == 0);
}

TEST_CASE("a pointer in a table is released where what it points to says") {
    history book;
    auto home = *thread_home::create();
    handle_table<std::unique_ptr<window>> windows;
    const token w = *windows.insert(std::make_unique<window>(book, home));
    const token none = *windows.insert(nullptr);
    elsewhere_do([&] {
        CHECK(windows.close(w).ok());
        CHECK(windows.close(none).ok());
    });
    CHECK(windows.live() == 1);
    CHECK(*home.drain() == 1);
    CHECK(book.elsewhere == 0);
    CHECK(windows.live() == 0);
}

TEST_CASE("a home that is told of the first one wakes its thread once") {
    history book;
    std::atomic<int> told{0};
    auto home = *thread_home::create(
        [](void* user) noexcept { ++*static_cast<std::atomic<int>*>(user); }, &told);
    handle_table<window> windows;
    const token a = *windows.emplace(book, home);
    const token b = *windows.emplace(book, home);
    elsewhere_do([&] {
        CHECK(windows.close(a).ok());
        CHECK(windows.close(b).ok());
    });
    CHECK(told == 1);
    CHECK(*home.drain() == 2);
}

TEST_CASE("threads that close while the home thread drains leave nothing") {
    enum : int { rounds = 1000, closers = 3 };
    history book;
    auto home = *thread_home::create();
    handle_table<window> windows;
    std::atomic<int> running{closers};
    std::vector<std::thread> threads;
    for (int i = 0; i < closers; ++i)
        threads.emplace_back([&] {
            for (int n = 0; n < rounds; ++n)
                if (!windows.close(*windows.emplace(book, home)).ok()) std::abort();
            --running;
        });
    std::size_t drained = 0;
    while (running != 0) drained += *home.drain();
    for (auto& thread : threads) thread.join();
    drained += *home.drain();
    CHECK(drained == rounds * closers);
    CHECK(book.released == rounds * closers);
    CHECK(book.elsewhere == 0);
}

// ---- an object that owns its own worker, and whose last user is that worker

namespace {

class feed {
public:
    using life_cycle = ffiguard::life_cycle<ffiguard::deferrable_release>;
    using table = handle_table<std::unique_ptr<feed>>;
    explicit feed(std::atomic<int>& in) : ended_(&in) {}
    feed(const feed&) = delete;
    feed& operator=(const feed&) = delete;
    ~feed() {
        static_cast<void>(worker_.stop());
        ++*ended_;
    }
    /// event is called on the worker again and again; pins: the worker is inside meanwhile.
    template <class Event>
    status start(table& feeds, token self, bool pins, ffiguard::release_queue& later, Event event) {
        ffiguard::worker_options options;
        options.defer_to = &later;
        auto begun = ffiguard::worker_thread::start(
            [this, &feeds, self, pins, event](const ffiguard::worker_stop& stop) {
                do {
                    auto in = feeds.pin(self);
                    if (pins && !in) return;
                    if (!pins) static_cast<void>(in.unpin());
                    event();
                    ++events_;  // the loop goes on with its own object
                } while (!stop.wait_for(std::chrono::milliseconds(1)));
            },
            options);
        if (begun) worker_ = *std::move(begun);
        return begun.status();
    }

private:
    std::atomic<int>* ended_;
    std::atomic<int> events_{0};
    ffiguard::worker_thread worker_;
};

}  // namespace

TEST_CASE("an object that its own worker closes is released by another thread") {
    for (const bool pins : {false, true}) {
        CAPTURE(pins);
        const counted_violations counted;
        std::atomic<int> ended{0};
        ffiguard::release_queue later;
        feed::table feeds;
        const token t = *feeds.insert(std::make_unique<feed>(ended));
        std::atomic<int> closed{0};
        {
            const auto in = feeds.pin(t);
            const auto close_it = [&] { closed += feeds.close(t).ok(); };
            REQUIRE((*in)->start(feeds, t, pins, later, close_it).ok());
        }
        while (ended == 0) {  // by drain(), or by the guard above if that was the last to leave
            later.drain();
            std::this_thread::yield();
        }
        CHECK(closed == 1);
        CHECK(feeds.live() == 0);
        CHECK(counted.all() == 0);
    }
}

TEST_CASE("an object whose worker is its last user is released by another thread") {
    const counted_violations counted;
    std::atomic<int> ended{0};
    std::atomic<bool> inside{false};
    std::atomic<bool> closed{false};
    ffiguard::release_queue later;
    feed::table feeds;
    const token t = *feeds.insert(std::make_unique<feed>(ended));
    {
        const auto in = feeds.pin(t);
        const auto wait = [&] {
            inside = true;
            while (!closed) std::this_thread::yield();
        };
        REQUIRE((*in)->start(feeds, t, true, later, wait).ok());
    }
    while (!inside) std::this_thread::yield();
    CHECK(feeds.close(t).ok());
    closed = true;
    std::size_t released = 0;
    // queued() may count it a moment before drain() can have it.
    while ((released = later.drain()) == 0) std::this_thread::yield();
    CHECK(released == 1);
    CHECK(ended == 1);
    CHECK(counted.all() == 0);
}
