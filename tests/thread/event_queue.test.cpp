// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/thread/event_queue.hpp>

#include <dlfcn.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <sys/resource.h>

#include <atomic>
#include <cerrno>
#include <chrono>
#include <cstdint>
#include <memory>
#include <thread>
#include <vector>

#include <doctest/doctest.h>

#include <ffiguard/core/call.hpp>
#include <ffiguard/core/call_new.hpp>
#include <ffiguard/core/handle_table.hpp>

#include "../forked.hpp"
#include "../sanitizer.hpp"
#include "lib/event_queues.hpp"

using ffiguard::drained_events;
using ffiguard::event_queue;
using ffiguard::status;
using ffiguard::status_code;
using ffiguard::unique_fd;
using ffiguard::when_full;
using std::chrono::milliseconds;
using std::chrono::seconds;

namespace {

struct event {
    std::uint64_t number;
    std::uint32_t from;
    std::uint32_t check;  ///< that the halves are of one event
};
event make(std::uint32_t from, std::uint64_t number) {
    return {number, from, from ^ static_cast<std::uint32_t>(number)};
}

// Takes long to copy: a thread is inside of a push most of the time.
struct wide_event {
    std::uint64_t words[64];
    static wide_event of(std::uint64_t number) {
        wide_event made;
        for (auto& word : made.words) word = number;
        return made;
    }
    bool is_whole() const {
        for (const auto word : words)
            if (word != words[0]) return false;
        return true;
    }
};

// Waits from 0 to some 300 ns, another time at each call: for two threads to meet everywhere.
void wait_a_moment(std::uint32_t& seed) {
    seed = seed * 1664525 + 1013904223;
    for (std::uint32_t left = seed >> 24; left != 0; --left)
        std::atomic_signal_fence(std::memory_order_seq_cst);
}

bool is_readable(const unique_fd& fd) {
    pollfd one{fd.get(), POLLIN, 0};
    return ::poll(&one, 1, 0) > 0;
}

using numbers = std::vector<std::uint64_t>;
template <class Queue>
numbers drained(Queue& queue, std::size_t room = 64, std::uint64_t lost = 0) {
    std::vector<event> into(room);
    auto got = queue.drain(into.data(), room);
    REQUIRE(got.has_value());
    CHECK(got->lost == lost);
    numbers all;
    for (std::size_t i = 0; i < got->count; ++i) all.push_back(into[i].number);
    return all;
}

}  // namespace

TEST_CASE("one call takes the events that there are, in their order") {
    event_queue<event, 8> queue;
    for (std::uint64_t i = 0; i < 5; ++i) CHECK(queue.push(make(0, i)).ok());
    CHECK(queue.count() == 5);
    CHECK(drained(queue, 3) == numbers{0, 1, 2});
    CHECK(queue.push(make(0, 5)).ok());
    CHECK(drained(queue) == numbers{3, 4, 5});
    CHECK(drained(queue) == numbers{});
    CHECK(queue.count() == 0);
}

TEST_CASE("a full queue refuses an event, and the next drain tells how many") {
    event_queue<event, 4> queue;
    for (std::uint64_t round = 0; round < 3; ++round) {
        for (std::uint64_t i = 0; i < 4; ++i) CHECK(queue.push(make(0, 10 * round + i)).ok());
        CHECK(queue.push(make(0, 99)) == status_code::overflow);
        CHECK(queue.push(make(0, 99)) == status_code::overflow);
        CHECK(drained(queue, 2, 2) == numbers{10 * round, 10 * round + 1});
        CHECK(drained(queue, 2, 0) == numbers{10 * round + 2, 10 * round + 3});
    }
}

TEST_CASE("where the oldest gives way the lost ones are those before the first of a batch") {
    event_queue<event, 4, when_full::drop_oldest> queue;
    for (std::uint64_t i = 0; i < 6; ++i) CHECK(queue.push(make(0, i)).ok());
    CHECK(drained(queue, 2, 2) == numbers{2, 3});
    for (std::uint64_t i = 6; i < 9; ++i) CHECK(queue.push(make(0, i)).ok());
    CHECK(queue.count() == 4);
    CHECK(drained(queue, 1, 1) == numbers{5});
    CHECK(drained(queue, 9, 0) == numbers{6, 7, 8});
}

TEST_CASE("a queue of one event, and of a number that is no power of two, go round and round") {
    event_queue<event, 1, when_full::drop_oldest> one;
    event_queue<event, 3> three;
    for (std::uint64_t i = 0; i < 50; ++i) {
        CHECK(one.push(make(0, i)).ok());
        CHECK(three.push(make(0, i)).ok());
        if (i % 2 == 1) CHECK(drained(one, 5, 1) == numbers{i});
        CHECK(drained(three) == numbers{i});
    }
}

TEST_CASE("a closed queue takes nothing, and its reader gets the rest and then closed") {
    event_queue<event, 2> queue;
    CHECK(queue.push(make(0, 1)).ok());
    CHECK(queue.push(make(0, 2)).ok());
    CHECK(queue.push(make(0, 3)) == status_code::overflow);
    queue.close();
    queue.close();
    CHECK(queue.push(make(0, 4)) == status_code::closed);
    CHECK(queue.wait_for(milliseconds(-1)));
    CHECK(drained(queue, 2, 1) == numbers{1, 2});
    event into;
    CHECK(queue.drain(&into, 1).status() == status_code::closed);
    CHECK(queue.wait_for(milliseconds(-1)));
}

TEST_CASE("what was lost is told before closed is") {
    event_queue<event, 1> queue;
    CHECK(queue.push(make(0, 1)).ok());
    CHECK(drained(queue) == numbers{1});
    CHECK(queue.push(make(0, 2)).ok());
    CHECK(drained(queue) == numbers{2});
    CHECK(queue.push(make(0, 3)).ok());
    event into;
    CHECK(queue.drain(&into, 1)->count == 1);
    CHECK(queue.push(make(0, 4)).ok());
    CHECK(queue.push(make(0, 5)) == status_code::overflow);
    queue.close();
    CHECK(drained(queue, 1, 1) == numbers{4});
    CHECK(queue.drain(&into, 1).status() == status_code::closed);
}

TEST_CASE("a drain without room or memory is refused, and errno is kept") {
    event_queue<event, 2> queue;
    event into;
    std::uint64_t count = 7;
    std::uint64_t lost = 7;
    errno = EDOM;
    CHECK(queue.drain(nullptr, 1).status() == status_code::null);
    CHECK(queue.drain(&into, 0).status() == status_code::invalid_argument);
    CHECK(queue.drain(&into, 1, nullptr, &lost) == status_code::null);
    CHECK(queue.drain(&into, 1, &count, nullptr) == status_code::null);
    CHECK(queue.drain(nullptr, 1, &count, &lost) == status_code::null);
    CHECK((count == 0 && lost == 0));
    CHECK(!queue.wait_for(milliseconds(1)));
    CHECK(queue.drain(&into, 1, &count, &lost).ok());
    CHECK(queue.push(make(0, 1)).ok());
    CHECK(queue.drain(&into, UINT64_MAX, &count, &lost).ok());
    CHECK(count == 1);
    CHECK(errno == EDOM);
}

TEST_CASE("nobody is told while the reader is awake, and once where it sleeps") {
    event_queue<event, 8> queue;
    auto fd = queue.descriptor();
    REQUIRE(fd.has_value());
    CHECK(queue.push(make(0, 1)).ok());
    CHECK(!is_readable(*fd));
    CHECK(drained(queue) == numbers{1});
    CHECK(queue.push(make(0, 2)).ok());
    CHECK(!is_readable(*fd));
    CHECK(drained(queue) == numbers{2});
    CHECK(drained(queue) == numbers{});  // goes to sleep
    CHECK(!is_readable(*fd));
    CHECK(queue.push(make(0, 3)).ok());
    CHECK(is_readable(*fd));
    CHECK(drained(queue) == numbers{3});
    CHECK(!is_readable(*fd));
    CHECK(queue.push(make(0, 4)).ok());
    CHECK(!is_readable(*fd));
}

TEST_CASE("a reader that looks again without being woken is not told of it later") {
    event_queue<event, 8> queue;
    auto fd = *queue.descriptor();
    CHECK(drained(queue) == numbers{});
    event into;
    CHECK(!queue.wait_for(milliseconds(0)));
    CHECK(queue.push(make(0, 1)).ok());
    CHECK(is_readable(fd));
    CHECK(drained(queue, 1) == numbers{1});
    CHECK(queue.drain(&into, 1)->count == 0);
    CHECK(!is_readable(fd));
}

TEST_CASE("the descriptor is the caller's, and says that the queue has gone") {
    unique_fd fd;
    {
        event_queue<event, 8> queue;
        fd = *queue.descriptor();
        CHECK((*queue.descriptor()).get() != fd.get());
        CHECK(drained(queue) == numbers{});
        CHECK(!is_readable(fd));
    }
    CHECK(is_readable(fd));
}

TEST_CASE("wake() ends the present wait, or the next") {
    event_queue<event, 8> queue;
    queue.wake();
    CHECK(queue.wait_for(milliseconds(-1)));
    CHECK(drained(queue) == numbers{});
    CHECK(!queue.wait_for(milliseconds(1)));
    std::thread other([&] { queue.wake(); });
    CHECK(queue.wait_for(milliseconds(-1)));
    other.join();
}

TEST_CASE("without a descriptor to be had an event, wake() and close() end a wait, too") {
    if (under_address_sanitizer) {  // with it is the one for undefined behaviour, which needs a pipe
        MESSAGE("skipped: a wait without descriptors, with AddressSanitizer");
        return;
    }
    event_queue<event, 8> queue;
    event_queue<event, 8> told;
    rlimit before;
    REQUIRE(::getrlimit(RLIMIT_NOFILE, &before) == 0);
    rlimit none = before;
    none.rlim_cur = 0;
    REQUIRE(::setrlimit(RLIMIT_NOFILE, &none) == 0);
    const auto refused = queue.descriptor().status();
    const bool early = queue.wait_for(milliseconds(1));
    std::thread pusher([&] { queue.push(make(0, 1)).ignore(); });
    const bool pushed = queue.wait_for(seconds(30));
    pusher.join();
    event into;
    const bool got = queue.drain(&into, 1)->count == 1;
    std::thread waker([&] { queue.wake(); });
    const bool woken = queue.wait_for(seconds(30));
    waker.join();
    const bool nothing = queue.drain(&into, 1)->count == 0 && !queue.wait_for(milliseconds(1));
    told.wake();
    REQUIRE(::setrlimit(RLIMIT_NOFILE, &before) == 0);
    CHECK(told.wait_for(milliseconds(0)));  // there is one by now
    CHECK(told.drain(&into, 1)->count == 0);
    CHECK(!told.wait_for(milliseconds(0)));
    CHECK(refused == status_code::system);
    CHECK(!early);
    CHECK((pushed && got && woken && nothing));
}

TEST_CASE("close() wakes the reader") {
    event_queue<event, 8> queue;
    std::thread reader([&] {
        event into;
        while (queue.drain(&into, 1)) static_cast<void>(queue.wait_for(milliseconds(-1)));
    });
    queue.close();
    reader.join();  // or the test hangs
}

namespace {

// What a reader has seen of several writers.
struct account {
    explicit account(std::size_t writers) : next(writers, 0) {}
    void take(const event* into, const drained_events& got, bool without_gaps) {
        for (std::size_t i = 0; i < got.count; ++i) {
            const event& one = into[i];
            if (one.check != (one.from ^ static_cast<std::uint32_t>(one.number))) ++torn;
            std::uint64_t& expected = next[one.from];
            if (without_gaps ? one.number != expected : one.number < expected) ++disorder;
            expected = one.number + 1;
        }
        count += got.count;
        lost += got.lost;
    }
    std::vector<std::uint64_t> next;
    std::uint64_t count = 0;
    std::uint64_t lost = 0;
    std::uint64_t torn = 0;
    std::uint64_t disorder = 0;
};

template <class Queue>
account read_all(Queue& queue, std::size_t writers, bool without_gaps) {
    account all(writers);
    event into[16];
    for (auto got = queue.drain(into, 16); got; got = queue.drain(into, 16)) {
        all.take(into, *got, without_gaps);
        if (got->count == 0 && !queue.wait_for(seconds(30))) break;
    }
    return all;
}

constexpr std::uint64_t each = under_thread_sanitizer ? 5000 : 50000;

}  // namespace

TEST_CASE("of several writers that try again nothing is lost, doubled, torn or out of order") {
    constexpr std::size_t writers = 4;
    event_queue<event, 32> queue;
    std::atomic<std::uint64_t> refused{0};
    std::vector<std::thread> threads;
    for (std::uint32_t from = 0; from < writers; ++from)
        threads.emplace_back([&, from] {
            for (std::uint64_t i = 0; i < each; ++i)
                for (status put; !(put = queue.push(make(from, i))).ok();) {
                    if (put != status_code::overflow) return;
                    ++refused;
                    std::this_thread::yield();
                }
        });
    std::thread closer([&] {
        for (auto& one : threads) one.join();
        queue.close();
    });
    const account all = read_all(queue, writers, true);
    closer.join();
    CHECK(all.count == writers * each);
    CHECK(all.lost == refused);
    CHECK(all.torn == 0);
    CHECK(all.disorder == 0);
}

TEST_CASE("of several writers that do not wait each event is read or counted as lost") {
    constexpr std::size_t writers = 4;
    event_queue<event, 8, when_full::drop_oldest> queue;
    std::vector<std::thread> threads;
    for (std::uint32_t from = 0; from < writers; ++from)
        threads.emplace_back([&, from] {
            for (std::uint64_t i = 0; i < each; ++i) queue.push(make(from, i)).ignore();
        });
    std::thread closer([&] {
        for (auto& one : threads) one.join();
        queue.close();
    });
    const account all = read_all(queue, writers, false);
    closer.join();
    CHECK(all.count + all.lost == writers * each);
    CHECK(all.lost > 0);
    CHECK(all.torn == 0);
    CHECK(all.disorder == 0);
}

TEST_CASE("what a reader takes while the oldest gives way is whole") {
    event_queue<wide_event, 1, when_full::drop_oldest> queue;
    std::vector<std::thread> threads;
    const std::uint64_t pushes = each / 2;
    for (std::uint64_t from = 0; from < 2; ++from)
        threads.emplace_back([&, from] {
            for (std::uint64_t i = 0; i < pushes; ++i)
                queue.push(wide_event::of(2 * i + from)).ignore();
        });
    std::thread closer([&] {
        for (auto& one : threads) one.join();
        queue.close();
    });
    std::uint64_t torn = 0;
    std::uint64_t taken = 0;
    std::uint64_t disorder = 0;
    std::uint64_t next[2] = {0, 0};
    wide_event into[4];
    std::uint32_t seed = 1;
    for (auto got = queue.drain(into, 4); got; got = queue.drain(into, 4)) {
        wait_a_moment(seed);
        for (std::size_t i = 0; i < got->count; ++i) {
            const std::uint64_t number = into[i].words[0];
            torn += !into[i].is_whole();
            disorder += number < next[number % 2];
            next[number % 2] = number + 2;
        }
        taken += got->count + got->lost;
    }
    closer.join();
    CHECK(torn == 0);
    CHECK(disorder == 0);
    CHECK(taken == 2 * pushes);
}

TEST_CASE("no wake-up is lost: each event is answered before the next is pushed") {
    event_queue<event, 4> there;
    event_queue<event, 4> back;
    std::uint64_t late = 0;
    std::thread echo([&] {
        event into;
        for (std::uint32_t seed = 1;;) {
            wait_a_moment(seed);
            auto got = there.drain(&into, 1);
            if (!got) break;
            if (got->count != 0)
                back.push(into).ignore();
            else if (!there.wait_for(seconds(30)))
                ++late;
        }
    });
    const std::uint64_t rounds = each / 5;
    std::uint64_t answered = 0;
    for (std::uint64_t i = 0; i < rounds; ++i) {
        CHECK(there.push(make(0, i)).ok());
        for (event into;;) {
            auto got = back.drain(&into, 1);
            if (got->count != 0) {
                answered += into.number == i;
                break;
            }
            if (!back.wait_for(seconds(30))) break;
        }
        if (answered != i + 1) break;
    }
    there.close();
    echo.join();
    CHECK(answered == rounds);
    CHECK(late == 0);
}

TEST_CASE("an event loop that sleeps on the descriptor after an empty drain misses nothing") {
    event_queue<event, 4> queue;
    auto fd = *queue.descriptor();
    std::atomic<std::uint64_t> seen{0};
    std::atomic<bool> gave_up{false};
    std::thread loop([&] {
        event into[4];
        for (std::uint32_t seed = 1;;) {
            wait_a_moment(seed);
            auto got = queue.drain(into, 4);
            if (!got) break;
            seen += got->count;
            if (got->count != 0) continue;
            pollfd one{fd.get(), POLLIN, 0};
            if (::poll(&one, 1, 20000) == 0) gave_up = true;
        }
    });
    for (std::uint64_t i = 0; i < each / 5; ++i) {
        CHECK(queue.push(make(0, i)).ok());
        while (seen != i + 1 && !gave_up) {
        }
        if (gave_up) break;
    }
    queue.close();
    loop.join();
    CHECK(seen == each / 5);
    CHECK(!gave_up);
}

TEST_CASE("of two threads that drain at a time one is refused, and no event is read twice") {
    event_queue<event, 64> queue;
    std::atomic<std::uint64_t> sum{0};
    std::atomic<std::uint64_t> other_status{0};
    const auto reads = [&] {
        event into[8];
        for (;;) {
            auto got = queue.drain(into, 8);
            if (got)
                for (std::size_t i = 0; i < got->count; ++i) sum += into[i].number;
            else if (got.status() == status_code::closed)
                return;
            else if (got.status() != status_code::in_use)
                ++other_status;
        }
    };
    std::thread one(reads);
    std::thread two(reads);
    std::uint64_t expected = 0;
    for (std::uint64_t i = 0; i < each; ++i) {
        while (!queue.push(make(0, i)).ok()) std::this_thread::yield();
        expected += i;
    }
    queue.close();
    one.join();
    two.join();
    CHECK(sum == expected);
    CHECK(other_status == 0);
}

namespace {
event_queue<event, 1024, when_full::drop_oldest>* interrupted = nullptr;
std::atomic<std::uint64_t> in_handler{0};
void push_in_handler(int) { interrupted->push(make(1, in_handler++)).ignore(); }
}  // namespace

TEST_CASE("a signal handler may push, also on a thread that is inside a push") {
    event_queue<event, 1024, when_full::drop_oldest> queue;
    interrupted = &queue;
    in_handler = 0;
    struct sigaction before {};
    struct sigaction action {};
    action.sa_handler = &push_in_handler;
    REQUIRE(::sigaction(SIGUSR1, &action, &before) == 0);
    CHECK(queue.push(make(0, 0)).ok());
    std::atomic<bool> ended{false};
    const pthread_t self = ::pthread_self();
    std::thread sender([&] {
        for (int i = 0; i < 2000; ++i) {
            ::pthread_kill(self, SIGUSR1);
            std::this_thread::yield();
        }
        ended = true;
    });
    std::uint64_t pushed = 1;
    account all(2);
    event into[64];
    while (!ended || pushed < 5000) {
        queue.push(make(0, pushed++)).ignore();
        if (pushed % 64 == 0) all.take(into, *queue.drain(into, 64), false);
    }
    sender.join();
    ::sigaction(SIGUSR1, &before, nullptr);
    queue.close();
    for (auto got = queue.drain(into, 64); got; got = queue.drain(into, 64))
        all.take(into, *got, false);
    CHECK(in_handler > 0);
    CHECK(all.count + all.lost == pushed + in_handler);
    CHECK(all.torn == 0);
    CHECK(all.disorder == 0);
}

namespace {
event_queue<wide_event, 8, when_full::drop_oldest>* read_inside = nullptr;
int inside_fd = -1;
std::atomic<int> half_written{0};
int forgotten = 0;
void read_in_handler(int) {
    wide_event into[8];
    for (auto got = read_inside->drain(into, 8); got && got->count != 0;)
        got = read_inside->drain(into, 8);
    if (read_inside->count() == 0) return;
    ++half_written;
    pollfd one{inside_fd, POLLIN, 0};
    if (::poll(&one, 1, 0) <= 0) ++forgotten;
}
}  // namespace

TEST_CASE("a reader who comes while an event is half written is told to come again") {
    event_queue<wide_event, 8, when_full::drop_oldest> queue;
    const auto fd = *queue.descriptor();
    read_inside = &queue;
    inside_fd = fd.get();
    half_written = 0;
    forgotten = 0;
    struct sigaction before {};
    struct sigaction action {};
    action.sa_handler = &read_in_handler;
    REQUIRE(::sigaction(SIGUSR1, &action, &before) == 0);
    std::atomic<bool> ended{false};
    const pthread_t self = ::pthread_self();
    std::thread sender([&] {
        for (int i = 0; i < (half_written == 0 ? 100000 : 2000); ++i) {
            ::pthread_kill(self, SIGUSR1);
            std::this_thread::yield();
        }
        ended = true;
    });
    for (std::uint64_t i = 0; !ended; ++i) queue.push(wide_event::of(i)).ignore();
    sender.join();
    ::sigaction(SIGUSR1, &before, nullptr);
    if (!under_thread_sanitizer) CHECK(half_written > 0);  // that runs handlers between two calls
    CHECK(forgotten == 0);
}

TEST_CASE("the child of a fork has its copy, and does not take what wakes its parent") {
    event_queue<event, 4> queue;
    auto fd = *queue.descriptor();
    CHECK(queue.push(make(0, 1)).ok());
    CHECK(drained(queue) == numbers{1});
    CHECK(drained(queue) == numbers{});  // the parent sleeps
    CHECK(queue.push(make(0, 2)).ok());
    CHECK(is_readable(fd));
    const auto ended = forked::child(forked::where::same_namespace, [&] {
        event into[4];
        forked::step("drain");
        auto got = queue.drain(into, 4);
        if (!got || got->count != 1 || into[0].number != 2) return 1;
        if (!queue.push(make(0, 3)).ok() || queue.drain(into, 4)->count != 1) return 2;
        forked::step("wait");
        if (queue.drain(into, 4)->count != 0 || queue.wait_for(milliseconds(0))) return 3;
        queue.close();
        return queue.wait_for(milliseconds(-1)) ? 0 : 4;
    });
    CHECK(ended.ok());
    CHECK(is_readable(fd));
    CHECK(drained(queue) == numbers{2});
    CHECK(!is_readable(fd));
    CHECK(queue.push(make(0, 4)).ok());  // not closed here
}

TEST_CASE("a child that pushes does not wake its parent") {
    event_queue<event, 4> queue;
    auto fd = *queue.descriptor();
    CHECK(queue.push(make(0, 0)).ok());
    CHECK(drained(queue) == numbers{0});
    CHECK(drained(queue) == numbers{});
    const auto ended = forked::child(forked::where::same_namespace, [&] {
        return queue.push(make(0, 1)).ok() && queue.count() == 1 ? 0 : 1;
    });
    CHECK(ended.ok());
    CHECK(!is_readable(fd));
    CHECK(queue.push(make(0, 1)).ok());
    CHECK(is_readable(fd));
}

TEST_CASE("the child of a fork goes on where threads of its parent were inside") {
    if (!forked::bears_threads_inside()) return;
    using queue_type = event_queue<event, 8, when_full::drop_oldest>;
    const auto queue = std::make_unique<queue_type>();
    std::atomic<bool> ended{false};
    std::vector<std::thread> threads;
    for (std::uint32_t from = 0; from < 3; ++from)
        threads.emplace_back([&, from] {
            for (std::uint64_t i = 0; !ended; ++i) queue->push(make(from, i)).ignore();
        });
    threads.emplace_back([&] {
        event into[4];
        while (!ended) static_cast<void>(queue->drain(into, 4));
    });
    for (int i = 0; i < 100; ++i) {
        const auto told = forked::child(forked::where::same_namespace, [&] {
            event into[16];
            forked::step("drain");
            auto got = queue->drain(into, 16);
            if (!got || queue->count() != 0) return 1;
            forked::step("push");
            for (std::uint64_t n = 0; n < 20; ++n)
                if (!queue->push(make(9, n)).ok()) return 2;
            got = queue->drain(into, 16);
            if (!got || got->count != 8 || got->lost != 12) return 3;
            for (std::uint64_t n = 0; n < 8; ++n)
                if (into[n].number != 12 + n || into[n].from != 9) return 4;
            return 0;
        });
        CHECK(told.exit_status == 0);
        if (!told.ok()) break;
    }
    ended = true;
    for (auto& one : threads) one.join();
}

TEST_CASE("two shared objects may use one queue") {
    void* a = ::dlopen(FFIGUARD_TEST_LIB_DIR "/event_queues_a.so", RTLD_NOW | RTLD_LOCAL);
    void* b = ::dlopen(FFIGUARD_TEST_LIB_DIR "/event_queues_b.so", RTLD_NOW | RTLD_LOCAL);
    REQUIRE(a != nullptr);
    REQUIRE(b != nullptr);
    using functions = event_queues::functions;
    const auto of_a = reinterpret_cast<functions (*)()>(::dlsym(a, "event_queues_a"))();
    const auto of_b = reinterpret_cast<functions (*)()>(::dlsym(b, "event_queues_b"))();
    event_queues::queue* const queue = of_a.make();
    event_queues::event into[8];
    CHECK(of_b.push(queue, {1, 7}) == 0);  // the first to use it, and gone before the others
    CHECK(of_b.drain(queue, into, 8).count == 1);
    CHECK(into[0].number == 7);
    CHECK(!of_b.wait(queue, 0));
    CHECK(::dlclose(b) == 0);
    for (std::uint32_t i = 0; i < 6; ++i) CHECK(of_a.push(queue, {0, i}) == 0);
    CHECK(of_a.wait(queue, -1));
    const auto got = of_a.drain(queue, into, 8);
    CHECK((got.count == 4 && got.lost == 2 && into[0].number == 2));
    of_a.close(queue);
    CHECK(of_a.drain(queue, into, 8).count == 999);
    of_a.end(queue);
    CHECK(::dlclose(a) == 0);
}

// What a shim exports.
namespace {
event_queue<event, 4> exported;
}
extern "C" {
ffiguard_status test_events_drain(event* into, uint64_t room, uint64_t* count, uint64_t* lost);
int32_t test_events_wait(int32_t milliseconds);
void test_events_wake(void);
int32_t test_events_descriptor(void);
void test_events_close(void);
uint64_t test_events_event_size(void);
uint64_t test_events_queued(void);
}
FFIGUARD_EXPORT_EVENTS(test_events, exported);

TEST_CASE("an exported queue is read through C") {
    const leaks_on_purpose descriptor_of_the_queue;
    CHECK(test_events_event_size() == sizeof(event));
    CHECK(test_events_queued() == exported.count());
    const unique_fd fd(test_events_descriptor());
    REQUIRE(fd);
    event into[4];
    std::uint64_t count = 9;
    std::uint64_t lost = 9;
    CHECK(test_events_drain(into, 4, &count, &lost) == FFIGUARD_OK);
    CHECK((count == 0 && lost == 0));
    CHECK(test_events_wait(0) == 0);
    for (std::uint64_t i = 0; i < 5; ++i) exported.push(make(0, i)).ignore();
    CHECK(is_readable(fd));
    CHECK(test_events_wait(-1) == 1);
    CHECK(test_events_drain(into, 4, &count, &lost) == FFIGUARD_OK);
    CHECK((count == 4 && lost == 1 && into[3].number == 3));
    CHECK(test_events_drain(into, 4, &count, &lost) == FFIGUARD_OK);
    test_events_wake();
    CHECK(test_events_wait(-1) == 1);
    test_events_close();
    CHECK(test_events_wait(-1) == 1);
    CHECK(test_events_drain(into, 4, &count, &lost) == FFIGUARD_CLOSED);
    CHECK(test_events_drain(nullptr, 4, &count, &lost) == FFIGUARD_NULL);
}

// A queue of an object: its reader has the token, and a descriptor of his own.
namespace {
class source {
public:
    void emit(std::uint64_t number) noexcept { events_.push(make(0, number)).ignore(); }
    status drain(event* into, std::uint64_t room, std::uint64_t* count,
                 std::uint64_t* lost) noexcept {
        return events_.drain(into, room, count, lost);
    }
    ffiguard::result<unique_fd> descriptor() noexcept { return events_.descriptor(); }

private:
    event_queue<event, 16> events_;
};
}  // namespace

TEST_CASE("an object's queue ends with it, and its reader is told by the token") {
    ffiguard::handle_table<source> sources;
    const auto made = *sources.emplace();
    ffiguard_error err;
    event into[4];
    std::uint64_t count = 0;
    std::uint64_t lost = 0;
    const auto drain = [&] {
        return ffiguard::call<&source::drain>(sources, made, &err, into, std::uint64_t{4}, &count,
                                              &lost);
    };
    const unique_fd fd = *sources.pin(made)->descriptor();
    CHECK(drain() == FFIGUARD_OK);
    sources.pin(made)->emit(3);
    CHECK(is_readable(fd));
    CHECK(drain() == FFIGUARD_OK);
    CHECK((count == 1 && into[0].number == 3));
    CHECK(drain() == FFIGUARD_OK);
    CHECK(count == 0);
    CHECK(!is_readable(fd));
    CHECK(sources.close(made).ok());
    CHECK(is_readable(fd));
    CHECK(drain() == FFIGUARD_CLOSED);
}
