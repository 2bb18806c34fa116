// SPDX-License-Identifier: BSL-1.0
// Users that are counted by thread, beside the gate.
#include <ffiguard/core/life_cycle.hpp>

#include <doctest/doctest.h>

#include <atomic>
#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <ctime>
#include <optional>
#include <set>
#include <thread>
#include <utility>
#include <vector>

#include <ffiguard/core/handle_table.hpp>

#include "../counted_violations.hpp"
#include "../forked.hpp"
#include "../sanitizer.hpp"
#include "../signal/refuse_call.hpp"

using ffiguard::handle_table;
using ffiguard::status;
using ffiguard::status_code;
using ffiguard::token;

namespace {

std::atomic<int> released, refusals_left, wakes, wrong;

/// Knows who is inside of it.
struct watched {
    watched() = default;
    watched(watched&& other) noexcept { static_cast<void>(other); }
    ~watched() {
        if (inside.load() != 0) ++wrong;
        ++released;
    }
    void use() noexcept {
        ++inside;
        value = value + 1;
        --inside;
    }
    std::atomic<int> inside{0};
    std::atomic<int> value{0};
};
struct simple : watched {
    using life_cycle = ffiguard::life_cycle<ffiguard::rarely_closed>;
};
struct refusing : watched {
    using life_cycle =
        ffiguard::life_cycle<ffiguard::rarely_closed, ffiguard::closer_may_refuse<5>>;
    status close() noexcept {
        if (inside.load() != 0) ++wrong;
        int left = refusals_left.load();
        while (left > 0 && !refusals_left.compare_exchange_weak(left, left - 1)) {
        }
        return left > 0 ? status::foreign(5) : status();
    }
};
struct woken : watched {
    using life_cycle = ffiguard::life_cycle<ffiguard::rarely_closed>;
    void closing() noexcept { ++wakes; }
};

/// Spins first, so that threads that wait for one thing go on at once.
template <class Condition>
void wait_until(const Condition& holds) {
    for (unsigned spins = 0; !holds(); ++spins)
        if (spins % 2000 == 1999) std::this_thread::yield();
}

void begin() { released = refusals_left = wakes = wrong = 0; }

}  // namespace

TEST_CASE("a rarely closed object is released once, by the closer or by its last user") {
    begin();
    handle_table<simple> table;
    const token first = *table.emplace();
    CHECK(table.pin(first)->value == 0);
    CHECK(table.close(first).ok());
    CHECK(released == 1);
    CHECK(table.close(first) == status_code::closed);
    CHECK(table.pin(first).status() == status_code::closed);

    const token second = *table.emplace();
    CHECK(table.pin(first).status() == status_code::stale);
    {
        const auto one = table.pin(second);
        auto other = table.pin(second);
        CHECK(table.close(second).ok());
        CHECK(table.pin(second).status() == status_code::closed);
        CHECK(table.state_of(second) == status_code::in_use);
        CHECK(other.unpin().ok());
        CHECK(released == 1);
        CHECK(one->value == 0);
    }
    CHECK(released == 2);
    CHECK(table.live() == 0);
    CHECK(wrong == 0);
}

TEST_CASE("a try_close of a rarely closed object is refused while somebody is inside") {
    begin();
    handle_table<simple> table;
    const token t = *table.emplace();
    {
        const auto inside = table.pin(t);
        CHECK(table.try_close(t) == status_code::in_use);
        CHECK(table.pin(t).status().ok());
        CHECK(table.take(t).status() == status_code::in_use);
    }
    CHECK(released == 0);
    CHECK(table.try_close(t).ok());
    CHECK(released == 1);
    CHECK(table.try_close(t) == status_code::closed);

    const token taken = *table.emplace();
    CHECK(table.take(taken));
    CHECK(table.pin(taken).status() == status_code::closed);
}

TEST_CASE("a pin of a rarely closed object ends on any thread, and on one that has never pinned") {
    begin();
    handle_table<simple> table;
    const token t = *table.emplace();
    for (int round = 0; round < 40; ++round) {
        auto inside = table.pin(t);
        std::thread([moved = std::move(inside)]() mutable { CHECK(moved.unpin().ok()); }).join();
    }
    auto last = table.pin(t);
    CHECK(table.close(t).ok());
    CHECK(released == 0);
    std::thread([moved = std::move(last)]() mutable { CHECK(moved.unpin().ok()); }).join();
    CHECK(released == 1);
}

TEST_CASE("more threads are inside of a rarely closed object than it has seats") {
    begin();
    handle_table<simple> table;
    const token t = *table.emplace();
    std::atomic<int> in{0};
    std::atomic<bool> out{false}, last_out{false};
    std::vector<std::thread> threads;
    for (int i = 0; i < 40; ++i) {
        threads.emplace_back([&, i] {
            const auto inside = table.pin(t);
            if (!inside) ++wrong;
            ++in;
            while (!(i < 39 ? out : last_out)) std::this_thread::yield();
        });
        while (in != i + 1) std::this_thread::yield();  // so that the last one finds no seat
    }
    CHECK(table.close(t).ok());
    CHECK(released == 0);
    out = true;
    for (int i = 0; i < 39; ++i) threads[static_cast<std::size_t>(i)].join();
    CHECK(released == 0);
    last_out = true;
    threads.back().join();
    CHECK(released == 1);
    CHECK(wrong == 0);
}

TEST_CASE("closing() of a rarely closed object is called where somebody is inside") {
    begin();
    handle_table<woken> table;
    const token alone = *table.emplace();
    CHECK(table.close(alone).ok());
    CHECK(wakes == 0);
    const token used = *table.emplace();
    const auto inside = table.pin(used);
    CHECK(table.close(used).ok());
    CHECK(wakes == 1);
    CHECK(inside.is_closing());
}

namespace {

struct ending_pins {
    using life_cycle = ffiguard::life_cycle<ffiguard::rarely_closed>;
    void closing() noexcept {
        if (table->pin(own).status() == status_code::closed) ++wakes;
        users->reset();
    }
    ~ending_pins() { ++released; }
    handle_table<ending_pins>* table;
    std::optional<decltype(table->pin(0))>* users;
    token own = 0;
};

}  // namespace

TEST_CASE("closing() of a rarely closed object pins it in vain, and may end the pin of another") {
    begin();
    handle_table<ending_pins> table;
    std::optional<decltype(table.pin(0))> user;
    const token t = *table.emplace(ending_pins{&table, &user});
    released = 0;  // of the temporary
    user.emplace(table.pin(t));
    (*user)->own = t;
    CHECK(table.close(t).ok());
    CHECK(wakes == 1);
    CHECK(released == 1);
}

TEST_CASE("a rarely closed object whose closer refuses is good again") {
    begin();
    handle_table<refusing> table;
    const token t = *table.emplace();
    refusals_left = 2;
    CHECK(table.close(t) == status::foreign(5));
    CHECK(table.pin(t).status().ok());
    {
        auto inside = table.pin(t);
        CHECK(table.close(t).ok());
        CHECK(inside.unpin() == status::foreign(5));
    }
    CHECK(table.pin(t).status().ok());
    CHECK(table.close(t).ok());
    CHECK(released == 1);
}

TEST_CASE("errno survives the close of a rarely closed object") {
    handle_table<simple> table;
    const token t = *table.emplace();
    errno = 77;
    CHECK(table.try_close(t).ok());
    CHECK(table.close(*table.emplace()).ok());
    CHECK(errno == 77);
}

// Threads that pin, and one that closes: each object is released once, with nobody inside.
TEST_CASE("rarely closed objects are used and closed by threads at the same time") {
    const bool tries[] = {false, true};
    for (const bool also_tries : tries) {
        begin();
        handle_table<refusing> table;
        std::atomic<token> now{*table.emplace()};
        std::atomic<bool> stop{false};
        std::atomic<int> pins{0};
        std::vector<std::thread> threads;
        for (int i = 0; i < 3; ++i)
            threads.emplace_back([&] {
                while (!stop) {
                    const auto inside = table.pin(now.load());
                    if (!inside) continue;
                    inside->use();
                    ++pins;
                }
            });
        // Pins that end on another thread than their own.
        std::atomic<int> carried{0};
        threads.emplace_back([&] {
            while (!stop) {
                std::optional<decltype(table.pin(0))> inside(table.pin(now.load()));
                std::thread([&] {
                    inside.reset();
                    ++carried;
                }).join();
            }
        });
        constexpr int rounds = 3000;
        int closed = 0;
        for (int i = 0; i < rounds; ++i) {
            const token old = now.load();
            now = *table.emplace();
            if (i % 7 == 0) refusals_left = 1;
            const status got = also_tries && i % 2 == 0 ? table.try_close(old) : table.close(old);
            closed += got.ok();
            // Refused by the object itself, or because somebody was inside: later.
            for (unsigned tried = 0; !got.ok() && table.state_of(old).ok(); ++tried) {
                static_cast<void>(table.close(old));
                if (tried % 16 == 15) std::this_thread::yield();
            }
        }
        while (carried == 0) std::this_thread::yield();
        stop = true;
        for (auto& one : threads) one.join();
        refusals_left = 0;
        table.for_each([&](token open, refusing&) { static_cast<void>(table.close(open)); });
        CHECK(table.live() == 0);
        CHECK(released == rounds + 1);
        CHECK(wrong == 0);
        CHECK(closed > 0);
        CHECK(pins > 0);
    }
}

// Two closers of one object, and users: one of them closes it.
TEST_CASE("a rarely closed object is closed once by several closers") {
    begin();
    handle_table<simple> table;
    for (int round = 0; round < 500; ++round) {
        const token t = *table.emplace();
        std::atomic<int> closed{0}, ready{0};
        const auto close = [&](bool tries) {
            for (++ready; ready < 3;) {
            }
            const status got = tries ? table.try_close(t) : table.close(t);
            closed += got.ok();
            if (!got.ok() && got != status_code::closed && got != status_code::in_use) ++wrong;
        };
        std::thread a(close, false), b(close, true);
        for (++ready; ready < 3;) {
        }
        static_cast<void>(table.pin(t));
        a.join();
        b.join();
        if (closed != 1) ++wrong;
        if (table.live() != 0) ++wrong;
    }
    CHECK(released == 500);
    CHECK(wrong == 0);
}

// Each has only stored that it leaves when it looks who is left: one of them must see that of the
// other.
TEST_CASE("one of two last users that leave a rarely closed object at once releases it") {
    begin();
    handle_table<simple> table;
    constexpr int rounds = 2000;
    token now = 0;
    std::atomic<int> in{0}, out{0}, left{0};
    const auto use = [&] {
        for (int round = 1; round <= rounds; ++round) {
            wait_until([&] { return in / 8 == round; });
            {
                const auto inside = table.pin(now);
                if (!inside) ++wrong;
                ++in;
                wait_until([&] { return out == round; });
            }
            ++left;
        }
    };
    std::thread a(use), b(use);
    int lost = 0;
    for (int round = 1; round <= rounds; ++round) {
        now = *table.emplace();
        in = round * 8;
        wait_until([&] { return in == round * 8 + 2; });
        if (!table.close(now).ok()) ++wrong;
        out = round;
        wait_until([&] { return left == 2 * round; });
        lost += released != round - lost;
    }
    a.join();
    b.join();
    CHECK(lost == 0);
    CHECK(wrong == 0);
}

// Whoever leaves looks at the gate once more, when another has released the object. ThreadSanitizer
// sees the slot freed under it.
TEST_CASE("a table of rarely closed objects ends while their last users leave") {
    const leaks_on_purpose slots_may_stay;  // where the last user has not given its slot back
    for (int round = 0; round < 200; ++round) {
        begin();
        std::optional<handle_table<simple>> table(std::in_place);
        const token t = *table->emplace();
        std::atomic<int> in{0};
        std::atomic<bool> out{false};
        // Some are guests in the seats of others.
        const auto use = [&] {
            const auto inside = table->pin(t);
            if (!inside) ++wrong;
            ++in;
            while (!out) std::this_thread::yield();
        };
        std::vector<std::thread> threads;
        const int users = round % 10 == 9 ? 12 : 2;
        for (int i = 0; i < users; ++i) threads.emplace_back(use);
        while (in != users) std::this_thread::yield();
        if (!table->close(t).ok()) ++wrong;
        out = true;
        while (released == 0) std::this_thread::yield();
        table.reset();
        for (auto& one : threads) one.join();
        if (wrong != 0) break;
    }
    CHECK(wrong == 0);
}

// As after a fork() while another thread of the parent was in a try_close(): each pin would wait as
// long as for a thread that may still come.
TEST_CASE("a child does not wait for who tried to close a rarely closed object in its parent") {
    ffiguard::detail::process_page book;
    book.take();
    ffiguard::gate door;
    ffiguard::detail::user_seats seats;
    seats.prepare(book);
    CHECK(seats.enter(door, 0));
    CHECK(seats.try_close(door, 0) == ffiguard::close_duty::in_use);
    CHECK(ffiguard::detail::gate_phases::shut(door, ffiguard::detail::gate_phases::phase::trying,
                                              0) == ffiguard::close_duty::last_user);
    const auto ended = forked::child(forked::where::same_namespace, [&]() -> int {
        const std::clock_t began = std::clock();
        for (int i = 0; i < 1000; ++i)
            if (seats.state(door, 0) != ffiguard::admission::closed) return 1;
        if (seats.try_close(door, 0) != ffiguard::close_duty::already_closed) return 2;
        return std::clock() - began < CLOCKS_PER_SEC / 10 ? 0 : 3;
    });
    CHECK(ended.ok());
}

TEST_CASE("threads of one pool mostly have seats of their own in a rarely closed object") {
    // A stack apart, with guard page and without; side by side.
    for (const unsigned stride : {0x800000U, 0x801000U, 0x100000U, 0x101000U, 0x1000U, 0x40U}) {
        std::set<std::size_t> first;
        for (unsigned i = 0; i < 8; ++i)
            first.insert(
                ffiguard::detail::user_seats::first_of(std::uintptr_t{0x70000640U} + i * stride));
        CHECK(first.size() >= 4);
    }
}

#if defined(__linux__) && defined(SYS_membarrier)
TEST_CASE("a rarely closed object is left where the kernel refuses membarrier() by now") {
    handle_table<simple> warm;  // registers the process
    CHECK(warm.close(*warm.emplace()).ok());
    if (!ffiguard::detail::process_barrier::is_there()) {
        MESSAGE("skipped: membarrier() refused late: the kernel has none");
        return;
    }
    const auto ended = forked::child(forked::where::same_namespace, []() -> int {
        begin();
        if (!refuse_call(SYS_membarrier)) return 0;
        const counted_violations violations;
        auto& table = *new handle_table<simple>;
        const token t = *table.emplace();
        if (!table.close(t).ok()) return 1;
        if (released != 0 || violations.of(ffiguard::violation::leak) != 1) return 2;
        if (table.pin(t).status() != status_code::closed) return 3;
        const token other = *table.emplace();
        if (table.try_close(other) != status_code::in_use) return 4;
        return table.pin(other) ? 0 : 5;
    });
    CHECK(ended.ok());
}
#endif
