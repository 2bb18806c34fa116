// SPDX-License-Identifier: BSL-1.0
// What core/ tells an observer, event by event. In this file the door is one of the test, so
// ffiguard lives in an inline namespace of its own.
#include <ffiguard/core/config.hpp>

#include <cstdint>
#include <cstring>
#include <map>
#include <string>
#include <vector>

#undef FFIGUARD_ABI
#define FFIGUARD_ABI v0_traced
#define FFIGUARD_CORE_TRACE_HPP

#include <ffiguard/core/status.hpp>

namespace {

std::vector<std::string> told;
std::map<std::uint64_t, std::string> names;  // of the values, by when they came

template <class Value>
std::string named(const Value& value) {
    std::uint64_t bits = 0;
    std::memcpy(&bits, &value, sizeof value < sizeof bits ? sizeof value : sizeof bits);
    const auto found = names.find(bits);
    if (found != names.end()) return found->second;
    std::string name(1, static_cast<char>('a' + names.size()));
    names[bits] = name;
    return name;
}

template <class Value>
void tell(const char* event, const Value& value, const std::string& more = "") {
    told.push_back(std::string(event) + " " + named(value) + more);
}

}  // namespace

namespace ffiguard {
inline namespace FFIGUARD_ABI {

struct violation_event;

struct trace {
    enum : bool { is_on = true };

    template <class Resource, class Value>
    static void acquire(const Value& value) noexcept {
        tell("acquire", value);
    }
    template <class Resource, class Value>
    static void adopt(const Value& value, const Value& parent) noexcept {
        tell("adopt", value, " of " + named(parent));
    }
    template <class Resource, class Value>
    static Value releasing(const Value& value) noexcept {
        tell("releasing", value);
        return value;
    }
    template <class Resource, class Value>
    static void release(const Value& value, status outcome) noexcept {
        tell("release", value, outcome.ok() ? "" : std::string(" ") + name(outcome.code()));
    }
    template <class Resource, class Value>
    static void refuse(const Value& value, status) noexcept {
        tell("refuse", value);
    }
    template <class Resource, class Value>
    static void disown(const Value& value) noexcept {
        tell("disown", value);
    }
    template <class Resource, class Value>
    static void defer(const Value& value) noexcept {
        tell("defer", value);
    }
    template <class Resource, class Value>
    static void share(const Value& value) noexcept {
        tell("share", value);
    }
    template <class Resource, class Value>
    static void unshare(const Value& value) noexcept {
        tell("unshare", value);
    }
    template <class Resource, class Value>
    static void pin(const Value& value) noexcept {
        tell("pin", value);
    }
    template <class Resource, class Value>
    static void unpin(const Value& value) noexcept {
        tell("unpin", value);
    }
    static void violation(const violation_event&) noexcept { told.push_back("violation"); }
    template <class Resource>
    static void misuse(std::uint64_t value, status_code why) noexcept {
        tell("misuse", value, std::string(" ") + name(why));
    }
    static void explain(ffiguard_error&) noexcept { told.push_back("explain"); }
    struct closing_here {};
    struct story {
        explicit story(std::uint64_t) noexcept {}
        const char* text() const noexcept { return nullptr; }
    };
    template <class Body>
    static int enter_boundary(const Body&, const char*) noexcept {
        told.push_back("enter boundary");
        return 7;
    }
    template <class Body>
    static void leave_boundary(const Body&, status outcome, int entered) noexcept {
        if (entered != 7) told.push_back("not what enter_boundary returned");
        told.push_back(std::string("leave boundary ") + name(outcome.code()));
    }

    template <class Value>
    class note {
    public:
        void keep_traced(const Value& value) noexcept { value_ = value; }
        [[nodiscard]] Value traced() const noexcept { return value_; }

    private:
        Value value_{};
    };
};

}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#include <doctest/doctest.h>

#include <ffiguard/core/boundary.hpp>
#include <ffiguard/core/handle_table.hpp>
#include <ffiguard/core/out_param.hpp>
#include <ffiguard/core/shared_handle.hpp>
#include <ffiguard/core/unique_handle.hpp>

namespace {

using ffiguard::handle_table;
using ffiguard::status;
using ffiguard::status_code;
using ffiguard::token;
using ffiguard::unique_handle;

int refusals = 0;  // so often the closers below refuse

struct number {
    using value_type = int;
    static constexpr int empty() noexcept { return 0; }
    static status close(int) noexcept {
        told.push_back("closer");
        return status_code::ok;
    }
};
struct stubborn : number {
    using life_cycle = ffiguard::life_cycle<ffiguard::closer_may_refuse<5>>;
    static status close(int) noexcept {
        told.push_back("closer");
        return refusals-- > 0 ? status::foreign(5) : status();
    }
};
using owner = unique_handle<number>;
using stubborn_owner = unique_handle<stubborn>;

struct object {
    object() = default;
    object(object&&) noexcept = default;
    ~object() { told.push_back("destroyed"); }
    int value = 0;
};
struct door {
    using life_cycle = ffiguard::life_cycle<ffiguard::closer_may_refuse<5>>;
    static status close() noexcept { return refusals-- > 0 ? status::foreign(5) : status(); }
};
struct parent {
    using life_cycle = ffiguard::life_cycle<ffiguard::closes_children>;
};
struct child {
    using life_cycle = ffiguard::life_cycle<ffiguard::child_of<parent>>;
};

/// What f has told, with commas.
template <class F>
std::string events_of(F&& f) {
    told.clear();
    names.clear();
    f();
    std::string all;
    for (const std::string& one : told) all += (all.empty() ? "" : ", ") + one;
    told.clear();
    return all;
}

int make_number(int* out) {
    *out = 7;
    return 0;
}

}  // namespace

TEST_CASE("an owner tells of what it takes before it is closed, and around its closer") {
    const std::string whole = "acquire a, releasing a, closer, release a";
    CHECK(events_of([] { const owner one(7); }) == whole);
    CHECK(events_of([] { CHECK(owner(7).close().ok()); }) == whole);
    CHECK(events_of([] {
              owner one;
              CHECK(make_number(out_param(one)) == 0);
          }) == whole);
    CHECK(events_of([] { const owner nothing; }).empty());
}

TEST_CASE("a move tells nothing") {
    CHECK(events_of([] {
              owner one(7);
              owner two(std::move(one));
              one = std::move(two);
              swap(one, two);
          }) == "acquire a, releasing a, closer, release a");
}

TEST_CASE("a handle that is given away is disowned") {
    CHECK(events_of([] { CHECK(owner(7).release() == 7); }) == "acquire a, disown a");
    CHECK(events_of([] { CHECK(owner().release() == 0); }).empty());
}

TEST_CASE("a reset takes the new one before it closes the old one, and nothing for what it has") {
    CHECK(events_of([] {
              owner one(7);
              one.reset(one.get());
          }) == "acquire a, releasing a, closer, release a");
    CHECK(events_of([] {
              owner one(7);
              one.reset(8);
              CHECK(one.release() == 8);
          }) == "acquire a, acquire b, releasing a, closer, release a, disown b");
}

TEST_CASE("a closer that refuses leaves it owned") {
    CHECK(events_of([] {
              refusals = 1;
              stubborn_owner one(7);
              CHECK(one.close() == status::foreign(5));
              CHECK(one.close().ok());
          }) == "acquire a, releasing a, closer, refuse a, releasing a, closer, release a");
}

TEST_CASE("every handle of a shared resource tells of itself by the value of the resource") {
    CHECK(events_of([] {
              auto one = *share(owner(7));
              const auto two = one;
              const ffiguard::weak<owner> back = one;
              { const auto three = back.lock(); }
              { const auto inside = two.pin(); }
              one.reset();
          }) ==
          "acquire a, share a, share a, share a, unshare a, pin a, unpin a, unshare a, unshare a, "
          "releasing a, closer, release a");
}

TEST_CASE("a shared resource that is closed under its user is released when that leaves") {
    CHECK(events_of([] {
              auto one = *share(owner(7));
              auto inside = one.pin();
              CHECK(one.close().ok());
              CHECK(inside.unpin().ok());
          }) == "acquire a, share a, pin a, unpin a, releasing a, closer, release a, unshare a");
}

TEST_CASE("each event of a table has the token that its user has") {
    handle_table<object> table;
    CHECK(events_of([&] {
              const token t = *table.emplace();
              { const auto inside = table.pin(t); }
              CHECK(table.close(t).ok());
              CHECK(table.pin(t).status() == status_code::closed);
              named(t);
              CHECK(names.size() == 1);
          }) == "acquire a, pin a, unpin a, releasing a, destroyed, release a, misuse a closed");
}

TEST_CASE("a close under a user is deferred, and a pin tells once, whoever has it") {
    handle_table<object> table;
    CHECK(events_of([&] {
              const token t = *table.emplace();
              auto inside = table.pin(t);
              auto moved = std::move(inside);
              CHECK(table.close(t).ok());
              static_cast<void>(moved.unpin());
          }) == "acquire a, pin a, defer a, unpin a, releasing a, destroyed, release a");
}

TEST_CASE("what is taken out of a table is disowned") {
    handle_table<parent> table;
    CHECK(events_of([&] {
              const token t = *table.emplace();
              CHECK(table.take(t).has_value());
          }) == "acquire a, disown a");
}

TEST_CASE("an object that refuses to close stays in its table") {
    handle_table<door> table;
    CHECK(events_of([&] {
              refusals = 1;
              const token t = *table.emplace();
              CHECK(table.close(t) == status::foreign(5));
              CHECK(table.close(t).ok());
          }) == "acquire a, releasing a, refuse a, releasing a, release a");
}

TEST_CASE("a child tells of its parent, and is released first") {
    handle_table<parent> parents;
    handle_table<child> children;
    CHECK(events_of([&] {
              const token p = *parents.emplace();
              CHECK(children.emplace_child(parents, p).has_value());
              CHECK(parents.close(p).ok());
          }) ==
          "acquire a, pin a, acquire b, adopt b of a, unpin a, releasing b, release b, releasing "
          "a, release a");
}

TEST_CASE("what a table still has at its end is told as released") {
    CHECK(events_of([] {
              handle_table<object> table;
              CHECK(table.emplace().has_value());
          }) == "acquire a, releasing a, destroyed, release a, violation");
}

TEST_CASE("a boundary is entered and left, with its outcome, also by an exception") {
    told.clear();
    ffiguard::boundary(nullptr, [] { return status(status_code::closed); });
#if FFIGUARD_HAS_EXCEPTIONS()
    ffiguard::boundary(nullptr, [] { throw 1; });
#else
    ffiguard::boundary(nullptr, []() -> status { return status_code::cxx_exception; });
#endif
    CHECK(told == std::vector<std::string>{"enter boundary", "leave boundary closed",
                                           "enter boundary", "leave boundary C++ exception"});
}
