// SPDX-License-Identifier: BSL-1.0
// Two operations on one object, the second after each machine instruction of the first: what
// threads meet in a window of some instructions is met here each time.
#include <ffiguard/core/handle_table.hpp>

#include <optional>
#include <tuple>
#include <utility>
#include <vector>

#include <doctest/doctest.h>

#include <ffiguard/core/shared_handle.hpp>

#include "../every_step.hpp"

using ffiguard::handle_table;
using ffiguard::result;
using ffiguard::status_code;
using ffiguard::token;

namespace {

int alive = 0;  // objects that have not ended; one that ends twice makes it wrong
int broken = 0;

template <class... Says>
struct single {
    using life_cycle = ffiguard::life_cycle<Says...>;
    single() { ++alive; }
    single(single&& from) noexcept { from.gone = true; }
    single& operator=(single&&) = delete;
    ~single() {
        if (!gone) --alive;
    }
    bool gone = false;
};

template <class... Says>
struct parent {
    using life_cycle = ffiguard::life_cycle<Says...>;
    parent() { ++alive; }
    parent(const parent&) = delete;
    parent& operator=(const parent&) = delete;
    ~parent() {
        if (children != 0) ++broken;
        --alive;
    }
    int children = 0;
};
template <class... Says>
struct child {
    using life_cycle = ffiguard::life_cycle<ffiguard::child_of<parent<Says...>>>;
    explicit child(parent<Says...>& in) : above(&in) {
        ++alive;
        ++in.children;
    }
    child(const child&) = delete;
    child& operator=(const child&) = delete;
    ~child() {
        --alive;
        --above->children;
    }
    parent<Says...>* above;
};

/// Each round begins with nothing alive, once what is left was settled.
template <class Prepare, class Walk, class Other, class Settle>
void is_sound(Prepare&& prepare, Walk&& walk, Other&& other, Settle&& settle) {
    alive = broken = 0;
    const auto begin = [&] {
        settle();
        if (alive != 0 || broken != 0) return false;
        prepare();
        return true;
    };
    const long steps = every_step::run(begin, walk, other);
    settle();
    CAPTURE(steps);
    CHECK(steps > 5);
    CHECK(alive == 0);
    CHECK(broken == 0);
}
template <class Prepare, class Walk, class Other>
void is_sound(Prepare&& prepare, Walk&& walk, Other&& other) {
    is_sound(prepare, walk, other, [] {});
}

template <class... Says>
void two_users_of_one_object() {
    using object = single<Says...>;
    handle_table<object> table;
    token one = 0;
    const auto open = [&] { one = *table.emplace(); };
    const auto close = [&] { static_cast<void>(table.close(one)); };
    using pin = decltype(table.pin(one));
    std::optional<pin> held;
    const auto open_and_pin = [&] {
        open();
        held.emplace(table.pin(one));
    };
    const auto leave = [&] { held.reset(); };

    SUBCASE("close, and the user leaves") { is_sound(open_and_pin, close, leave); }
    SUBCASE("the user leaves, and close") { is_sound(open_and_pin, leave, close); }
    SUBCASE("pin, and close") {
        const auto use = [&] { static_cast<void>(table.pin(one)); };
        is_sound(open, use, close);
    }
    SUBCASE("close, and pin") {
        const auto use = [&] { static_cast<void>(table.pin(one)); };
        is_sound(open, close, use);
    }
    SUBCASE("close, and close: one of them is told ok") {
        int closed = 0;
        const auto tell = [&] { closed += table.close(one).ok() ? 1 : 0; };
        is_sound(
            [&] {
                if (closed != 0 && closed != 1) ++broken;
                closed = 0;
                open();
            },
            tell, tell);
    }
    SUBCASE("take, and pin") {
        const auto take = [&] { static_cast<void>(table.take(one)); };
        const auto use_and_close = [&] {
            static_cast<void>(table.pin(one));
            static_cast<void>(table.close(one));
        };
        const auto take_and_close = [&] {
            take();
            static_cast<void>(table.close(one));
        };
        is_sound(open, take_and_close, use_and_close);
    }
}

template <class... Says>
void parent_and_child() {
    using above = parent<Says...>;
    handle_table<above> parents;
    handle_table<child<Says...>> children;
    token p = 0;
    token c = 0;
    const auto open = [&] {
        p = *parents.emplace();
        c = *children.emplace_child(parents, p);
    };
    const auto close_both = [&] {
        static_cast<void>(children.close(c));
        static_cast<void>(parents.close(p));
    };
    const auto close_child = [&] { static_cast<void>(children.close(c)); };
    const auto use_child = [&] { static_cast<void>(children.pin(c)); };
    const auto close_parent = [&] { static_cast<void>(parents.close(p)); };

    SUBCASE("the child is closed, and the parent") { is_sound(open, close_both, close_parent); }
    SUBCASE("the parent is closed, and the child") {
        is_sound(
            open,
            [&] {
                close_parent();
                close_both();
            },
            close_child);
    }
    SUBCASE("the child is used, and the parent closed") {
        is_sound(
            open,
            [&] {
                use_child();
                close_both();
            },
            close_parent);
    }
    SUBCASE("a child is made, and the parent closed") {
        const auto make = [&] {
            if (const auto made = children.emplace_child(parents, p)) c = *made;
            close_both();
        };
        is_sound([&] { p = *parents.emplace(), c = 0; }, make, close_parent);
    }
}

}  // namespace

TEST_CASE("at each step of one operation another thread may do another one") {
    if (!every_step::is_possible()) return;
    SUBCASE("one object") { two_users_of_one_object<>(); }
    SUBCASE("one user at a time") { two_users_of_one_object<ffiguard::one_user>(); }
    SUBCASE("waits") { parent_and_child<ffiguard::waits_for_children>(); }
    SUBCASE("refuses") { parent_and_child<ffiguard::refuses_with_children>(); }
    SUBCASE("waits, one user") {
        parent_and_child<ffiguard::waits_for_children, ffiguard::one_user>();
    }
}

TEST_CASE("at each step of the last owner's end a weak handle may be asked") {
    if (!every_step::is_possible()) return;
    struct traits {
        using value_type = int;
        static int empty() noexcept { return 0; }
        static void close(int) noexcept { --alive; }
    };
    using owner = ffiguard::shared_handle<traits>;
    std::optional<owner> last;
    std::optional<ffiguard::weak_handle<traits>> weak;
    const auto open = [&] {
        ++alive;
        last.emplace(*ffiguard::share(ffiguard::unique_handle<traits>(1)));
        weak.emplace(*last);
    };
    const auto end = [&] { last.reset(); };
    const auto ask = [&] {
        if (const owner locked = weak->lock(); locked && alive != 1) ++broken;
    };
    SUBCASE("ends") { is_sound(open, end, ask); }
    SUBCASE("is asked") { is_sound(open, ask, end); }
}

TEST_CASE("at each step of an insertion others may take slots and give them back") {
    if (!every_step::is_possible()) return;
    using object = single<>;
    handle_table<object> table;
    token one = 0;
    std::vector<token> others;
    others.reserve(8);
    is_sound(
        [&] {  // two free slots, the first of which the insertion looks at
            const token a = *table.emplace();
            const token b = *table.emplace();
            static_cast<void>(table.close(b));
            static_cast<void>(table.close(a));
        },
        [&] {
            one = *table.emplace();
            if (!table.close(one).ok()) ++broken;
        },
        [&] {  // the first is back, and what came behind it is taken
            const token a = *table.emplace();
            others.push_back(*table.emplace());
            static_cast<void>(table.close(a));
        },
        [&] {
            for (const token each : others)
                if (!table.close(each).ok()) ++broken;
            others.clear();
        });
}
