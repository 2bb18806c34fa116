// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/core/violation.hpp>

#include <cerrno>
#include <set>
#include <string>

#include <doctest/doctest.h>

#include "child.hpp"

using ffiguard::code_location;
using ffiguard::violation;
using ffiguard::violation_event;
using ffiguard::violation_level;

namespace {

violation last_kind;
void remember(const violation_event& event) noexcept {
    last_kind = event.kind;
    errno = EIO;
}

}  // namespace

TEST_CASE("the default handler prints one line with both places, and goes on") {
    const auto child = run_in_child([] {
        ffiguard::report(
            {violation::leak, "handle_table<stream>: 3 open", {"a.cpp", 12}, {"b.cpp", 7}});
    });
    CHECK(child.exit_status == 0);
    CHECK(child.text ==
          "ffiguard: leak: handle_table<stream>: 3 open (at a.cpp:12) (taken at b.cpp:7)\n");
}

TEST_CASE("what an observer knows of a handle is printed behind the rest") {
    const auto child = run_in_child([] {
        violation_event event{violation::close_refused, "database #3"};
        event.handle = 7;
        event.story = "opened as database at x.so+0x1";
        ffiguard::report(event);
    });
    CHECK(child.text == "ffiguard: close refused: database #3 (opened as database at x.so+0x1)\n");
}

TEST_CASE("places that are not known are left out") {
    const auto child = run_in_child([] { ffiguard::report({violation::wrong_thread}); });
    CHECK(child.text == "ffiguard: wrong thread\n");
}

TEST_CASE("the stricter level aborts after the report") {
    const auto child = run_in_child([] {
        set_violation_level(violation_level::abort);
        ffiguard::report({violation::out_of_order});
    });
    CHECK(child.aborted);
    CHECK(child.text == "ffiguard: out of order\n");
}

TEST_CASE("a line longer than the buffer is cut, not overrun") {
    const std::string text(2000, 'x');
    const auto child = run_in_child([&] { ffiguard::report({violation::leak, text.c_str()}); });
    CHECK(child.text.size() == 767);
    CHECK(child.text.back() == '\n');
}

TEST_CASE("a handler can be replaced and put back, and errno is kept") {
    const auto before = ffiguard::set_violation_handler(&remember);
    errno = ENOENT;
    ffiguard::report({violation::receiver_conflict});
    CHECK(errno == ENOENT);
    CHECK(last_kind == violation::receiver_conflict);
    CHECK((ffiguard::set_violation_handler(before) == &remember));
}

TEST_CASE("a violation that leaves no safe state aborts at either level") {
    const auto child = run_in_child([] { ffiguard::fail(violation::overflow, "gate"); });
    CHECK(child.aborted);
    CHECK(child.text == "ffiguard: count overflow: gate\n");
}

TEST_CASE("a place is that of the caller") {
    const code_location here = code_location::current();
    CHECK(here.line == __LINE__ - 1);
    CHECK(std::string(here.file).find("violation.test.cpp") != std::string::npos);
}

TEST_CASE("every kind has a name of its own") {
    std::set<std::string> names;
    for (int kind = 0; kind <= static_cast<int>(violation::bad_access); ++kind)
        names.insert(name(static_cast<violation>(kind)));
    CHECK(names.size() == static_cast<int>(violation::bad_access) + 1);
    CHECK(names.count("unknown violation") == 0);
}
