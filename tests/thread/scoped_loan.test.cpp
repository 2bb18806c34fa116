// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/thread/scoped_loan.hpp>

#include <atomic>
#include <cerrno>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <string>
#include <string_view>
#include <thread>
#include <utility>

#include <doctest/doctest.h>

#include <ffiguard/memory/loan.hpp>

#include "../forked.hpp"

using ffiguard::foreign_span;
using ffiguard::handle_table;
using ffiguard::loan;
using ffiguard::scoped_loan;
using ffiguard::status_code;
using ffiguard::token;

namespace {

using bytes = foreign_span<const unsigned char>;

/// Memory that a C library calls back with, and frees then.
struct packet {
    std::unique_ptr<unsigned char[]> data{new unsigned char[5]{'h', 'e', 'l', 'l', 'o'}};
    bytes view() const { return *bytes::from(data.get(), 5); }
};

ffiguard_status read(handle_table<loan<>>& table, token lent, std::string& to) {
    char copy[5];
    std::uint64_t copied = 0;
    const auto got = ffiguard::call_read(table, lent, &copied, nullptr, 0, copy, sizeof copy);
    to.assign(copy, static_cast<std::size_t>(copied));
    return got;
}

/// Who is inside stays until it is woken.
struct event {
    using life_cycle = ffiguard::life_cycle<ffiguard::notes_users>;
    void closing() noexcept { woken = true; }
    std::atomic<bool> woken{false};
};

}  // namespace

TEST_CASE("what is lent for one call is read during it, and closed after it") {
    handle_table<loan<>> packets;
    std::string text;
    token kept = 0;
    {
        const packet from;
        errno = 7;
        const scoped_loan lent(packets, from.view());
        REQUIRE(lent);
        CHECK(lent.status().ok());
        kept = lent.get();
        CHECK(read(packets, kept, text) == FFIGUARD_OK);
        CHECK(text == "hello");
        errno = 7;
    }
    CHECK(errno == 7);
    CHECK(packets.live() == 0);
    CHECK(read(packets, kept, text) == FFIGUARD_CLOSED);
    CHECK(text.empty());
    {
        const packet next;
        const scoped_loan lent(packets, next.view());
        CHECK(lent.get() != kept);
        CHECK(read(packets, kept, text) == FFIGUARD_STALE);
    }
}

TEST_CASE("its holder may give it back before the call is over") {
    handle_table<loan<>> packets;
    const packet from;
    const scoped_loan lent(packets, from.view());
    CHECK(packets.close(lent.get()).ok());
    std::string text;
    CHECK(read(packets, lent.get(), text) == FFIGUARD_CLOSED);
}

TEST_CASE("its end waits for who is reading, and closes to all others first") {
    handle_table<loan<>> packets;
    std::atomic<bool> inside{false}, left{false};
    std::thread reader;
    std::atomic<int> wrong{0};
    {
        packet from;
        {
            const scoped_loan lent(packets, from.view());
            reader = std::thread([&, t = lent.get()] {
                const auto pinned = packets.pin(t);
                inside = true;
                // Until the end has begun.
                while (packets.state_of(t) != status_code::in_use) std::this_thread::yield();
                if (packets.pin(t).status() != status_code::closed) ++wrong;
                if (pinned->bytes()[4] != 'o') ++wrong;
                left = true;
            });
            while (!inside) std::this_thread::yield();
        }
        CHECK(left);
        from.data.reset();  // the sanitizers look
    }
    reader.join();
    CHECK(packets.live() == 0);
    CHECK(wrong == 0);
}

TEST_CASE("an end with a limit refuses while somebody reads, and what was lent stays") {
    using namespace std::chrono_literals;
    handle_table<loan<>> packets;
    std::atomic<bool> inside{false}, leave{false};
    std::atomic<int> wrong{0};
    const packet from;
    scoped_loan lent(packets, from.view());
    std::thread reader([&, t = lent.get()] {
        const auto pinned = packets.pin(t);
        inside = true;
        while (!leave) std::this_thread::yield();
        if (pinned->bytes()[4] != 'o') ++wrong;
    });
    while (!inside) std::this_thread::yield();
    errno = 7;
    CHECK(lent.end(1ms) == ffiguard::status::system(ETIMEDOUT));
    CHECK(packets.pin(lent.get()).status() == status_code::closed);
    packets.set_max_waiting(0);
    CHECK(lent.end(1h) == status_code::overflow);
    packets.set_max_waiting(64);
    CHECK(packets.live() == 1);
    leave = true;
    CHECK(lent.end(1h).ok());
    CHECK(lent.end(1h).ok());
    CHECK(errno == 7);
    CHECK(packets.live() == 0);
    reader.join();
    CHECK(wrong == 0);

    scoped_loan idle(packets, from.view());
    CHECK(idle.end(0ns).ok());
    CHECK(packets.live() == 0);
}

TEST_CASE("an end with a limit inside a call of its own object says so") {
    handle_table<event> events;
    scoped_loan lent(events);
    {
        const auto own = events.pin(lent.get());
        CHECK(lent.end(std::chrono::hours(1)) == status_code::in_use);
    }
    CHECK(lent.end(std::chrono::hours(1)).ok());
    CHECK(events.live() == 0);
}

TEST_CASE("who keeps the token reads during the call or is told, on any thread") {
    handle_table<loan<>> packets;
    std::atomic<token> kept{0};
    std::atomic<bool> over{false};
    std::atomic<int> wrong{0}, read_some{0}, told{0};
    std::thread keeper([&] {
        std::string text;
        while (!over) {
            switch (read(packets, kept, text)) {
                case FFIGUARD_OK:
                    ++read_some;
                    if (text != "hello") ++wrong;
                    break;
                case FFIGUARD_CLOSED:
                case FFIGUARD_STALE: ++told; break;
                case FFIGUARD_NULL: break;
                default: ++wrong;
            }
        }
    });
    for (int i = 0; i < 3000 || read_some == 0 || told == 0; ++i) {
        packet from;
        {
            const scoped_loan lent(packets, from.view());
            if (!lent) ++wrong;
            kept = lent.get();
            if (i % 16 == 0) std::this_thread::yield();
        }
        from.data.reset();
    }
    over = true;
    keeper.join();
    CHECK(wrong == 0);
    CHECK(packets.live() == 0);
}

TEST_CASE("any object is lent for one call, and who is inside is woken") {
    handle_table<event> events;
    std::atomic<bool> inside{false};
    std::thread waiter;
    {
        const scoped_loan lent(events);
        waiter = std::thread([&, t = lent.get()] {
            const auto pinned = events.pin(t);
            inside = true;
            while (!pinned->woken) std::this_thread::yield();
        });
        while (!inside) std::this_thread::yield();
    }
    waiter.join();
    CHECK(events.live() == 0);
}

TEST_CASE("one that ends inside a call of its own object ends the program, and does not hang") {
    const auto end = forked::child(forked::where::same_namespace, [] {
        handle_table<event> events;
        forked::step("scoped_loan");
        auto* const kept = new ffiguard::table_pin(events.pin(0));  // for longer than the scope
        {
            const scoped_loan lent(events);
            *kept = events.pin(lent.get());
        }
        return 0;
    });
    CHECK(end.signal == SIGABRT);
    CHECK(end.hung_in.empty());
}

TEST_CASE("in the child of a fork it does not wait for a thread of the parent") {
    if (!forked::bears_threads_inside()) return;
    handle_table<loan<>> packets;
    const packet from;
    const scoped_loan in_parent(packets, from.view());
    std::atomic<bool> inside{false}, leave{false};
    std::thread reader([&, t = in_parent.get()] {
        const auto pinned = packets.pin(t);
        inside = true;
        while (!leave) std::this_thread::yield();
    });
    while (!inside) std::this_thread::yield();
    const auto end = forked::child(forked::where::same_namespace, [&] {
        forked::step("scoped_loan");
        in_parent.~scoped_loan();
        return 0;
    });
    leave = true;
    reader.join();
    CHECK(end.ok());
}
