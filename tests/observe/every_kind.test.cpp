// SPDX-License-Identifier: BSL-1.0
#define FFIGUARD_OBSERVE 1
#include <ffiguard/observe/ledger_report.hpp>

#include <fcntl.h>
#include <unistd.h>

#include <cctype>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <doctest/doctest.h>

#include <ffiguard/core/handle_table.hpp>
#include <ffiguard/core/owned_by_address.hpp>
#include <ffiguard/core/shared_handle.hpp>
#include <ffiguard/core/unique_handle.hpp>
#include <ffiguard/go/callback.hpp>
#include <ffiguard/library/library.hpp>
#include <ffiguard/memory/c_array.hpp>
#include <ffiguard/memory/c_ptr.hpp>
#include <ffiguard/memory/c_string.hpp>
#include <ffiguard/memory/foreign_buffer.hpp>
#include <ffiguard/memory/foreign_struct.hpp>
#include <ffiguard/observe/ledger.hpp>
#include <ffiguard/observe/ledger_lines.hpp>
#include <ffiguard/observe/open_metrics.hpp>
#include <ffiguard/posix/child_process.hpp>
#include <ffiguard/posix/mapped_region.hpp>
#include <ffiguard/posix/shared_memory.hpp>
#include <ffiguard/posix/unique_fd.hpp>
#include <ffiguard/posix/unique_file.hpp>
#include <ffiguard/thread/detail/cpu_words.hpp>

#if __has_include(<ffiguard/posix/bpf_map.hpp>)
#include <ffiguard/posix/bpf_link.hpp>
#include <ffiguard/posix/bpf_map.hpp>
#include <ffiguard/posix/bpf_program.hpp>
#define HAS_BPF_OWNERS
#endif

#include "at_level.hpp"

namespace {  // names of types are compared

using namespace ffiguard;

/// What nobody closes until it is asked for, whatever it is.
using leaked = std::shared_ptr<void>;
template <class Owner>
leaked leak(Owner&& owner) {
    REQUIRE(owner);
    // By new: std::make_shared has a static local, which pins the plugin of the unload test.
    return leaked(new std::decay_t<Owner>(std::forward<Owner>(owner)));
}

struct thing {
    int number;
};
void free_thing(thing* one) { std::free(one); }
void free_thing_at(thing** one) { std::free(std::exchange(*one, nullptr)); }
thing* make_thing() { return static_cast<thing*>(std::calloc(1, sizeof(thing))); }
using thing_owner = owned<&free_thing>;
using shared_thing = owned<&std::free>;

struct started {
    thing* inside;
};
void end_started(started* one) { std::free(one->inside); }

struct trinket {};

void let_go(std::uint64_t) {}
std::int32_t on_line(std::uint64_t, std::int32_t) { return 0; }

leaked leak_library() { return leak(*library::open("libc.so.6")); }
leaked leak_child() {
    auto child = child_process::start("/bin/sh", {"sh", "-c", "exit 0"});
    REQUIRE(child);
    return leak(*std::move(child));
}
leaked leak_named_memory() {
    const std::string name = "/ffiguard_every_kind_" + std::to_string(::getpid());
    auto made = shared_memory::create(name, 4096);
    REQUIRE(made);
    return leak(*std::move(made));
}
leaked leak_file() {
    auto fd = *open_file("/dev/null", O_RDONLY);
    return leak(*open_stream(std::move(fd), "r"));
}
leaked leak_mapping() {
    const auto fd = *open_file("/proc/self/exe", O_RDONLY);
    return leak(*map_file(fd.get(), file_range(0, 100)));
}
leaked leak_struct() {
    using structure = foreign_struct<started, released_by<&end_started>>;
    const std::shared_ptr<structure> made(new structure);
    REQUIRE(made->init([](started* one) {
                    one->inside = make_thing();
                    return 0;
                })
                .ok());
    return made;
}
leaked leak_object() {
    static auto& widgets = *new handle_table<trinket>;
    const token t = *widgets.emplace();
    return {nullptr, [t](void*) { CHECK(widgets.close(t).ok()); }};
}
leaked leak_callback() {
    using callback = go::callback<std::int32_t(std::int32_t)>;
    return leak(*callback::adopt(&on_line, 7, &let_go));
}

struct kind {
    const char* type;  ///< as the report names it
    leaked (*leak)();
};
const kind kinds[] = {
    {"owned_traits<free_thing>", [] { return leak(thing_owner(make_thing())); }},
    {"owned_by_address_traits<free_thing_at>",
     [] { return leak(owned_by_address<&free_thing_at>(make_thing())); }},
    {"owned_traits<free>", [] { return leak(*share(shared_thing(make_thing()))); }},
    {"trinket", &leak_object},
    {"c_ptr_traits<thing, free>", [] { return leak(*allocate<thing>()); }},
    {"runtime_c_ptr_traits<thing, void (*)(void*)>",
     [] { return leak(runtime_c_ptr<thing>(make_thing(), &std::free)); }},
    {"sized_memory_traits<thing, free>", [] { return leak(*c_array<thing>::allocate(3)); }},
    {"sized_memory_traits<char, free>", [] { return leak(*c_string::duplicate("text")); }},
    {"foreign_struct_traits<ffiguard_buffer", [] { return leak(*foreign_buffer::copy("abc", 3)); }},
    {"foreign_struct_traits<started", &leak_struct},
    {"fd_traits", [] { return leak(*open_file("/dev/null", O_RDONLY)); }},
    {"file_traits", &leak_file},
    {"mapping_traits", &leak_mapping},
    {"shared_memory_name_traits", &leak_named_memory},
    {"child_traits", &leak_child},
    {"library_traits", &leak_library},
    {"cpu_words_traits", [] { return leak(detail::make_cpu_words(8)); }},
    {"go_value_traits", &leak_callback},
#ifdef HAS_BPF_OWNERS  // of any descriptor: what it is of does not matter to the ledger
    {"bpf_map_traits", [] { return leak(unique_bpf_map(::open("/dev/null", O_RDONLY))); }},
    {"bpf_program_traits", [] { return leak(unique_bpf_program(::open("/dev/null", O_RDONLY))); }},
    {"bpf_link_traits", [] { return leak(unique_bpf_link(::open("/dev/null", O_RDONLY))); }},
#endif
};

std::string squeezed(std::string_view text) {
    std::string all;
    for (const char each : text)
        if (each != ' ' && each != '&') all += each;
    return all;
}
/// Without namespaces, blanks and &, which compilers write differently: the last part of each name.
bool is_of(std::string_view type, std::string_view wanted) {
    std::string bare;
    for (const char each : squeezed(type)) {
        bare += each;
        if (bare.size() < 2 || bare.compare(bare.size() - 2, 2, "::") != 0) continue;
        bare.resize(bare.size() - 2);
        while (!bare.empty() && (std::isalnum(static_cast<unsigned char>(bare.back())) != 0 ||
                                 std::strchr("_{}()", bare.back()) != nullptr))
            bare.pop_back();
    }
    const std::string start = squeezed(wanted);
    return bare.rfind(start, 0) == 0 &&
           (bare.size() == start.size() || start.find('<') != start.npos);
}

/// By each output, how many are open of a type.
struct seen {
    std::uint64_t counted = 0, recorded = 0, in_report = 0, report_lines = 0, folded = 0, json = 0;
};
std::uint64_t number(std::string_view text) { return std::strtoull(text.data(), nullptr, 10); }
seen ask(std::string_view wanted) {
    seen all;
    for_each_observed_type([&](const resource_totals& one) {
        if (is_of(one.type, wanted)) all.counted += one.live;
    });
    for_each_held([&](const held_resource& one) {
        if (is_of(one.type, wanted)) ++all.recorded;
    });
    CHECK(report_ledger([&](std::string_view line) {
              const auto type = line.find(' '), end = line.find(" opened at ");
              if (end == line.npos || !is_of(line.substr(type, end - type), wanted)) return;
              ++all.report_lines;
              all.in_report += number(line);
          }).ok());
    CHECK(write_folded_stacks([&](std::string_view line) {
              const auto count = line.rfind(' '), type = line.rfind(';', count) + 1;
              if (is_of(line.substr(type, count - type), wanted))
                  all.folded += number(line.substr(count + 1));
          }).ok());
    write_json_lines([&](std::string_view line) {
        const auto type = line.find("\"type\":\"") + 8;
        if (is_of(line.substr(type, line.find('"', type) - type), wanted)) ++all.json;
    });
    return all;
}

/// The traits that the headers define, by name.
std::set<std::string> traits_of_headers() {
    std::set<std::string> found;
    const auto include = std::filesystem::path(FFIGUARD_TEST_SOURCE_DIR "/include/ffiguard");
    for (const auto& one : std::filesystem::recursive_directory_iterator(include)) {
        if (one.path().extension() != ".hpp") continue;
        std::ifstream file(one.path());
        for (std::string line; std::getline(file, line);) {
            const auto first = line.find_first_not_of(' ');
            if (first == line.npos || line.compare(first, 7, "struct ") != 0) continue;
            const auto end = line.find_first_not_of(
                "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_0123456789", first + 7);
            const std::string name = line.substr(first + 7, end - first - 7);
            if (name.size() > 7 && name.compare(name.size() - 7, 7, "_traits") == 0)
                found.insert(name);
        }
    }
    return found;
}
std::string text_of(const std::filesystem::path& path) {
    std::ifstream file(path);
    return {std::istreambuf_iterator<char>(file), {}};
}

}  // namespace

TEST_CASE("one leak of each kind is one in every output, until it is released") {
    const at_level record(observe_level::record);
    std::vector<leaked> all;
    for (const kind& one : kinds) {
        CAPTURE(one.type);
        const seen before = ask(one.type);
        leaked here = one.leak();
        const seen now = ask(one.type);
        CHECK(now.counted == before.counted + 1);
        CHECK(now.recorded == before.recorded + 1);
        CHECK(now.report_lines == before.report_lines + 1);
        CHECK(now.in_report == before.in_report + 1);
        CHECK(now.folded == before.folded + 1);
        CHECK(now.json == before.json + 1);
        here.reset();
        CHECK(ask(one.type).recorded == before.recorded);
        CHECK(ask(one.type).counted == before.counted);
    }
}

TEST_CASE("every kind of owner that the headers define is one of those that are leaked here") {
    // What an owner is told about, and none of its own.
    const std::set<std::string> no_owner = {"has_traits", "array_traits"};
    const auto jni = text_of(FFIGUARD_TEST_SOURCE_DIR "/tests/jni/observe/every_kind.test.cpp");
    const auto found = traits_of_headers();
    CHECK(found.size() > 15);
    for (const std::string& name : found) {
        if (no_owner.count(name) != 0) continue;
        bool is_leaked = jni.find("\"" + name) != jni.npos;
        for (const kind& one : kinds)
            is_leaked = is_leaked || is_of(one.type, name + "<") || is_of(one.type, name);
        CHECK_MESSAGE(is_leaked, name, " is leaked by no test: add it to kinds");
    }
}
