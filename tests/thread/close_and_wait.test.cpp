// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/thread/close_and_wait.hpp>

#include <atomic>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <new>
#include <optional>
#include <thread>
#include <utility>
#include <vector>

#include <doctest/doctest.h>

#include "../sanitizer.hpp"

using ffiguard::close_and_wait;
using ffiguard::handle_table;
using ffiguard::pin_within;
using ffiguard::status;
using ffiguard::status_code;
using ffiguard::token;
using namespace std::chrono_literals;

namespace {

constexpr auto long_enough = 60s;  // what a test fails by, not what it waits

struct counts {
    std::atomic<int> ended{0};
    std::atomic<int> woken{0};
};

/// Says nothing of itself.
struct plain {
    explicit plain(counts& in) : at(&in) {}
    plain(const plain&) = delete;
    plain& operator=(const plain&) = delete;
    ~plain() { ++at->ended; }
    counts* at;
};

struct noted : plain {
    using life_cycle = ffiguard::life_cycle<ffiguard::notes_users, ffiguard::waits_for_children>;
    using plain::plain;
};
struct noted_child : plain {
    using life_cycle = ffiguard::life_cycle<ffiguard::notes_users, ffiguard::child_of<noted>>;
    explicit noted_child(noted& in) : plain(*in.at) {}
};

struct noted_alone : plain {
    using life_cycle = ffiguard::life_cycle<ffiguard::notes_users, ffiguard::one_user>;
    using plain::plain;
};
std::atomic<int> numbers_ended{0};
void end_number(int) { ++numbers_ended; }

/// A user who stays inside until it is told, or woken.
template <class Table>
class user {
public:
    user(Table& table, token value) : thread_([this, &table, value] { stay(table, value); }) {
        while (!inside_) std::this_thread::yield();
    }
    void leave() {
        leave_ = true;
        if (thread_.joinable()) thread_.join();
    }
    ~user() { leave(); }

private:
    void stay(Table& table, token value) {
        const auto pin = table.pin(value);
        inside_ = true;
        while (!leave_) std::this_thread::sleep_for(50us);
    }
    std::atomic<bool> inside_{false};
    std::atomic<bool> leave_{false};
    std::thread thread_;
};

}  // namespace

TEST_CASE("with nobody inside it closes, and what it closed is gone") {
    counts at;
    handle_table<plain> table;
    const token t = *table.emplace(at);
    CHECK(table.state_of(t).ok());
    errno = 77;
    CHECK(close_and_wait(table, t, 0ns).ok());
    CHECK(errno == 77);
    CHECK(at.ended == 1);
    CHECK(table.state_of(t) == status_code::closed);
    CHECK(close_and_wait(table, t, 0ns) == status_code::closed);
    CHECK(close_and_wait(table, token{0}, 0ns) == status_code::null);
    CHECK(table.state_of(0) == status_code::null);
    const token next = *table.emplace(at);  // in the same slot
    CHECK(close_and_wait(table, t, 0ns) == status_code::stale);
    CHECK(table.state_of(t) == status_code::stale);
    CHECK(close_and_wait(table, next, 0ns).ok());
    handle_table<plain> other;
    CHECK(close_and_wait(other, next, 0ns) == status_code::wrong_table);
}

TEST_CASE("it waits for who is inside, and is back after the destructor") {
    counts at;
    handle_table<plain> table;
    for (int round = 0; round < 20; ++round) {
        const token t = *table.emplace(at);
        user inside(table, t);
        std::thread ends([&] {
            std::this_thread::sleep_for(1ms);
            CHECK(at.ended == round);
            inside.leave();
        });
        CHECK(close_and_wait(table, t, long_enough).ok());
        CHECK(at.ended == round + 1);
        ends.join();
    }
}

TEST_CASE("at the limit it says so, and the last user releases") {
    counts at;
    handle_table<plain> table;
    const token t = *table.emplace(at);
    user inside(table, t);
    CHECK(close_and_wait(table, t, 2ms) == status::system(ETIMEDOUT));
    CHECK(table.state_of(t) == status_code::in_use);
    CHECK(table.pin(t).status() == status_code::closed);
    CHECK(close_and_wait(table, t, -1ns) == status::system(ETIMEDOUT));
    CHECK(at.ended == 0);
    inside.leave();
    CHECK(at.ended == 1);
    CHECK(close_and_wait(table, t, 2ms) == status_code::closed);
}

TEST_CASE("who waits for a release that another began is told when it is over") {
    counts at;
    handle_table<plain> table;
    const token t = *table.emplace(at);
    user inside(table, t);
    CHECK(table.close(t).ok());
    std::thread ends([&] {
        std::this_thread::sleep_for(1ms);
        inside.leave();
    });
    CHECK(close_and_wait(table, t, std::chrono::nanoseconds::max()).ok());
    CHECK(at.ended == 1);
    ends.join();
}

TEST_CASE("a pin that ended on another thread is no user of the next object in its slot") {
    counts at;
    handle_table<noted> table;
    const token first = *table.emplace(at);
    auto inside = table.pin(first);
    std::thread([&] { static_cast<void>(inside.unpin()); }).join();
    CHECK(table.close(first).ok());
    const token second = *table.emplace(at);
    CHECK((first ^ second) % (std::uint64_t{1} << 22) == 0);  // the same slot
    CHECK(!table.is_inside(second));
    CHECK(close_and_wait(table, second, long_enough).ok());
}

TEST_CASE("from inside it is in use at once, and nothing has changed") {
    counts at;
    handle_table<noted> table;
    handle_table<noted_child> children;
    const token t = *table.emplace(at);
    const token other = *table.emplace(at);
    const token child = *children.emplace_child(table, t);
    {
        auto first = table.pin(t);
        std::optional second(table.pin(t));
        CHECK(close_and_wait(table, t, long_enough) == status_code::in_use);
        CHECK(table.is_inside(t));
        CHECK(!table.is_inside(other));
        const token gone = *table.emplace(at);
        CHECK(table.close(gone).ok());
        const auto third = table.pin(*table.emplace(at));  // in the slot of the one that is gone
        CHECK(close_and_wait(table, gone, long_enough) == status_code::stale);
        table.for_each([&](token each, noted&) {
            if (each != t && each != other) CHECK(table.close(each).ok());
        });
        auto moved = std::move(first);
        CHECK(close_and_wait(table, t, long_enough) == status_code::in_use);
        second.reset();  // not the order in which they began
        CHECK(close_and_wait(table, t, long_enough) == status_code::in_use);
        first = table.pin(other);
        std::swap(first, moved);
        CHECK(close_and_wait(table, t, long_enough) == status_code::in_use);
        CHECK(close_and_wait(table, other, long_enough) == status_code::in_use);
        moved = table.pin(token{0});
        CHECK(!table.is_inside(other));
        static_cast<void>(first.unpin());
        CHECK(!table.is_inside(t));
        CHECK(table.pin(t));
    }
    {
        const auto inside = children.pin(child);
        CHECK(close_and_wait(table, t, long_enough) == status_code::in_use);
        CHECK(close_and_wait(children, child, long_enough) == status_code::in_use);
        std::thread([&] { CHECK(!table.is_inside(t)); }).join();
        // Closed by somebody else meanwhile: still it would wait for itself.
        CHECK(children.close(child).ok());
        CHECK(close_and_wait(children, child, long_enough) == status_code::in_use);
    }
    CHECK(children.state_of(child) == status_code::closed);
    CHECK(close_and_wait(table, t, long_enough).ok());
    CHECK(close_and_wait(table, other, long_enough).ok());
    CHECK(at.ended == 5);
}

TEST_CASE("a pin that is dropped with its frame stays inside, and nothing writes to where it was") {
    const leaks_on_purpose slots_stay;
    counts at;
    auto& table = *new handle_table<noted>;
    const token t = *table.emplace(at);
    const token other = *table.emplace(at);
    using pin = handle_table<noted>::pin_type;
    alignas(pin) unsigned char frame[sizeof(pin)];
    ::new (static_cast<void*>(frame)) pin(table.pin(t));
    std::memset(frame, 0xAA, sizeof frame);  // longjmp, Go's runtime.Goexit: another call's by now
    static_cast<void>(table.pin(other));
    static_cast<void>(table.pin(t));
    for (const unsigned char each : frame) CHECK(each == 0xAA);
    CHECK(close_and_wait(table, t, long_enough) == status_code::in_use);
    CHECK(close_and_wait(table, other, long_enough).ok());
}

TEST_CASE("more pins than there is room for are not noted, and those that are leave again") {
    counts at;
    handle_table<noted> table;
    const token t = *table.emplace(at);
    {
        std::vector<handle_table<noted>::pin_type> pins;
        for (int i = 0; i < 20; ++i) pins.push_back(table.pin(t));
        CHECK(table.is_inside(t));
    }
    CHECK(!table.is_inside(t));
    CHECK(close_and_wait(table, t, 0ns).ok());
}

TEST_CASE("a type that notes nobody waits from inside until the limit") {
    counts at;
    handle_table<plain> table;
    const token t = *table.emplace(at);
    const auto inside = table.pin(t);
    CHECK(close_and_wait(table, t, 1ms) == status::system(ETIMEDOUT));
}

TEST_CASE("a parent is waited for until its last child has gone") {
    counts at;
    handle_table<noted> table;
    handle_table<noted_child> children;
    const token t = *table.emplace(at);
    const token child = *children.emplace_child(table, t);
    std::thread ends([&] {
        std::this_thread::sleep_for(1ms);
        CHECK(children.close(child).ok());
    });
    CHECK(close_and_wait(table, t, long_enough).ok());
    CHECK(at.ended == 2);
    ends.join();
}

namespace {

/// Leaves when it is woken, and may refuse to close.
struct device {
    using life_cycle = ffiguard::life_cycle<ffiguard::one_user, ffiguard::closer_may_refuse<5>>;
    void closing() noexcept { stop = true; }
    status close() noexcept {
        if (refusals == 0) return answer;
        --refusals;
        stop = false;
        return status::foreign(5);
    }
    std::atomic<bool> stop{false};
    int refusals = 0;
    status answer;
};

}  // namespace

TEST_CASE("who is inside is woken, and then waited for") {
    handle_table<device> table;
    const token t = *table.emplace();
    std::atomic<bool> is_inside{false};
    std::thread worker([&] {
        const auto inside = table.pin(t);
        is_inside = true;
        while (!inside->stop) std::this_thread::sleep_for(50us);
    });
    while (!is_inside) std::this_thread::yield();
    CHECK(close_and_wait(table, t, long_enough).ok());
    worker.join();
    CHECK(table.live() == 0);
}

TEST_CASE("a closer that refuses is told, at once or after the wait, and the token is good again") {
    handle_table<device> table;
    const token t = *table.emplace();
    table.pin(t)->refusals = 2;
    CHECK(close_and_wait(table, t, long_enough) == status::foreign(5));
    CHECK(table.pin(t));
    {
        user inside(table, t);
        std::thread ends([&] {
            while (table.state_of(t).ok()) std::this_thread::yield();
            inside.leave();
        });
        CHECK(close_and_wait(table, t, long_enough) == status_code::in_use);
        ends.join();
    }
    table.pin(t)->answer = status::foreign(9);
    CHECK(close_and_wait(table, t, long_enough) == status::foreign(9));  // released, with an error
    CHECK(table.state_of(t) == status_code::closed);
}

TEST_CASE("a shared handle is closed for all copies, and waited for") {
    using number = ffiguard::owned<&end_number, -1>;
    const auto shared = *ffiguard::share(number(1));
    CHECK(shared.state().ok());
    CHECK(ffiguard::shared<number>().state() == status_code::null);
    CHECK(close_and_wait(ffiguard::shared<number>(), 0ns) == status_code::null);
    {
        auto inside = shared.pin();
        const auto copy = shared;
        CHECK(close_and_wait(copy, 1ms) == status::system(ETIMEDOUT));
        CHECK(shared.state() == status_code::in_use);
        CHECK(numbers_ended == 0);
        std::thread ends([&] {
            std::this_thread::sleep_for(1ms);
            static_cast<void>(inside.unpin());
        });
        CHECK(close_and_wait(shared, long_enough).ok());
        CHECK(numbers_ended == 1);
        ends.join();
    }
    CHECK(shared.state() == status_code::closed);
    CHECK(shared.pin().status() == status_code::closed);
    CHECK(shared.close() == status_code::closed);
    CHECK(shared.try_close() == status_code::closed);
    CHECK(close_and_wait(shared, 0ns) == status_code::closed);
    const auto other = *ffiguard::share(number(1));
    CHECK(close_and_wait(other, 0ns).ok());
    CHECK(numbers_ended == 2);
}

TEST_CASE("the second user waits for the first, at most for the limit") {
    handle_table<device> table;
    const token t = *table.emplace();
    CHECK(pin_within(table, t, 0ns));
    CHECK(pin_within(table, token{0}, long_enough).status() == status_code::null);
    {
        user inside(table, t);
        CHECK(pin_within(table, t, 1ms).status() == status_code::in_use);
        std::thread ends([&] {
            std::this_thread::sleep_for(1ms);
            inside.leave();
        });
        CHECK(pin_within(table, t, long_enough));
        ends.join();
    }
    {
        user inside(table, t);
        std::thread closes([&] {
            std::this_thread::sleep_for(1ms);
            CHECK(table.close(t).ok());
        });
        CHECK(pin_within(table, t, long_enough).status() == status_code::closed);
        closes.join();
    }
}

TEST_CASE("who would wait for its own pin is told at once") {
    counts at;
    handle_table<noted_alone> table;
    const token t = *table.emplace(at);
    const auto inside = table.pin(t);
    CHECK(pin_within(table, t, long_enough).status() == status_code::in_use);
}

TEST_CASE("of many that wait for one object, each is told when it is gone") {
    counts at;
    handle_table<noted> table;
    std::atomic<int> wrong{0};
    for (int round = 0; round < 200; ++round) {
        const int before = at.ended;
        const token t = *table.emplace(at);
        std::vector<std::thread> threads;
        for (int i = 0; i < 4; ++i) {
            threads.emplace_back([&, i] {
                if (i % 2 == 0)
                    for (int uses = 0; uses < 50; ++uses) static_cast<void>(table.pin(t));
                const status told = close_and_wait(table, t, long_enough);
                if (!told.ok() && told != status_code::closed) ++wrong;
                if (at.ended != before + 1) ++wrong;
            });
        }
        for (std::thread& one : threads) one.join();
    }
    CHECK(wrong == 0);
    CHECK(table.live() == 0);
}

namespace {

/// Threads that wait until they are let go, as many as a limit lets wait.
template <class Wait>
std::vector<std::thread> start(int count, const Wait& wait) {
    std::vector<std::thread> threads;
    for (int i = 0; i < count; ++i) threads.emplace_back(wait);
    return threads;
}
void join_all(std::vector<std::thread>& threads) {
    for (std::thread& one : threads) one.join();
}

}  // namespace

TEST_CASE("more threads than a table lets wait for a release are refused at once") {
    counts at;
    handle_table<plain> table;
    const token t = *table.emplace(at);
    const token other = *table.emplace(at);
    table.set_max_waiting(3);
    CHECK(table.waiting() == 0);
    std::atomic<int> released{0};
    {
        std::optional inside(table.pin(t));
        const auto in_other = table.pin(other);
        auto threads = start(3, [&] {
            const status told = close_and_wait(table, t, long_enough);
            if (told.ok() && at.ended != 0) ++released;
        });
        while (table.waiting() != 3) std::this_thread::yield();
        CHECK(close_and_wait(table, t, long_enough) == status_code::overflow);
        CHECK(close_and_wait(table, other, long_enough) == status_code::overflow);
        CHECK(close_and_wait(table, other, 0ns) == status::system(ETIMEDOUT));  // does not wait
        CHECK(table.state_of(other) == status_code::in_use);  // closed all the same
        const token idle = *table.emplace(at);
        CHECK(close_and_wait(table, idle, long_enough).ok());  // nothing to wait for
        at.ended = 0;
        CHECK(table.waiting() == 3);
        table.set_max_waiting(4);
        CHECK(close_and_wait(table, other, 1ms) == status::system(ETIMEDOUT));
        inside.reset();
        join_all(threads);
    }
    CHECK(released == 3);
    CHECK(table.waiting() == 0);
    CHECK(table.live() == 0);
}

TEST_CASE("more threads than a table lets wait for a turn are refused at once") {
    handle_table<device> table;
    const token t = *table.emplace();
    table.set_max_waiting(2);
    std::optional inside(table.pin(t));
    std::atomic<int> in{0};
    auto threads = start(2, [&] {
        if (pin_within(table, t, long_enough)) ++in;
    });
    while (table.waiting() != 2) std::this_thread::yield();
    CHECK(pin_within(table, t, long_enough).status() == status_code::overflow);
    CHECK(pin_within(table, t, 0ns).status() == status_code::in_use);  // does not wait
    CHECK(pin_within(table, token{0}, long_enough).status() == status_code::null);
    inside.reset();
    join_all(threads);
    CHECK(in == 2);
    CHECK(pin_within(table, t, long_enough));
    CHECK(table.waiting() == 0);
}

TEST_CASE("64 threads may wait for shared handles") {
    struct held {
        using value_type = int;
        static constexpr int empty() noexcept { return -1; }
        static void close(int) noexcept {}
    };
    auto shared = *ffiguard::share(ffiguard::unique_handle<held>(1));
    std::optional inside(shared.pin());
    std::atomic<int> released{0};
    auto threads = start(64, [&, mine = shared] {
        if (close_and_wait(mine, long_enough).ok()) ++released;
    });
    while (ffiguard::detail::shared_waiting_ != 64) std::this_thread::yield();
    CHECK(close_and_wait(shared, long_enough) == status_code::overflow);
    inside.reset();
    join_all(threads);
    CHECK(released == 64);
    CHECK(close_and_wait(shared, long_enough) == status_code::closed);
}
