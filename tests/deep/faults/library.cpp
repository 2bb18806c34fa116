// SPDX-License-Identifier: BSL-1.0
#include <chrono>
#include <utility>

#include <ffiguard/library/function_table.hpp>
#include <ffiguard/library/go_runtimes.hpp>
#include <ffiguard/library/keep_alive.hpp>
#include <ffiguard/library/library.hpp>
#include <ffiguard/library/library_host.hpp>
#include <ffiguard/library/library_name.hpp>

#include "faults.hpp"

using faults::first_failure;
using faults::keeps_errno;
using ffiguard::status;

// Nothing of the test itself is linked to it.
static constexpr const char* plain = "libBrokenLocale.so.1";
using any_function = void();

namespace {

/// The failure of a close, or ok.
status of(const ffiguard::close_outcome& one) noexcept {
    return one.answer == ffiguard::close_answer::failed ? one.why.status() : status();
}

}  // namespace

FFIGUARD_SCENARIO(library, library) {
    auto one = ffiguard::library::open(plain);
    if (!one) return one.error().status();
    auto copy = *one;
    auto found = ffiguard::library::find_loaded(plain);
    if (!found) return found.error().status();
    auto program = ffiguard::library::open("libc.so.6");
    if (!program) return program.error().status();
    auto function = program->find<any_function>("puts");
    if (!function) return function.error().status();
    auto variable = program->find<int>("opterr");
    if (!variable) return variable.error().status();
    const ffiguard::keep_alive kept(*function);
    first_failure told;
    told << of(found->close()) << of(copy.close()) << of(one->close());
    keeps_errno([&] { *program = ffiguard::library(); });
    return told;
}

FFIGUARD_SCENARIO(library, library_by_name) {
    auto one = ffiguard::library::open(ffiguard::library_name("BrokenLocale", "1"));
    if (!one) return one.error().status();
    return of(one->close());
}

FFIGUARD_SCENARIO(library, library_ends) {
    auto one = ffiguard::library::open(plain);
    if (!one) return one.error().status();
    keeps_errno([&] { *one = ffiguard::library(); });
    return {};
}

namespace {

struct table {
    ffiguard::symbol<any_function> puts;
    ffiguard::symbol<int> opterr;
};

}  // namespace

FFIGUARD_SCENARIO(library, function_table) {
    const auto all = ffiguard::load_table<table>("libc.so.6", ffiguard::entry("puts", &table::puts),
                                                 ffiguard::entry("opterr", &table::opterr));
    return all ? status() : all.error().status();
}

FFIGUARD_SCENARIO(library, go_runtimes) {
    static_cast<void>(ffiguard::go_runtimes());
    return {};
}

FFIGUARD_SCENARIO(library, library_host) {
    ffiguard::library_host host(ffiguard::keep_always());
    first_failure told;
    {
        auto lease = host.acquire(plain);
        if (!lease) return lease.error().status();
        auto again = host.acquire(lease->entry());
        if (!again) return again.error().status();
        const auto found = host.find(plain);
        if (!found) return found.status();
        const auto token = host.acquire_token(plain);
        if (!token) return token.error().status();
        told << host.release_token(*token);
    }
    told << of(host.close(plain));
    const auto report = host.shutdown(std::chrono::seconds(1));
    if (report.stayed.size() != 0 && status(told).ok()) faults::wrong("a library stayed");
    return told;
}

FFIGUARD_SCENARIO(library, library_host_preload) {
    ffiguard::library_host host(ffiguard::unload_at_zero());
    const auto loaded =
        host.preload({plain, "libm.so.6"}, ffiguard::preload_policy::all_or_nothing);
    first_failure told;
    for (const ffiguard::preload_item& one : loaded.items) told << one.status;
    if (!loaded.ok()) return told;
    host.for_each([](const ffiguard::library_record& one) { static_cast<void>(one.why()); });
    told << of(host.close(plain));
    return told;
}
