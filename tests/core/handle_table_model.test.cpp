// SPDX-License-Identifier: BSL-1.0
// Random operations on two tables of one type against a model: each answer, for tokens that are
// good, old, of the other table or forged; what is live; what is closed and destroyed, in order.
// Trees of tables are in life_cycle_model.test.cpp.
#include <ffiguard/core/handle_table.hpp>

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <doctest/doctest.h>

#include <ffiguard/core/life_cycle.hpp>
#include <ffiguard/core/release_queue.hpp>
#include <ffiguard/core/violation.hpp>

#include "../random_steps.hpp"

using ffiguard::status;
using ffiguard::status_code;
using ffiguard::token;

namespace {

/// What happens to objects: their numbers; closed ones are negative.
std::vector<int> happened;
int leaks_told;
ffiguard::release_queue later;

struct identity {
    explicit identity(int n) noexcept : id(n) {}
    identity(identity&& other) noexcept : id(std::exchange(other.id, 0)) {}
    ~identity() {
        if (id != 0) happened.push_back(id);
    }
    status close() noexcept {
        happened.push_back(-id);
        return id % 5 == 0 ? status::foreign(7) : status();
    }
    int id;
};
template <class... Says>
struct object : identity {
    using life_cycle = ffiguard::life_cycle<Says...>;
    using identity::identity;
};

enum class queueing { never, in_scope, always };

template <class T>
class table_run {
public:
    explicit table_run(queueing how) : queueing_(how) {}

    std::string go(const random_steps::sequence& steps) {
        happened.clear();
        leaks_told = 0;
        const auto before = ffiguard::set_violation_handler(&keep_report);
        for (auto& one : tables_) one.real = std::make_unique<table>();
        for (const auto step : steps) {
            if (!wrong_.empty()) break;
            random_steps::choices of(step);
            do_one(of);
            compare();
        }
        defers_.reset();
        for (int slot = 0; slot < pin_count && wrong_.empty(); ++slot) {
            end_pin(slot);
            compare();
        }
        drain(1000);
        for (int at = 0; at < 2 && wrong_.empty(); ++at) end(at);
        if (wrong_.empty()) compare();
        // After a failure: nothing may be left for the next run.
        for (auto& one : pins_) one.reset();
        for (const token one : tokens_)
            for (auto& at : tables_) static_cast<void>(at.real->close(one));
        later.drain();
        for (auto& one : tables_) one.real.reset();
        ffiguard::set_violation_handler(before);
        return wrong_.empty() ? wrong_ : history_ + wrong_;
    }

private:
    using table = ffiguard::handle_table<T>;
    using pin = typename table::pin_type;
    enum : int { pin_count = 6 };
    enum : std::uint32_t { first_chunk = 16 };

    struct slot_model {
        std::uint32_t generation = 0;  ///< odd: in use
        int id = 0;
        int users = 0;
        bool closed = false;
    };
    struct table_model {
        std::unique_ptr<table> real;
        std::uint64_t number = 0;  ///< what its tokens begin with; 0: none yet
        std::vector<slot_model> slots{};
        std::vector<std::uint32_t> free{};
    };
    struct place {
        int table = -1;
        std::uint32_t index = 0;
    };

    static void keep_report(const ffiguard::violation_event& told) noexcept {
        if (told.kind == ffiguard::violation::leak) ++leaks_told;
    }

    void do_one(random_steps::choices& of) {
        const int what = of.pick(20);
        const int which = of.pick(2);
        table_model& at = tables_[which];
        table& real = *at.real;
        switch (what) {
            case 0:
            case 1:
            case 2: {
                say("make", which);
                const auto made = real.emplace(++ids_);
                if (!made) return wrong("nothing was made");
                make(at, *made);
                break;
            }
            case 3:
            case 4:
            case 5: {
                const int slot = of.pick(pin_count);
                end_pin(slot);
                const token given = pick_token(of);
                say("pin", which, given);
                status expected = explain(at, given);
                pins_[slot] = std::make_unique<pin>(real.pin(given));
                if (expected == status_code::in_use) expected = status_code::closed;
                expect(pins_[slot]->status(), expected);
                if (!expected.ok()) break;
                of_pin_[slot] = {which, index_of(given)};
                ++slot_of(of_pin_[slot]).users;
                if (*pins_[slot] && (*pins_[slot])->id != slot_of(of_pin_[slot]).id)
                    wrong("another object is inside");
                break;
            }
            case 6: {
                const int slot = of.pick(pin_count);
                if (!pins_[slot]) break;
                say("unpin", slot);
                const place out = std::exchange(of_pin_[slot], {});
                const status expected = out.table < 0 ? status() : leave(out);
                expect(pins_[slot]->unpin(), expected);
                break;
            }
            case 7: {
                const int slot = of.pick(pin_count);
                say("end of pin", slot);
                end_pin(slot);
                break;
            }
            case 8:
            case 9:
            case 10: {
                const token given = pick_token(of);
                say("close", which, given);
                expect(real.close(given), close(which, given, false));
                break;
            }
            case 11:
            case 12: {
                const token given = pick_token(of);
                say("try_close", which, given);
                expect(real.try_close(given), close(which, given, true));
                break;
            }
            case 13: {
                const token given = pick_token(of);
                say("take", which, given);
                status expected = explain(at, given);
                if (expected == status_code::in_use) expected = status_code::closed;
                int id = 0;
                if (expected.ok()) {
                    slot_model& it = at.slots[index_of(given)];
                    id = it.id;
                    if (it.users != 0)
                        expected = status_code::in_use;
                    else
                        give_back(at, index_of(given));
                }
                auto taken = real.take(given);
                expect(taken.status(), expected);
                if (taken && std::exchange(taken->id, 0) != id) wrong("another object was taken");
                break;
            }
            case 14:
            case 15: {
                const token given = pick_token(of);
                say("state_of", which, given);
                const status is = explain(at, given);
                expect(real.state_of(given), is);
                if constexpr (T::life_cycle::is_parent) {
                    const bool kept = is.ok() || (is == status_code::in_use &&
                                                  at.slots[index_of(given)].users != 0);
                    int seen = 0;
                    expect(real.beside(given, [&](T& it) noexcept { seen = it.id; }),
                           kept ? status() : is);
                    if (seen != (kept ? at.slots[index_of(given)].id : 0))
                        wrong("beside() another object");
                }
                break;
            }
            case 16: {
                say("for_each", which);
                std::map<token, int> expected, seen;
                for (std::uint32_t index = 0; index < at.slots.size(); ++index)
                    if (at.slots[index].generation % 2 != 0 && !at.slots[index].closed)
                        expected[token_of(at, index)] = at.slots[index].id;
                real.for_each([&](token given, T& it) { seen[given] = it.id; });
                if (seen != expected) wrong("for_each() visits others");
                break;
            }
            case 17:
                if (queueing_ != queueing::in_scope) break;
                say(defers_ ? "end to defer" : "defer", 0);
                if (defers_)
                    defers_.reset();
                else
                    defers_ = std::make_unique<scope>();
                break;
            case 18: {
                const int most = of.pick(5) - 1;  // -1: all
                say("drain", most);
                drain(most);
                break;
            }
            default:
                if (of.pick(4) == 0) end(which);
        }
    }

    // ---- the model

    static std::uint32_t index_of(token of) { return static_cast<std::uint32_t>(of & 0x3fffffU); }
    static std::uint32_t generation_of(token of) {
        return static_cast<std::uint32_t>((of >> 22) & 0x3ffffU);
    }
    static token token_of(const table_model& at, std::uint32_t index) {
        return (at.number << 40) | (token{at.slots[index].generation} << 22) | index;
    }
    slot_model& slot_of(const place& at) { return tables_[at.table].slots[at.index]; }

    void make(table_model& at, token made) {
        std::uint32_t index = static_cast<std::uint32_t>(at.slots.size());
        if (at.free.empty()) {
            at.slots.emplace_back();
        } else {
            index = at.free.back();
            at.free.pop_back();
        }
        if (at.number == 0) at.number = made >> 40;
        slot_model& it = at.slots[index];
        ++it.generation;
        it.id = ids_;
        it.closed = false;
        if (made != token_of(at, index)) wrong("the token is another");
        tokens_.push_back(made);
    }
    /// What the table says of a token. in_use: closed, and not released.
    status explain(const table_model& at, token of) const {
        if (of == 0) return status_code::null;
        if (((of >> 40) & 0xffU) != ffiguard::detail::type_tag<T>()) return status_code::wrong_type;
        if (of >> 40 != at.number) return status_code::wrong_table;
        const std::uint32_t index = index_of(of);
        const std::uint32_t generation = generation_of(of);
        if (index >= at.slots.size() || generation % 2 == 0) return status_code::malformed;
        const slot_model& it = at.slots[index];
        if (generation > it.generation) return status_code::malformed;
        if (generation == it.generation) return it.closed ? status_code::in_use : status_code::ok;
        return it.generation - generation == 1 ? status_code::closed : status_code::stale;
    }
    status close(int which, token given, bool unless_used) {
        const status is = explain(tables_[which], given);
        if (is == status_code::in_use) return status_code::closed;
        if (!is.ok()) return is;
        const place at{which, index_of(given)};
        if (slot_of(at).users != 0 && unless_used) return status_code::in_use;
        slot_of(at).closed = true;
        return slot_of(at).users == 0 ? release(at) : status();
    }
    status leave(const place& at) {
        slot_model& it = slot_of(at);
        return --it.users == 0 && it.closed ? release(at) : status();
    }
    status release(const place& at) {
        if (queueing_ == queueing::always || (queueing_ == queueing::in_scope && defers_)) {
            queued_.push_back(at);
            return {};
        }
        return release_now(at);
    }
    status release_now(const place& at) {
        const int id = slot_of(at).id;
        expected_.push_back(-id);
        expected_.push_back(id);
        give_back(tables_[at.table], at.index);
        return id % 5 == 0 ? status::foreign(7) : status();
    }
    void give_back(table_model& at, std::uint32_t index) {
        ++at.slots[index].generation;
        at.slots[index].closed = false;
        at.free.push_back(index);
    }
    std::size_t live(const table_model& at) const {
        std::size_t count = 0;
        for (const slot_model& it : at.slots) count += it.generation % 2;
        return count;
    }

    // ---- both

    void drain(int most) {
        int count = 0;
        for (; !defers_ && (most < 0 || count < most) && !queued_.empty(); ++count) {
            const place at = queued_.front();
            queued_.erase(queued_.begin());
            static_cast<void>(release_now(at));
        }
        const std::size_t drained =
            most < 0 ? later.drain() : later.drain(static_cast<std::uint64_t>(most));
        if (drained != static_cast<std::size_t>(count)) wrong("drain()");
    }
    void end_pin(int slot) {
        const place out = std::exchange(of_pin_[slot], {});
        if (out.table >= 0) static_cast<void>(leave(out));
        pins_[slot].reset();
    }
    /// Ends a table that nothing waits for, and begins another. What is open goes, the newest
    /// slot first.
    void end(int which) {
        table_model& at = tables_[which];
        const bool queues = queueing_ == queueing::always || defers_;
        for (const place& one : of_pin_)
            if (one.table == which) return;
        for (const place& one : queued_)
            if (one.table == which) return;
        if (queues && live(at) != 0) return;
        say("end of table", which);
        leaks_ += live(at) != 0 ? 1 : 0;
        for (auto index = static_cast<std::uint32_t>(at.slots.size()); index-- > 0;)
            if (at.slots[index].generation % 2 != 0) static_cast<void>(release_now({which, index}));
        at.real = std::make_unique<table>();
        at.number = 0;
        at.slots.clear();
        at.free.clear();
    }
    /// Mostly one that was given out, of any table; sometimes with a bit flipped.
    token pick_token(random_steps::choices& of) {
        const auto count = static_cast<int>(tokens_.size());
        if (count == 0) return 0;
        const int back = of.pick(count < 8 ? count : 8);
        const int how = of.pick(16);
        token given = tokens_[static_cast<std::size_t>(
            how < 8 ? count - 1 - back : of.pick(count < 250 ? count : 250))];
        if (how == 15) given ^= token{1} << of.pick(64);
        if (how == 14)  // a near index or generation
            given += static_cast<token>(1 + of.pick(4)) << (of.pick(3) == 0 ? 0 : 22);
        if (how == 13) given = 0;
        return given;
    }

    void compare() {
        for (int which = 0; which < 2; ++which)
            if (tables_[which].real->live() != live(tables_[which])) wrong("live()");
        if (happened != expected_)
            wrong("happened: " + random_steps::text_of(happened) +
                  ", expected: " + random_steps::text_of(expected_));
        if (later.queued() != queued_.size()) wrong("queued()");
        if (leaks_told != leaks_) wrong("the reports of leaks differ");
    }
    void expect(status got, status expected) {
        if (got != expected) wrong(random_steps::difference(got, expected));
    }
    void say(const char* what, int which, token of = 0) {
        char text[80];
        std::snprintf(text, sizeof text, "%s %d %llx\n", what, which,
                      static_cast<unsigned long long>(of));
        history_ += text;
    }
    void wrong(const std::string& what) { wrong_ += what + "\n"; }

    struct scope {
        ffiguard::defer_releases here{later};
    };

    queueing queueing_;
    table_model tables_[2];
    std::unique_ptr<pin> pins_[pin_count];
    place of_pin_[pin_count];
    std::unique_ptr<scope> defers_;
    std::vector<place> queued_;
    std::vector<token> tokens_;
    std::vector<int> expected_;
    int leaks_ = 0;
    int ids_ = 0;
    std::string history_;
    std::string wrong_;
};

std::string run_steps(const random_steps::sequence& steps) {
    std::string wrong = table_run<object<>>(queueing::never).go(steps);
    if (wrong.empty())
        wrong = table_run<object<ffiguard::waits_for_children>>(queueing::never).go(steps);
    if (wrong.empty())
        wrong = table_run<object<ffiguard::rarely_closed>>(queueing::never).go(steps);
    if (wrong.empty())
        wrong = table_run<object<ffiguard::deferrable_release, ffiguard::notes_users>>(
                    queueing::in_scope)
                    .go(steps);
    if (wrong.empty())
        wrong = table_run<object<ffiguard::queued_release<&later>>>(queueing::always).go(steps);
    if (wrong.empty())
        wrong = table_run<object<ffiguard::rarely_closed, ffiguard::queued_release<&later>>>(
                    queueing::always)
                    .go(steps);
    return wrong;
}

}  // namespace

TEST_CASE("tables do what the model says, whatever is done to them") {
    const std::string wrong = random_steps::check_all("handle_table", &run_steps, 150, 100);
    REQUIRE_MESSAGE(wrong.empty(), wrong);
}
