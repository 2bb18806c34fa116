// SPDX-License-Identifier: BSL-1.0
// Children that a shared object has made in tables of the program, and that outlive it.
#include <ffiguard/core/life_cycle.hpp>

#include <dlfcn.h>

#include <memory>
#include <string>
#include <type_traits>
#include <utility>

#include <doctest/doctest.h>

#include <ffiguard/core/handle_table.hpp>

#include "lib/closes_objects.hpp"
#include "lib/makes_children.hpp"

using ffiguard::handle_table;
using ffiguard::status_code;
using ffiguard::token;

namespace {

const char* const plugin = FFIGUARD_TEST_LIB_DIR "/makes_children.so";

template <class Policy>
constexpr const char* maker() {
    if (std::is_same_v<Policy, ffiguard::waits_for_children>) return "make_waiting";
    if (std::is_same_v<Policy, ffiguard::refuses_with_children>) return "make_refusing";
    return "make_closing";
}

/// The plugin makes a child, and the parent where there is none; then it goes.
template <class Policy>
void make_and_unload(lasting_tables<Policy>& in) {
    void* const library = ::dlopen(plugin, RTLD_NOW);
    REQUIRE(library != nullptr);
    const auto make = reinterpret_cast<make_family<Policy>*>(::dlsym(library, maker<Policy>()));
    REQUIRE((make != nullptr));
    CHECK(make(in));
    ::dlclose(library);
    REQUIRE(::dlopen(plugin, RTLD_NOW | RTLD_NOLOAD) == nullptr);
}

// As a shim has them: with no constructor to run.
template <class Policy>
FFIGUARD_HIDDEN handle_table<lasting_parent<Policy>> parents;
template <class Policy>
FFIGUARD_HIDDEN handle_table<lasting_child<Policy>> children;

template <class Policy, class Close>
void outlive(bool plugin_makes_parent, const Close& close) {
    int ends = 0;
    lasting_tables<Policy> in{&parents<Policy>, &children<Policy>, 0, 0, &ends};
    if (!plugin_makes_parent) in.parent = *parents<Policy>.emplace(&ends);
    make_and_unload(in);
    close(in);
    CHECK(ends == 2);
    CHECK(parents<Policy>.live() + children<Policy>.live() == 0);
}

template <class Policy>
void child_then_parent(const lasting_tables<Policy>& in) {
    CHECK(children<Policy>.pin(in.child));
    CHECK(children<Policy>.close(in.child).ok());
    CHECK(parents<Policy>.close(in.parent).ok());
}
template <class Policy>
void parent_then_child(const lasting_tables<Policy>& in) {
    CHECK(parents<Policy>.close(in.parent).ok());
    CHECK(children<Policy>.pin(in.child).status() == status_code::closed);
    // A cascade has closed it.
    if (!std::is_same_v<Policy, ffiguard::closes_children>)
        CHECK(children<Policy>.close(in.child).ok());
}

}  // namespace

TEST_CASE("a child outlives the shared object that made it, and closes after it") {
    for (const bool plugin_makes_parent : {false, true}) {
        CAPTURE(plugin_makes_parent);
        outlive<ffiguard::waits_for_children>(plugin_makes_parent,
                                              child_then_parent<ffiguard::waits_for_children>);
        outlive<ffiguard::refuses_with_children>(
            plugin_makes_parent, child_then_parent<ffiguard::refuses_with_children>);
        outlive<ffiguard::closes_children>(plugin_makes_parent,
                                           child_then_parent<ffiguard::closes_children>);
    }
}

TEST_CASE("a parent whose child was made by a shared object that has gone closes first") {
    for (const bool plugin_makes_parent : {false, true}) {
        CAPTURE(plugin_makes_parent);
        outlive<ffiguard::waits_for_children>(plugin_makes_parent,
                                              parent_then_child<ffiguard::waits_for_children>);
        outlive<ffiguard::closes_children>(plugin_makes_parent,
                                           parent_then_child<ffiguard::closes_children>);
    }
}

TEST_CASE("a child that a shared object has made of a shared parent outlives it, in its turn") {
    handle_table<lasting_part> parts;
    for (const char* const how : {"child", "parent", "turn", "owner"}) {
        CAPTURE(how);
        const std::string which(how);
        int ends = 0;
        auto shared = *ffiguard::share(ffiguard::unique_handle<lasting_traits>(&ends));
        void* const library = ::dlopen(plugin, RTLD_NOW);
        REQUIRE(library != nullptr);
        const auto make = reinterpret_cast<make_part*>(::dlsym(library, "make_shared_part"));
        REQUIRE((make != nullptr));
        const token part = make(parts, shared);
        REQUIRE(part != 0);
        ::dlclose(library);
        REQUIRE(::dlopen(plugin, RTLD_NOW | RTLD_NOLOAD) == nullptr);
        if (which == "turn") {
            const auto inside = parts.pin(part);
            CHECK(shared.pin().status() == status_code::in_use);
            CHECK(shared.close().ok());
            CHECK(ends == 0);
        } else if (which == "parent") {
            CHECK(shared.close().ok());
        } else {
            if (which == "owner") shared.reset();  // the child has it now
            CHECK(ends == 0);
            CHECK(parts.close(part).ok());
            shared.reset();
        }
        CHECK(ends == 2);
        CHECK(parts.live() == 0);
    }
}

TEST_CASE("the end of tables releases what a shared object that has gone had made in them") {
    int ends = 0;
    const auto quiet =
        ffiguard::set_violation_handler([](const ffiguard::violation_event&) noexcept {});
    for (const bool parents_first : {false, true}) {
        CAPTURE(parents_first);
        auto in = std::make_unique<handle_table<lasting_parent<ffiguard::closes_children>>>();
        auto of = std::make_unique<handle_table<lasting_child<ffiguard::closes_children>>>();
        lasting_tables<ffiguard::closes_children> both{in.get(), of.get(), 0, 0, &ends};
        make_and_unload(both);
        ends = 0;
        if (parents_first) in.reset();
        of.reset();
        in.reset();
        CHECK(ends == 2);
    }
    ffiguard::set_violation_handler(quiet);
}

namespace {

const char* const closing_plugin = FFIGUARD_TEST_LIB_DIR "/closes_objects.so";

/// Calls the function of the plugin, which then goes.
template <class Function, class... Args>
void call_and_unload(const char* name, Args&&... args) {
    void* const library = ::dlopen(closing_plugin, RTLD_NOW);
    REQUIRE(library != nullptr);
    const auto function = reinterpret_cast<Function*>(::dlsym(library, name));
    REQUIRE((function != nullptr));
    CHECK(function(std::forward<Args>(args)...));
    ::dlclose(library);
    REQUIRE(::dlopen(closing_plugin, RTLD_NOW | RTLD_NOLOAD) == nullptr);
}

}  // namespace

TEST_CASE("what a shared object closes waits for its turn after the shared object has gone") {
    handle_table<turn_owner> owners;
    handle_table<in_turn> children;
    int ends = 0;
    token owner = 0;
    token child = 0;
    call_and_unload<make_in_turn>("make_them_in_turn", owners, children, owner, child, &ends);
    {
        const auto turn = owners.pin(owner);
        REQUIRE(turn);
        call_and_unload<close_in_turn>("close_it_in_turn", children, child);
        CHECK(ends == 0);
    }
    CHECK(ends == 1);
    CHECK(owners.close(owner).ok());
    CHECK(owners.live() + children.live() == 0);
}

TEST_CASE("what a shared object closes is released by a queue after the shared object has gone") {
    handle_table<deferred> table;
    ffiguard::release_queue queue;
    int ends = 0;
    const token t = *table.emplace(&ends);
    call_and_unload<close_later>("close_it_later", table, t, queue);
    CHECK(ends == 0);
    CHECK(queue.drain() == 1);
    CHECK(ends == 1);
    CHECK(table.live() == 0);
}
