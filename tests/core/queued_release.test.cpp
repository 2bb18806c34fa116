// SPDX-License-Identifier: BSL-1.0
// A release that is always queued, for the queue that the class names.
#include <ffiguard/core/life_cycle.hpp>

#include <atomic>
#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include <doctest/doctest.h>

#include <ffiguard/core/call.hpp>
#include <ffiguard/core/handle_table.hpp>
#include <ffiguard/core/release_queue.hpp>

#include "../counted_violations.hpp"
#include "../sanitizer.hpp"

using ffiguard::defer_releases;
using ffiguard::handle_table;
using ffiguard::queued_release;
using ffiguard::release_queue;
using ffiguard::status;
using ffiguard::status_code;
using ffiguard::token;
using ffiguard::violation;

namespace {

release_queue outbox;
std::vector<std::string> ends;
// What a release may call, and an exported function that promised must not: 0 outside of a drain.
int may_call_back = 0;
int broken_promises = 0;

struct owner {
    ~owner() {
        ends.emplace_back(name);
        if (may_call_back == 0) ++broken_promises;
        if (inside != nullptr) inside();
    }
    explicit owner(const char* n) : name(n) {}
    owner(const owner&) = delete;
    owner& operator=(const owner&) = delete;
    int read() const noexcept { return 7; }
    const char* name;
    void (*inside)() = nullptr;  // what its callback does
};
struct feed : owner {
    using life_cycle = ffiguard::life_cycle<queued_release<&outbox>, ffiguard::waits_for_children>;
    using owner::owner;
};
struct reader : owner {
    using life_cycle = ffiguard::life_cycle<ffiguard::child_of<feed>, queued_release<&outbox>>;
    reader(feed&, const char* n) : owner(n) {}
};
release_queue& the_outbox() noexcept { return outbox; }
struct session : owner {
    using life_cycle = ffiguard::life_cycle<queued_release<&the_outbox>, ffiguard::one_user,
                                            ffiguard::closes_children>;
    using owner::owner;
};
struct query : owner {
    using life_cycle = ffiguard::life_cycle<ffiguard::child_of<session>, queued_release<&outbox>>;
    query(session&, const char* n) : owner(n) {}
};
release_queue* brief = nullptr;
release_queue& the_brief_one() noexcept { return *brief; }
struct passing : owner {
    using life_cycle = ffiguard::life_cycle<queued_release<&the_brief_one>>;
    using owner::owner;
};
struct stubborn {
    using life_cycle =
        ffiguard::life_cycle<queued_release<&outbox>, ffiguard::closer_may_refuse<5>>;
    status close() noexcept { return busy-- > 0 ? status::foreign(5) : status(); }
    int busy = 1;
};

using names = std::vector<std::string>;

std::size_t drain() {
    ++may_call_back;
    const std::size_t done = outbox.drain();
    --may_call_back;
    return done;
}
struct fresh {
    fresh() {
        ends.clear();
        broken_promises = 0;
    }
    ~fresh() {
        CHECK(broken_promises == 0);
        CHECK(outbox.queued() == 0);
    }
};

}  // namespace

TEST_CASE("a close queues the release, wherever it comes from, and drain() runs it") {
    const fresh checked;
    handle_table<feed> feeds;
    const token first = *feeds.emplace("first");
    const token second = *feeds.emplace("second");
    CHECK(feeds.close(first).ok());
    CHECK(feeds.close(first) == status_code::closed);
    CHECK(ends.empty());
    std::thread([&] { CHECK(feeds.close(second).ok()); }).join();
    CHECK(ends.empty());
    CHECK(outbox.queued() == 2);
    CHECK(feeds.live() == 2);
    CHECK(drain() == 2);
    CHECK(ends == names{"first", "second"});
    CHECK(feeds.live() == 0);
    CHECK(drain() == 0);
}

TEST_CASE("the last user queues it, and a defer_releases changes nothing") {
    const fresh checked;
    release_queue other;
    handle_table<feed> feeds;
    const token one = *feeds.emplace("one");
    {
        const defer_releases here(other);
        auto inside = feeds.pin(one);
        REQUIRE(inside);
        CHECK(feeds.close(one).ok());
        CHECK(outbox.queued() == 0);
    }
    CHECK(other.queued() == 0);
    CHECK(outbox.queued() == 1);
    CHECK(drain() == 1);
    CHECK(ends == names{"one"});
}

TEST_CASE("a parent is queued when the release of its last child lets go of it") {
    const fresh checked;
    handle_table<feed> feeds;
    handle_table<reader> readers;
    const token parent = *feeds.emplace("feed");
    const token child = *readers.emplace_child(feeds, parent, "reader");
    CHECK(feeds.close(parent).ok());
    CHECK(readers.close(child).ok());
    CHECK(drain() == 1);
    CHECK(ends == names{"reader"});
    CHECK(drain() == 1);
    CHECK(ends == names{"reader", "feed"});
}

TEST_CASE("what waits for the turn of another call is queued by that, and not released") {
    const fresh checked;
    handle_table<session> sessions;
    handle_table<query> queries;
    const token parent = *sessions.emplace("session");
    const token first = *queries.emplace_child(sessions, parent, "first");
    const token second = *queries.emplace_child(sessions, parent, "second");
    {
        auto inside = queries.pin(first);  // has the turn
        REQUIRE(inside);
        CHECK(queries.close(second).ok());
        drain();  // waits for the turn, if it was queued
        CHECK(ends.empty());
    }
    CHECK(ends.empty());
    while (drain() != 0) {
    }
    CHECK(ends == names{"second"});
    {
        auto inside = queries.pin(first);
        REQUIRE(inside);
        CHECK(sessions.close(parent).ok());
        drain();
        CHECK(ends == names{"second"});
    }
    CHECK(ends == names{"second"});
    while (drain() != 0) {
    }
    CHECK(ends == names{"second", "first", "session"});
    CHECK(sessions.live() + queries.live() == 0);
}

TEST_CASE("what a callback of a release closes is queued, although the queue is being drained") {
    const fresh checked;
    static handle_table<feed> feeds;
    static token other;
    const token one = *feeds.emplace("one");
    other = *feeds.emplace("other");
    feeds.pin(one)->inside = [] {
        const int before = std::exchange(may_call_back, 0);  // a function that promised
        CHECK(feeds.close(other).ok());
        may_call_back = before;
    };
    CHECK(feeds.close(one).ok());
    CHECK(drain() == 1);
    CHECK(ends == names{"one"});
    CHECK(drain() == 1);
    CHECK(ends == names{"one", "other"});
}

TEST_CASE("a closer that refuses at drain() has not closed, and the token is good again") {
    const fresh checked;
    handle_table<stubborn> all;
    const token one = *all.emplace();
    {
        const counted_violations seen;
        CHECK(all.close(one).ok());
        CHECK(drain() == 1);
        CHECK(seen.of(violation::close_refused) == 1);
    }
    CHECK(all.pin(one));
    CHECK(all.close(one).ok());
    CHECK(drain() == 1);
    CHECK(all.live() == 0);
}

TEST_CASE("an empty pointer is not queued, and an object behind one is") {
    const fresh checked;
    handle_table<std::unique_ptr<feed>> feeds;
    const token none = *feeds.emplace(nullptr);
    const token one = *feeds.emplace(std::make_unique<feed>("one"));
    CHECK(feeds.close(none).ok());
    CHECK(outbox.queued() == 0);
    CHECK(feeds.close(one).ok());
    CHECK(drain() == 1);
    CHECK(ends == names{"one"});
}

TEST_CASE("taken out of the table, it is its new owner's") {
    const fresh checked;
    handle_table<std::unique_ptr<feed>> feeds;
    auto taken = feeds.take(*feeds.emplace(std::make_unique<feed>("one")));
    REQUIRE(taken);
    CHECK(outbox.queued() == 0);
    ++may_call_back;
    taken->reset();
    --may_call_back;
    CHECK(ends == names{"one"});
}

TEST_CASE("where its queue ends inside a defer_releases, an object is left, and not released") {
    const fresh checked;
    const counted_violations counted;
    const leaks_on_purpose table_stays;
    auto& left = *new handle_table<passing>;
    brief = new release_queue;
    CHECK(left.close(*left.emplace("left")).ok());
    {
        const defer_releases here(outbox);
        delete brief;
    }
    CHECK(counted.of(violation::leak) == 1);
    CHECK(ends.empty());
    CHECK(left.live() == 1);
}

namespace {
handle_table<feed> exported_feeds;
}  // namespace
FFIGUARD_EXPORT_CALL(queued_release_read, exported_feeds, &feed::read, int*);
FFIGUARD_EXPORT_RELEASE(queued_release_release, exported_feeds);

TEST_CASE("no exported function of a class releases, also where many threads call and close") {
    const fresh checked;
    std::atomic<bool> go{false};
    for (int round = 0; round < 200; ++round) {
        go = false;
        const token one = *exported_feeds.emplace("one");
        const auto use = [&] {
            while (!go) std::this_thread::yield();
            int number = 0;
            for (int i = 0; i < 20; ++i) {
                static_cast<void>(queued_release_read(one, &number, nullptr));
                if (i == 7) static_cast<void>(queued_release_release(one, nullptr));
            }
        };
        std::thread a(use), b(use);
        go = true;
        a.join();
        b.join();
        CHECK(drain() == 1);
    }
    CHECK(ends.size() == 200);
}
