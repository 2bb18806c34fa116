// SPDX-License-Identifier: BSL-1.0
// Whole paths, whose instructions callgrind.py counts under valgrind: "<path>/<side>", each run
// a thousand times. Instructions repeat exactly, on any machine and however busy it is.
#include <valgrind/callgrind.h>

#include <cerrno>
#include <cstdint>
#include <cstring>
#include <deque>
#include <memory>
#include <mutex>
#include <stdexcept>
#include <thread>
#include <unordered_map>

#include <ffiguard/core/boundary.hpp>
#include <ffiguard/core/call.hpp>
#include <ffiguard/core/handle_table.hpp>
#include <ffiguard/core/shared_handle.hpp>
#include <ffiguard/core/unique_handle.hpp>
#include <ffiguard/library/library_host.hpp>
#include <ffiguard/thread/event_queue.hpp>

namespace {

struct resource {
    volatile int value = 0;
};
resource one;
[[gnu::noinline]] resource* open_one() { return &one; }
[[gnu::noinline]] void close_one(resource* of) { of->value = of->value + 1; }
using owner = ffiguard::owned<&close_one>;
struct deleter {
    void operator()(resource* of) const noexcept { close_one(of); }
};

struct meter {
    void add(std::int32_t n) { value += n; }
    void fail(std::int32_t) { throw std::runtime_error("the meter is broken"); }
    volatile std::int64_t value = 0;
};
ffiguard::handle_table<meter>& meters = *new ffiguard::handle_table<meter>;
struct lasting : meter {
    using life_cycle = ffiguard::life_cycle<ffiguard::rarely_closed>;
};
ffiguard::handle_table<lasting>& lastings = *new ffiguard::handle_table<lasting>;
std::mutex mutex;
std::unordered_map<std::uint64_t, std::shared_ptr<meter>> map;

struct event {
    std::uint64_t number;
    std::uint64_t value;
};

}  // namespace

extern "C" {
[[gnu::noinline]] std::int32_t path_naive(meter* at, std::int32_t n) {
    at->add(n);
    return 0;
}
[[gnu::noinline]] std::int32_t path_hand(meter* at, std::int32_t n, char* text, bool broken) {
    try {
        broken ? at->fail(n) : at->add(n);
        errno = 0;
        return 0;
    } catch (const std::exception& thrown) {
        std::strncpy(text, thrown.what(), 255);
        return 1;
    } catch (...) {
        return 2;
    }
}
[[gnu::noinline]] ffiguard_status path_boundary(meter* at, std::int32_t n, ffiguard_error* err,
                                                bool broken) {
    return ffiguard::boundary(err, [&] { broken ? at->fail(n) : at->add(n); });
}
[[gnu::noinline]] ffiguard_status path_call(ffiguard_token at, std::int32_t n,
                                            ffiguard_error* err) {
    return ffiguard::call<&meter::add>(meters, at, err, n);
}
[[gnu::noinline]] ffiguard_status path_call_fail(ffiguard_token at, std::int32_t n,
                                                 ffiguard_error* err) {
    return ffiguard::call<&meter::fail>(meters, at, err, n);
}
[[gnu::noinline]] std::int32_t path_map(std::uint64_t at, std::int32_t n) {
    std::shared_ptr<meter> found;
    {
        const std::lock_guard<std::mutex> lock(mutex);
        const auto place = map.find(at);
        if (place == map.end()) return 1;
        found = place->second;
    }
    found->add(n);
    return 0;
}
}

namespace {

template <class Step>
[[gnu::noinline]] void run(Step step) {
    for (int i = 0; i < 1000; ++i) step();
}
// The client's request is a block of assembly: one macro for each name.
#define PATH(NAME, ...)                \
    do {                               \
        const auto step = __VA_ARGS__; \
        run(step);                     \
        CALLGRIND_ZERO_STATS;          \
        run(step);                     \
        CALLGRIND_DUMP_STATS_AT(NAME); \
    } while (false)

template <class T>
void use(const T& value) {
    asm volatile("" : : "g"(&value) : "memory");
}

}  // namespace

int main() {
    std::thread([] {}).join();
    PATH("nothing/nothing", [] { asm volatile(""); });

    PATH("an owner opens and closes/ffiguard", [] { const owner mine(open_one()); });
    PATH("an owner opens and closes/std::unique_ptr",
         [] { const std::unique_ptr<resource, deleter> mine(open_one()); });

    const auto shared = *ffiguard::share(owner(open_one()));
    const std::shared_ptr<resource> standard(open_one(), deleter());
    PATH("a shared handle is copied and dropped/ffiguard", [&] {
        const auto copy = shared;
        use(copy);
    });
    PATH("a shared handle is copied and dropped/std::shared_ptr", [&] {
        const auto copy = standard;
        use(copy);
    });
    const ffiguard::weak<owner> weak(shared);
    const std::weak_ptr<resource> standard_weak(standard);
    PATH("a weak handle is locked and dropped/ffiguard", [&] { use(weak.lock()); });
    PATH("a weak handle is locked and dropped/std::weak_ptr", [&] { use(standard_weak.lock()); });
    PATH("a shared handle is made and released/ffiguard",
         [] { use(*ffiguard::share(owner(open_one()))); });
    PATH("a shared handle is made and released/std::shared_ptr",
         [] { use(std::shared_ptr<resource>(open_one(), deleter())); });

    const auto mine = *meters.emplace();
    const auto rare = *lastings.emplace();
    map[1] = std::shared_ptr<meter>(new meter);
    PATH("a token is pinned/ffiguard", [&] { use(meters.pin(mine)); });
    PATH("a token is pinned/mutex+map+shared_ptr", [&] {
        std::shared_ptr<meter> found;
        {
            const std::lock_guard<std::mutex> lock(mutex);
            found = map.find(1)->second;
        }
        use(*found);
    });
    PATH("a rarely closed token is pinned/ffiguard", [&] { use(lastings.pin(rare)); });
    PATH("a rarely closed token is pinned/an object that says nothing",
         [&] { use(meters.pin(mine)); });
    PATH("a forged token is refused/ffiguard", [&] { use(meters.pin(0x123456789abcdef0U)); });
    PATH("a forged token is refused/mutex+map+shared_ptr",
         [] { use(path_map(0x123456789abcdef0U, 1)); });
    PATH("a token is opened and closed/ffiguard", [] { use(meters.close(*meters.emplace())); });
    PATH("a token is opened and closed/mutex+map+shared_ptr", [] {
        {
            const std::lock_guard<std::mutex> lock(mutex);
            map[2] = std::shared_ptr<meter>(new meter);
        }
        const std::lock_guard<std::mutex> lock(mutex);
        map.erase(2);
    });

    ffiguard_error err;
    char text[256];
    meter plain;
    PATH("an exported function succeeds/ffiguard",
         [&] { use(path_boundary(&plain, 1, &err, false)); });
    PATH("an exported function succeeds/try and catch by hand",
         [&] { use(path_hand(&plain, 1, text, false)); });
    PATH("an exported function throws/ffiguard",
         [&] { use(path_boundary(&plain, 1, &err, true)); });
    PATH("an exported function throws/try and catch by hand",
         [&] { use(path_hand(&plain, 1, text, true)); });
    PATH("a call by token succeeds/ffiguard", [&] { use(path_call(mine, 1, &err)); });
    PATH("a call by token succeeds/mutex+map+shared_ptr", [&] { use(path_map(1, 1)); });
    PATH("a call by token succeeds/a pointer without checks", [&] { use(path_naive(&plain, 1)); });
    PATH("a call by token throws/ffiguard", [&] { use(path_call_fail(mine, 1, &err)); });
    PATH("a call by token throws/try and catch by hand",
         [&] { use(path_hand(&plain, 1, text, true)); });

    static ffiguard::event_queue<event, 1024> ring;
    std::deque<event> queue;
    event into[64];
    PATH("an event is pushed and drained/ffiguard", [&] {
        use(ring.push({1, 2}));
        use(ring.drain(into, 64));
    });
    PATH("an event is pushed and drained/mutex+deque", [&] {
        {
            const std::lock_guard<std::mutex> lock(mutex);
            queue.push_back({1, 2});
        }
        const std::lock_guard<std::mutex> lock(mutex);
        for (int i = 0; !queue.empty(); ++i) {
            into[i] = queue.front();
            queue.pop_front();
        }
        use(into);
    });

    ffiguard::library_host host{ffiguard::keep_always()};
    if (host.preload({"libz.so.1"}, ffiguard::preload_policy::all_or_nothing).ok()) {
        const auto entry = *host.find("libz.so.1");
        PATH("a lease of a library by its entry/ffiguard", [&] { use(host.acquire(entry)); });
        PATH("a lease of a library by its entry/copy of a std::shared_ptr", [&] {
            const auto copy = standard;
            use(copy);
        });
    }
}
