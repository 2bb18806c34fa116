// SPDX-License-Identifier: BSL-1.0
// host SEARCH.so: a C++ program over a library in Go. C++ calls Go, and goroutines call C++ back
// with a token in place of a pointer; then Go is stopped, and the program ends while the library,
// which cannot be unloaded, stays. Exit status 0: every answer was the one to expect.
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <cstdio>
#include <functional>
#include <mutex>
#include <stdexcept>
#include <string>
#include <utility>

#include <ffiguard/core/call.hpp>
#include <ffiguard/library/function_table.hpp>
#include <ffiguard/library/library_host.hpp>

#include "plugin/search.h"

using ffiguard::entry;
using ffiguard::symbol;
using ffiguard::token;

namespace {

constexpr std::chrono::seconds limit{60};
constexpr std::int64_t limit_ms = std::chrono::milliseconds(limit).count();

// Each symbol keeps the library loaded.
struct go_library {
    symbol<decltype(::search_new)> search_new;
    symbol<decltype(::search_count)> search_count;
    symbol<decltype(::search_wait)> search_wait;
    symbol<decltype(::search_release)> search_release;
    symbol<decltype(::search_live_count)> search_live_count;
    symbol<decltype(::go_stop)> go_stop;
};

auto bind(const ffiguard::library& from) {
    return ffiguard::bind_table<go_library>(
        from, entry("search_new", &go_library::search_new),
        entry("search_count", &go_library::search_count),
        entry("search_wait", &go_library::search_wait),
        entry("search_release", &go_library::search_release),
        entry("search_live_count", &go_library::search_live_count),
        entry("go_stop", &go_library::go_stop));
}

// What Go calls: known to it by a token, so that a goroutine which is late finds nothing, and no
// memory that has been freed. The call that is inside keeps the listener.
class listener {
public:
    explicit listener(std::function<void(std::int64_t)> body) : body_(std::move(body)) {}
    void found(std::int64_t prime) { body_(prime); }  // on threads of Go; may throw

private:
    std::function<void(std::int64_t)> body_;
};
// Never destroyed: goroutines may call until the process ends.
auto& listeners = *new ffiguard::handle_table<listener>;

extern "C" ffiguard_status on_found(std::uint64_t user, std::int64_t prime) {
    return ffiguard::call<&listener::found>(listeners, user, nullptr, prime);
}

token listen(std::function<void(std::int64_t)> body) {
    return listeners.emplace(std::move(body)).value();
}
ffiguard_callback callback(token user) {
    return {reinterpret_cast<ffiguard_function>(&on_found), user};
}

// Counts what threads of Go do.
class tally {
public:
    void add() {
        const std::lock_guard<std::mutex> lock(mutex_);
        ++count_;
        changed_.notify_all();
    }
    bool reaches(int count) {
        std::unique_lock<std::mutex> lock(mutex_);
        return changed_.wait_for(lock, limit, [&] { return count_ >= count; });
    }

private:
    std::mutex mutex_;
    std::condition_variable changed_;
    int count_ = 0;
};

int failures = 0;

void expect(bool holds, const char* claim) {
    std::printf("%-60s %s\n", claim, holds ? "yes" : "FAILED");
    if (!holds) ++failures;
}
// call is given where to put the error.
template <class Call>
void expect(ffiguard_status want, const char* what, Call&& call) {
    ffiguard_error e{};
    const ffiguard_status got = call(&e);
    const auto words = [](ffiguard_status s) {
        return ffiguard::name(static_cast<ffiguard::status_code>(s));
    };
    std::printf("%-60s %s%s%s\n", what, words(got), e.message[0] != 0 ? ": " : "", e.message);
    if (got == want) return;
    std::printf("FAILED: %s was expected\n", words(want));
    ++failures;
}

void calls_both_ways(const go_library& go) {
    tally primes;
    const token user = listen([&](std::int64_t) { primes.add(); });
    token search = 0;
    expect(FFIGUARD_OK, "C++ has 2 goroutines search",
           [&](auto* e) { return go.search_new(1'000'000, 2, callback(user), &search, e); });
    expect(primes.reaches(1000), "they call C++ with 1000 primes");
    std::int64_t count = 0;
    expect(FFIGUARD_OK, "C++ asks the object of Go",
           [&](auto* e) { return go.search_count(search, &count, e); });
    expect(count >= 1000, "it has found as many");

    expect(listeners.close(user).ok(), "C++ unregisters what they call");
    expect(FFIGUARD_CLOSED, "the next call was refused, which ended the search",
           [&](auto* e) { return go.search_wait(search, limit_ms, e); });
    expect(FFIGUARD_OK, "the object of Go is released",
           [&](auto* e) { return go.search_release(search, e); });
    expect(FFIGUARD_CLOSED, "and once more", [&](auto* e) { return go.search_release(search, e); });
}

void errors_both_ways(const go_library& go) {
    const token user = listen([](std::int64_t) { throw std::runtime_error("no more"); });
    token search = 0;
    expect(FFIGUARD_INVALID_ARGUMENT, "Go refuses an argument",
           [&](auto* e) { return go.search_new(-1, 2, callback(user), &search, e); });
    expect(FFIGUARD_MALFORMED, "Go refuses a token that it never gave",
           [&](auto* e) { return go.search_wait(token{1} << 40, 0, e); });
    expect(FFIGUARD_FOREIGN, "Go recovers from a panic: nowhere to put the count", [&](auto* e) {
        static_cast<void>(go.search_new(2, 1, callback(user), &search, nullptr));
        return go.search_count(search, nullptr, e);
    });
    expect(FFIGUARD_CXX_EXCEPTION, "an exception of C++ ends the search and not the process",
           [&](auto* e) { return go.search_wait(search, limit_ms, e); });
    static_cast<void>(go.search_release(search, nullptr));
    static_cast<void>(listeners.close(user));
}

void stop(const go_library& go) {
    tally inside, gate;
    const token user = listen([&](std::int64_t) {
        inside.add();
        gate.reaches(1);
    });
    token search = 0;
    expect(FFIGUARD_OK, "goroutines search, and C++ keeps them waiting",
           [&](auto* e) { return go.search_new(2, 2, callback(user), &search, e); });
    expect(inside.reaches(2), "both are inside C++");
    static_cast<void>(go.search_release(search, nullptr));
    expect(FFIGUARD_IN_USE, "Go is to stop within 50 ms",
           [&](auto* e) { return go.go_stop(50, e); });
    gate.add();
    expect(FFIGUARD_OK, "C++ lets them go, and Go stops",
           [&](auto* e) { return go.go_stop(limit_ms, e); });
    expect(FFIGUARD_CLOSED, "nothing begins after that",
           [&](auto* e) { return go.search_new(2, 2, callback(user), &search, e); });
    expect(listeners.close(user).ok() && listeners.live() == 0, "no listener is left in C++");
    expect(go.search_live_count() == 0, "no search is left in Go");
}

}  // namespace

int main(int count, char** arguments) {
    if (count != 2) return 2;
    const char* const path = arguments[1];
    ffiguard::library_host host;
    {
        const auto lease = host.acquire(path);
        if (!lease) {
            std::fprintf(stderr, "%s\n", lease.error().message());
            return 2;
        }
        const auto go = bind(lease->get());
        if (!go) {
            std::fprintf(stderr, "%s\n", go.error().message());
            return 2;
        }
        calls_both_ways(*go);
        errors_both_ways(*go);
        expect(host.close(path).answer == ffiguard::close_answer::in_use,
               "the library is not closed while it is leased");
        stop(*go);
    }
    const ffiguard::shutdown_report report = host.shutdown(limit);
    for (const ffiguard::library_record& left : report.stayed)
        std::printf("stays: %s (%s)\n", left.path.c_str(), left.why().c_str());
    expect(report.stayed.size() == 1 &&
               report.stayed[0].last_close.reason == ffiguard::resident_reason::go_runtime,
           "the library was closed, and stays because it is in Go");
    return failures == 0 ? 0 : 1;
}
