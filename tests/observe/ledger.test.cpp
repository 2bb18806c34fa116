// SPDX-License-Identifier: BSL-1.0
#define FFIGUARD_OBSERVE 1
#include <ffiguard/observe/ledger.hpp>

#include <dlfcn.h>
#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include <doctest/doctest.h>

#include <ffiguard/core/handle_table.hpp>
#include <ffiguard/core/out_param.hpp>
#include <ffiguard/core/shared_handle.hpp>
#include <ffiguard/core/unique_handle.hpp>
#include <ffiguard/library/library.hpp>
#include <ffiguard/memory/c_array.hpp>
#include <ffiguard/memory/c_ptr.hpp>
#include <ffiguard/memory/c_string.hpp>
#include <ffiguard/memory/foreign_buffer.hpp>
#include <ffiguard/posix/mapped_region.hpp>
#include <ffiguard/posix/unique_fd.hpp>
#include <ffiguard/posix/unique_file.hpp>

#include "../counted_violations.hpp"
#include "../every_step.hpp"
#include "at_level.hpp"

namespace {

using namespace ffiguard;

struct database {
    using life_cycle = ffiguard::life_cycle<closes_children>;
};
struct statement {
    using life_cycle = ffiguard::life_cycle<child_of<database>>;
};
struct widget {
    int value = 0;
};

/// What is held of a type whose name ends so.
std::vector<held_resource> held_of(std::string_view end) {
    std::vector<held_resource> found;
    found.reserve(200000);
    for_each_held([&](const held_resource& one) noexcept {
        if (one.type.size() >= end.size() && one.type.substr(one.type.size() - end.size()) == end)
            found.push_back(one);
    });
    return found;
}
std::uint64_t held() {
    std::uint64_t count = 0;
    for_each_held([&](const held_resource&) noexcept { ++count; });
    return count;
}
resource_totals totals_of(std::string_view end) {
    resource_totals all;
    for_each_observed_type([&](const resource_totals& one) noexcept {
        if (one.type.size() >= end.size() && one.type.substr(one.type.size() - end.size()) == end)
            all = one;
    });
    return all;
}

int refusals = 0;
bool seen_closing = false;
struct number_traits {
    using value_type = int;
    using life_cycle = ffiguard::life_cycle<closer_may_refuse<5>>;
    static constexpr int empty() noexcept { return 0; }
    static status close(int) noexcept {
        const auto now = held_of("number_traits");
        seen_closing = now.size() == 1 && now[0].is_closing;
        return refusals-- > 0 ? status::foreign(5) : status();
    }
};
using number = unique_handle<number_traits>;

}  // namespace

TEST_CASE("every kind of owner leaves the ledger as it was") {
    const at_level record(observe_level::record);
    const std::uint64_t before = held();
    const std::uint64_t live = observed_totals().live;
    {
        auto pointer = *allocate<int>();
        auto moved = std::move(pointer);
        auto text = *c_string::duplicate("text");
        auto array = *c_array<int>::allocate(4);
        CHECK(array.resize(400).ok());
        auto buffer = *foreign_buffer::copy("bytes", 5);
        auto fd = *open_file("/proc/self/exe", O_RDONLY);
        auto second = *duplicate(fd.get());
        auto file = *open_stream(std::move(second), "r");
        auto page = *map_file(fd.get());
        auto zlib = library::open("libc.so.6");
        REQUIRE(zlib);
        auto shared_text = *share(owned<&std::free>(std::malloc(8)));
        const auto copy = shared_text;
        handle_table<widget> widgets;
        const token t = *widgets.emplace();
        CHECK(held() >= before + 8);
        CHECK(widgets.pin(t)->value == 0);
        CHECK(widgets.close(t).ok());
        std::free(owned<&std::free>(std::malloc(8)).release());
    }
    CHECK(held() == before);
    CHECK(observed_totals().live == live);
    CHECK(observed_totals().dropped == 0);
}

TEST_CASE("a record has the token, the place, the thread and the age") {
    const at_level record(observe_level::record);
    handle_table<widget> widgets;
    token made[3];
    for (token& one : made) one = *widgets.emplace();
    const token elsewhere = *widgets.emplace();
    const auto found = held_of("widget");
    REQUIRE(found.size() == 4);
    std::uint64_t place = 0, other_place = 0;
    for (const held_resource& one : found) {
        (one.value == elsewhere ? other_place : place) = one.place;
        CHECK(one.thread == this_thread_number());
        CHECK(one.age_ms < 60000);
        CHECK(one.parent == 0);
        CHECK_FALSE(one.is_closing);
    }
    CHECK(place != other_place);
    Dl_info at{};
    CHECK(::dladdr(reinterpret_cast<void*>(place), &at) != 0);
    for (const token one : made) CHECK(widgets.close(one).ok());
    CHECK(widgets.close(elsewhere).ok());
    CHECK(held_of("widget").empty());
}

TEST_CASE("what the library counts itself is held once for each owner") {
    const at_level record(observe_level::record);
    const auto before = held_of("library_traits").size();
    auto one = library::open("libc.so.6");
    auto two = library::open("libc.so.6");
    REQUIRE(one);
    REQUIRE(two);
    CHECK(held_of("library_traits").size() == before + 2);
    CHECK(one->close().answer != close_answer::failed);
    CHECK(held_of("library_traits").size() == before + 1);
    CHECK(two->close().answer != close_answer::failed);
    CHECK(held_of("library_traits").size() == before);
}

TEST_CASE("what is given away is not held any more") {
    const at_level record(observe_level::record);
    handle_table<widget> widgets;
    const auto before = totals_of("widget");
    const token t = *widgets.emplace();
    CHECK(widgets.take(t).has_value());
    CHECK(held_of("widget").empty());
    CHECK(totals_of("widget").disowned == before.disowned + 1);
    CHECK(totals_of("widget").live == before.live);
}

TEST_CASE("a resource is closing while its closer runs, and is held again if that refuses") {
    const at_level record(observe_level::record);
    refusals = 1;
    number one(7);
    const std::uint64_t place = held_of("number_traits").at(0).place;
    CHECK_FALSE(one.close().ok());
    CHECK(seen_closing);
    const auto found = held_of("number_traits");
    REQUIRE(found.size() == 1);
    CHECK_FALSE(found[0].is_closing);
    CHECK(found[0].place == place);
    CHECK(totals_of("number_traits").refused == 1);
    CHECK(one.close().ok());
    CHECK(held_of("number_traits").empty());
}

TEST_CASE("a child has its parent's token") {
    const at_level record(observe_level::record);
    handle_table<database> databases;
    handle_table<statement> statements;
    const token d = *databases.emplace();
    const token s = *statements.emplace_child(databases, d);
    const auto found = held_of("statement");
    REQUIRE(found.size() == 1);
    CHECK(found[0].value == s);
    CHECK(found[0].parent == d);
    CHECK(databases.close(d).ok());
    CHECK(held_of("statement").empty());
    CHECK(held_of("database").empty());
}

TEST_CASE("the level decides what is kept, and may change at any time") {
    handle_table<widget> widgets;
    const auto before = totals_of("widget");
    token counted, unseen;
    {
        const at_level count(observe_level::count);
        counted = *widgets.emplace();
        CHECK(totals_of("widget").opened == before.opened + 1);
        CHECK(held_of("widget").empty());
    }
    {
        const at_level off(observe_level::off);
        unseen = *widgets.emplace();
        CHECK(totals_of("widget").opened == before.opened + 1);
    }
    {
        const at_level record(observe_level::record);
        const token seen = *widgets.emplace();
        CHECK(held_of("widget").size() == 1);
        const at_level count(observe_level::count);
        CHECK(widgets.close(seen).ok());
        CHECK(held_of("widget").empty());
        CHECK(widgets.close(counted).ok());
    }
    const at_level off(observe_level::off);
    CHECK(widgets.close(unseen).ok());
    CHECK(totals_of("widget").live == before.live);
}

TEST_CASE("sampling keeps some records, and each until its release") {
    const at_level sample(observe_level::sample);
    handle_table<widget> widgets;
    const auto before = totals_of("widget");
    std::vector<token> made;
    for (int i = 0; i < 20000; ++i) made.push_back(*widgets.emplace());
    const std::size_t kept = held_of("widget").size();
    CHECK(kept > 20);
    CHECK(kept < 1000);
    CHECK(totals_of("widget").opened == before.opened + 20000);
    for (const token one : made) CHECK(widgets.close(one).ok());
    CHECK(held_of("widget").empty());
}

TEST_CASE("100,000 open resources have 100,000 records") {
    const at_level record(observe_level::record);
    handle_table<widget> widgets;
    std::vector<token> made;
    for (int i = 0; i < 100000; ++i) made.push_back(*widgets.emplace());
    CHECK(held_of("widget").size() == 100000);
    CHECK(observed_totals().dropped == 0);
    for (const token one : made) CHECK(widgets.close(one).ok());
    CHECK(held_of("widget").empty());
}

TEST_CASE("numbers that the system gives to another thread at once are not mixed up") {
    const at_level record(observe_level::record);
    const auto before = held_of("fd_traits").size();
    std::vector<std::thread> threads;
    for (int i = 0; i < 2; ++i) {
        threads.emplace_back([] {
            for (int times = 0; times < 20000; ++times)
                static_cast<void>(unique_fd(::open("/dev/null", O_RDONLY | O_CLOEXEC)));
        });
    }
    for (std::thread& one : threads) one.join();
    CHECK(held_of("fd_traits").size() == before);
    CHECK(totals_of("fd_traits").live == before);
}

TEST_CASE("the child of a fork() has the records of what it inherits") {
    const at_level record(observe_level::record);
    handle_table<widget> widgets;
    const token t = *widgets.emplace();
    const pid_t child = ::fork();
    REQUIRE(child >= 0);
    if (child == 0) {
        const bool had = held_of("widget").size() == 1;
        const bool closed = widgets.close(t).ok();
        ::_exit(had && closed && held_of("widget").empty() ? 0 : 1);
    }
    int how = 0;
    CHECK(::waitpid(child, &how, 0) == child);
    CHECK(how == 0);
    CHECK(held_of("widget").size() == 1);
    CHECK(widgets.close(t).ok());
}

TEST_CASE("one walk sees the ledgers of all shared objects, with other settings, too") {
    const at_level record(observe_level::record);
    const std::uint64_t before = observed_totals().ledgers;
    {
        const auto plugin = library::open(FFIGUARD_TEST_LIB_DIR "/observed_plugin.so");
        REQUIRE(plugin);
        CHECK(observed_totals().ledgers == before + 1);
        set_observe_level_everywhere(observe_level::record);
        const auto open = *plugin->find<ffiguard_token()>("observed_plugin_open");
        const auto close = *plugin->find<void(ffiguard_token)>("observed_plugin_close");
        const ffiguard_token t = open();
        const auto found = held_of("gadget");
        REQUIRE(found.size() == 1);
        CHECK(found[0].value == t);
        Dl_info at{};
        REQUIRE(::dladdr(reinterpret_cast<void*>(found[0].place), &at) != 0);
        CHECK(std::strstr(at.dli_fname, "observed_plugin") != nullptr);
        close(t);
        CHECK(held_of("gadget").empty());
    }
    CHECK(observed_totals().ledgers == before);
}

namespace {        // names of types are compared
struct gadget {};  // as the plugin calls its own
}  // namespace

TEST_CASE(
    "what another shared object has opened, and this one ends, leaves the ledger of that one") {
    const at_level record(observe_level::record);
    const auto plugin = library::open(FFIGUARD_TEST_LIB_DIR "/observed_plugin.so");
    REQUIRE(plugin);
    set_observe_level_everywhere(observe_level::record);
    const ffiguard_token t = (*plugin->find<ffiguard_token()>("observed_plugin_open"))();
    REQUIRE(held_of("gadget").size() == 1);
    trace::release<gadget>(trace::releasing<gadget>(t), status());
    CHECK(held_of("gadget").empty());
    (*plugin->find<void(ffiguard_token)>("observed_plugin_close"))(t);
}

TEST_CASE("each violation is counted, whoever handles it") {
    const at_level record(observe_level::record);
    const counted_violations counted;
    const std::uint64_t before = observed_totals().violations;
    report({violation::leak, "one of the test"});
    CHECK(observed_totals().violations == before + 1);
}

TEST_CASE("a ledger of the first version is read as far as it goes") {
    const auto plugin = library::open(FFIGUARD_TEST_LIB_DIR "/old_ledger.so");
    REQUIRE(plugin);
    const auto found = held_of("antique");
    REQUIRE(found.size() == 1);
    CHECK(found[0].value == 1234);
    CHECK(found[0].age_ms == 10);
    CHECK(found[0].bytes == 0);
    CHECK(totals_of("antique").live == 1);
    CHECK(totals_of("antique").bytes == 0);
    char text[200];
    detail::history_search search{1234, nullptr, detail::text_writer(text, sizeof text)};
    detail::visit_ledgers([&](const ffiguard_ledger_1& one) noexcept {
        if (detail::is_grown(one)) one.history(1234, &search, &detail::write_history_of);
    });
    CHECK_FALSE(search.is_found);
}

TEST_CASE("bytes are those of what is open, by what the traits tell") {
    const at_level record(observe_level::record);
    {
        auto array = *c_array<int>::allocate(25);
        std::uint64_t bytes = 0, live = 0;
        for_each_held([&](const held_resource& one) noexcept {
            if (one.value == reinterpret_cast<std::uintptr_t>(array.data())) bytes += one.bytes;
        });
        CHECK(bytes == 100);
        auto fd = *open_file("/proc/self/exe", O_RDONLY);
        auto page = *map_file(fd.get(), file_range(0, 5000));
        CHECK(totals_of("mapping_traits").bytes == 5000);
        for_each_observed_type([&](const resource_totals& one) noexcept { live += one.bytes; });
        CHECK(live >= 5100);
        std::free(array.release().data);  // given away
    }
    for_each_observed_type([](const resource_totals& one) {
        if (one.live == 0) CHECK(one.bytes == 0);
    });
}

TEST_CASE("the environment gives the first level") {
    struct {
        const char* text;
        observe_level level;
    } const said[] = {{"off", observe_level::off},       {"count", observe_level::count},
                      {"sample", observe_level::sample}, {"record", observe_level::record},
                      {"stack", observe_level::stack},   {"nonsense", observe_level::count}};
    for (const auto& one : said) {
        REQUIRE(::setenv("FFIGUARD_OBSERVE_LEVEL", one.text, 1) == 0);
        CHECK(detail::level_of_environment() == one.level);
    }
    REQUIRE(::unsetenv("FFIGUARD_OBSERVE_LEVEL") == 0);
    CHECK(detail::level_of_environment() == observe_level::count);
}

TEST_CASE("a second handle of a receiver is opened and released, in the counts too") {
    const at_level record(observe_level::record);
    struct twice {
        using value_type = int;
        static int empty() noexcept { return -1; }
        static void close(int) noexcept {}
    };
    counted_violations conflicts;
    unique_handle<twice> owner;
    {
        auto receiver = out_param(owner);
        int* const slot = receiver;
        *slot = 1;
        receiver.adopt();
        *slot = 2;
    }
    CHECK(conflicts.of(violation::receiver_conflict) == 1);
    const auto totals = [] {
        resource_totals found;
        for_each_observed_type([&](const resource_totals& of) noexcept {
            if (of.type.size() >= 5 && of.type.substr(of.type.size() - 5) == "twice") found = of;
        });
        return found;
    };
    CHECK(totals().opened == 2);
    CHECK(totals().released == 1);
    CHECK(totals().live == 1);
}

namespace {
/// What two threads do to one resource at once must not cost its record: at each step of walk() the
/// last user leaves. prepared() is called with the user inside.
template <class Resource, class Prepared, class Walk>
void ends_with_its_record(std::string_view name, Prepared&& prepared, Walk&& walk) {
    if (!every_step::is_possible()) return;
    const at_level record(observe_level::record);
    handle_table<Resource> table;
    token one = 0;
    std::optional<decltype(table.pin(one))> pin;
    const long steps = every_step::run(
        [&] {
            one = *table.emplace();
            pin.emplace(table.pin(one));
            prepared(table, one);
            return held_of(name).size() == 1;
        },
        [&] { walk(table, one); }, [&] { pin.reset(); });
    CHECK(steps > 50);
    CHECK(table.live() == 0);
    CHECK(held_of(name).size() == 0);
}
}  // namespace

TEST_CASE("the record of what one thread closes while another one leaves it ends with it") {
    struct raced {};
    ends_with_its_record<raced>(
        "raced", [](auto&, token) {},
        [](auto& table, token one) { static_cast<void>(table.close(one)); });
}

TEST_CASE("the record of what ends while another thread asks for its history ends with it") {
    struct asked_for {};
    ends_with_its_record<asked_for>(
        "asked_for", [](auto& table, token one) { static_cast<void>(table.close(one)); },
        [](auto&, token one) {
            detail::record found;
            static_cast<void>(
                detail::records_.find_value(&detail::observed_type_of_<asked_for>, one, found));
        });
}
