// SPDX-License-Identifier: BSL-1.0
#define FFIGUARD_OBSERVE 1
#include <ffiguard/observe/inside_calls.hpp>

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdint>
#include <functional>
#include <string>
#include <thread>
#include <vector>

#include <doctest/doctest.h>

#include <ffiguard/core/call.hpp>
#include <ffiguard/core/handle_table.hpp>
#include <ffiguard/signal/crash_reporter.hpp>

#include "../sanitizer.hpp"
#include "at_level.hpp"

namespace {

using namespace ffiguard;

struct told {
    std::string function, type;
    std::uint64_t token;
};
std::vector<told> inside() {
    std::vector<told> all;
    for_each_inside_call([&](const inside_call& one) {
        all.push_back({std::string(one.function), std::string(one.type), one.token});
    });
    return all;
}
bool has(const std::string& text, const std::string& part) { return text.find(part) != text.npos; }

std::function<void()> in_call;
class diver {
public:
    void dive() const { in_call(); }
    ~diver() {
        if (at_end) at_end();
    }
    std::function<void()> at_end;
};
auto& divers = *new handle_table<diver>;

ffiguard_status diver_dive(ffiguard_token object, ffiguard_error* err) {
    return call<&diver::dive>(divers, object, err);
}

}  // namespace

TEST_CASE("a thread is inside of the calls that it has entered, each with its object") {
    const at_level count(observe_level::count);
    const token outer = *divers.emplace(), inner = *divers.emplace();
    std::vector<told> both, elsewhere;
    int depth = 0;
    in_call = [&] {
        if (++depth == 2) {
            both = inside();
            std::thread([&] { elsewhere = inside(); }).join();
            return;
        }
        CHECK(diver_dive(inner, nullptr) == FFIGUARD_OK);
        const auto one = inside();
        REQUIRE(one.size() == 1);
        CHECK(one[0].token == outer);
    };
    CHECK(inside().empty());
    CHECK(diver_dive(outer, nullptr) == FFIGUARD_OK);
    REQUIRE(both.size() == 2);
    CHECK(has(both[0].function, "diver_dive"));
    CHECK(has(both[0].type, "diver"));
    CHECK(both[0].token == inner);
    CHECK(both[1].token == outer);
    CHECK(elsewhere.empty());
    CHECK(inside().empty());
    CHECK(divers.close(outer).ok());
    CHECK(divers.close(inner).ok());
}

TEST_CASE("the release of an object is a call with it, a call without an object has none") {
    const at_level count(observe_level::count);
    const token t = *divers.emplace();
    std::vector<told> at_end;
    divers.pin(t)->at_end = [&] { at_end = inside(); };
    CHECK(boundary(nullptr, [&] {
              const auto before = inside();
              REQUIRE(before.size() == 1);
              CHECK(before[0].type.empty());
              return divers.close(t);
          }) == FFIGUARD_OK);
    REQUIRE(at_end.size() == 1);
    CHECK(at_end[0].token == t);
}

TEST_CASE("a call that was dropped with its frames is forgotten by the next one") {
    const at_level count(observe_level::count);
    const auto here = reinterpret_cast<std::uintptr_t>(__builtin_frame_address(0));
    detail::inside_.enter(here - 100000, {"gone", 4});
    REQUIRE(inside().size() == 1);
    std::vector<told> now;
    CHECK(boundary(nullptr, [&] { now = inside(); }) == FFIGUARD_OK);
    REQUIRE(now.size() == 1);
    CHECK(now[0].function != "gone");
    CHECK(inside().empty());
}

TEST_CASE("deeper than there is room for, the outer calls are told") {
    const at_level count(observe_level::count);
    const token t = *divers.emplace();
    int depth = 0;
    std::size_t seen = 0;
    in_call = [&] {
        seen = inside().size();
        if (++depth < 20) CHECK(diver_dive(t, nullptr) == FFIGUARD_OK);
    };
    CHECK(diver_dive(t, nullptr) == FFIGUARD_OK);
    CHECK(seen == detail::inside_stack::room);
    CHECK(inside().empty());
    CHECK(divers.close(t).ok());
}

TEST_CASE("a crash names the function, the type and the token that were inside") {
    if (under_thread_sanitizer || under_address_sanitizer) return;  // has handlers of its own
    int ends[2];
    REQUIRE(::pipe(ends) == 0);
    const token t = *divers.emplace();
    const pid_t child = ::fork();
    REQUIRE(child >= 0);
    if (child == 0) {
        const at_level count(observe_level::count);
        static int to = ends[1];
        const auto reporter = crash_reporter::install(
            [](int, siginfo_t*, void*) { static_cast<void>(write_inside_calls(to)); });
        in_call = [] { static_cast<void>(::raise(SIGSEGV)); };
        static_cast<void>(diver_dive(t, nullptr));
        ::_exit(reporter ? 0 : 1);
    }
    ::close(ends[1]);
    std::string text;
    char buffer[512];
    for (ssize_t got = 0; (got = ::read(ends[0], buffer, sizeof buffer)) > 0;)
        text.append(buffer, static_cast<std::size_t>(got));
    ::close(ends[0]);
    int how = 0;
    CHECK(::waitpid(child, &how, 0) == child);
    CHECK(WIFSIGNALED(how));
    CHECK(has(text, "ffiguard: inside "));
    CHECK(has(text, "diver_dive"));
    char wanted[40];
    std::snprintf(wanted, sizeof wanted, "diver 0x%llx\n", static_cast<unsigned long long>(t));
    CHECK(has(text, wanted));
    CHECK(divers.close(t).ok());
}
