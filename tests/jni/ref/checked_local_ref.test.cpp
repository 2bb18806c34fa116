// SPDX-License-Identifier: BSL-1.0
// The debug level of local_ref. It is a ffiguard in an inline namespace of its own, with its own
// state: nothing that the other test files define with ffiguard's types is used here.
#define FFIGUARD_CHECK_LOCAL_REFS 1
#include <ffiguard/jni/data/critical_view.hpp>
#include <ffiguard/jni/ref/frame.hpp>

#include <optional>
#include <string>
#include <thread>
#include <utility>

#include <doctest/doctest.h>

#include "../attach_copies.hpp"
#include "../ref_balance.hpp"

using ffiguard::violation;
using ffiguard::jni::adopt_local;
using ffiguard::jni::attach_options;
using ffiguard::jni::attach_scope;
using ffiguard::jni::critical_view;
using ffiguard::jni::local_frame;
using ffiguard::jni::local_ref;
using ffiguard::jni::vm;

namespace {

/// Takes the reports of a scope, and counts what the VM is asked to do meanwhile. Of one thread at
/// a time.
class watched {
public:
    explicit watched(JNIEnv* env) : balance(env) { reports.clear(); }
    watched(const watched&) = delete;
    watched& operator=(const watched&) = delete;
    ~watched() { ffiguard::set_violation_handler(previous_); }

    inline static std::string reports;  // one letter each
    ref_balance balance;

private:
    ffiguard::violation_handler previous_ =
        ffiguard::set_violation_handler([](const ffiguard::violation_event& event) noexcept {
            reports += event.kind == violation::wrong_thread   ? 't'
                       : event.kind == violation::out_of_order ? 'o'
                       : event.kind == violation::bad_access   ? 'b'
                                                               : '?';
        });
};

JNIEnv* checked_env() {
    vm::forget();  // a test may have ended the VM that was captured here
    REQUIRE(vm::capture(vm_of_first_copy()).ok());
    return vm::env();
}

local_ref<jstring> text(JNIEnv* env) { return adopt_local(env, env->NewStringUTF("x")); }

void nest(JNIEnv* env, int deeper) {
    const local_frame frame(env);
    const auto here = text(env);
    if (deeper > 0) nest(env, deeper - 1);
}

}  // namespace

#define TEXT_OF(name) #name
#define EXPANDED_TEXT_OF(name) TEXT_OF(name)
TEST_CASE("the debug level of local_ref has an inline namespace of its own") {
    const std::string abi = EXPANDED_TEXT_OF(FFIGUARD_ABI);
    CHECK(abi.find("_checked_local_refs") != std::string::npos);
}

TEST_CASE("checked references that end where they may are deleted, once, and nobody is told") {
    JNIEnv* const env = checked_env();
    watched seen(env);
    {
        auto outer = text(env);
        const local_frame first(env);
        auto inner = text(env);
        outer = text(env);  // ends the outer frame's, and is itself moved out before its frame ends
        {
            local_frame second(env);
            inner.reset();
            inner = second.pop(text(env));
        }
        { const attach_scope attached_already; }
        std::swap(outer, inner);
        auto moved = std::move(inner);
        CHECK(moved);
        outer.reset();
    }
    nest(env, 100);
    CHECK(seen.reports.empty());
}

TEST_CASE("a checked reference that ends on another thread touches nothing and is reported") {
    JNIEnv* const env = checked_env();
    auto ref = text(env);
    const jstring raw = ref.get();
    watched seen(env);
    std::thread([&] {
        const attach_scope here;
        const auto own = adopt_local(here.env(), here.env()->NewStringUTF("y"));
        ref.reset();
    }).join();
    CHECK(seen.reports == "t");
    CHECK_FALSE(ref);
    CHECK(seen.balance.calls() == 0);
    CHECK(env->GetStringLength(raw) == 1);
    adopt_local(env, raw).reset();
    CHECK(seen.reports == "t");
}

TEST_CASE("a checked reference that ends after its frame touches nothing and is reported") {
    JNIEnv* const env = checked_env();
    watched seen(env);
    local_ref<jstring> late;
    {
        const local_frame frame(env);
        late = text(env);
    }
    late.reset();
    CHECK(seen.reports == "o");
    {
        const local_frame frame(env);
        late = text(env);
    }
    {
        const local_frame as_deep(env);
        late.reset();
    }
    CHECK(seen.reports == "oo");
    CHECK(seen.balance.calls() == 0);
}

TEST_CASE("the frame of a scope and the attachment of a thread end checked references, too") {
    checked_env();
    std::thread([] {
        std::optional<attach_scope> scope;
        scope.emplace();
        local_ref<jstring> late;
        {
            watched seen(scope->env());
            attach_options framed;
            framed.local_capacity = 8;
            {
                const attach_scope inside(framed);
                late = text(inside.env());
            }
            late.reset();
            CHECK(seen.reports == "o");
            CHECK(seen.balance.calls() == 0);
        }
        late = text(scope->env());
        scope.reset();
        scope.emplace();
        watched seen(scope->env());
        late.reset();
        CHECK(seen.reports == "o");
        CHECK(seen.balance.calls() == 0);
        text(scope->env()).reset();
        CHECK(seen.reports == "o");
    }).join();
}

TEST_CASE("a checked reference that ends in a critical section is left to the VM and reported") {
    JNIEnv* const env = checked_env();
    const auto array = adopt_local(env, env->NewIntArray(2));
    auto ref = text(env);
    const jstring raw = ref.get();
    watched seen(env);
    {
        const critical_view<const jint> inside(env, array);
        ref.reset();
    }
    CHECK(seen.reports == "b");
    CHECK(seen.balance.calls() == 0);
    env->DeleteLocalRef(raw);
}
