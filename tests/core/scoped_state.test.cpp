// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/core/scoped_state.hpp>

#include <dlfcn.h>
#include <signal.h>

#include <algorithm>
#include <cerrno>
#include <memory>
#include <thread>
#include <type_traits>
#include <utility>
#include <vector>

#include <doctest/doctest.h>

#include "../counted_violations.hpp"
#include "../sanitizer.hpp"

using ffiguard::result;
using ffiguard::scoped_state;
using ffiguard::status;
using ffiguard::status_code;
using ffiguard::suspended_state;
using ffiguard::violation;

namespace {

// A level of each thread, changed as a whole. Real states have their tests in their rooms.
struct level_state : ffiguard::whole_state<int> {
    static thread_local int level;
    static thread_local int puts;
    static thread_local bool refuses;

    static constexpr const char* name() noexcept { return "level"; }
    static status read(int& now) noexcept {
        now = level;
        return {};
    }
    static status put_back(const int& saved) noexcept {
        errno = EDOM;
        if (refuses) return status::system(EPERM);
        level = saved;
        ++puts;
        return {};
    }
};
thread_local int level_state::level = 0;
thread_local int level_state::puts = 0;
thread_local bool level_state::refuses = false;
using level_guard = scoped_state<level_state>;

result<level_guard> set_level(int to) {
    return level_guard::begin([to](int& before) noexcept -> status {
        errno = EDOM;
        before = std::exchange(level_state::level, to);
        return {};
    });
}

// Eight flags of each thread that are changed one by one.
struct flags {
    unsigned changed = 0;
    unsigned before = 0;
};
struct flag_state {
    using saved_type = flags;
    static thread_local unsigned current;

    static constexpr const char* name() noexcept { return "flags"; }
    static bool hand_over(flags& ended, flags& newer) noexcept {
        const unsigned both = ended.changed & newer.changed;
        newer.before = (newer.before & ~both) | (ended.before & both);
        ended.changed &= ~both;
        return ended.changed != 0;
    }
    static void discard(flags&) noexcept {}
    static status put_back(const flags& saved) noexcept {
        current = (current & ~saved.changed) | (saved.before & saved.changed);
        return {};
    }
};
thread_local unsigned flag_state::current = 0;
using flag_guard = scoped_state<flag_state>;

flag_guard set_flags(unsigned which, unsigned to) {
    return *flag_guard::begin([=](flags& saved) noexcept -> status {
        saved = {which, flag_state::current};
        flag_state::current = (flag_state::current & ~which) | (to & which);
        return {};
    });
}

// What a naive guard does: it remembers what was before it, and sets that.
struct naive_guard {
    explicit naive_guard(int to) : before(std::exchange(level_state::level, to)) {}
    ~naive_guard() { level_state::level = before; }
    int before;
};

}  // namespace

static_assert(!std::is_copy_constructible_v<level_guard>);
static_assert(std::is_nothrow_move_constructible_v<level_guard>);

TEST_CASE("a change is taken back once, when its guard ends, and errno is kept") {
    errno = ENOENT;
    {
        auto guard = set_level(1);
        REQUIRE(guard);
        CHECK(level_state::level == 1);
        CHECK(guard->restore().ok());
        CHECK(level_state::level == 0);
        CHECK_FALSE(*guard);
        level_state::level = 7;
        CHECK(guard->restore() == status_code::closed);
    }
    CHECK(level_state::level == 7);
    CHECK(errno == ENOENT);
    level_state::level = 0;
}

TEST_CASE("a change that is refused leaves nothing behind") {
    const auto refused = level_guard::begin([](int&) noexcept { return status::system(EINVAL); });
    CHECK(refused.status() == status::system(EINVAL));
    level_state::puts = 0;
    {
        const auto guard = set_level(1);
        CHECK(ffiguard::detail::guards_here_ == 1);
    }
    CHECK(level_state::puts == 1);
    CHECK(level_state::level == 0);
    CHECK(ffiguard::detail::guards_here_ == 0);
    // Nor a room that was taken for it: there are four.
    auto* const first = ffiguard::detail::state_stack_<level_state>.take();
    ffiguard::detail::state_stack_<level_state>.give_back(*first);
    CHECK_FALSE(first->allocated);
    for (int i = 0; i < 4; ++i)
        CHECK_FALSE(level_guard::begin([](int&) noexcept { return status::system(EINVAL); }));
    CHECK(ffiguard::detail::state_stack_<level_state>.take() == first);
    ffiguard::detail::state_stack_<level_state>.give_back(*first);
}

TEST_CASE("guards that end in any of the 24 orders leave the state as if none had been") {
    int order[] = {0, 1, 2, 3};
    bool naive_was_right = true;
    do {
        std::vector<level_guard> guards;
        std::vector<std::unique_ptr<naive_guard>> naive;
        for (int i = 0; i < 4; ++i) guards.push_back(*set_level(10 + i));
        for (int i = 0; i < 4; ++i) {
            CHECK(guards[static_cast<std::size_t>(order[i])].restore().ok());
            // The newest of those that are left decides.
            int newest = -10;
            for (int rest = i + 1; rest < 4; ++rest) newest = std::max(newest, order[rest]);
            CHECK(level_state::level == 10 + newest);
        }
        for (int i = 0; i < 4; ++i) naive.emplace_back(new naive_guard(10 + i));
        for (const int i : order) naive[static_cast<std::size_t>(i)].reset();
        naive_was_right = naive_was_right && level_state::level == 0;
        level_state::level = 0;
    } while (std::next_permutation(order, order + 4));
    CHECK_FALSE(naive_was_right);
}

TEST_CASE("of a state with parts each guard takes back its own, in any of the 24 orders") {
    const unsigned which[] = {0x03, 0x06, 0x0F, 0x11};
    const unsigned to[] = {0x03, 0x00, 0x09, 0x11};
    int order[] = {0, 1, 2, 3};
    do {
        flag_state::current = 0xA4;
        std::vector<flag_guard> guards;
        for (int i = 0; i < 4; ++i) guards.push_back(set_flags(which[i], to[i]));
        std::vector<int> left = {0, 1, 2, 3};
        for (const int i : order) {
            guards[static_cast<std::size_t>(i)] = flag_guard();
            left.erase(std::find(left.begin(), left.end(), i));
            unsigned expected = 0xA4;
            for (const int at : left) expected = (expected & ~which[at]) | (to[at] & which[at]);
            CHECK(flag_state::current == expected);
        }
        CHECK(flag_state::current == 0xA4);
    } while (std::next_permutation(order, order + 4));
    flag_state::current = 0;
}

TEST_CASE("what others change meanwhile in other parts of the state is left alone") {
    {
        const flag_guard guard = set_flags(1, 1);
        flag_state::current |= 8;  // a JVM attaches, Go enters a callback
    }
    CHECK(flag_state::current == 8);
    flag_state::current = 0;
}

TEST_CASE("a guard that is moved between scopes takes back once, at the end of the last") {
    level_guard outer;
    {
        auto inner = set_level(1);
        outer = *std::move(inner);
        CHECK_FALSE(*inner);
        CHECK(inner->restore() == status_code::closed);
    }
    CHECK(level_state::level == 1);
    level_guard& same = outer;
    outer = std::move(same);
    CHECK(level_state::level == 1);
    outer = *set_level(2);
    CHECK(level_state::level == 2);
    CHECK(outer.restore().ok());
    CHECK(level_state::level == 0);
}

TEST_CASE("on another thread a guard changes nothing, says so, and can still end at home") {
    level_guard guard = *set_level(5);
    std::thread([&] {
        level_state::level = 3;
        CHECK_FALSE(guard.is_on_its_thread());
        level_guard moved = std::move(guard);
        CHECK(moved.restore() == status_code::wrong_thread);
        CHECK(level_state::level == 3);
        guard = std::move(moved);
    }).join();
    CHECK(level_state::level == 5);
    CHECK(guard.restore().ok());
    CHECK(level_state::level == 0);
}

TEST_CASE("a guard that is destroyed on another thread is a violation, and both threads stay") {
    const counted_violations violations;
    level_guard older = *set_level(4);
    level_guard guard = *set_level(5);
    level_guard newer = *set_level(6);
    std::thread([lost = std::move(guard)]() mutable {
        level_state::level = 3;
        lost = level_guard();
        CHECK(level_state::level == 3);
    }).join();
    CHECK(violations.all() == 1);
    CHECK(violations.of(violation::wrong_thread) == 1);
    CHECK(level_state::level == 6);
    // As if the lost one were held for ever.
    CHECK(newer.restore().ok());
    CHECK(level_state::level == 5);
    CHECK(older.restore().ok());
    CHECK(level_state::level == 5);
    level_state::level = 0;
}

TEST_CASE("a guard whose thread has ended changes nothing on the thread that came after it") {
    const counted_violations violations;
    level_guard lost;
    std::thread([&] { lost = *set_level(5); }).join();
    std::thread([&] {  // mostly with the same memory for its thread-local variables
        level_guard own = *set_level(8);
        CHECK(lost.restore() == status_code::wrong_thread);
        lost = level_guard();
        CHECK(level_state::level == 8);
    })
        .join();
    CHECK(violations.all() == 1);
}

TEST_CASE("guards nest as deep as there is memory, and allocate only beyond four") {
    std::vector<level_guard> guards;
    for (int i = 1; i <= 100; ++i) guards.push_back(*set_level(i));
    CHECK(level_state::level == 100);
    while (!guards.empty()) {
        CHECK(level_state::level == static_cast<int>(guards.size()));
        guards.pop_back();
    }
    CHECK(level_state::level == 0);
}

TEST_CASE("what the system refuses to put back is told, by restore() or as a violation") {
    const counted_violations violations;
    level_guard guard = *set_level(1);
    level_state::refuses = true;
    CHECK(guard.restore() == status::system(EPERM));
    CHECK_FALSE(guard);
    CHECK(violations.all() == 0);
    guard = *set_level(2);
    errno = ENOENT;
    guard = level_guard();
    CHECK(errno == ENOENT);
    CHECK(violations.all() == 1);
    CHECK(violations.of(violation::not_restored) == 1);
    level_state::refuses = false;
    level_state::level = 0;
}

TEST_CASE("suspended changes are made anew, also those that began in between") {
    level_guard outer = *set_level(1);
    level_guard inner = *set_level(2);
    {
        const suspended_state<level_state> suspended;
        CHECK(suspended.status().ok());
        CHECK(level_state::level == 0);
        {
            const level_guard nested = *set_level(3);
            const suspended_state<level_state> again;
            CHECK(level_state::level == 0);
        }
        CHECK(level_state::level == 0);
    }
    CHECK(level_state::level == 2);
    CHECK(inner.restore().ok());
    CHECK(outer.restore().ok());
    CHECK(level_state::level == 0);
    { const suspended_state<level_state> nothing; }
    CHECK(level_state::level == 0);
}

TEST_CASE("a guard that ends while it is suspended is not made anew") {
    level_guard outer = *set_level(1);
    level_guard inner = *set_level(2);
    {
        const suspended_state<level_state> suspended;
        CHECK(inner.restore().ok());
    }
    CHECK(level_state::level == 1);
    {
        const suspended_state<level_state> suspended;
        CHECK(outer.restore().ok());
    }
    CHECK(level_state::level == 0);
}

TEST_CASE("two shared objects in one process do not end each other's guards") {
    void* const a = ::dlopen(FFIGUARD_TEST_LIB_DIR "/guards_a.so", RTLD_NOW | RTLD_GLOBAL);
    REQUIRE(a != nullptr);
    void* const b = ::dlopen(FFIGUARD_TEST_LIB_DIR "/guards_b.so", RTLD_NOW | RTLD_GLOBAL);
    REQUIRE(b != nullptr);
    const auto run_a = reinterpret_cast<int (*)()>(::dlsym(a, "guards_run_a"));
    const auto run_b = reinterpret_cast<int (*)()>(::dlsym(b, "guards_run_b"));
    CHECK(run_a() == 0);
    // The objects number their threads differently.
    std::thread([&] { CHECK(run_b() == 0); }).join();
    std::thread([&] {
        CHECK(run_a() == 0);
        CHECK(run_b() == 0);
    }).join();
    CHECK(run_b() == 0);
    ::dlclose(b);
    ::dlclose(a);
}

#if defined(__x86_64__) && defined(__linux__)
namespace {
int handled = 0;
void begin_and_end(int) {
    ++handled;
    const auto guard = set_level(90);
    const auto inner = set_level(91);
}
// The trap flag of the processor: SIGTRAP after each instruction. Not inline: no red zone here.
__attribute__((noinline)) void trap_each_instruction() {
    __asm__ volatile("pushfq\n\torq $0x100, (%%rsp)\n\tpopfq" ::: "memory", "cc");
}
__attribute__((noinline)) void trap_no_more() {
    __asm__ volatile("pushfq\n\tandq $~0x100, (%%rsp)\n\tpopfq" ::: "memory", "cc");
}
}  // namespace

TEST_CASE("guards of a signal handler that comes at any instruction do not disturb the others") {
    // That sanitizer runs a handler in code of its own, which is not made for each instruction.
    if (under_thread_sanitizer) return;
    struct sigaction trap {};
    struct sigaction before;
    trap.sa_handler = &begin_and_end;
    REQUIRE(sigaction(SIGTRAP, &trap, &before) == 0);
    status outcome;
    int newest_holds = 0;
    handled = 0;
    trap_each_instruction();
    {
        auto older = set_level(1);
        const auto newer = set_level(2);
        outcome = older->restore();
        newest_holds = level_state::level;
    }
    trap_no_more();
    sigaction(SIGTRAP, &before, nullptr);
    CHECK(handled > 0);
    CHECK(outcome.ok());
    CHECK(newest_holds == 2);
    CHECK(level_state::level == 0);
    level_state::level = 0;
}
#endif

#if FFIGUARD_HAS_EXCEPTIONS()
TEST_CASE("a guard ends with an exception that leaves its scope") {
    try {
        const level_guard guard = *set_level(1);
        throw 1;
    } catch (int) {
        CHECK(level_state::level == 0);
    }
}
#endif
