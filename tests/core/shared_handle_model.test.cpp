// SPDX-License-Identifier: BSL-1.0
// Random operations on shared and weak handles and their pins against a model: each answer, each
// count, and what is closed, in order.
#include <ffiguard/core/shared_handle.hpp>

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <doctest/doctest.h>

#include <ffiguard/core/life_cycle.hpp>
#include <ffiguard/core/violation.hpp>

#include "../random_steps.hpp"

using ffiguard::status;
using ffiguard::status_code;

namespace {

std::vector<int> closed_now;
int unheard_now;

/// The same for the model and the closer: some refuse at first, some fail.
status answer_of(int handle, std::size_t closings_before) {
    if (handle % 3 == 0 && closings_before % 2 == 0) return status::foreign(5);
    return handle % 5 == 0 ? status::foreign(7) : status();
}

/// One user or many, and a closer that may refuse or not.
template <class... Says>
struct traits {
    using life_cycle = ffiguard::life_cycle<Says...>;
    using value_type = int;
    static constexpr int empty() noexcept { return -1; }
    static status close(int handle) noexcept {
        closed_now.push_back(handle);
        return answer_of(handle, closed_now.size() - 1);
    }
};
void keep_report(const ffiguard::violation_event& told) noexcept {
    if (told.kind == ffiguard::violation::close_refused) ++unheard_now;
}

struct rules {
    bool one_user;
    bool may_refuse;
};

template <class Traits>
class shared_run {
public:
    explicit shared_run(rules of) : rules_(of) {}

    std::string go(const random_steps::sequence& steps) {
        closed_now.clear();
        unheard_now = 0;
        const auto before = ffiguard::set_violation_handler(&keep_report);
        for (const auto step : steps) {
            if (!wrong_.empty()) break;
            random_steps::choices of(step);
            do_one(of);
            compare();
        }
        for (int at = 0; at < count && wrong_.empty(); ++at) {
            put(at, -1);
            shared_[at] = handle();
            put_weak(at, -1);
            weak_[at] = weak();
            end_pin(at);
            pins_[at].reset();
            compare();
        }
        for (const block& one : blocks_)
            if (wrong_.empty() && !one.released) wrong("a resource is left");
        for (auto& one : pins_) one.reset();
        for (auto& one : shared_) one.reset();
        ffiguard::set_violation_handler(before);
        return wrong_.empty() ? wrong_ : history_ + wrong_;
    }

private:
    using handle = ffiguard::shared_handle<Traits>;
    using weak = ffiguard::weak_handle<Traits>;
    using pin = ffiguard::shared_pin<Traits>;
    enum : int { count = 4 };
    struct block {
        int owners = 1;
        int users = 0;
        bool closed = false;
        bool released = false;
    };

    void do_one(random_steps::choices& of) {
        const int what = of.pick(20);
        const int a = of.pick(count);
        const int b = of.pick(count);
        say(what, a, b);
        handle& real = shared_[a];
        switch (what) {
            case 0:
            case 1:
                put(a, static_cast<int>(blocks_.size()));
                blocks_.emplace_back();
                real = *ffiguard::share(
                    ffiguard::unique_handle<Traits>(static_cast<int>(blocks_.size()) - 1));
                break;
            case 2:
                copy(a, of_shared_[b]);
                real = shared_[b];
                break;
            case 3:
                copy(a, of_shared_[b]);
                if (a != b) put(b, -1);
                real = std::move(shared_[b]);
                break;
            case 4:
                std::swap(of_shared_[a], of_shared_[b]);
                swap(real, shared_[b]);
                break;
            case 5:
                put(a, -1);
                real.reset();
                break;
            case 6:
            case 7: expect(real.close(), close(of_shared_[a])); break;
            case 8: {
                const int at = of_shared_[a];
                status expected = status_code::null;
                if (at >= 0 && !blocks(at).closed && blocks(at).users != 0)
                    expected = status_code::in_use;
                else
                    expected = close(at);
                expect(real.try_close(), expected);
                break;
            }
            case 9: {
                const int at = std::exchange(of_shared_[a], -1);
                int looked = -1;
                const bool shows = at >= 0 && blocks(at).owners == 1 && !blocks(at).closed &&
                                   blocks(at).users == 0;
                const status expected = at < 0 ? status(status_code::null) : drop(at);
                expect(real.drop([&](int seen) noexcept { looked = seen; }), expected);
                if (looked != (shows ? at : -1)) wrong("drop() shows another resource");
                break;
            }
            case 10:
            case 11: {
                const int at = of_shared_[a];
                end_pin(b);
                pins_[b].reset();
                status expected = at < 0 ? status_code::null : status_code::ok;
                if (at >= 0 && blocks(at).closed)
                    expected = status_code::closed;
                else if (at >= 0 && rules_.one_user && blocks(at).users != 0)
                    expected = status_code::in_use;
                pins_[b] = std::make_unique<pin>(real.pin());
                expect(pins_[b]->status(), expected);
                if (expected.ok()) {
                    ++blocks(at).users;
                    of_pin_[b] = at;
                }
                if (pins_[b]->get() != (expected.ok() ? at : -1)) wrong("another one is inside");
                break;
            }
            case 12: {
                const int at = std::exchange(of_pin_[b], -1);
                const status expected = at < 0 ? status() : leave(at, true);
                expect(pins_[b] ? pins_[b]->unpin() : status(), expected);
                break;
            }
            case 13:
                end_pin(b);
                pins_[b].reset();
                break;
            case 14:
                if (a == b || !pins_[a] || !pins_[b]) break;
                end_pin(a);
                of_pin_[a] = std::exchange(of_pin_[b], -1);
                *pins_[a] = std::move(*pins_[b]);
                break;
            case 15:
                put_weak(b, of_shared_[a]);
                weak_[b] = weak(real);
                break;
            case 16:
                put_weak(a, of_weak_[b]);
                weak_[a] = weak_[b];
                break;
            case 17:
                put_weak(b, -1);
                weak_[b].reset();
                break;
            case 18: {
                const int at = of_weak_[b];
                const bool there = at >= 0 && !blocks(at).closed && blocks(at).owners != 0;
                handle locked = weak_[b].lock();
                if (static_cast<bool>(locked) != there) wrong("lock()");
                copy(a, there ? at : -1);
                real = std::move(locked);
                break;
            }
            default:
                if ((real == shared_[b]) != (of_shared_[a] == of_shared_[b])) wrong("==");
                if ((weak_[a] == weak_[b]) != (of_weak_[a] == of_weak_[b])) wrong("== of weak");
        }
    }

    block& blocks(int at) { return blocks_[static_cast<std::size_t>(at)]; }
    void put(int slot, int next) {
        const int at = std::exchange(of_shared_[slot], next);
        if (at >= 0) static_cast<void>(drop(at));
    }
    void put_weak(int slot, int next) { of_weak_[slot] = next; }
    void copy(int slot, int from) {
        if (from >= 0) ++blocks(from).owners;
        put(slot, from);
    }
    status drop(int at) {
        block& it = blocks(at);
        if (--it.owners != 0) return status_code::in_use;
        if (it.closed) return status_code::closed;
        it.closed = true;
        return it.users == 0 ? release(at) : status();
    }
    status close(int at) {
        if (at < 0) return status_code::null;
        if (blocks(at).closed) return status_code::closed;
        blocks(at).closed = true;
        return blocks(at).users == 0 ? release(at) : status();
    }
    void end_pin(int slot) {
        const int at = std::exchange(of_pin_[slot], -1);
        if (at >= 0) static_cast<void>(leave(at, false));
    }
    status leave(int at, bool heard) {
        block& it = blocks(at);
        if (--it.users != 0 || !it.closed) return {};
        const status answer = release(at);
        if (!heard && rules_.may_refuse && answer == status::foreign(5)) ++unheard_;
        return answer;
    }
    status release(int at) {
        closed_.push_back(at);
        const status answer = answer_of(at, closed_.size() - 1);
        block& it = blocks(at);
        if (!rules_.may_refuse || answer != status::foreign(5)) {
            it.released = true;
            return answer;
        }
        // Open again for the owners. Without one it is asked once more, and then it is lost.
        it.closed = it.released = it.owners == 0;
        if (!it.released) return answer;
        closed_.push_back(at);
        if (answer_of(at, closed_.size() - 1) == status::foreign(5)) ++unheard_;
        return answer;
    }

    void compare() {
        for (int at = 0; at < count; ++at) {
            const handle& real = shared_[at];
            const int of = of_shared_[at];
            if (static_cast<bool>(real) != (of >= 0)) wrong("owner " + std::to_string(at));
            status expected = status_code::null;
            if (of >= 0)
                expected = blocks(of).released ? status_code::closed
                           : blocks(of).closed ? status_code::in_use
                                               : status_code::ok;
            expect(real.state(), expected);
            if (real.use_count() != (of >= 0 ? static_cast<unsigned>(blocks(of).owners) : 0))
                wrong("use_count() of " + std::to_string(at) + ": " +
                      std::to_string(real.use_count()));
            if (real.is_closed() != (of >= 0 && blocks(of).closed)) wrong("is_closed()");
            if (real.expired() != (of < 0 || blocks(of).closed)) wrong("expired()");
            if (of >= 0 && !blocks(of).released && real.unguarded() != of) wrong("unguarded()");
            const int of_weak = of_weak_[at];
            if (weak_[at].expired() !=
                (of_weak < 0 || blocks(of_weak).closed || blocks(of_weak).owners == 0))
                wrong("expired() of weak");
            const int inside = of_pin_[at];
            if (pins_[at] && pins_[at]->get() != inside) wrong("another one is inside");
        }
        if (closed_now != closed_)
            wrong("closed: " + random_steps::text_of(closed_now) +
                  ", expected: " + random_steps::text_of(closed_));
        if (unheard_now != unheard_) wrong("the reports of refusals differ");
    }
    void expect(status got, status expected) {
        if (got != expected) wrong(random_steps::difference(got, expected));
    }
    void say(int what, int a, int b) {
        const char* const names[] = {"share",     "share",        "copy assign",   "move assign",
                                     "swap",      "reset",        "close",         "close",
                                     "try_close", "drop",         "pin",           "pin",
                                     "unpin",     "end of a pin", "move of a pin", "weak from",
                                     "weak copy", "weak reset",   "lock",          "compare"};
        history_ +=
            std::string(names[what]) + " " + std::to_string(a) + " " + std::to_string(b) + "\n";
    }
    void wrong(const std::string& what) { wrong_ += what + "\n"; }

    rules rules_;
    handle shared_[count];
    weak weak_[count];
    std::unique_ptr<pin> pins_[count];
    int of_shared_[count] = {-1, -1, -1, -1};
    int of_weak_[count] = {-1, -1, -1, -1};
    int of_pin_[count] = {-1, -1, -1, -1};
    std::vector<block> blocks_;
    std::vector<int> closed_;
    int unheard_ = 0;
    std::string history_;
    std::string wrong_;
};

std::string run_steps(const random_steps::sequence& steps) {
    using ffiguard::closer_may_refuse;
    using ffiguard::one_user;
    std::string wrong = shared_run<traits<>>({false, false}).go(steps);
    if (wrong.empty()) wrong = shared_run<traits<one_user>>({true, false}).go(steps);
    if (wrong.empty()) wrong = shared_run<traits<closer_may_refuse<5>>>({false, true}).go(steps);
    if (wrong.empty())
        wrong = shared_run<traits<one_user, closer_may_refuse<5>>>({true, true}).go(steps);
    return wrong;
}

}  // namespace

TEST_CASE("shared and weak handles do what the model says, whatever is done to them") {
    const std::string wrong = random_steps::check_all("shared_handle", &run_steps, 200, 80);
    REQUIRE_MESSAGE(wrong.empty(), wrong);
}
