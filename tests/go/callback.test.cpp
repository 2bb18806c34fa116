// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/go/callback_registration.hpp>

#include <dlfcn.h>

#include <atomic>
#include <cerrno>
#include <chrono>
#include <condition_variable>
#include <cstring>
#include <memory>
#include <mutex>
#include <new>
#include <set>
#include <thread>
#include <type_traits>
#include <utility>
#include <vector>

#include <doctest/doctest.h>

#include <ffiguard/core/handle_table.hpp>
#include <ffiguard/thread/cpu_affinity.hpp>

#include "../late_calls.hpp"

using ffiguard::status_code;
using ffiguard::go::callback;
using ffiguard::go::callback_registration;
using ffiguard::go::for_call;
using ffiguard::go::opaque;

using on_number = callback<std::int32_t(std::int32_t)>;
using registration = callback_registration<std::int32_t(std::int32_t), -1>;

static_assert(!std::is_copy_constructible_v<on_number>, "a handle has one owner");
static_assert(std::is_nothrow_move_constructible_v<on_number>);
static_assert(!std::is_copy_constructible_v<registration>);
static_assert(sizeof(registration) == 2 * sizeof(ffiguard::token),
              "a token and the way to its table");

namespace {

// What the Go side would be: cgo.Handle with its panics as counts, and two exported functions.
struct fake_go {
    std::mutex mutex;
    std::uint64_t last = 0;
    std::set<std::uint64_t> live;
    int misuses = 0;
    int calls = 0;
    void (*inside)() = nullptr;  // what the callback does

    std::uint64_t handle() {
        const std::lock_guard<std::mutex> lock(mutex);
        live.insert(++last);
        return last;
    }
    std::size_t count() {
        const std::lock_guard<std::mutex> lock(mutex);
        return live.size();
    }
} go;

std::int32_t go_on_number(std::uint64_t user, std::int32_t n) {
    void (*inside)() = nullptr;
    {
        const std::lock_guard<std::mutex> lock(go.mutex);
        go.misuses += go.live.count(user) == 0;
        ++go.calls;
        inside = go.inside;
    }
    if (inside != nullptr) inside();
    const std::lock_guard<std::mutex> lock(go.mutex);
    go.misuses += go.live.count(user) == 0;  // deleted while it ran
    errno = EBADF;
    return n * 2;
}
void go_let_go(std::uint64_t user) {
    const std::lock_guard<std::mutex> lock(go.mutex);
    go.misuses += go.live.erase(user) == 0;
    errno = EBADF;
}

on_number a_callback() { return *on_number::adopt(&go_on_number, go.handle(), &go_let_go); }
registration a_registration() { return *registration::create(a_callback()); }

// Of a C library that keeps both pointers.
using c_handler = std::int32_t(std::int32_t, void*);

// The one that a callback's inside() is about.
registration* current = nullptr;

class door {
public:
    void open() {
        const std::lock_guard<std::mutex> lock(mutex_);
        open_ = true;
        changed_.notify_all();
    }
    void pass() {
        std::unique_lock<std::mutex> lock(mutex_);
        changed_.wait(lock, [this] { return open_; });
    }

private:
    std::mutex mutex_;
    std::condition_variable changed_;
    bool open_ = false;
};

struct fresh_go {
    fresh_go() {
        go.inside = nullptr;
        go.calls = go.misuses = 0;
        REQUIRE(go.live.empty());
    }
    ~fresh_go() {
        go.inside = nullptr;
        CHECK(go.misuses == 0);
        CHECK(go.count() == 0);
    }
};

}  // namespace

namespace {
const char* text_seen = nullptr;
char* go_on_text(std::uint64_t, char* text, std::int32_t n) {  // as cgo exports it
    text_seen = text;
    return text + n;
}
const char* typed_on_text(std::uint64_t, const char* text, std::int32_t n) {
    text_seen = text;
    return text + n;
}
using on_text = callback<const char*(for_call<const char*>, std::int32_t)>;
static_assert(
    std::is_same_v<callback<void(opaque<const void*>, for_call<const char* const*>)>::exported_type,
                   void(std::uint64_t, void*, char**)>);
static_assert(sizeof(on_number) == 2 * sizeof(void*) + sizeof(std::uint64_t) +
                                       sizeof(ffiguard::detail::process_mark),
              "a signature without const pays nothing");
}  // namespace

TEST_CASE("a callback that is replaced lets go what it had, and of a user of 0 it is empty") {
    const auto live = go.count();
    const auto pair = [](std::uint64_t user) {
        return ffiguard_callback{reinterpret_cast<ffiguard_function>(&go_on_number), user};
    };
    on_number call;
    CHECK(call.replace(pair(0), nullptr).ok());
    CHECK_FALSE(call);
    CHECK(call.replace(pair(go.handle()), &go_let_go).ok());
    CHECK(call.replace(pair(go.handle()), &go_let_go).ok());
    CHECK(go.count() == live + 1);
    CHECK(call(4).value_or(0) == 8);
    const std::uint64_t kept = go.handle();
    CHECK(call.replace(pair(kept), nullptr) == status_code::null);  // nothing would let it go
    CHECK_FALSE(call);
    go_let_go(kept);
    CHECK(call.replace(pair(go.handle()), &go_let_go).ok());
    CHECK(call.replace(pair(0), &go_let_go).ok());
    CHECK_FALSE(call);
    CHECK(go.count() == live);
    CHECK(go.misuses == 0);
}

TEST_CASE(
    "a call that calls no callback may let one go: the last to leave a closed object releases it") {
    ffiguard::handle_table<on_number> table;
    const auto object = table.insert(a_callback());
    REQUIRE(object);
    const std::size_t before = go.count();
    auto inside = table.pin(*object);  // any member, of an object that owns a callback
    CHECK(table.close(*object).ok());
    CHECK(go.count() == before);
    CHECK(inside.unpin().ok());
    CHECK(go.count() == before - 1);  // so `#cgo nocallback` would have been a lie
}

TEST_CASE("a function that cgo exports with char* is taken where C++ has const char*") {
    const char text[] = "text";
    auto exported = on_text::adopt(&go_on_text, go.handle(), &go_let_go);
    auto typed = on_text::adopt(&typed_on_text, go.handle(), &go_let_go);
    for (const auto* each : {&exported, &typed}) {
        REQUIRE(*each);
        text_seen = nullptr;
        const auto end = (**each)(text, 4);
        REQUIRE(end);
        CHECK(*end == text + 4);
        CHECK(text_seen == text);
    }
    CHECK(on_text::adopt(&go_on_text, 0, &go_let_go).status() == status_code::null);
    auto registered =
        callback_registration<const char*(for_call<const char*>, std::int32_t)>::create(
            *std::move(exported));
    REQUIRE(registered);
    CHECK(registered->function()(text, 1, registered->user()) == text + 1);
}

namespace {
struct context;  // of a C library
using with_context = void(opaque<context*>, for_call<ffiguard_view>, void (*)(int));
static_assert(std::is_same_v<callback<with_context>::function_type,
                             void(std::uint64_t, context*, ffiguard_view, void (*)(int))>);
context* context_seen = nullptr;
std::uint64_t size_seen = 0;
}  // namespace

TEST_CASE("what a signature says of its pointers is for C++ alone: the types are those of C") {
    auto call = callback<with_context>::adopt(
        [](std::uint64_t, context* in, ffiguard_view text, void (*)(int)) {
            context_seen = in;
            size_seen = text.size;
        },
        1, [](std::uint64_t) {});
    REQUIRE(call);
    int number = 0;
    auto* const in = reinterpret_cast<context*>(&number);
    const std::uint8_t bytes[] = {1, 2, 3};
    CHECK((*call)(in, ffiguard_view{bytes, 3}, nullptr).ok());
    CHECK(context_seen == in);
    CHECK(size_seen == 3);
    auto ready = callback_registration<with_context>::create(*std::move(call));
    REQUIRE(ready);
    void (*const library)(context*, ffiguard_view, void (*)(int), void*) = ready->function();
    library(nullptr, ffiguard_view{bytes, 2}, nullptr, ready->user());
    CHECK(context_seen == nullptr);
    CHECK(size_seen == 2);
}

TEST_CASE("a callback calls with its handle, keeps errno, and deletes the handle once") {
    const fresh_go checked;
    {
        on_number call = a_callback();
        errno = ENOENT;
        const auto answer = call(21);
        CHECK(errno == ENOENT);
        REQUIRE(answer);
        CHECK(*answer == 42);

        on_number moved(std::move(call));
        CHECK_FALSE(call);
        CHECK(call(1).status() == status_code::null);
        CHECK(go.calls == 1);
        CHECK(*moved(2) == 4);
        call = std::move(moved);
        CHECK(go.count() == 1);
        errno = ENOENT;
    }
    CHECK(errno == ENOENT);
    CHECK(go.count() == 0);
    on_number again = a_callback();
    again.reset();
    CHECK(go.count() == 0);
    again.reset();
}

TEST_CASE("a callback that lacks a part is refused, and the handle is still the caller's") {
    const fresh_go checked;
    const std::uint64_t handle = go.handle();
    CHECK(on_number::adopt(nullptr, handle, &go_let_go).status() == status_code::null);
    CHECK(on_number::adopt(&go_on_number, 0, &go_let_go).status() == status_code::null);
    CHECK(on_number::adopt(&go_on_number, handle, nullptr).status() == status_code::null);
    CHECK(on_number::adopt({nullptr, handle}, &go_let_go).status() == status_code::null);
    CHECK(go.count() == 1);

    const ffiguard_callback pair{reinterpret_cast<ffiguard_function>(&go_on_number), handle};
    const auto call = on_number::adopt(pair, &go_let_go);
    REQUIRE(call);
    CHECK(*(*call)(4) == 8);
}

TEST_CASE("Go is called as the thread was lent: no pin, no errno") {
    const fresh_go checked;
    if (std::thread::hardware_concurrency() < 2) {
        MESSAGE("skipped: a pinned callback: one CPU");
        return;
    }
    static int cpus = 0;
    static const auto count = [] {
        const auto set = ffiguard::cpu_affinity::current();
        cpus = 0;
        for (int cpu = 0; set && cpu < 1024; ++cpu) cpus += set->contains(cpu);
    };
    const auto count_and_let_go = [](std::uint64_t user) {
        count();
        go_let_go(user);
    };
    count();
    const int all = cpus;
    {
        const auto pinned = ffiguard::cpu_affinity::pin(0);
        if (!pinned) {
            MESSAGE("skipped: a pinned callback: CPU 0 is not allowed");
            return;
        }
        go.inside = +count;
        on_number call = *on_number::adopt(&go_on_number, go.handle(), count_and_let_go);
        CHECK(call(1));
        CHECK(cpus == all);
        cpus = 0;
        call.reset();  // is a call of Go, too
        CHECK(cpus == all);
    }
}

TEST_CASE("a C library calls what is registered, with the user pointer last or first") {
    const fresh_go checked;
    registration ready = a_registration();
    c_handler* const handler = ready.function();
    std::int32_t (*const first)(void*, std::int32_t) = ready.function_user_first();
    errno = ENOENT;
    CHECK(handler(4, ready.user()) == 8);
    CHECK(first(ready.user(), 5) == 10);
    CHECK(errno == ENOENT);
    CHECK(ready.unregister().ok());
    CHECK(errno == ENOENT);
}

TEST_CASE("after unregister a call is refused, and so is one with any other pointer") {
    const fresh_go checked;
    registration ready = a_registration();
    void* const user = ready.user();
    CHECK(ready.unregister().ok());
    CHECK(go.count() == 0);
    CHECK_FALSE(ready);
    CHECK(ready.user() == nullptr);
    CHECK(ready.unregister() == status_code::closed);

    int mine = 0;
    for (void* each : {user, static_cast<void*>(nullptr), static_cast<void*>(&mine)})
        CHECK(registration::function()(1, each) == -1);
    // One that was registered after it, in its slot, is not called for it.
    const registration next = a_registration();
    CHECK(registration::function()(1, user) == -1);
    CHECK(go.calls == 0);
    CHECK(registration::function()(1, next.user()) == 2);
}

TEST_CASE("a registration ends with its object, and moves") {
    const fresh_go checked;
    void* user = nullptr;
    {
        registration ready = a_registration();
        user = ready.user();
        registration moved(std::move(ready));
        CHECK_FALSE(ready);
        CHECK(moved.user() == user);
        CHECK(registration::function()(1, user) == 2);
        ready = a_registration();
        moved = std::move(ready);
        CHECK(registration::function()(1, user) == -1);
        CHECK(registration::function()(1, moved.user()) == 2);
        user = moved.user();
    }
    CHECK(registration::function()(1, user) == -1);
    CHECK(registration::create(on_number()).status() == status_code::null);
}

TEST_CASE(
    "unregister within the callback waits for nothing, and the call's end deletes the handle") {
    const fresh_go checked;
    registration ready = a_registration();
    void* const user = ready.user();
    current = &ready;
    static std::size_t live_inside = 0;
    static ffiguard::status answer;
    static std::int32_t nested = 0;
    go.inside = [] {
        void* const own = current->user();
        answer = current->unregister();
        live_inside = go.count();
        nested = registration::function()(1, own);
    };
    CHECK(registration::function()(3, user) == 6);  // the answer of the running call stands
    CHECK(answer.ok());
    CHECK(live_inside == 1);
    CHECK(nested == -1);
    CHECK(go.count() == 0);
    CHECK(go.calls == 1);
}

TEST_CASE("a call that is dropped with its frame is not looked for there") {
    using ffiguard::token;
    using ffiguard::detail::running_call;
    const token dropped = 77;
    {
        const running_call outer(1);
        alignas(running_call) unsigned char frame[sizeof(running_call)];
        ::new (static_cast<void*>(frame)) running_call(dropped);
        std::memset(frame, 0xAA, sizeof frame);  // longjmp, runtime.Goexit: another call's by now
        const running_call inner(2);
        CHECK(running_call::is_inside(1));
        CHECK(running_call::is_inside(2));
        CHECK(running_call::is_inside(dropped));  // it never ends
        CHECK(!running_call::is_inside(3));
    }
    CHECK(!running_call::is_inside(1));
    CHECK(!running_call::is_inside(dropped));  // whoever was outside of it has ended

    std::vector<std::unique_ptr<running_call>> many;
    for (token each = 1; each <= 100; ++each) many.push_back(std::make_unique<running_call>(each));
    CHECK(running_call::is_inside(100));
    CHECK(running_call::is_inside(37));
    while (!many.empty()) many.pop_back();
    CHECK(!running_call::is_inside(100));
}

TEST_CASE("unregister of another registration, from within a callback, does what it says") {
    const fresh_go checked;
    registration outer = a_registration();
    registration other = a_registration();
    current = &other;
    go.inside = [] {
        CHECK(current->unregister().ok());
        CHECK(go.count() == 1);
    };
    CHECK(registration::function()(3, outer.user()) == 6);
    CHECK(outer.unregister().ok());
}

TEST_CASE("unregister on another thread returns after the running call") {
    const fresh_go checked;
    static door entered, leave;
    static std::atomic<bool> left{false};
    static std::atomic<bool> is_first{true};
    go.inside = [] {
        if (!is_first.exchange(false)) return;
        entered.open();
        leave.pass();
        left = true;
    };
    registration ready = a_registration();
    void* const user = ready.user();
    std::thread library([user] { registration::function()(1, user); });
    entered.pass();
    std::thread opener([user] {
        // Refused from when unregister() has begun, though a call is running.
        while (registration::function()(1, user) != -1) std::this_thread::yield();
        leave.open();
    });
    CHECK(ready.unregister().ok());
    CHECK(left);
    CHECK(go.count() == 0);
    library.join();
    opener.join();
}

TEST_CASE(
    "unregister with a limit refuses where as many threads wait as may; without one it waits") {
    auto& all = ffiguard::detail::registered_calls_<on_number>.value;
    const fresh_go checked;
    static door entered, leave;
    go.inside = [] {
        entered.open();
        leave.pass();
    };
    registration limited = a_registration();
    registration waiting = a_registration();
    void* const first = limited.user();
    void* const second = waiting.user();
    std::thread one([first] { registration::function()(1, first); });
    std::thread other([second] { registration::function()(1, second); });
    entered.pass();
    const auto calls = [] {
        const std::lock_guard<std::mutex> lock(go.mutex);
        return go.calls;
    };
    while (calls() != 2) std::this_thread::yield();
    all.set_max_waiting(0);
    CHECK(limited.unregister(std::chrono::hours(1)) == status_code::overflow);
    CHECK(registration::function()(1, first) == -1);  // no call begins
    CHECK(go.count() == 2);                           // but one is running
    std::thread opener([&] {
        while (all.waiting() == 0) std::this_thread::yield();
        leave.open();
    });
    CHECK(waiting.unregister().ok());
    all.set_max_waiting(64);
    one.join();
    other.join();
    opener.join();
    CHECK(go.count() == 0);
}

TEST_CASE("threads call while it is unregistered: never a dead handle, each deleted once") {
    const fresh_go checked;
    std::atomic<int> odd_answers{0};
    std::atomic<int> late_calls{0};
    for (int round = 0; round < 300; ++round) {
        registration ready = a_registration();
        void* const user = ready.user();
        std::atomic<bool> gone{false};
        std::vector<std::thread> library;
        for (int t = 0; t < 3; ++t)
            library.emplace_back([&] {
                for (int i = 0; i < 20; ++i) {
                    const bool was_gone = gone;
                    const std::int32_t answer = registration::function()(i, user);
                    odd_answers += answer != -1 && answer != 2 * i;
                    late_calls += was_gone && answer != -1;
                }
            });
        CHECK(ready.unregister().ok());
        CHECK(go.count() == 0);
        gone = true;
        for (std::thread& each : library) each.join();
    }
    CHECK(odd_answers == 0);
    CHECK(late_calls == 0);
}

TEST_CASE("one of many running calls unregisters: the last of them deletes the handle") {
    const fresh_go checked;
    static std::atomic<int> until_unregister{0};
    go.inside = [] {
        if (until_unregister-- == 0) CHECK(current->unregister().ok());
    };
    for (int round = 0; round < 300; ++round) {
        registration ready = a_registration();
        current = &ready;
        until_unregister = round % 10;
        void* const user = ready.user();
        std::vector<std::thread> library;
        for (int t = 0; t < 3; ++t)
            library.emplace_back([user] {
                while (registration::function()(1, user) != -1) {
                }
            });
        for (std::thread& each : library) each.join();
        CHECK(go.count() == 0);
        CHECK(ready.unregister() == status_code::closed);
    }
}

TEST_CASE("threads race to unregister: one is answered ok") {
    const fresh_go checked;
    for (int round = 0; round < 300; ++round) {
        registration ready = a_registration();
        std::atomic<int> unregistered{0};
        std::vector<std::thread> crowd;
        for (int t = 0; t < 3; ++t)
            crowd.emplace_back([&] { unregistered += ready.unregister().ok(); });
        for (std::thread& each : crowd) each.join();
        CHECK(unregistered == 1);
        CHECK(go.count() == 0);
    }
}

TEST_CASE("callbacks that answer nothing, a struct or a pointer are refused with nothing") {
    struct pair {
        int a, b;
    };
    using to_void = callback_registration<void(int)>;
    using to_struct = callback_registration<pair(int)>;
    using to_pointer = callback_registration<const char*(int)>;
    to_void::function()(1, nullptr);
    CHECK(to_struct::function()(1, nullptr).b == 0);
    CHECK((to_pointer::function()(1, nullptr) == nullptr));

    static int called = 0;
    auto call = callback<void(int)>::adopt([](std::uint64_t, int n) { called = n; }, 1,
                                           [](std::uint64_t) {});
    REQUIRE(call);
    CHECK((*call)(7).ok());
    CHECK(called == 7);
    auto ready = to_void::create(*std::move(call));
    REQUIRE(ready);
    to_void::function()(8, ready->user());
    CHECK(called == 8);
}

TEST_CASE("two shared objects in one process end their own registrations") {
    void* const a = ::dlopen(FFIGUARD_TEST_LIB_DIR "/registrations_a.so", RTLD_NOW | RTLD_GLOBAL);
    REQUIRE(a != nullptr);
    void* const b = ::dlopen(FFIGUARD_TEST_LIB_DIR "/registrations_b.so", RTLD_NOW | RTLD_GLOBAL);
    REQUIRE(b != nullptr);
    CHECK(reinterpret_cast<int (*)()>(::dlsym(a, "registrations_run_a"))() == 0);
    CHECK(reinterpret_cast<int (*)()>(::dlsym(b, "registrations_run_b"))() == 0);
    // Not closed: their tables of registrations are never freed.
}

TEST_CASE("a callback is called, and unregistered, while a thread ends") {
    const fresh_go checked;
    registration kept = a_registration();
    registration ended = a_registration();
    int called = 0;
    late_calls::run([] {},
                    [&](late_calls::moment when) {
                        called += kept.function()(4, kept.user()) == 8 ? 1 : 0;
                        if (when == late_calls::key) CHECK(ended.unregister().ok());
                    });
    CHECK(called == 3);
    CHECK(go.count() == 1);
    CHECK(kept.unregister().ok());
}
