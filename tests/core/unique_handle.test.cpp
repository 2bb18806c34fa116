// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/core/unique_handle.hpp>

#include <dirent.h>
#include <iconv.h>
#include <sys/mman.h>

#include <cerrno>
#include <cstdint>
#include <cstdlib>
#include <map>
#include <type_traits>
#include <utility>
#include <vector>

#include <doctest/doctest.h>

using ffiguard::owned;
using ffiguard::status;
using ffiguard::status_code;
using ffiguard::unique_handle;

namespace {

std::vector<int> closed;
int next_answer = 0;

int close_number(int number) {
    closed.push_back(number);
    errno = EIO;
    return next_answer;
}
void close_quietly(int number) { closed.push_back(number); }

using number = owned<&close_number, -1, 0, -7>;

struct number_traits {
    using value_type = int;
    static constexpr int empty() noexcept { return -1; }
    static status close(int value) noexcept {
        closed.push_back(value);
        return value == 13 ? status::system(EIO) : status();
    }
};

struct logging_traits {
    using value_type = int;
    static constexpr int empty() noexcept { return 0; }
    std::vector<int>* log;
    void close(int value) const noexcept { log->push_back(value); }
};

struct fresh_log {
    fresh_log() { closed.clear(); }
};

}  // namespace

template class ffiguard::unique_handle<number_traits>;

static_assert(sizeof(number) == sizeof(int));
static_assert(sizeof(owned<&std::free>) == sizeof(void*));
static_assert(sizeof(unique_handle<logging_traits>) == 2 * sizeof(void*),
              "only traits with state cost room");
static_assert(std::is_nothrow_move_constructible_v<number>);
static_assert(std::is_nothrow_move_assignable_v<number>);
static_assert(std::is_nothrow_swappable_v<number>);
static_assert(!std::is_copy_constructible_v<number> && !std::is_copy_assignable_v<number>);
static_assert(!std::is_convertible_v<int, number>, "ownership is taken explicitly");

TEST_CASE_FIXTURE(fresh_log, "an owner closes once, at the end of its scope") {
    { const number n(5); }
    CHECK(closed == std::vector<int>{5});
}

TEST_CASE_FIXTURE(fresh_log, "no empty value ever reaches the closer") {
    {
        const number a;
        CHECK(a.get() == -1);
        const number b(0);
        const number c(-7);
        CHECK_FALSE(a);
        CHECK_FALSE(b);
        CHECK_FALSE(c);
        CHECK(number(-2));
    }
    CHECK(closed == std::vector<int>{-2});
}

TEST_CASE_FIXTURE(fresh_log, "moving hands the duty on, and the source is empty and usable") {
    number a(5);
    number b(std::move(a));
    CHECK_FALSE(a);
    CHECK(b.get() == 5);
    a = number(6);
    b = std::move(a);
    CHECK(closed == std::vector<int>{5});
    CHECK(b.get() == 6);
    b.reset();
    CHECK(closed == std::vector<int>{5, 6});
}

TEST_CASE_FIXTURE(fresh_log, "two owners of one counted object each release it once") {
    number a(5);
    number b(5);
    a = std::move(b);
    CHECK(closed == std::vector<int>{5});
    a.reset();
    CHECK(closed == std::vector<int>{5, 5});
}

TEST_CASE_FIXTURE(fresh_log, "moving into itself and reset(get()) change nothing") {
    number a(5);
    number& same = a;
    a = std::move(same);
    CHECK(a.get() == 5);
    a.reset(a.get());
    CHECK(a.get() == 5);
    CHECK(closed.empty());

    std::vector<int> log;
    unique_handle<logging_traits> with_state(9, {&log});
    auto& same_state = with_state;
    with_state = std::move(same_state);
    CHECK(with_state.get() == 9);
    CHECK(log.empty());
}

TEST_CASE_FIXTURE(fresh_log, "release gives the value and the duty") {
    number a(5);
    CHECK(a.release() == 5);
    CHECK_FALSE(a);
    a.reset();
    CHECK(closed.empty());
}

TEST_CASE_FIXTURE(fresh_log, "close answers once, and leaves the owner empty even if it failed") {
    unique_handle<number_traits> bad(13);
    CHECK(bad.close() == status::system(EIO));
    CHECK_FALSE(bad);
    CHECK(bad.close() == status_code::closed);
    CHECK(closed == std::vector<int>{13});
}

TEST_CASE_FIXTURE(fresh_log, "a number is an answer by the custom of C") {
    next_answer = 0;
    CHECK(number(5).close().ok());
    next_answer = -1;
    CHECK(number(5).close() == status::system(EIO));
    next_answer = 4;
    CHECK(number(5).close() == status::foreign(4));
    next_answer = 0;
    CHECK(owned<&close_quietly, 0>(5).close().ok());
}

TEST_CASE_FIXTURE(fresh_log, "errno survives every path that closes") {
    errno = ENOENT;
    { const number n(5); }
    CHECK(errno == ENOENT);
    number n(5);
    n.reset(6);
    CHECK(errno == ENOENT);
    n = number(7);
    CHECK(errno == ENOENT);
    static_cast<void>(n.close());
    CHECK(errno == ENOENT);
    CHECK(closed == std::vector<int>{5, 5, 6, 7});
}

namespace {

struct reentrant_traits {
    using value_type = int;
    static constexpr int empty() noexcept { return 0; }
    static void close(int value) noexcept;
};
unique_handle<reentrant_traits>* in_closing = nullptr;
bool was_empty = false;
void reentrant_traits::close(int value) noexcept {
    closed.push_back(value);
    if (in_closing == nullptr) return;
    was_empty = !*in_closing;
    in_closing->reset();  // what a callback of the library might do
}

}  // namespace

TEST_CASE_FIXTURE(fresh_log, "a closer that comes back to its owner finds it empty") {
    unique_handle<reentrant_traits> owner(5);
    in_closing = &owner;
    owner.reset();
    CHECK(was_empty);
    CHECK(closed == std::vector<int>{5});

    auto* const in_destruction = new unique_handle<reentrant_traits>(6);
    in_closing = in_destruction;
    was_empty = false;
    delete in_destruction;
    CHECK(was_empty);
    CHECK(closed == std::vector<int>{5, 6});

    unique_handle<reentrant_traits> closed_now(7);
    in_closing = &closed_now;
    was_empty = false;
    CHECK(closed_now.close().ok());
    in_closing = nullptr;
    CHECK(was_empty);
    CHECK(closed == std::vector<int>{5, 6, 7});
}

TEST_CASE_FIXTURE(fresh_log, "traits with state close what they came with") {
    std::vector<int> first;
    std::vector<int> second;
    {
        unique_handle<logging_traits> a(1, {&first});
        unique_handle<logging_traits> b(2, {&second});
        a = std::move(b);
        CHECK(first == std::vector<int>{1});
        CHECK(second.empty());
    }
    CHECK(first == std::vector<int>{1});
    CHECK(second == std::vector<int>{2});
}

TEST_CASE_FIXTURE(fresh_log, "owners compare by handle and work as keys") {
    number a(1);
    number b(2);
    CHECK(a != b);
    CHECK(a == 1);
    CHECK(a < b);
    CHECK(b >= a);
    swap(a, b);
    CHECK(a == 2);
    std::map<number, char> by_handle;
    by_handle.emplace(std::move(a), 'x');
    CHECK(by_handle.begin()->first == 2);
}

namespace {

struct point {
    int x;
};
point* live_point = nullptr;
void drop_point(point* p) {
    live_point = nullptr;
    std::free(p);
}

struct pair_of_numbers {
    int id;
    int generation;
};
struct pair_traits {
    using value_type = pair_of_numbers;
    static constexpr pair_of_numbers empty() noexcept { return {0, 0}; }
    static constexpr bool is_empty(const pair_of_numbers& p) noexcept { return p.id == 0; }
    static void close(pair_of_numbers p) noexcept { closed.push_back(p.id); }
};

enum answer : unsigned { done = 0, refused = 7 };
answer close_with_enum(int which) { return which == 1 ? done : refused; }

struct kept_traits {
    using value_type = int;
    static constexpr int empty() noexcept { return 0; }
    static constexpr bool keeps_errno = true;
    static void close(int) noexcept { errno = EDOM; }
};

}  // namespace

TEST_CASE_FIXTURE(fresh_log, "a struct without == is a handle too: reset(get()) closes nothing") {
    unique_handle<pair_traits> owner({5, 1});
    owner.reset(owner.get());
    CHECK(closed.empty());
    owner.reset({5, 2});
    CHECK(closed == std::vector<int>{5});
}

namespace {

long long close_with_wide_answer(int which) {
    return which == 1 ? 0 : which == 2 ? 0x100000000LL : -1;
}

}  // namespace

TEST_CASE("a wide answer is not cut to a success") {
    CHECK(owned<&close_with_wide_answer, 0>(1).close().ok());
    CHECK(owned<&close_with_wide_answer, 0>(2).close() == status_code::foreign);
    CHECK(owned<&close_with_wide_answer, 0>(3).close() == status_code::system);
}

TEST_CASE("an enumeration of the C library is an answer like a number") {
    CHECK(owned<&close_with_enum, 0>(1).close().ok());
    CHECK(owned<&close_with_enum, 0>(2).close() == status::foreign(7));
}

TEST_CASE("a pointer to a struct is used through the owner") {
    live_point = static_cast<point*>(std::malloc(sizeof(point)));
    {
        const owned<&drop_point> p(live_point);
        p->x = 3;
        CHECK(p.get()->x == 3);
    }
    CHECK(live_point == nullptr);
}

TEST_CASE("a closer that libc decorates with attributes is taken without a warning") {
    const owned<&::closedir> directory(::opendir("."));
    CHECK(directory);
}

TEST_CASE("a closer that keeps errno by itself is trusted with it") {
    errno = ENOENT;
    { const unique_handle<kept_traits> broken_promise(1); }
    CHECK(errno == EDOM);
}

namespace {

std::vector<void*> unmapped;

/// As mmap() answers: MAP_FAILED, which is not null.
struct map_traits {
    using value_type = void*;
    static void* empty() noexcept { return MAP_FAILED; }
    static void close(void* at) noexcept { unmapped.push_back(at); }
};
using mapping = unique_handle<map_traits>;

/// Where null is a good handle, the traits say so.
struct zero_based_traits : map_traits {
    static bool is_empty(void* at) noexcept { return at == MAP_FAILED; }
};
/// Where it is none, they may say that too, and nullptr can be written.
struct either_traits : map_traits {
    static bool is_empty(void* at) noexcept { return at == nullptr || at == MAP_FAILED; }
};

void* not_opened() { return nullptr; }
int unmap(void* at) {
    unmapped.push_back(at);
    return 0;
}

}  // namespace

TEST_CASE("a null pointer is never closed, also where the empty value is another pointer") {
    unmapped.clear();
    {
        mapping null(not_opened());
        CHECK_FALSE(null);
        CHECK(null.close() == status_code::closed);
        null.reset(not_opened());
        const mapping failed(MAP_FAILED);
        CHECK_FALSE(failed);
        const mapping good(&unmapped);
        CHECK(good);
    }
    CHECK(unmapped == std::vector<void*>{&unmapped});
    unmapped.clear();
    { const unique_handle<zero_based_traits> first_page(not_opened()); }
    CHECK(unmapped == std::vector<void*>{nullptr});
}

TEST_CASE("nullptr stands for no handle: it makes an empty owner and is equal to one") {
    unmapped.clear();
    using either = unique_handle<either_traits>;
    either owner(nullptr);
    CHECK_FALSE(owner);
    CHECK(owner.get() == MAP_FAILED);
    CHECK(owner == nullptr);
    CHECK(nullptr == owner);
    owner.reset(&unmapped);
    CHECK(owner != nullptr);
    CHECK(nullptr != owner);
    owner.reset(nullptr);
    CHECK(unmapped == std::vector<void*>{&unmapped});
    CHECK(either(not_opened()) == nullptr);
    const owned<&std::free> block;
    CHECK(block == nullptr);
}

TEST_CASE("a pointer whose empty value is a number is owned in one line") {
    using converter = owned<&::iconv_close, -1>;
    const iconv_t minus_one = ::iconv_open("no such", "code");
    CHECK(minus_one != nullptr);
    CHECK_FALSE(converter(minus_one));
    CHECK(converter().get() == minus_one);
    CHECK_FALSE(converter(nullptr));
    const converter good(::iconv_open("UTF-8", "UTF-16LE"));
    CHECK(good);

    unmapped.clear();
    {
        // The first is what an empty one holds; null is none of them and yet empty.
        using page = owned<&unmap, -1, 4096>;
        CHECK(page().get() == MAP_FAILED);
        const page second(reinterpret_cast<void*>(std::uintptr_t{4096}));
        const page null(not_opened());
        CHECK_FALSE(second);
        CHECK_FALSE(null);
    }
    CHECK(unmapped.empty());
}

TEST_CASE_FIXTURE(fresh_log, "a raw handle may stand on either side of a comparison") {
    const number five(5);
    CHECK(5 == five);
    CHECK(five == 5);
    CHECK(6 != five);
    CHECK_FALSE(5 != five);
}

#if FFIGUARD_HAS_EXCEPTIONS()
TEST_CASE("an empty owner whose state cannot be made throws, and does not end the program") {
    struct state {
        state() { throw 3; }
    };
    struct traits {
        using value_type = int;
        state kept;
        static constexpr int empty() noexcept { return -1; }
        void close(int) const noexcept {}
    };
    CHECK_THROWS_AS(static_cast<void>(unique_handle<traits>()), int);
}
#endif
