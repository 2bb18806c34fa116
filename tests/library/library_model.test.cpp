// SPDX-License-Identifier: BSL-1.0
// Random operations on libraries, symbols and what keeps them, and on a host's leases and tokens,
// against a model: each answer, and what the loader has.
#include <ffiguard/library/library.hpp>

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <doctest/doctest.h>

#include <ffiguard/library/keep_alive.hpp>
#include <ffiguard/library/library_host.hpp>

#include "../random_steps.hpp"
#include "../sanitizer.hpp"
#include "library_host_directory.hpp"
#include "test_library.hpp"

using ffiguard::close_answer;
using ffiguard::library;
using ffiguard::look_for_reason;
using ffiguard::status_code;

namespace {

enum : int { paths = 2 };

/// What holds what: an open() is a group of holders, and a file is loaded while it has a group.
struct groups {
    std::vector<int> path_of;
    std::vector<int> holders;

    int open(int path) {
        path_of.push_back(path);
        holders.push_back(1);
        return static_cast<int>(path_of.size()) - 1;
    }
    int copy(int group) {
        if (group >= 0) ++holders[static_cast<std::size_t>(group)];
        return group;
    }
    void drop(int& group) {
        if (group >= 0) --holders[static_cast<std::size_t>(group)];
        group = -1;
    }
    int count(int group) const { return holders[static_cast<std::size_t>(group)]; }
    int path(int group) const { return path_of[static_cast<std::size_t>(group)]; }
    bool is_loaded(int path) const {
        for (std::size_t at = 0; at < holders.size(); ++at)
            if (path_of[at] == path && holders[at] != 0) return true;
        return false;
    }
};

const std::vector<std::string>& files() {
    static const library_directory& directory = *new library_directory;
    static const std::vector<std::string> all = {
        directory.copy(test_library("counter"), "model_0.so"),
        directory.copy(test_library("counter"), "model_1.so")};
    return all;
}

std::string run_libraries(const random_steps::sequence& steps) {
    enum : int { count = 3 };
    std::string history, wrong;
    library libraries[count];
    ffiguard::symbol<int()> symbols[count];
    ffiguard::keep_alive keepers[count];
    int of_library[count] = {-1, -1, -1};
    int of_symbol[count] = {-1, -1, -1};
    int of_keeper[count] = {-1, -1, -1};
    groups model;
    for (const auto step : steps) {
        if (!wrong.empty()) break;
        random_steps::choices of(step);
        const int what = of.pick(11);
        const int a = of.pick(count);
        const int b = of.pick(count);
        const int path = of.pick(paths);
        history += std::to_string(what) + " " + std::to_string(a) + " " + std::to_string(b) + " " +
                   std::to_string(path) + "\n";
        switch (what) {
            case 0:
            case 1: {
                auto opened = library::open(files()[static_cast<std::size_t>(path)]);
                if (!opened) return history + "open(): " + opened.error().message();
                const int fresh = model.open(path);
                model.drop(of_library[a]);
                of_library[a] = fresh;
                libraries[a] = *std::move(opened);
                break;
            }
            case 2: {
                const int copied = model.copy(of_library[b]);
                model.drop(of_library[a]);
                of_library[a] = copied;
                libraries[a] = libraries[b];
                break;
            }
            case 3:
                if (a == b) break;
                model.drop(of_library[a]);
                of_library[a] = std::exchange(of_library[b], -1);
                libraries[a] = std::move(libraries[b]);
                break;
            case 4:
            case 5: {
                const int group = of_library[a];
                close_answer expected = close_answer::closed;
                if (group >= 0) {
                    const bool last = model.count(group) == 1;
                    model.drop(of_library[a]);
                    expected = !last                                ? close_answer::in_use
                               : model.is_loaded(model.path(group)) ? close_answer::still_resident
                                                                    : close_answer::unloaded;
                }
                const close_answer got = libraries[a].close(look_for_reason::no).answer;
                if (got != expected)
                    wrong += std::string("close(): ") + ffiguard::name(got) +
                             ", expected: " + ffiguard::name(expected) + "\n";
                break;
            }
            case 6: {
                auto found = libraries[a].find<int()>("counter_next");
                if (static_cast<bool>(found) != (of_library[a] >= 0)) wrong += "find()\n";
                if (!found) break;
                model.drop(of_symbol[b]);
                of_symbol[b] = model.copy(of_library[a]);
                symbols[b] = *std::move(found);
                break;
            }
            case 7:
                if (of_symbol[b] >= 0) symbols[b]();
                model.drop(of_symbol[b]);
                symbols[b] = {};
                break;
            case 8:
                model.drop(of_keeper[b]);
                of_keeper[b] = model.copy(of_symbol[a]);
                keepers[b] = ffiguard::keep_alive(symbols[a]);
                break;
            case 9:
                model.drop(of_keeper[b]);
                of_keeper[b] = model.copy(of_library[a]);
                keepers[b] = ffiguard::keep_alive(libraries[a]);
                break;
            default: {
                const auto released = libraries[a].release();
                const int group = of_library[a];
                const bool gives = group >= 0 && model.count(group) == 1;
                if (static_cast<bool>(released) != gives) wrong += "release()\n";
                if (!released) break;
                model.drop(of_library[a]);
                const int again = model.open(model.path(group));
                of_library[a] = again;
                libraries[a] = *library::adopt(*released);
            }
        }
        for (int at = 0; at < paths; ++at)
            if (is_loaded(files()[static_cast<std::size_t>(at)]) != model.is_loaded(at))
                wrong += "what is loaded differs\n";
        for (int at = 0; at < count; ++at)
            if (static_cast<bool>(libraries[at]) != (of_library[at] >= 0) ||
                static_cast<bool>(symbols[at]) != (of_symbol[at] >= 0) ||
                static_cast<bool>(keepers[at]) != (of_keeper[at] >= 0))
                wrong += "a holder differs\n";
    }
    return wrong.empty() ? wrong : history + wrong;
}

std::string run_host(const random_steps::sequence& steps) {
    enum : int { count = 4 };
    std::string history, wrong;
    ffiguard::library_lease leases[count];
    int of_lease[count] = {-1, -1, -1, -1};
    std::vector<std::pair<ffiguard::token, int>> tokens;  // and its path; -1: released
    bool keeps[paths] = {}, known[paths] = {}, loaded[paths] = {};
    auto host = std::make_unique<ffiguard::library_host>();
    const auto users = [&](int path) {
        int all = 0;
        for (const int one : of_lease) all += one == path ? 1 : 0;
        for (const auto& one : tokens) all += one.second == path ? 1 : 0;
        return all;
    };
    const auto left = [&](int path) {
        if (path >= 0 && users(path) == 0 && !keeps[path]) loaded[path] = false;
    };
    for (const auto step : steps) {
        if (!wrong.empty()) break;
        random_steps::choices of(step);
        const int what = of.pick(8);
        const int a = of.pick(count);
        const int b = of.pick(count);
        const int path = of.pick(paths);
        const std::string& file = files()[static_cast<std::size_t>(path)];
        history += std::to_string(what) + " " + std::to_string(a) + " " + std::to_string(b) + " " +
                   std::to_string(path) + "\n";
        switch (what) {
            case 0:
            case 1: {
                auto made = host->acquire(file);
                if (!made) return history + "acquire(): " + made.error().message();
                known[path] = loaded[path] = true;
                const int before = std::exchange(of_lease[a], path);
                leases[a] = *std::move(made);
                left(before);
                break;
            }
            case 2:
                left(std::exchange(of_lease[a], -1));
                leases[a].reset();
                break;
            case 3: {
                if (a == b) break;
                const int before = std::exchange(of_lease[a], std::exchange(of_lease[b], -1));
                leases[a] = std::move(leases[b]);
                left(before);
                break;
            }
            case 4: {
                const auto made = host->acquire_token(file);
                if (!made) return history + "acquire_token(): " + made.error().message();
                known[path] = loaded[path] = true;
                tokens.push_back({*made, path});
                break;
            }
            case 5: {
                if (tokens.empty()) break;
                auto& one = tokens[static_cast<std::size_t>(
                    of.pick(static_cast<int>(tokens.size() < 250 ? tokens.size() : 250)))];
                const int before = std::exchange(one.second, -1);
                left(before);
                if (host->release_token(one.first).ok() != (before >= 0))
                    wrong += "release_token()\n";
                break;
            }
            case 6: {
                const close_answer expected = !known[path]       ? close_answer::failed
                                              : users(path) != 0 ? close_answer::in_use
                                              : loaded[path]     ? close_answer::unloaded
                                                                 : close_answer::closed;
                const close_answer got = host->close(file).answer;
                if (got != expected)
                    wrong += std::string("close(): ") + ffiguard::name(got) +
                             ", expected: " + ffiguard::name(expected) + "\n";
                if (expected == close_answer::unloaded) loaded[path] = false;
                break;
            }
            default: {
                const auto entry = host->find(file);
                if (static_cast<bool>(entry) != known[path]) wrong += "find()\n";
                if (!entry) break;
                keeps[path] = b % 2 == 0;
                host->set_keep(*entry,
                               keeps[path] ? ffiguard::keep_always() : ffiguard::unload_at_zero())
                    .ignore();
                left(path);
            }
        }
        for (int at = 0; at < paths; ++at)
            if (is_loaded(files()[static_cast<std::size_t>(at)]) != loaded[at])
                wrong += "what is loaded differs\n";
    }
    for (const auto& one : tokens) host->release_token(one.first).ignore();
    host.reset();
    for (auto& one : leases) one.reset();  // also after the host
    for (const std::string& file : files())
        if (wrong.empty() && is_loaded(file)) wrong = "a library is left\n";
    return wrong.empty() ? wrong : history + wrong;
}

std::string run_steps(const random_steps::sequence& steps) {
    const std::string wrong = run_libraries(steps);
    return wrong.empty() ? run_host(steps) : wrong;
}

}  // namespace

TEST_CASE("libraries and hosts do what the model says, whatever is done to them") {
    {
        const bool opened = static_cast<bool>(library::open(files()[0]));
        REQUIRE(opened);
    }
    if (is_loaded(files()[0])) {
        MESSAGE("skipped: the model of libraries: this system never unloads");
        return;
    }
    // TSan keeps something of each library that was loaded: after thousands no fork() has memory.
    const unsigned seeds = under_thread_sanitizer ? 10 : 60;
    const std::string wrong = random_steps::check_seeds("library", &run_steps, seeds, 40);
    REQUIRE_MESSAGE(wrong.empty(), wrong);
}
