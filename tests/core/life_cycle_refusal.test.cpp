// SPDX-License-Identifier: BSL-1.0
// Closers that say "not now", and who is told.
#include <ffiguard/core/life_cycle.hpp>

#include <atomic>
#include <cerrno>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include <doctest/doctest.h>

#include <ffiguard/core/handle_table.hpp>
#include <ffiguard/core/shared_handle.hpp>
#include <ffiguard/core/unique_handle.hpp>
#include <ffiguard/core/violation.hpp>

#include "../sanitizer.hpp"

using ffiguard::handle_table;
using ffiguard::status;
using ffiguard::status_code;
using ffiguard::token;

namespace {

struct busy_device {
    using life_cycle = ffiguard::life_cycle<ffiguard::closer_may_refuse_with_errno<EBUSY, EAGAIN>>;
    status close() noexcept { return answers != nullptr && *answers != 0 ? next() : status(); }
    status next() noexcept { return status::system(*answers++); }
    const int* answers;
};

}  // namespace

TEST_CASE("a closer may refuse by the numbers of errno that the class names, and by no other") {
    const int busy[] = {EBUSY, EAGAIN, 0};
    const int broken[] = {EIO, 0};
    handle_table<busy_device> table;
    const token t = *table.emplace(busy);
    CHECK(table.close(t) == status::system(EBUSY));
    CHECK(table.pin(t));
    CHECK(table.close(t) == status::system(EAGAIN));
    CHECK(table.close(t).ok());
    CHECK(table.close(t) == status_code::closed);
    const token failing = *table.emplace(broken);
    CHECK(table.close(failing) == status::system(EIO));
    CHECK(table.close(failing) == status_code::closed);
    CHECK(table.live() == 0);
}

namespace {

struct either {
    using life_cycle = ffiguard::life_cycle<ffiguard::closer_may_refuse<EIO>,
                                            ffiguard::closer_may_refuse_with_errno<EBUSY>>;
    status close() noexcept { return answer; }
    status answer;
};

}  // namespace

TEST_CASE("a number of errno is no number of the library's") {
    handle_table<either> table;
    for (const status refusal :
         {status::foreign(EIO), status::system(EBUSY), status(status_code::in_use)}) {
        const token t = *table.emplace(refusal);
        CHECK(table.close(t) == refusal);
        CHECK(table.live() == 1);
        table.pin(t)->answer = status();
        CHECK(table.close(t).ok());
    }
    for (const status failure :
         {status::foreign(EBUSY), status::system(EIO), status(status_code::closed)}) {
        static_cast<void>(table.close(*table.emplace(failure)));
        CHECK(table.live() == 0);
    }
}

// ---- who is told

namespace {

std::vector<std::string> told;
void keep(const ffiguard::violation_event& event) noexcept {
    told.push_back(std::string(ffiguard::name(event.kind)) + ": " + event.what);
}
struct reports_are_kept {
    reports_are_kept() { told.clear(); }
    reports_are_kept(const reports_are_kept&) = delete;
    reports_are_kept& operator=(const reports_are_kept&) = delete;
    ~reports_are_kept() { ffiguard::set_violation_handler(before); }
    ffiguard::violation_handler before = ffiguard::set_violation_handler(&keep);
};
bool says(std::size_t which, const char* what) {
    const bool found = which < told.size() && told[which].find(what) != std::string::npos;
    if (!found && which < told.size()) MESSAGE(told[which]);
    return found;
}

struct parent {
    using life_cycle = ffiguard::life_cycle<ffiguard::closes_children>;
};
struct child {
    using life_cycle =
        ffiguard::life_cycle<ffiguard::child_of<parent>, ffiguard::closer_may_refuse<5>>;
    status close() noexcept { return refusals-- > 0 ? status::foreign(5) : status(); }
    int refusals;
};
struct stubborn_parent {
    using life_cycle =
        ffiguard::life_cycle<ffiguard::waits_for_children, ffiguard::closer_may_refuse<5>>;
    status close() noexcept { return refusals-- > 0 ? status::foreign(5) : status(); }
    int refusals;
};
struct late_child {
    using life_cycle = ffiguard::life_cycle<ffiguard::child_of<stubborn_parent>>;
};

}  // namespace

TEST_CASE("a refusal that somebody reads is not reported") {
    const reports_are_kept reports;
    handle_table<child> children;
    handle_table<parent> parents;
    const token p = *parents.emplace();
    const token c = *children.emplace_child(parents, p, 2);
    CHECK(children.close(c) == status::foreign(5));
    auto inside = children.pin(c);
    CHECK(children.close(c).ok());
    CHECK(inside.unpin() == status::foreign(5));
    CHECK(children.close(c).ok());
    CHECK(parents.close(p).ok());
    CHECK(told.empty());
}

TEST_CASE("a refusal in the destructor of a pin is reported, with what it has refused before") {
    const reports_are_kept reports;
    handle_table<child> children;
    handle_table<parent> parents;
    const token p = *parents.emplace();
    const token other = *children.emplace_child(parents, p, 0);
    const token c = *children.emplace_child(parents, p, 3);
    CHECK(children.close(c) == status::foreign(5));
    {
        const auto inside = children.pin(c);
        CHECK(children.close(c).ok());
    }
    REQUIRE(told.size() == 1);
    CHECK(says(0, "close refused: "));
    CHECK(says(0, "child #1: its close() was refused (foreign error 5) where nobody reads"));
    CHECK(says(0, "(refused 2 times)"));
    {
        auto inside = children.pin(c);
        CHECK(children.close(c).ok());
        inside = children.pin(other);
    }
    REQUIRE(told.size() == 2);
    CHECK(says(1, "(refused 3 times)"));
    CHECK(children.close(c).ok());
    CHECK(parents.close(p).ok());
    CHECK(told.size() == 2);
    // Another object in the slot has refused nothing yet.
    const token q = *parents.emplace();
    const token in_the_other_slot = *children.emplace_child(parents, q, 0);
    const token again = *children.emplace_child(parents, q, 1);
    CHECK((again & 1) == (c & 1));
    CHECK(children.close(in_the_other_slot).ok());
    {
        const auto inside = children.pin(again);
        CHECK(children.close(again).ok());
    }
    CHECK(says(2, "(refused 1 time)"));
    CHECK(children.close(again).ok());
    CHECK(parents.close(q).ok());
}

TEST_CASE("a refusal in a cascade, or where the last child goes, is reported") {
    const reports_are_kept reports;
    handle_table<parent> parents;
    handle_table<child> children;
    const token p = *parents.emplace();
    const token c = *children.emplace_child(parents, p, 1);
    CHECK(parents.close(p).ok());
    REQUIRE(told.size() == 1);
    CHECK(says(0, "child #0: its close() was refused"));
    CHECK(children.close(c).ok());

    handle_table<stubborn_parent> stubborn;
    handle_table<late_child> late;
    const token s = *stubborn.emplace(1);
    const token l = *late.emplace_child(stubborn, s);
    CHECK(stubborn.close(s).ok());
    CHECK(late.close(l).ok());
    REQUIRE(told.size() == 2);
    CHECK(says(1, "stubborn_parent #0: its close() was refused"));
    CHECK(stubborn.pin(s));
    CHECK(stubborn.close(s).ok());
}

TEST_CASE("the end of a table names the trees that are open, and who refused how often") {
    const leaks_on_purpose slots_stay;
    const reports_are_kept reports;
    auto children = std::make_unique<handle_table<child>>();
    auto parents = std::make_unique<handle_table<parent>>();
    const token first = *parents->emplace();
    const token second = *parents->emplace();
    CHECK(children->emplace_child(*parents, first, 0));
    CHECK(children->emplace_child(*parents, second, 0));
    const token refuses = *children->emplace_child(*parents, second, 100);
    CHECK(children->close(refuses) == status::foreign(5));
    children.reset();
    REQUIRE(told.size() == 1);
    CHECK(says(0, "leak: 3 open, some in use or refusing to close, and left, at the end of"));
    CHECK(says(0, "child>: 1 of "));
    CHECK(says(0, "parent #0, 2 of "));
    CHECK(says(0, "parent #1; #2 refused to close 3 times"));
    parents.reset();
    REQUIRE(told.size() >= 2);
    CHECK(says(told.size() - 1, "2 open, some in use and left to their last user, at the end of"));
    CHECK(says(told.size() - 1, "parent>; #1 has 1 child open"));
}

TEST_CASE("a long list of trees is cut") {
    const reports_are_kept reports;
    {
        handle_table<parent> parents;
        handle_table<child> children;
        for (int i = 0; i < 5; ++i) REQUIRE(children.emplace_child(parents, *parents.emplace(), 0));
    }
    REQUIRE(told.size() == 2);
    CHECK(says(0, "parent #2, ..."));
    CHECK(says(1, "5 open at the end of"));
}

// ---- shared handles

namespace {

struct stubborn_traits {
    using value_type = std::atomic<int>*;
    using life_cycle = ffiguard::life_cycle<ffiguard::closer_may_refuse<5>>;
    static constexpr value_type empty() noexcept { return nullptr; }
    static status close(value_type refusals) noexcept {
        return (*refusals)-- > 0 ? status::foreign(5) : status();
    }
};
using stubborn = ffiguard::unique_handle<stubborn_traits>;

}  // namespace

TEST_CASE("a shared handle whose closer refuses pins again, through every copy") {
    std::atomic<int> refusals{1};
    const auto shared = *ffiguard::share(stubborn(&refusals));
    const auto copy = shared;
    const ffiguard::weak<stubborn> known = shared;
    CHECK(shared.close() == status::foreign(5));
    CHECK(shared.state().ok());
    CHECK(copy.pin().get() == &refusals);
    CHECK(known.lock());
    CHECK(copy.close().ok());
    CHECK(refusals == -1);
    CHECK(shared.close() == status_code::closed);
    CHECK(!known.lock());
}

TEST_CASE("the last user of a closed shared handle is refused, and it can be closed again") {
    std::atomic<int> refusals{2};
    const auto shared = *ffiguard::share(stubborn(&refusals));
    auto first = shared.pin();
    CHECK(shared.close().ok());
    CHECK(first.unpin() == status::foreign(5));
    auto second = shared.pin();
    CHECK(second);
    CHECK(shared.close().ok());
    CHECK(second.unpin() == status::foreign(5));
    CHECK(shared.try_close().ok());
    CHECK(refusals == -1);
}

TEST_CASE("a refusal in the destructor of a pin of a shared handle is reported") {
    const reports_are_kept reports;
    std::atomic<int> refusals{1};
    const auto shared = *ffiguard::share(stubborn(&refusals));
    {
        const auto pin = shared.pin();
        CHECK(shared.close().ok());
    }
    REQUIRE(told.size() == 1);
    CHECK(says(0, "close refused: shared_handle<"));
    CHECK(says(0, "stubborn_traits>: its close() was refused (foreign error 5) where nobody"));
    CHECK(shared.close().ok());
    CHECK(told.size() == 1);
}

TEST_CASE("a shared handle that refuses its last owner is tried once more, and ends") {
    std::atomic<int> refusals{1};
    {
        auto shared = *ffiguard::share(stubborn(&refusals));
        CHECK(shared.drop([](std::atomic<int>*) noexcept {}) == status::foreign(5));
    }
    CHECK(refusals == -1);
    refusals = 1;
    auto shared = ffiguard::share(stubborn(&refusals));
    auto pin = shared->pin();
    shared->reset();  // the pin is the last user
    CHECK(pin.unpin() == status::foreign(5));
    CHECK(refusals == -1);
}

TEST_CASE(
    "of a shared handle that refuses, the last owner and the last user do not miss each other") {
    for (int round = 0; round < 3000; ++round) {
        std::atomic<int> refusals{1};
        auto shared = *ffiguard::share(stubborn(&refusals));
        auto pin = shared.pin();
        static_cast<void>(shared.close());
        std::atomic<int> missing{2};
        const auto together = [&] {
            --missing;
            while (missing > 0) std::this_thread::yield();
        };
        std::thread user([&] {
            together();
            static_cast<void>(pin.unpin());
        });
        together();
        shared.reset();
        user.join();
        REQUIRE(refusals == -1);
    }
}

// ---- owners

TEST_CASE("an owner that ends while its closer refuses says that the handle is lost") {
    const leaks_on_purpose lost;
    const reports_are_kept reports;
    std::atomic<int> refusals{1};
    errno = ENOENT;
    { const stubborn ends(&refusals); }
    CHECK(errno == ENOENT);
    REQUIRE(told.size() == 1);
    CHECK(says(0, "close refused: unique_handle<"));
    CHECK(says(0, "stubborn_traits>: its close() was refused (foreign error 5) where nobody"));
    CHECK(says(0, "the handle is lost"));

    std::atomic<int> other{0};
    refusals = 3;
    stubborn owner(&refusals);
    owner.reset();
    CHECK(told.size() == 2);
    owner = stubborn(&refusals);
    owner.reset(&other);
    CHECK(told.size() == 3);
    owner = stubborn(&refusals);  // other is closed
    CHECK(told.size() == 3);
    CHECK(owner.close() == status::foreign(5));  // somebody reads it
    CHECK(owner.close().ok());
    CHECK(told.size() == 3);
}

TEST_CASE("a weak handle does not keep what has refused its last owner") {
    std::atomic<int> refusals{1};
    auto shared = ffiguard::share(stubborn(&refusals)).value();
    const ffiguard::weak<stubborn> rest(shared);
    shared.reset();
    CHECK(refusals == -1);  // it was asked again, and has closed
    CHECK(rest.expired());
}

TEST_CASE("a shared handle that refuses its last owner twice says that the handle is lost") {
    const leaks_on_purpose lost;
    const reports_are_kept reports;
    std::atomic<int> refusals{2};
    ffiguard::share(stubborn(&refusals)).value().reset();
    REQUIRE(told.size() == 1);
    CHECK(says(0, "the handle is lost"));
}
