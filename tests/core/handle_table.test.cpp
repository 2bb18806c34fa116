// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/core/handle_table.hpp>

#include <atomic>
#include <cerrno>
#include <cstring>
#include <map>
#include <set>
#include <string>
#include <thread>
#include <type_traits>
#include <utility>
#include <vector>

#include <doctest/doctest.h>

#include <ffiguard/core/shared_handle.hpp>
#include <ffiguard/core/unique_handle.hpp>

#include "../sanitizer.hpp"
#include "child.hpp"
#include "counted.hpp"

using ffiguard::handle_table;
using ffiguard::status;
using ffiguard::status_code;
using ffiguard::token;
using ffiguard::detail::token_parts;

namespace {

using counted = ffiguard::unique_handle<counted_traits>;

struct failing {
    status close() noexcept {
        errno = EDOM;
        return status::system(EIO);
    }
};

// The objects of these tables live until they are closed, so a look without a pin is safe here.
template <class T>
T* address_of(handle_table<T>& table, token t) {
    return table.pin(t).operator->();
}
template <class T>
T value_of(handle_table<T>& table, token t) {
    return *address_of(table, t);
}

// Whoever is inside when a table ends keeps its slots for good: no leak to report.
ffiguard::result<token> emplace_left_to_its_last_user(handle_table<counted>& table,
                                                      std::atomic<int>* closings) {
    const leaks_on_purpose slots_may_stay;
    return table.emplace(closings);
}

std::string last_violation;
void remember(const ffiguard::violation_event& event) noexcept { last_violation = event.what; }

}  // namespace

static_assert(sizeof(ffiguard::detail::table_slot<int>) == 64,
              "threads with different tokens must not share a cache line");
static_assert(!std::is_copy_constructible_v<handle_table<int>>);
static_assert(!std::is_move_constructible_v<handle_table<int>>, "guards hold its address");

TEST_CASE("a token leads to its object until it is closed, once") {
    std::atomic<int> closings{0};
    handle_table<counted> table;
    const token t = *table.emplace(&closings);
    CHECK(t != 0);
    CHECK(table.live() == 1);
    {
        const auto inside = table.pin(t);
        REQUIRE(inside);
        CHECK(inside->get() == &closings);
        CHECK(inside.status().ok());
    }
    CHECK(table.close(t).ok());
    CHECK(closings == 1);
    CHECK(table.live() == 0);
    CHECK(table.close(t) == status_code::closed);
    CHECK(table.pin(t).status() == status_code::closed);
    CHECK(closings == 1);
}

TEST_CASE("each wrong token has its own answer") {
    handle_table<int> table;
    handle_table<int> same_type;
    handle_table<long> other_type;
    const token t = *table.emplace(1);
    const token in_same = *same_type.emplace(2);
    const token in_other = *other_type.emplace(3);

    for (const auto answer : {+[](handle_table<int>&in, token k) { return in.pin(k).status(); },
                              +[](handle_table<int>&in, token k) { return in.close(k); },
                              +[](handle_table<int>&in, token k) { return in.try_close(k); }}) {
        CHECK(answer(table, 0) == status_code::null);
        CHECK(answer(table, in_same) == status_code::wrong_table);
        CHECK(answer(table, in_other) == status_code::wrong_type);
        auto parts = token_parts::split(t);
        parts.generation += 2;  // not given out yet
        CHECK(answer(table, parts.join()) == status_code::malformed);
        parts.generation = 0;  // a free slot's
        CHECK(answer(table, parts.join()) == status_code::malformed);
        parts = token_parts::split(t);
        parts.index = 5;  // a slot never used
        CHECK(answer(table, parts.join()) == status_code::malformed);
        parts.index = token_parts::max_index;  // a slot that there is not
        CHECK(answer(table, parts.join()) == status_code::malformed);
        handle_table<int> empty;
        parts.identity = 0;  // of no table
        CHECK(answer(table, parts.join()) == status_code::wrong_type);
        CHECK(answer(empty, parts.join()) == status_code::wrong_type);
        CHECK(answer(empty, t) == status_code::wrong_table);
    }
    CHECK(value_of(table, t) == 1);
    CHECK(table.close(t).ok());
    const token reused = *table.emplace(4);
    CHECK(token_parts::split(reused).index == token_parts::split(t).index);
    CHECK(table.pin(t).status() == status_code::stale);
    CHECK(table.close(t) == status_code::stale);
    CHECK(value_of(table, reused) == 4);

    CHECK(table.close(reused).ok());
    CHECK(same_type.close(in_same).ok());
    CHECK(other_type.close(in_other).ok());
}

TEST_CASE("a table that gave out nothing knows every token as foreign") {
    handle_table<int> untouched;
    handle_table<int> other;
    const token t = *other.emplace(1);
    CHECK(untouched.pin(t).status() == status_code::wrong_table);
    CHECK(untouched.pin(0).status() == status_code::null);
    auto parts = token_parts::split(t);
    parts.identity = token_parts::type_of(parts.identity);  // table 0
    CHECK(untouched.pin(parts.join()).status() == status_code::wrong_table);
    CHECK(other.close(t).ok());
}

TEST_CASE("any 64-bit number is answered, and none but the token opens") {
    handle_table<int> table;
    const token t = *table.emplace(1);
    std::uint64_t state = 1;
    for (int i = 0; i < 1000000; ++i) {
        state = state * 6364136223846793005U + 1442695040888963407U;
        const token forged = i % 2 == 0 ? state ^ (state >> 29) : t ^ (token{1} << (state >> 58));
        if (forged != t) REQUIRE_FALSE(table.pin(forged));
    }
    CHECK(table.close(t).ok());
}

TEST_CASE("close while somebody is inside is deferred to the last user") {
    std::atomic<int> closings{0};
    handle_table<counted> table;
    const token t = *table.emplace(&closings);
    auto first = table.pin(t);
    auto second = table.pin(t);
    CHECK(table.close(t).ok());
    CHECK(table.close(t) == status_code::closed);
    CHECK(table.pin(t).status() == status_code::closed);
    CHECK(table.live() == 1);
    CHECK(first.unpin().ok());
    CHECK(closings == 0);
    CHECK(second->get() == &closings);
    CHECK(second.unpin().ok());
    CHECK(closings == 1);
    CHECK(table.live() == 0);
}

TEST_CASE("try_close refuses while somebody is inside") {
    handle_table<int> table;
    const token t = *table.emplace(1);
    {
        const auto inside = table.pin(t);
        CHECK(table.try_close(t) == status_code::in_use);
        CHECK(table.pin(t));
    }
    CHECK(table.try_close(t).ok());
    CHECK(table.try_close(t) == status_code::closed);
}

TEST_CASE("the answer of T::close() reaches whoever releases, and errno is kept") {
    handle_table<failing> table;
    errno = ENOENT;
    CHECK(table.close(*table.emplace()) == status::system(EIO));
    const token t = *table.emplace();
    auto inside = table.pin(t);
    CHECK(table.close(t).ok());
    CHECK(inside.unpin() == status::system(EIO));
    CHECK(errno == ENOENT);
}

TEST_CASE("a resource closed through its pin is not closed again, and that is no error") {
    std::atomic<int> closings{0};
    handle_table<counted> table;
    const token t = *table.emplace(&closings);
    CHECK(table.pin(t)->close().ok());
    CHECK(table.close(t).ok());
    CHECK(closings == 1);
}

TEST_CASE("objects never move, and slots are used again") {
    handle_table<std::string> table;
    std::map<token, const std::string*> where;
    for (int i = 0; i < 1000; ++i) {
        const token t = *table.emplace(std::to_string(i));
        where[t] = address_of(table, t);
    }
    CHECK(where.size() == 1000);
    int kept = 0;
    for (const auto& [t, address] : where) {
        CHECK(address_of(table, t) == address);
        if (kept++ % 2 == 0) CHECK(table.close(t).ok());
    }
    CHECK(table.live() == 500);
    std::set<const void*> addresses;
    for (const auto& entry : where) addresses.insert(entry.second);
    for (int i = 0; i < 500; ++i) {
        const token t = *table.insert("again");
        CHECK(addresses.count(address_of(table, t)) == 1);
        CHECK(where.count(t) == 0);
        where[t] = nullptr;
    }
    for (const auto& entry : where) static_cast<void>(table.close(entry.first));
    CHECK(table.live() == 0);
}

TEST_CASE("for_each shows every open object with its token") {
    handle_table<int> table;
    const token a = *table.emplace(1);
    const token b = *table.emplace(2);
    const token c = *table.emplace(3);
    CHECK(table.close(b).ok());
    std::map<token, int> seen;
    table.for_each([&](token t, int& value) { seen[t] = value; });
    CHECK(seen == std::map<token, int>{{a, 1}, {c, 3}});
    table.for_each([&](token t, int&) { CHECK(table.close(t).ok()); });
    CHECK(table.live() == 0);
}

TEST_CASE("a table for which there is no number left refuses its first object") {
    auto& drawn = ffiguard::detail::tables_drawn_;
    const std::uint64_t before = drawn;
    drawn = before | 0xFFFF;
    handle_table<int> late;
    CHECK(late.emplace(1).status() == status_code::overflow);
    CHECK(late.live() == 0);
    drawn = before;
    CHECK(late.close(*late.emplace(1)).ok());
}

TEST_CASE("a slot whose generation is spent is retired: no token ever comes back") {
    handle_table<int> table;
    std::uint32_t first_slot = 0;
    token last = 0;
    for (std::uint32_t i = 0; i < token_parts::max_generation / 2 + 1; ++i) {
        last = *table.emplace(0);
        first_slot += token_parts::split(last).index == 0;
        CHECK(table.close(last).ok());
    }
    CHECK(first_slot == 131072);
    CHECK(token_parts::split(last).generation == token_parts::max_generation);
    const token next = *table.emplace(0);
    CHECK(token_parts::split(next).index == 1);
    CHECK(table.pin(last).status() == status_code::closed);
    CHECK(table.close(next).ok());
}

TEST_CASE("what is moved out by take() is destroyed where it was") {
    static int alive = 0;
    struct counted_one {
        counted_one() noexcept { ++alive; }
        counted_one(counted_one&&) noexcept { ++alive; }
        ~counted_one() { --alive; }
    };
    {
        handle_table<counted_one> table;
        const auto taken = table.take(*table.emplace());
        CHECK(taken);
        CHECK(alive == 1);
    }
    CHECK(alive == 0);
}

TEST_CASE("an alignment above that of the slot is kept") {
    struct alignas(256) wide {
        char byte;
    };
    handle_table<wide> table;
    for (int i = 0; i < 40; ++i) {
        const token t = *table.emplace();
        CHECK(reinterpret_cast<std::uintptr_t>(address_of(table, t)) % 256 == 0);
        if (i % 2 == 0) CHECK(table.close(t).ok());
    }
    table.for_each([&](token t, wide&) { CHECK(table.close(t).ok()); });
}

#if FFIGUARD_HAS_EXCEPTIONS()
TEST_CASE("a constructor that throws leaves the table as it was") {
    struct picky {
        explicit picky(bool fails) {
            if (fails) throw 1;
        }
    };
    handle_table<picky> table;
    CHECK_THROWS_AS(static_cast<void>(table.emplace(true)), int);
    CHECK(table.live() == 0);
    const token t = *table.emplace(false);
    CHECK(token_parts::split(t).index == 0);
    CHECK(table.close(t).ok());
}
#endif

TEST_CASE("what is open at destruction is reported with its type, and released") {
    std::atomic<int> closings{0};
    const auto before = ffiguard::set_violation_handler(&remember);
    {
        handle_table<counted> table;
        CHECK(table.emplace(&closings));
        CHECK(table.emplace(nullptr));
    }
    ffiguard::set_violation_handler(before);
    CHECK(closings == 1);
    CHECK(last_violation.find("counted_traits") != std::string::npos);
    CHECK(last_violation.find("2 open at the end") != std::string::npos);
}

TEST_CASE("what somebody is still inside of at destruction is left to that user") {
    // In a child: the slot is leaked on purpose.
    const auto child = run_in_child([] {
        std::atomic<int> closings{0};
        auto* const table = new handle_table<counted>;
        auto inside = table->pin(*table->emplace(&closings));
        delete table;
        if (closings != 0 || inside->get() != &closings) _exit(1);
        static_cast<void>(inside.unpin());
        _exit(closings == 1 ? 0 : 2);
    });
    CHECK(child.exit_status == 0);
    CHECK(child.text.find("in use and left to their last user") != std::string::npos);
}

TEST_CASE("a table may end while the last user of a closed token leaves") {
    for (int round = 0; round < 300; ++round) {
        std::atomic<int> closings{0};
        auto* const table = new handle_table<counted>;
        const token t = *emplace_left_to_its_last_user(*table, &closings);
        auto inside = table->pin(t);
        CHECK(table->close(t).ok());
        const auto before = ffiguard::set_violation_handler(&remember);
        std::thread last_user([&] { static_cast<void>(inside.unpin()); });
        // Half of the rounds race with the user's leaving, the other half with what it does after.
        while (round % 2 == 0 && closings == 0) std::this_thread::yield();
        delete table;
        last_user.join();
        ffiguard::set_violation_handler(before);
        CHECK(closings == 1);
    }
}

namespace {

struct opener {
    handle_table<opener>* table;
    int* refusals;
    ~opener() {
        if (table != nullptr)
            *refusals += table->emplace(table, refusals).status() == status_code::closed;
    }
};

}  // namespace

TEST_CASE(
    "a destructor that opens another token at the table's end is refused, and nothing leaks") {
    const auto before = ffiguard::set_violation_handler(&remember);
    int refusals = 0;
    {
        handle_table<opener> table;
        CHECK(table.emplace(&table, &refusals));
    }
    ffiguard::set_violation_handler(before);
    CHECK(refusals == 1);
    CHECK(last_violation.find("1 open") == 0);
}

namespace {

/// An object that needs another one of its table, by a pin or by its token, which it closes.
struct member {
    using table_type = handle_table<member>;
    explicit member(int* count) noexcept : ended(count) {}
    ~member() {
        if (closes != 0) static_cast<void>(table->close(closes));
        ++*ended;
    }
    int* ended;
    table_type* table = nullptr;
    token closes = 0;
    table_type::pin_type pinned = table_type().pin(0);
};

std::size_t violations = 0;
void count_and_remember(const ffiguard::violation_event& event) noexcept {
    ++violations;
    last_violation = event.what;
}

/// A table with count objects, of which each one needs the next older (or younger) one, and what
/// its end reports. The leak checkers of ASan and of tests/run.sh see whether its memory goes.
template <class Bind>
void end_with_chain(int count, bool younger_ones_need_older, Bind&& bind) {
    violations = 0;
    int ended = 0;
    const auto before = ffiguard::set_violation_handler(&count_and_remember);
    {
        handle_table<member> table;
        std::vector<token> tokens;
        for (int i = 0; i < count; ++i) tokens.push_back(*table.emplace(&ended));
        for (std::size_t i = 1; i < tokens.size(); ++i) {
            const token child = tokens[younger_ones_need_older ? i : i - 1];
            const token parent = tokens[younger_ones_need_older ? i - 1 : i];
            const auto inside = table.pin(child);
            inside->table = &table;
            bind(table, *inside, parent);
        }
    }
    ffiguard::set_violation_handler(before);
    CHECK(ended == count);
    CHECK(violations == 1);
    CHECK(last_violation.find(std::to_string(count) + " open at the end of") == 0);
}

}  // namespace

TEST_CASE("a table ends with a parent and the child that holds it open, in either order") {
    for (const bool younger_ones_need_older : {true, false})
        for (const int count : {2, 3, 1000}) {
            CAPTURE(younger_ones_need_older);
            CAPTURE(count);
            end_with_chain(count, younger_ones_need_older,
                           [](handle_table<member>& table, member& child, token parent) {
                               child.pinned = table.pin(parent);
                           });
            end_with_chain(
                count, younger_ones_need_older,
                [](handle_table<member>&, member& child, token parent) { child.closes = parent; });
            end_with_chain(count, younger_ones_need_older,
                           [](handle_table<member>& table, member& child, token parent) {
                               child.pinned = table.pin(parent);
                               child.closes = parent;
                           });
        }
}

TEST_CASE("a chain of a hundred thousand objects ends without using up the stack") {
    for (const bool younger_ones_need_older : {true, false})
        end_with_chain(100000, younger_ones_need_older,
                       [](handle_table<member>& table, member& child, token parent) {
                           child.pinned = table.pin(parent);
                       });
}

TEST_CASE("a parent that was closed before is released with its last child at the table's end") {
    violations = 0;
    int ended = 0;
    const auto before = ffiguard::set_violation_handler(&count_and_remember);
    {
        handle_table<member> table;
        const token parent = *table.emplace(&ended);
        const token child = *table.emplace(&ended);
        table.pin(child)->pinned = table.pin(parent);
        CHECK(table.close(parent).ok());
        CHECK(ended == 0);
    }
    ffiguard::set_violation_handler(before);
    CHECK(ended == 2);
    CHECK(violations == 1);
    CHECK(last_violation.find("1 open at the end") == 0);
}

TEST_CASE("closing a token of a shared handle drops that copy and no other") {
    std::atomic<int> closings{0};
    handle_table<ffiguard::shared_handle<counted_traits>> table;
    const auto mine = *ffiguard::share(counted(&closings));
    const token t = *table.insert(ffiguard::shared_handle<counted_traits>(mine));
    CHECK(table.close(t).ok());
    CHECK(closings == 0);
    CHECK(mine.pin());
}

#if FFIGUARD_HAS_EXCEPTIONS()
TEST_CASE("token 0 is null, also where the only constructor threw") {
    struct thrower {
        thrower() { throw 1; }
    };
    handle_table<thrower> table;
    CHECK_THROWS_AS(static_cast<void>(table.emplace()), int);
    CHECK(table.pin(0).status() == status_code::null);
    CHECK(table.close(0) == status_code::null);
}
#endif

TEST_CASE("using a guard that is not inside ends the program with the reason") {
    const auto child = run_in_child([] {
        handle_table<int> table;
        const auto refused = table.pin(0);
        static_cast<void>(*refused);
    });
    CHECK(child.aborted);
    CHECK(child.text == "ffiguard: bad access: null\n");
}

TEST_CASE("threads race to close one token: exactly one ok") {
    constexpr int rounds = 100000;
    constexpr int threads = 4;
    handle_table<counted> table;
    std::vector<std::atomic<int>> closings(rounds);
    std::vector<token> tokens;
    for (auto& one : closings) tokens.push_back(*table.emplace(&one));
    std::vector<std::atomic<int>> ok(rounds);
    std::vector<std::thread> crowd;
    for (int t = 0; t < threads; ++t)
        crowd.emplace_back([&] {
            for (int i = 0; i < rounds; ++i) {
                const status answer = table.close(tokens[static_cast<std::size_t>(i)]);
                if (answer.ok()) ++ok[static_cast<std::size_t>(i)];
            }
        });
    for (std::thread& one : crowd) one.join();
    int wrong = 0;
    for (std::size_t i = 0; i < rounds; ++i) wrong += ok[i] != 1 || closings[i] != 1;
    CHECK(wrong == 0);
    CHECK(table.live() == 0);
}

TEST_CASE("threads open, use, share and close tokens at once: each released once, none in use") {
    constexpr int threads = 4;
    constexpr int rounds = 3000;
    handle_table<counted> table;
    std::vector<std::atomic<int>> closings(threads * rounds);
    std::vector<std::atomic<token>> shared(16);
    std::atomic<int> used_after_close{0};
    std::vector<std::thread> crowd;
    for (std::size_t t = 0; t < threads; ++t)
        crowd.emplace_back([&, t] {
            for (std::size_t i = 0; i < rounds; ++i) {
                const token mine = *table.emplace(&closings[t * rounds + i]);
                const token other = shared[i % 16].exchange(mine);
                if (const auto inside = table.pin(other)) used_after_close += inside->get()->load();
                static_cast<void>(table.close(other));
                if (i % 3 == 0) static_cast<void>(table.close(mine));
            }
        });
    for (std::thread& one : crowd) one.join();
    for (auto& rest : shared) static_cast<void>(table.close(rest));
    CHECK(table.live() == 0);
    CHECK(used_after_close == 0);
    int wrong = 0;
    for (const auto& one : closings) wrong += one != 1;
    CHECK(wrong == 0);
}
