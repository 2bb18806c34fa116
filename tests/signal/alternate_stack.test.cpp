// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/signal/alternate_stack.hpp>

#include <signal.h>
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <thread>
#include <type_traits>
#include <utility>
#include <vector>

#include <doctest/doctest.h>

#include "../core/child.hpp"

using ffiguard::alternate_stack;
using ffiguard::result;
using ffiguard::status_code;

static_assert(!std::is_copy_constructible_v<alternate_stack>);
static_assert(std::is_nothrow_move_constructible_v<alternate_stack>);

namespace {

stack_t current() {
    stack_t now;
    sigaltstack(nullptr, &now);
    return now;
}

bool same(const stack_t& a, const stack_t& b) {
    return a.ss_sp == b.ss_sp && a.ss_size == b.ss_size && a.ss_flags == b.ss_flags;
}

bool is_mapped(void* page) {
    unsigned char in_core = 0;
    return mincore(page, 1, &in_core) == 0;
}

void handle(int number, void (*handler)(int)) {
    struct sigaction action;
    std::memset(&action, 0, sizeof action);
    action.sa_handler = handler;
    action.sa_flags = SA_ONSTACK;
    sigaction(number, &action, nullptr);
}

void exit_7(int) { _exit(7); }

// By a pointer that may change: the compiler can neither make a loop of it nor call it endless.
int overflow(int depth);
int (*volatile call_again)(int) = &overflow;
volatile int wanted = 1 << 30;
int overflow(int depth) {
    volatile char frame[1024];
    frame[depth % 1024] = 1;  // not always [0], or one byte would be all of the frame
    return depth >= wanted ? 0 : call_again(depth + 1) + frame[depth % 1024];
}

// What Go sets on each of its threads; a thread with it is lent to a shim.
struct lent_stack {
    lent_stack() {
        stack_t own{};
        own.ss_sp = memory;
        own.ss_size = sizeof memory;
        sigaltstack(&own, &before);
    }
    ~lent_stack() { sigaltstack(&before, nullptr); }
    lent_stack(const lent_stack&) = delete;
    lent_stack& operator=(const lent_stack&) = delete;
    static char memory[64 * 1024];
    stack_t before;
};
char lent_stack::memory[64 * 1024];

}  // namespace

TEST_CASE("a full stack is handled on the alternate one; without, the handler cannot run") {
    const auto naive = run_in_child([] {
        const stack_t none = [] {
            stack_t off{};
            off.ss_flags = SS_DISABLE;
            return off;
        }();
        sigaltstack(&none, nullptr);
        handle(SIGSEGV, &exit_7);
        _exit(overflow(0));
    });
    CHECK(naive.exit_status == -1);

    const auto guarded = run_in_child([] {
        const auto stack = alternate_stack::install();
        if (!stack) _exit(1);
        handle(SIGSEGV, &exit_7);
        _exit(overflow(0));
    });
    CHECK(guarded.exit_status == 7);
}

TEST_CASE("the stack that was set before is put back exactly, and the memory goes") {
    const lent_stack lent;
    const stack_t before = current();
    void* memory = nullptr;
    errno = ENOENT;
    {
        const auto stack = alternate_stack::install();
        REQUIRE(stack);
        CHECK(errno == ENOENT);
        memory = current().ss_sp;
        CHECK(memory != before.ss_sp);
        CHECK(current().ss_size >= alternate_stack::default_size());
        CHECK(is_mapped(memory));
    }
    CHECK(errno == ENOENT);
    CHECK(same(current(), before));
    CHECK_FALSE(is_mapped(memory));
}

TEST_CASE("where no stack was set before, none is set after") {
    std::thread([] {
        stack_t off{};
        off.ss_flags = SS_DISABLE;
        stack_t before;
        sigaltstack(&off, &before);
        auto stack = alternate_stack::install();
        REQUIRE(stack);
        CHECK((current().ss_flags & SS_DISABLE) == 0);
        CHECK(stack->restore().ok());
        CHECK((current().ss_flags & SS_DISABLE) != 0);
        CHECK(stack->restore() == status_code::closed);
        sigaltstack(&before, nullptr);  // a sanitizer's
    }).join();
}

TEST_CASE("a size is in bytes and rounded up to pages; what no handler fits in is refused") {
    const lent_stack lent;
    const stack_t before = current();
    const auto page = static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
    {
        const auto stack = alternate_stack::install(16 * page + 1);
        REQUIRE(stack);
        CHECK(current().ss_size == 17 * page);
        std::memset(current().ss_sp, 1, current().ss_size);
    }
    CHECK(alternate_stack::install(0).status() == status_code::invalid_argument);
    CHECK(alternate_stack::install(1).status() == status_code::invalid_argument);
    CHECK(alternate_stack::install(SIZE_MAX).status() == status_code::out_of_memory);
    if (sizeof(void*) == 8)  // a quarter of 32 bits may well be free
        CHECK(alternate_stack::install(SIZE_MAX / 4).status() == status_code::out_of_memory);
    CHECK(same(current(), before));
}

namespace {

void overflow_here(int) { overflow(0); }

}  // namespace

TEST_CASE("the page below the stack is nobody's to touch") {
    const auto guard = alternate_stack::install();
    REQUIRE(guard);
    stack_t now{};
    REQUIRE(::sigaltstack(nullptr, &now) == 0);
    int ends[2];
    REQUIRE(::pipe(ends) == 0);
    CHECK(::write(ends[1], now.ss_sp, 1) == 1);
    errno = 0;
    CHECK(::write(ends[1], static_cast<char*>(now.ss_sp) - 1, 1) == -1);
    CHECK(errno == EFAULT);
    ::close(ends[0]);
    ::close(ends[1]);
}

TEST_CASE("a handler that needs more than the stack dies, and writes over nobody's memory") {
    constexpr std::size_t size = 128 * 1024;
    const auto run = [](void* shared, bool guarded) {
        return run_in_child([=] {
            signal(SIGSEGV, SIG_DFL);
            signal(SIGBUS, SIG_DFL);
            result<alternate_stack> stack = status_code::unsupported;
            if (guarded) {
                stack = alternate_stack::install(size);
            } else {
                stack_t own{};
                own.ss_sp = static_cast<char*>(shared) + size;
                own.ss_size = size;
                sigaltstack(&own, nullptr);
            }
            wanted = guarded ? 1 << 30 : 150;  // 150 KiB and more
            handle(SIGUSR1, &overflow_here);
            raise(SIGUSR1);
            _exit(8);
        });
    };
    void* const shared =
        mmap(nullptr, 2 * size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    REQUIRE(shared != MAP_FAILED);
    const auto untouched = [&] {
        const char* const bytes = static_cast<const char*>(shared);
        return std::all_of(bytes, bytes + size, [](char byte) { return byte == 0; });
    };
    CHECK(run(shared, true).exit_status == -1);
    CHECK(untouched());
    run(shared, false);
    CHECK_FALSE(untouched());
    munmap(shared, 2 * size);
}

TEST_CASE("stacks that end in any of the 24 orders leave the one that was before, and no memory") {
    const lent_stack lent;
    const stack_t before = current();
    int order[] = {0, 1, 2, 3};
    do {
        std::vector<alternate_stack> stacks;
        std::vector<stack_t> set;
        for (int i = 0; i < 4; ++i) {
            stacks.push_back(*alternate_stack::install());
            set.push_back(current());
        }
        std::vector<int> left = {0, 1, 2, 3};
        for (const int i : order) {
            CHECK(stacks[static_cast<std::size_t>(i)].restore().ok());
            CHECK_FALSE(is_mapped(set[static_cast<std::size_t>(i)].ss_sp));
            left.erase(std::find(left.begin(), left.end(), i));
            CHECK(same(current(),
                       left.empty() ? before : set[static_cast<std::size_t>(left.back())]));
        }
    } while (std::next_permutation(order, order + 4));
}

namespace {

alternate_stack* guard_in_handler = nullptr;
ffiguard::status restored_in_handler;
ffiguard::status installed_in_handler;
void end_in_handler(int) {
    installed_in_handler = alternate_stack::install().status();
    restored_in_handler = guard_in_handler->restore();
}

}  // namespace

TEST_CASE("on an alternate stack none begins and none ends: in_use, and the memory stays") {
    const auto outcome = run_in_child([] {
        auto stack = alternate_stack::install();
        if (!stack) _exit(1);
        const stack_t own = current();
        guard_in_handler = &*stack;
        handle(SIGUSR1, &end_in_handler);
        raise(SIGUSR1);
        if (installed_in_handler != status_code::in_use) _exit(2);
        if (restored_in_handler != status_code::in_use) _exit(3);
        if (!same(current(), own) || !is_mapped(own.ss_sp)) _exit(4);
        raise(SIGUSR1);  // the memory can still be used
        if (restored_in_handler != status_code::closed) _exit(5);
    });
    CHECK(outcome.exit_status == 0);
}

TEST_CASE("a stack that somebody else has set since is left, and the memory below it too") {
    const lent_stack outer;
    void* memory = nullptr;
    {
        auto stack = alternate_stack::install();
        memory = current().ss_sp;
        const stack_t own = current();
        stack_t theirs{};
        theirs.ss_sp = std::malloc(alternate_stack::default_size());
        theirs.ss_size = alternate_stack::default_size();
        stack_t before;
        sigaltstack(&theirs, &before);
        CHECK(stack->restore() == status_code::in_use);
        CHECK(current().ss_sp == theirs.ss_sp);
        CHECK(is_mapped(memory));
        sigaltstack(&before, nullptr);  // which they would do, sooner or later
        CHECK(same(current(), own));
        std::free(theirs.ss_sp);
    }
    munmap(static_cast<char*>(memory) - sysconf(_SC_PAGESIZE),
           alternate_stack::default_size() + static_cast<std::size_t>(sysconf(_SC_PAGESIZE)));
}

TEST_CASE("on another thread a stack changes nothing and says so") {
    const lent_stack lent;
    auto stack = alternate_stack::install();
    const stack_t own = current();
    std::thread([&stack] {
        const stack_t before = current();
        CHECK(stack->restore() == status_code::wrong_thread);
        CHECK(same(current(), before));
    }).join();
    CHECK(same(current(), own));
    CHECK(is_mapped(own.ss_sp));
    CHECK(stack->restore().ok());
}
