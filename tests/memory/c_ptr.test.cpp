// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/memory/c_ptr.hpp>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <type_traits>
#include <utility>

#include <doctest/doctest.h>

#include <ffiguard/core/out_param.hpp>

using ffiguard::allocate;
using ffiguard::c_ptr;
using ffiguard::runtime_c_ptr;
using ffiguard::violation;

namespace {

struct opaque;  // what a C header gives of most types
int opaque_freed = 0;
int free_opaque(opaque* memory) {
    ++opaque_freed;
    std::free(memory);
    errno = EIO;
    return 1;  // OpenSSL's BIO_free says 1 for success
}
int make_opaque(opaque** out) {
    *out = static_cast<opaque*>(std::malloc(8));
    return *out == nullptr;
}

void* last_freed = nullptr;
void* free_and_remember(void* memory) {
    last_freed = memory;
    std::free(memory);
    return nullptr;
}
void free_remembering(void* memory) { static_cast<void>(free_and_remember(memory)); }

struct point {
    int x;
    int y;
};

int leaks = 0;
void count_leaks(const ffiguard::violation_event& event) noexcept {
    leaks += event.kind == violation::leak;
}

}  // namespace

static_assert(sizeof(c_ptr<int>) == sizeof(void*));
static_assert(sizeof(c_ptr<opaque, &free_opaque>) == sizeof(void*));
static_assert(sizeof(runtime_c_ptr<int>) == 2 * sizeof(void*), "the function costs a word");
static_assert(!std::is_default_constructible_v<runtime_c_ptr<int>>,
              "no owner without its freeing function");
static_assert(!std::is_copy_constructible_v<c_ptr<int>>);
static_assert(std::is_nothrow_move_constructible_v<runtime_c_ptr<int>>);
static_assert(std::is_trivially_copyable_v<ffiguard::detail::c_ptr_traits<int, &std::free>>);

namespace {

struct base {
    int first;
};
struct derived : base {
    int second;
};

}  // namespace

static_assert(std::is_nothrow_constructible_v<c_ptr<const char>, c_ptr<char>&&>);
static_assert(!std::is_constructible_v<c_ptr<const char>, c_ptr<char>&>, "moved, not copied");
static_assert(!std::is_constructible_v<c_ptr<char>, c_ptr<const char>&&>, "const stays");
static_assert(!std::is_constructible_v<c_ptr<base>, c_ptr<derived>&&>,
              "a base need not begin where the memory does");
static_assert(!std::is_constructible_v<c_ptr<const int*>, c_ptr<int*>&&>, "as int** does not");
static_assert(!std::is_constructible_v<c_ptr<void>, c_ptr<void, &free_remembering>&&>,
              "another freeing function");

TEST_CASE("memory moves into an owner of const or of void, and is freed once by its own function") {
    const c_ptr<const char> text = c_ptr<char>(static_cast<char*>(std::calloc(1, 1)));
    CHECK(text);
    c_ptr<point, &free_remembering> made(static_cast<point*>(std::calloc(1, sizeof(point))));
    point* const address = made.get();
    last_freed = nullptr;
    {
        c_ptr<const point, &free_remembering> kept;
        kept = std::move(made);
        CHECK_FALSE(made);
        CHECK(kept.get() == address);
        const c_ptr<const void, &free_remembering> any = std::move(kept);
        CHECK_FALSE(kept);
        CHECK(last_freed == nullptr);
    }
    CHECK(last_freed == address);
    {
        runtime_c_ptr<char> named(static_cast<char*>(std::malloc(1)), &free_remembering);
        last_freed = nullptr;
        const runtime_c_ptr<const char> taken = std::move(named);
    }
    CHECK(last_freed != nullptr);
}

namespace {

ffiguard::result<c_ptr<char>> make_text() { return ffiguard::allocate<char>(); }
ffiguard::result<c_ptr<const char>, ffiguard::error> hand_on() { return make_text(); }

}  // namespace

TEST_CASE("so a result of memory is handed on as one of const memory") { CHECK(hand_on()); }

TEST_CASE("memory of the malloc family is freed at the end of the scope") {
    // A leak or a wrong free is LeakSanitizer's and AddressSanitizer's to find.
    const c_ptr<char> typed(::strdup("text"));
    const c_ptr<void> untyped(std::malloc(1));
    const c_ptr<const char> constant(::strdup("text"));
    CHECK(std::strcmp(constant.get(), typed.get()) == 0);
}

TEST_CASE("the function given as the template argument frees, whatever it takes and returns") {
    void* const memory = std::malloc(4);
    last_freed = nullptr;
    { const c_ptr<int, &free_and_remember> owner(static_cast<int*>(memory)); }
    CHECK(last_freed == memory);
}

TEST_CASE("a type that C keeps opaque is owned, received through T**, and errno survives") {
    opaque_freed = 0;
    errno = ENOENT;
    {
        c_ptr<opaque, &free_opaque> owner;
        REQUIRE(make_opaque(ffiguard::out_param(owner)) == 0);
        CHECK(owner);
        errno = ENOENT;  // malloc may set it
    }
    CHECK(opaque_freed == 1);
    CHECK(errno == ENOENT);
}

TEST_CASE("what the freeing function returns is no failure") {
    opaque_freed = 0;
    opaque* raw = nullptr;
    REQUIRE(make_opaque(&raw) == 0);
    c_ptr<opaque, &free_opaque> owner(raw);
    CHECK(owner.close().ok());
    CHECK(opaque_freed == 1);
}

TEST_CASE("null never reaches the freeing function") {
    opaque_freed = 0;
    { const c_ptr<opaque, &free_opaque> owner(nullptr); }
    CHECK(opaque_freed == 0);
}

TEST_CASE("a freeing function found at run time goes with the memory it belongs to") {
    last_freed = nullptr;
    void* const first = std::malloc(4);
    void* const second = std::malloc(4);
    runtime_c_ptr<int> a(static_cast<int*>(first), &free_remembering);
    runtime_c_ptr<int> b(static_cast<int*>(second), &std::free);
    b = std::move(a);  // frees second by std::free
    CHECK(last_freed == nullptr);
    CHECK(b.get() == first);
    b.reset();
    CHECK(last_freed == first);
}

TEST_CASE("the run-time function may be an object that keeps its library loaded") {
    struct library_free {
        int* calls;
        void operator()(void* memory) const noexcept {
            ++*calls;
            std::free(memory);
        }
    };
    int calls = 0;
    { const runtime_c_ptr<char, library_free> owner(::strdup("text"), library_free{&calls}); }
    CHECK(calls == 1);
}

TEST_CASE("memory whose run-time function turned out null is reported and not touched") {
    leaks = 0;
    const auto before = ffiguard::set_violation_handler(&count_leaks);
    const c_ptr<char> memory(::strdup("text"));
    { const runtime_c_ptr<char> owner(memory.get(), nullptr); }
    { const runtime_c_ptr<char> nothing(nullptr, nullptr); }
    ffiguard::set_violation_handler(before);
    CHECK(leaks == 1);
    CHECK(std::strcmp(memory.get(), "text") == 0);
}

TEST_CASE("allocate gives a zeroed struct that C code can free") {
    auto made = allocate<point>();
    REQUIRE(made);
    CHECK((*made)->x == 0);
    CHECK((*made)->y == 0);
    std::free((*made).release());
}
