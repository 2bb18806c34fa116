// SPDX-License-Identifier: BSL-1.0
// The level stack: the calls that led to what took a resource.
#define FFIGUARD_OBSERVE 1
#include <sys/mman.h>

#include <cstdint>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include <doctest/doctest.h>

#include <ffiguard/core/handle_table.hpp>
#include <ffiguard/observe/detail/c_ledger.hpp>
#include <ffiguard/observe/detail/stack_table.hpp>
#include <ffiguard/observe/detail/stack_walk.hpp>
#include <ffiguard/observe/ledger.hpp>
#include <ffiguard/observe/ledger_report.hpp>
#include <ffiguard/observe/observe_level.hpp>

#include "at_level.hpp"

namespace {  // names of types are compared

using namespace ffiguard;

struct buoy {
    int value = 0;
};
handle_table<buoy>& buoys() {
    static auto& all = *new handle_table<buoy>;
    return all;
}

std::vector<std::uint64_t> stack_of(token t) {
    std::vector<std::uint64_t> frames(64);
    frames.resize(static_cast<std::size_t>(detail::copy_stack(t, frames.data(), 64)));
    return frames;
}

// Each call has a frame of its own, and returns to another place than the others.
[[gnu::noinline]] token open_buoy() {
    const token made = *buoys().emplace();
    asm volatile("");
    return made;
}
[[gnu::noinline]] token call_once() {
    const token made = open_buoy();
    asm volatile("");
    return made;
}
[[gnu::noinline]] token call_twice() {
    const token made = call_once();
    asm volatile("");
    return made;
}
[[gnu::noinline]] token call_deep(int depth) {
    const token made = depth == 0 ? open_buoy() : call_deep(depth - 1);
    asm volatile("");
    return made;
}

}  // namespace

TEST_CASE("a stack begins with the place and goes on with the callers") {
    const at_level stack(observe_level::stack);
    const token a = call_twice(), b = call_once();
    const auto first = stack_of(a), second = stack_of(b);
    REQUIRE(first.size() >= 4);
    REQUIRE(second.size() >= 3);
    CHECK(first[0] == second[0]);  // in open_buoy()
    CHECK(first[1] == second[1]);  // in call_once()
    CHECK(first[2] != second[2]);  // in call_twice(), and here
    int seen = 0;
    for_each_held([&](const held_resource& one) noexcept {
        if (one.value == a) seen += one.stack != nullptr && one.stack[0] == one.place;
    });
    CHECK(seen == 1);
    CHECK(buoys().close(a).ok());
    CHECK(stack_of(a).empty());
    CHECK(buoys().close(b).ok());
}

TEST_CASE("a stack is cut at 32 frames, and a level lower keeps none") {
    const at_level stack(observe_level::stack);
    const token t = call_deep(100);
    CHECK(stack_of(t).size() == 32);
    CHECK(buoys().close(t).ok());
    const at_level record(observe_level::record);
    const token plain = call_twice();
    CHECK(stack_of(plain).empty());
    CHECK(buoys().close(plain).ok());
}

TEST_CASE("a report has the calls below each place, once for each different stack") {
    const at_level stack(observe_level::stack);
    std::vector<token> made;
    for (int i = 0; i < 3; ++i) made.push_back(call_twice());
    made.push_back(call_once());
    std::vector<std::string> lines;
    CHECK(report_ledger([&](std::string_view line) { lines.emplace_back(line); }).ok());
    int groups = 0, calls = 0;
    for (const std::string& line : lines) {
        groups += line.find(" buoy opened at ") != std::string::npos;
        calls += line.rfind("    called at ", 0) == 0;
    }
    CHECK(groups == 2);
    CHECK(calls >= 4);
    CHECK(lines[1].rfind("3 buoy opened at ", 0) == 0);
    for (const token t : made) CHECK(buoys().close(t).ok());
}

TEST_CASE("any thread takes stacks, and equal ones are kept once") {
    const at_level stack(observe_level::stack);
    std::set<const std::uint64_t*> kept;
    std::vector<token> made(40);
    std::vector<std::thread> threads;
    for (std::size_t thread = 0; thread < 4; ++thread)
        threads.emplace_back([&made, thread] {
            for (std::size_t i = 0; i < 10; ++i) made[thread * 10 + i] = call_twice();
        });
    for (std::thread& one : threads) one.join();
    for_each_held([&](const held_resource& one) {
        for (const token t : made)
            if (one.value == t) kept.insert(one.stack);
    });
    CHECK(kept.size() == 1);
    CHECK(observed_totals().stacks_dropped == 0);
    for (const token t : made) CHECK(buoys().close(t).ok());
}

TEST_CASE("what finds no room in the table is counted") {
    static detail::stack_table table;
    std::uint64_t kept = 0;
    detail::call_stack one;
    one.add(1);
    one.add(0);
    for (std::uint64_t i = 0; i < 3 * detail::stack_table::capacity; ++i) {
        one.frames[1] = i + 100;
        const std::uint64_t number = table.add(one);
        if (number == 0) continue;
        ++kept;
        REQUIRE(table.at(number) != nullptr);
        CHECK(table.at(number)->frames[1] == i + 100);
        CHECK(table.add(one) == number);
    }
    CHECK(kept <= detail::stack_table::capacity);
    CHECK(kept > detail::stack_table::capacity / 2);
    CHECK(table.dropped() == 3 * detail::stack_table::capacity - kept);
    CHECK(table.at(0) == nullptr);
}

#if FFIGUARD_FOLLOWS_FRAMES()
TEST_CASE("a walk ends at the first frame that cannot be one") {
    using word = std::uintptr_t;
    const auto count = [](word frame) {
        detail::frame_walk walk(frame);
        int frames = 0;
        while (frames < 100 && walk.next() != 0) ++frames;
        return frames;
    };
    // A chain on memory that is no stack of this thread, as a goroutine's is.
    auto* const page = static_cast<word*>(
        ::mmap(nullptr, 8192, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));
    REQUIRE(page != MAP_FAILED);
    const auto at = [&](std::size_t index) { return reinterpret_cast<word>(&page[index]); };
    page[0] = at(16), page[1] = 0x10001;
    page[16] = at(500), page[17] = 0x10002;
    page[500] = 0, page[501] = 0x10003;
    CHECK(count(at(0)) == 3);
    page[500] = at(16);  // falls
    CHECK(count(at(0)) == 3);
    page[500] = at(500);  // its own
    CHECK(count(at(0)) == 3);
    page[500] = at(500) + 1;  // is not aligned
    CHECK(count(at(0)) == 3);
    page[500] = 8;  // nothing is there
    CHECK(count(at(0)) == 3);
    page[500] = ~word{7};
    CHECK(count(at(0)) == 3);
    page[17] = 3;  // is no code
    CHECK(count(at(0)) == 1);
    CHECK(count(0) == 0);
    // The stack ends with its page.
    REQUIRE(::mprotect(&page[512], 4096, PROT_NONE) == 0);
    page[510] = at(512), page[511] = 0x10004;
    CHECK(count(at(510)) == 1);
    ::munmap(page, 8192);

    // A wild pointer on the thread's own stack is followed within it alone.
    word wild[2] = {0, 0x10005};
    wild[0] = detail::own_stack().end - 8;
    CHECK(count(reinterpret_cast<word>(&wild[0])) < 100);  // whatever lies there, it ends
    wild[0] = reinterpret_cast<word>(&wild[0]);
    CHECK(count(reinterpret_cast<word>(&wild[0])) == 1);
}
#endif
