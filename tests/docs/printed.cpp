// SPDX-License-Identifier: BSL-1.0
// Prints what pages show as the output of the ledger, for printed.py. The program loads this same source
// as three shared objects, called as those on the pages are.
#define FFIGUARD_OBSERVE 1
#include <ffiguard/core/call.hpp>
#include <ffiguard/core/handle_table.hpp>

#if defined(AS_ZPRESS)

struct stream {
    ffiguard::status flush() noexcept { return {}; }
};
ffiguard::handle_table<stream> streams;
FFIGUARD_EXPORT_SYMBOL ffiguard_token zpress_open() { return streams.emplace().value_or(0); }
// Of another type than zpress_open(): g++ makes one function of two that are the same.
FFIGUARD_EXPORT_SYMBOL void zpress_stream_new(ffiguard_token* out) { *out = streams.emplace().value_or(0); }
FFIGUARD_EXPORT_SYMBOL void zpress_close(ffiguard_token t) { streams.close(t).ignore(); }
FFIGUARD_EXPORT_SYMBOL ffiguard_status zpress_flush(ffiguard_token t, ffiguard_error* err) {
    return ffiguard::call<&stream::flush>(streams, t, err);
}
// Without a name that the loader knows.
[[gnu::noinline, gnu::visibility("hidden")]] void open_unnamed() { static_cast<void>(streams.emplace()); }
using unnamed = void (*)();
FFIGUARD_EXPORT_SYMBOL unnamed zpress_unnamed() { return &open_unnamed; }

#elif defined(AS_DB)

struct database {
    using life_cycle = ffiguard::life_cycle<ffiguard::closes_children>;
};
struct statement {
    using life_cycle = ffiguard::life_cycle<ffiguard::child_of<database>>;
};
ffiguard::handle_table<database> databases;
ffiguard::handle_table<statement> statements;
FFIGUARD_EXPORT_SYMBOL void db_open() {
    const auto parent = databases.emplace().value_or(0);
    for (int i = 0; i < 2; ++i) static_cast<void>(statements.emplace_child(databases, parent));
}

#elif defined(AS_CACHE)

struct mapping {
    [[nodiscard]] std::uint64_t bytes() const noexcept { return 1048576; }
    using life_cycle = ffiguard::life_cycle<ffiguard::tells_bytes<&mapping::bytes>>;
};
ffiguard::handle_table<mapping> mappings;
FFIGUARD_EXPORT_SYMBOL void cache_open() { static_cast<void>(mappings.emplace()); }

#else

#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>

#include <ffiguard/library/library.hpp>
#include <ffiguard/observe/ledger_report.hpp>

namespace {
long seconds_later = 0;
}
// The ledgers of the shared objects read this clock: a resource gets old at once.
extern "C" int clock_gettime(clockid_t clock, timespec* now) noexcept {
    const long answer = ::syscall(SYS_clock_gettime, clock, now);
    now->tv_sec += seconds_later;
    return static_cast<int>(answer);
}

struct meter {
    ffiguard::status read() noexcept { return {}; }
};
ffiguard::handle_table<meter> meters;

int main(int, char** arguments) {
    const std::string here = arguments[1];
    auto zpress = ffiguard::library::open(here + "/libzpress.so");
    auto db = ffiguard::library::open(here + "/libdb.so");
    auto cache = ffiguard::library::open(here + "/libcache.so");
    if (!zpress || !db || !cache) return 1;
    const auto line = [](std::string_view text) {
        std::printf("%.*s\n", static_cast<int>(text.size()), text.data());
    };

    const auto open = *zpress->find<ffiguard_token()>("zpress_open");
    const auto flush = *zpress->find<ffiguard_status(ffiguard_token, ffiguard_error*)>("zpress_flush");
    const auto close = *zpress->find<void(ffiguard_token)>("zpress_close");
    const ffiguard_token t = open();
    ffiguard_error err{};
    ffiguard::call<&meter::read>(meters, t, &err);
    std::puts(err.message);
    close(t);
    flush(t, &err);
    std::puts(err.message);

    const auto unnamed = (*zpress->find<void (*())()>("zpress_unnamed"))();
    unnamed();
    seconds_later = 31 * 60;
    for (int i = 0; i < 8; ++i) unnamed();
    const auto stream_new = *zpress->find<void(ffiguard_token*)>("zpress_stream_new");
    ffiguard_token made = 0;
    for (int i = 0; i < 7; ++i) stream_new(&made);
    const auto db_open = *db->find<void()>("db_open");
    for (int i = 0; i < 3; ++i) db_open();
    (*cache->find<void()>("cache_open"))();
    seconds_later += 46;  // or the median age is 0, and nothing is told in terms of it
    if (!ffiguard::report_ledger(line).ok()) return 2;
    std::fflush(stdout);
    std::_Exit(0);  // not to be told of what stays open
}

#endif
