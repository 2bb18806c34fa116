// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/core/release_queue.hpp>

#include <atomic>
#include <cerrno>
#include <cstdint>
#include <cstdlib>
#include <new>
#include <string>
#include <thread>
#include <type_traits>
#include <vector>

#include <doctest/doctest.h>

#include <ffiguard/core/handle_table.hpp>

#include "../counted_violations.hpp"
#include "../sanitizer.hpp"

using ffiguard::defer_releases;
using ffiguard::handle_table;
using ffiguard::release_queue;
using ffiguard::status;
using ffiguard::status_code;
using ffiguard::token;
using ffiguard::violation;

namespace {

std::vector<std::string> ends;

// A release that blocks or calls back.
struct feed {
    using life_cycle =
        ffiguard::life_cycle<ffiguard::deferrable_release, ffiguard::waits_for_children>;
    explicit feed(const char* n) : name(n) {}
    feed(const feed&) = delete;
    feed& operator=(const feed&) = delete;
    ~feed() { ends.emplace_back(name); }
    void close() noexcept { errno = EDOM; }
    const char* name;
};
struct reader {
    using life_cycle = ffiguard::life_cycle<ffiguard::child_of<feed>, ffiguard::deferrable_release>;
    explicit reader(feed& in) : from(&in) {}
    reader(const reader&) = delete;
    reader& operator=(const reader&) = delete;
    ~reader() { ends.emplace_back(std::string("reader of ") + from->name); }
    feed* from;
};

struct plain {
    ~plain() { ends.emplace_back("plain"); }
};

// "not now" twice, as SQLITE_BUSY.
struct stubborn {
    using life_cycle =
        ffiguard::life_cycle<ffiguard::deferrable_release, ffiguard::closer_may_refuse<5>>;
    status close() noexcept { return busy-- > 0 ? status::foreign(5) : status(); }
    int busy = 1;
};

using names = std::vector<std::string>;

}  // namespace

static_assert(sizeof(ffiguard::detail::table_slot<plain>) == 64 &&
                  std::is_empty_v<ffiguard::detail::family_part<plain>>,
              "a type without a place pays nothing for it");

TEST_CASE("what is closed inside a defer_releases is closed at once and released by drain()") {
    ends.clear();
    release_queue later;
    handle_table<feed> feeds;
    const token first = *feeds.emplace("first");
    const token second = *feeds.emplace("second");
    {
        const defer_releases here(later);
        CHECK(feeds.close(first).ok());
        CHECK(feeds.close(second).ok());
        CHECK(feeds.close(first) == status_code::closed);
        CHECK(feeds.pin(first).status() == status_code::closed);
        CHECK(ends.empty());
        CHECK(later.queued() == 2);
        CHECK(feeds.live() == 2);
        CHECK(later.drain() == 0);  // not here either
    }
    errno = 0;
    CHECK(later.drain() == 2);
    CHECK(errno == 0);
    CHECK(ends == names{"first", "second"});
    CHECK(later.queued() == 0);
    CHECK(feeds.live() == 0);
    CHECK(later.drain() == 0);
}

TEST_CASE("outside of the scope, and for types that do not say so, nothing is deferred") {
    ends.clear();
    release_queue later;
    handle_table<feed> feeds;
    handle_table<plain> others;
    CHECK(feeds.close(*feeds.emplace("at once")).ok());
    const token other = *others.emplace();
    {
        const defer_releases here(later);
        CHECK(others.close(other).ok());
    }
    CHECK(ends == names{"at once", "plain"});
    CHECK(later.queued() == 0);
}

TEST_CASE("the last user leaves an object to the queue of its own thread's scope") {
    ends.clear();
    release_queue later;
    handle_table<feed> feeds;
    const token t = *feeds.emplace("used");
    std::atomic<int> step{0};
    std::thread user([&] {
        const defer_releases here(later);
        const auto in = feeds.pin(t);
        step = 1;
        while (step != 2) std::this_thread::yield();
    });
    while (step != 1) std::this_thread::yield();
    CHECK(feeds.close(t).ok());  // no scope here, but the user is the last
    step = 2;
    user.join();
    CHECK(ends.empty());
    CHECK(later.drain() == 1);
    CHECK(ends == names{"used"});
}

TEST_CASE("a queued child keeps its parent, and both go in their order") {
    ends.clear();
    release_queue later;
    handle_table<feed> feeds;
    handle_table<reader> readers;
    const token f = *feeds.emplace("feed");
    const token r = *readers.emplace_child(feeds, f);
    {
        const defer_releases here(later);
        CHECK(feeds.close(f).ok());
        CHECK(readers.close(r).ok());
        CHECK(later.queued() == 1);  // the parent waits for the child, not for drain()
    }
    CHECK(later.drain() == 1);
    CHECK(ends == names{"reader of feed", "feed"});
    CHECK(feeds.live() + readers.live() == 0);
}

TEST_CASE("scopes nest, and the innermost queue counts") {
    ends.clear();
    release_queue outer;
    release_queue inner;
    handle_table<feed> feeds;
    const token a = *feeds.emplace("a");
    const token b = *feeds.emplace("b");
    const defer_releases in_outer(outer);
    {
        const defer_releases in_inner(inner);
        CHECK(feeds.close(a).ok());
    }
    CHECK(feeds.close(b).ok());
    CHECK(inner.queued() == 1);
    CHECK(outer.queued() == 1);
    std::thread([&] {
        CHECK(inner.drain() == 1);
        CHECK(outer.drain() == 1);
    }).join();
    CHECK(ends == names{"a", "b"});
}

TEST_CASE("a queue that ends releases what is left") {
    ends.clear();
    handle_table<feed> feeds;
    const token t = *feeds.emplace("left");
    {
        release_queue later;
        const defer_releases here(later);
        CHECK(feeds.close(t).ok());
    }  // the scope ends before the queue
    CHECK(ends == names{"left"});
    CHECK(feeds.live() == 0);
}

TEST_CASE("a queue that ends inside a scope leaves what is queued, and says so") {
    ends.clear();
    const counted_violations counted;
    const leaks_on_purpose table_stays;
    auto& feeds = *new handle_table<feed>;
    release_queue outer;
    {
        const defer_releases here(outer);
        auto* const later = new release_queue;
        {
            const defer_releases there(*later);
            CHECK(feeds.close(*feeds.emplace("left")).ok());
        }
        delete later;
    }
    CHECK(counted.of(violation::leak) == 1);
    CHECK(ends.empty());
    CHECK(feeds.live() == 1);
}

TEST_CASE("a table that ends while objects are queued leaves them their slots") {
    ends.clear();
    release_queue later;
    const counted_violations counted;
    {
        const leaks_on_purpose slots_stay;
        const defer_releases here(later);
        handle_table<feed> feeds;
        CHECK(feeds.close(*feeds.emplace("outlives its table")).ok());
        static_cast<void>(feeds.emplace("open at the end"));
    }
    CHECK(counted.of(violation::leak) == 1);
    CHECK(ends.empty());
    CHECK(later.drain() == 2);
    CHECK(ends == names{"outlives its table", "open at the end"});
}

TEST_CASE("a bounded drain releases the oldest, and the others stay in their order") {
    ends.clear();
    release_queue later;
    handle_table<feed> feeds;
    const char* const all[] = {"a", "b", "c", "d", "e"};
    {
        const defer_releases here(later);
        for (const char* each : all) feeds.close(*feeds.emplace(each)).ignore();
        CHECK(later.drain(2) == 0);
    }
    CHECK(later.drain(0) == 0);
    CHECK(later.drain(2) == 2);
    CHECK(ends == names{"a", "b"});
    CHECK(later.queued() == 3);
    {
        const defer_releases here(later);
        feeds.close(*feeds.emplace("f")).ignore();
    }
    CHECK(later.drain(3) == 3);
    CHECK(ends == names{"a", "b", "c", "d", "e"});
    errno = 7;
    CHECK(later.drain(9) == 1);
    CHECK(errno == 7);
    CHECK(later.drain(1) == 0);
    CHECK(ends == names{"a", "b", "c", "d", "e", "f"});
    CHECK(later.queued() == 0);
}

TEST_CASE("what is released by a bounded drain and queues anew comes after those that stayed") {
    release_queue later;
    handle_table<feed> feeds;
    ends.clear();
    struct from_feed {
        using life_cycle = ffiguard::life_cycle<ffiguard::deferrable_release>;
        from_feed(release_queue& q, handle_table<feed>& t) : queue(&q), table(&t) {}
        from_feed(const from_feed&) = delete;
        from_feed& operator=(const from_feed&) = delete;
        ~from_feed() {
            const defer_releases here(*queue);
            table->close(*table->emplace("new")).ignore();
        }
        release_queue* queue;
        handle_table<feed>* table;
    };
    handle_table<from_feed> makers;
    {
        const defer_releases here(later);
        makers.close(*makers.emplace(later, feeds)).ignore();
        feeds.close(*feeds.emplace("old")).ignore();
    }
    CHECK(later.drain(1) == 1);
    CHECK(later.queued() == 2);
    CHECK(later.drain(1) == 1);
    CHECK(ends == names{"old"});
    CHECK(later.drain(1) == 1);
    CHECK(ends == names{"old", "new"});
}

namespace {
release_queue exported;
}
extern "C" uint64_t outbox_queued(void);
extern "C" uint64_t outbox_drain(uint64_t at_most);
FFIGUARD_EXPORT_QUEUE(outbox, exported);

TEST_CASE("an exported queue is counted and drained through C") {
    ends.clear();
    handle_table<feed> feeds;
    {
        const defer_releases here(exported);
        for (const char* each : {"a", "b", "c"}) feeds.close(*feeds.emplace(each)).ignore();
    }
    CHECK(outbox_queued() == 3);
    CHECK(outbox_drain(1) == 1);
    CHECK(outbox_drain(UINT64_MAX) == 2);
    CHECK(outbox_queued() == 0);
    CHECK(ends == names{"a", "b", "c"});
}

TEST_CASE("a closer that refuses at drain() has not closed, and the token is good again") {
    release_queue later;
    handle_table<stubborn> table;
    const token t = *table.emplace();
    {
        const defer_releases here(later);
        CHECK(table.close(t).ok());
    }
    CHECK(!table.pin(t));
    CHECK(later.drain() == 1);
    CHECK(table.pin(t));
    CHECK(table.close(t).ok());
    CHECK(table.live() == 0);
}

TEST_CASE("the queue says when something comes, once until it is drained") {
    ends.clear();
    int told = 0;
    release_queue later([](void* user) noexcept { ++*static_cast<int*>(user); }, &told);
    handle_table<feed> feeds;
    for (int round = 1; round <= 2; ++round) {
        const token a = *feeds.emplace("a");
        const token b = *feeds.emplace("b");
        {
            const defer_releases here(later);
            CHECK(feeds.close(a).ok());
            CHECK(feeds.close(b).ok());
        }
        CHECK(told == round);
        CHECK(later.drain() == 2);
    }
}

TEST_CASE("a scope that ends on another thread changes nothing there") {
    const counted_violations counted;
    release_queue later;
    alignas(defer_releases) unsigned char room[sizeof(defer_releases)];
    auto* const scope = ::new (static_cast<void*>(room)) defer_releases(later);
    std::thread([&] { scope->~defer_releases(); }).join();
    CHECK(counted.of(violation::wrong_thread) == 1);
    scope->~defer_releases();  // where it began
    CHECK(counted.all() == 1);
}

TEST_CASE("threads that queue and drain at once release each object once") {
    struct counted_feed {
        using life_cycle = ffiguard::life_cycle<ffiguard::deferrable_release>;
        explicit counted_feed(std::atomic<int>& in) : released(&in) {}
        counted_feed(const counted_feed&) = delete;
        counted_feed& operator=(const counted_feed&) = delete;
        ~counted_feed() { ++*released; }
        std::atomic<int>* released;
    };
    enum : int { rounds = 2000, closers = 2 };
    std::atomic<int> released{0};
    release_queue later;
    handle_table<counted_feed> feeds;
    std::atomic<int> running{closers};
    std::vector<std::thread> threads;
    for (int i = 0; i < closers; ++i)
        threads.emplace_back([&] {
            for (int n = 0; n < rounds; ++n) {
                const token t = *feeds.emplace(released);
                const defer_releases here(later);
                if (!feeds.close(t).ok()) std::abort();
            }
            --running;
        });
    for (int i = 0; i < 2; ++i)
        threads.emplace_back([&, i] {
            // Both kinds at once.
            while (running != 0) i == 0 ? later.drain() : later.drain(3);
        });
    for (auto& thread : threads) thread.join();
    later.drain();
    CHECK(released == rounds * closers);
    CHECK(later.queued() == 0);
    CHECK(feeds.live() == 0);
}
