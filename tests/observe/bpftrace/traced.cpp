// SPDX-License-Identifier: BSL-1.0
// A program that bpftrace looks at while it runs. It does one thing for each line of its standard
// input, and then says that it has done it.
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include <ffiguard/core/boundary.hpp>
#include <ffiguard/core/handle_table.hpp>
#include <ffiguard/core/shared_handle.hpp>
#include <ffiguard/core/unique_handle.hpp>
#include <ffiguard/exports.hpp>
#include <ffiguard/library/library.hpp>
#include <ffiguard/observe/held_probes.hpp>
#include <ffiguard/observe/observe_level.hpp>
#include <ffiguard/observe/probe.hpp>
#include <ffiguard/posix/mapped_region.hpp>
#include <ffiguard/posix/shared_memory.hpp>
#include <ffiguard/thread/upcall.hpp>

#include "traced.hpp"

namespace {

struct meter {};
struct stubborn {
    using life_cycle = ffiguard::life_cycle<ffiguard::closer_may_refuse<7>>;
    ffiguard::status close() noexcept {
        return refusals-- > 0 ? ffiguard::status::foreign(7) : ffiguard::status();
    }
    int refusals = 1;
};
struct database {
    using life_cycle = ffiguard::life_cycle<ffiguard::closes_children>;
};
struct statement {
    using life_cycle = ffiguard::life_cycle<ffiguard::child_of<database>>;
};
using memory = ffiguard::owned<&std::free>;

ffiguard::handle_table<traced::stream> streams;
ffiguard::handle_table<meter> meters;
ffiguard::handle_table<stubborn> stubborns;
ffiguard::handle_table<database> databases;
ffiguard::handle_table<statement> statements;

[[gnu::noinline]] void leak_here() { (void)*streams.emplace(); }

void leak() {
    const volatile int times = 7;  // no loop of seven calls at seven places
    for (int i = 0; i < times; ++i) leak_here();
    for (int i = 0; i < 4; ++i) (void)streams.close(*streams.emplace());
    traced::open_and_close();
}

void events() {
    const ffiguard::token one = *meters.emplace();
    { const auto pinned = meters.pin(one); }
    {
        const auto inside = meters.pin(one);
        (void)meters.close(one);
    }  // the last user: released here
    const ffiguard::token other = *stubborns.emplace();
    (void)stubborns.close(other);  // refused, then not
    (void)stubborns.close(other);
    memory block(std::malloc(8));
    std::free(block.release());
    auto shared = *ffiguard::share(memory(std::malloc(8)));
    auto copy = shared;
    const ffiguard::token parent = *databases.emplace();
    (void)statements.emplace_child(databases, parent);
    (void)databases.close(parent);
}

void violations() {
    for (int i = 0; i < 3; ++i) {
        ffiguard::report({ffiguard::violation::bad_access, "planted"});
    }
    ffiguard::report({ffiguard::violation::leak, "planted, too"});
}

void libraries() {
    static auto kept = *ffiguard::library::open("libm.so.6");
    for (int i = 0; i < 2; ++i) (void)*ffiguard::library::open("libdl.so.2");
}

// A text that this process has not read yet: its page is not in memory.
void first_use_of_a_text() {
    auto page = *ffiguard::shared_memory::create_anonymous(4096);
    std::strcpy(reinterpret_cast<char*>(page.data()), "untouched");
    const auto text = *ffiguard::map_file(page.fd(), {0, 4096});
    ffiguard::detail::abandoned_probe::fire(reinterpret_cast<const char*>(text.data()), 9, 1);
}

void many() {
    for (int i = 0; i < 10000; ++i) (void)*meters.emplace();
}

}  // namespace

extern "C" [[gnu::noinline]] ffiguard_status traced_flush(int number) {
    return ffiguard::boundary(nullptr, [&] {
        if (number % 5 == 0) return ffiguard::status(ffiguard::status_code::closed);
        const ffiguard::upcall back;
        return back.status();
    });
}

int main() {
    ffiguard::set_violation_handler([](const ffiguard::violation_event&) noexcept {});
    ffiguard::set_observe_level(ffiguard::observe_level::record);
    char line[64];
    std::puts("ready");
    std::fflush(stdout);
    while (std::fgets(line, sizeof line, stdin) != nullptr) {
        line[std::strcspn(line, "\n")] = '\0';
        if (std::strcmp(line, "leak") == 0) leak();
        if (std::strcmp(line, "events") == 0) events();
        if (std::strcmp(line, "violations") == 0) violations();
        if (std::strcmp(line, "libraries") == 0) libraries();
        if (std::strcmp(line, "many") == 0) many();
        if (std::strcmp(line, "first_use_of_a_text") == 0) first_use_of_a_text();
        if (std::strcmp(line, "calls") == 0)
            for (int i = 0; i < 10; ++i) traced_flush(i);
        if (std::strcmp(line, "held") == 0)
            std::printf("%llu ", static_cast<unsigned long long>(ffiguard::fire_held_probes()));
        if (std::strcmp(line, "c_held") == 0) ffiguard_observe_fire_held();
        if (std::strcmp(line, "abandon") == 0)
            for (std::uint64_t i = 1; i <= 5; ++i) ffiguard_observe_abandoned("meter.New", i);
        if (std::strcmp(line, "ledger") == 0)
            std::printf("%llu ", static_cast<unsigned long long>(ffiguard::observed_totals().live));
        if (std::strcmp(line, "off") == 0)
            ffiguard::set_observe_level(ffiguard::observe_level::off);
        std::printf("done %s\n", line);
        std::fflush(stdout);
    }
    std::_Exit(0);  // what it leaks is no violation
}
