// SPDX-License-Identifier: BSL-1.0
// What the ledger tells of JNI references. It is a ffiguard in an inline namespace of its own, with
// its own state, as that of checked_local_ref.test.cpp.
#ifndef FFIGUARD_OBSERVE
#define FFIGUARD_OBSERVE 1
#endif
#include <ffiguard/jni/data/critical_view.hpp>
#include <ffiguard/jni/ref/shared_ref.hpp>
#include <ffiguard/jni/ref/weak_ref.hpp>
#include <ffiguard/observe/ledger.hpp>
#include <ffiguard/observe/ledger_lines.hpp>
#include <ffiguard/observe/ledger_report.hpp>
#include <ffiguard/observe/open_metrics.hpp>
#include <ffiguard/observe/reference_totals.hpp>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include <doctest/doctest.h>

#include "../../observe/at_level.hpp"
#include "../attach_copies.hpp"
#include "../ref_balance.hpp"

using ffiguard::observe_level;
using ffiguard::jni::adopt_local;
using ffiguard::jni::global_ref;
using ffiguard::jni::shared_ref;
using ffiguard::jni::vm;
using ffiguard::jni::weak_ref;

namespace {

JNIEnv* observed_env() {
    vm::forget();  // a test may have ended the VM that was captured here
    REQUIRE(vm::capture(vm_of_first_copy()).ok());
    return vm::env();
}

std::uint64_t live(std::string_view type) {
    std::uint64_t found = 0;
    ffiguard::for_each_observed_type([&](const ffiguard::resource_totals& one) noexcept {
        if (one.type == type) found = one.live;
    });
    return found;
}

/// The references that are held and were not when this was made: where the whole program is
/// compiled with the ledger, other tests hold some, too.
class new_references {
public:
    /// "jni::global_ref of java.lang.String" for each, in order.
    std::vector<std::string> all() const {
        std::vector<std::string> found;
        for_each([&](const ffiguard::held_resource& one) {
            found.push_back(std::string(one.type) + " of " + std::string(one.referent));
        });
        std::sort(found.begin(), found.end());
        return found;
    }
    std::vector<std::uint64_t> places() const {
        std::vector<std::uint64_t> found;
        for_each([&](const ffiguard::held_resource& one) { found.push_back(one.place); });
        return found;
    }

private:
    template <class Visit>
    void for_each(const Visit& visit) const {
        ffiguard::for_each_held([&](const ffiguard::held_resource& one) noexcept {
            if (one.type.substr(0, 5) == "jni::" &&
                std::find(known_.begin(), known_.end(), one.value) == known_.end())
                visit(one);
        });
    }
    static std::vector<std::uint64_t> values() {
        std::vector<std::uint64_t> all;
        ffiguard::for_each_held(
            [&](const ffiguard::held_resource& one) noexcept { all.push_back(one.value); });
        return all;
    }

    std::vector<std::uint64_t> known_ = values();
};

std::vector<ffiguard::reference_totals> told() {
    std::vector<ffiguard::reference_totals> all;
    REQUIRE(ffiguard::for_each_reference([&](const ffiguard::reference_totals& one) noexcept {
                all.push_back(one);
            }).ok());
    return all;
}
ffiguard::reference_totals of(const std::vector<ffiguard::reference_totals>& all,
                              std::string_view name) {
    for (const ffiguard::reference_totals& one : all)
        if (one.type == "jni::global_ref" && one.referent == name) return one;
    return {};
}
/// How many begin so.
std::ptrdiff_t count(const std::vector<std::string>& lines, const std::string& begin) {
    return std::count_if(lines.begin(), lines.end(), [&](const std::string& line) {
        return line.compare(0, begin.size(), begin) == 0;
    });
}

const std::vector<std::string> none;

}  // namespace

TEST_CASE("a reference that lives is held with the class of its object") {
    JNIEnv* const env = observed_env();
    const at_level level(observe_level::record);
    const new_references here;
    const auto text = adopt_local(env, env->NewStringUTF("x"));
    const auto type = adopt_local(env, env->GetObjectClass(text.get()));
    const auto globals = live("jni::global_ref");
    const auto weaks = live("jni::weak_ref");
    {
        const auto first = ffiguard::jni::promote<jobject>(env, text.get());
        const auto second = ffiguard::jni::promote(env, text);
        const auto third = ffiguard::jni::promote(env, type);
        const auto weak = weak_ref<jstring>::make(env, text);
        REQUIRE((first && second && third && weak));
        CHECK(here.all() == std::vector<std::string>{"jni::global_ref of java.lang.Class",
                                                     "jni::global_ref of java.lang.String",
                                                     "jni::global_ref of java.lang.String",
                                                     "jni::weak_ref of java.lang.String"});
        CHECK(live("jni::global_ref") == globals + 3);
        CHECK(live("jni::weak_ref") == weaks + 1);
    }
    CHECK(here.all() == none);
    CHECK(live("jni::global_ref") == globals);
}

TEST_CASE("a reference that was made by hand and adopted has its class, too") {
    JNIEnv* const env = observed_env();
    const at_level level(observe_level::record);
    const new_references here;
    const auto text = adopt_local(env, env->NewStringUTF("x"));
    const auto owner = ffiguard::jni::adopt_global(env->NewGlobalRef(text.get()));
    CHECK(here.all() == std::vector<std::string>{"jni::global_ref of java.lang.String"});
}

TEST_CASE("the VM is not asked while an exception is pending, nor inside of a critical_view") {
    JNIEnv* const env = observed_env();
    const at_level level(observe_level::record);
    const new_references here;
    const auto text = adopt_local(env, env->NewStringUTF("x"));
    const jobject first = env->NewGlobalRef(text.get());
    const jobject second = env->NewGlobalRef(text.get());
    const auto array = adopt_local(env, env->NewByteArray(1));
    const auto illegal = adopt_local(env, env->FindClass("java/lang/IllegalStateException"));
    global_ref<jobject> outside;
    global_ref<jobject> inside;
    {
        const ffiguard::jni::critical_view<jbyte> view(env, array);
        REQUIRE(view);
        inside = ffiguard::jni::adopt_global(first);
    }
    env->ThrowNew(illegal.get(), "pending");
    outside = ffiguard::jni::adopt_global(second);
    env->ExceptionClear();
    CHECK(here.all() == std::vector<std::string>{"jni::global_ref of ?", "jni::global_ref of ?"});
}

TEST_CASE("the place is in the code that asked for the reference") {
    JNIEnv* const env = observed_env();
    const at_level level(observe_level::record);
    const new_references here;
    const auto text = adopt_local(env, env->NewStringUTF("x"));
    const auto first = ffiguard::jni::promote(env, text);
    const auto second = ffiguard::jni::promote(env, text);
    const auto places = here.places();
    REQUIRE(places.size() == 2);
    CHECK(places[0] != places[1]);
}

TEST_CASE("a shared reference is the one that it was made from, once, and has its class") {
    JNIEnv* const env = observed_env();
    const at_level level(observe_level::record);
    const new_references here;
    const auto text = adopt_local(env, env->NewStringUTF("x"));
    const auto globals = live("jni::global_ref");
    auto owner = ffiguard::jni::promote(env, text);
    REQUIRE(owner);
    auto shared = shared_ref<jstring>::from(*std::move(owner));
    REQUIRE(shared);
    auto copy = *shared;
    CHECK(here.all() == std::vector<std::string>{"jni::global_ref of java.lang.String"});
    CHECK(live("jni::global_ref") == globals + 1);
    shared->reset();
    CHECK(here.all().size() == 1);
    copy.reset();
    CHECK(here.all() == none);
}

TEST_CASE(
    "the class is asked for at level record alone, and leaves no reference and no exception") {
    JNIEnv* const env = observed_env();
    const auto text = adopt_local(env, env->NewStringUTF("x"));
    for (const observe_level each :
         {observe_level::off, observe_level::count, observe_level::record}) {
        const at_level level(each);
        const new_references here;
        const ref_balance balance(env);
        const auto owner = ffiguard::jni::promote(env, text);
        REQUIRE(owner);
        CHECK(balance.locals() == 0);
        CHECK(here.all().size() == (each == observe_level::record ? 1 : 0));
        CHECK(env->ExceptionCheck() == JNI_FALSE);
    }
}

TEST_CASE("the report names the class, one line for each") {
    JNIEnv* const env = observed_env();
    const at_level level(observe_level::record);
    const auto text = adopt_local(env, env->NewStringUTF("x"));
    const auto type = adopt_local(env, env->GetObjectClass(text.get()));
    std::vector<global_ref<jobject>> kept;
    for (jobject each : {static_cast<jobject>(text.get()), static_cast<jobject>(text.get()),
                         static_cast<jobject>(type.get())}) {
        auto made = ffiguard::jni::promote<jobject>(env, each);
        REQUIRE(made);
        kept.push_back(*std::move(made));
    }
    std::vector<std::string> lines;
    REQUIRE(ffiguard::report_ledger([&](std::string_view line) { lines.emplace_back(line); }).ok());
    CHECK(count(lines, "2 jni::global_ref of java.lang.String opened at ") >= 1);
    CHECK(count(lines, "1 jni::global_ref of java.lang.Class opened at ") >= 1);
    lines.clear();
    ffiguard::write_json_lines([&](std::string_view line) { lines.emplace_back(line); });
    CHECK(count(lines, R"({"type":"jni::global_ref","referent":"java.lang.String","value":"0x)") >=
          2);
}

TEST_CASE("references are told by class, those with the oldest first, and in OpenMetrics") {
    JNIEnv* const env = observed_env();
    const at_level level(observe_level::record);
    const auto text = adopt_local(env, env->NewStringUTF("x"));
    const auto type = adopt_local(env, env->GetObjectClass(text.get()));
    const auto before = told();
    const auto older = ffiguard::jni::promote(env, type);
    std::this_thread::sleep_for(std::chrono::milliseconds(50));  // so that it is older
    const auto first = ffiguard::jni::promote(env, text);
    const auto second = ffiguard::jni::promote(env, text);
    const ffiguard::owned<&std::free> block(std::malloc(1));  // refers to nothing
    const auto after = told();
    const auto classes = of(after, "java.lang.Class");
    const auto strings = of(after, "java.lang.String");
    CHECK(classes.live == of(before, "java.lang.Class").live + 1);
    CHECK(classes.lag_ms >= 40);
    CHECK(strings.live == of(before, "java.lang.String").live + 2);
    CHECK(std::is_sorted(after.begin(), after.end(),
                         [](const auto& a, const auto& b) { return a.lag_ms > b.lag_ms; }));
    for (const ffiguard::reference_totals& one : after) CHECK(one.type.substr(0, 5) == "jni::");

    std::vector<std::string> lines;
    ffiguard::write_open_metrics([&](std::string_view line) { lines.emplace_back(line); });
    const std::string sample = "{side=\"cpp\",type=\"jni::global_ref\",referent=\"java.lang.";
    CHECK(count(lines, "ffiguard_references_live" + sample + "String\"} " +
                           std::to_string(strings.live)) == 1);
    CHECK(count(lines, "ffiguard_references_lag_seconds" + sample + "Class\"} ") == 1);
}
