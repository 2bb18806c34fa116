// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_OBSERVE
#define FFIGUARD_OBSERVE 1
#endif
#include <ffiguard/jni/ref.hpp>

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include <doctest/doctest.h>

#include <ffiguard/jni/error/java_exception.hpp>
#include <ffiguard/jni/ref/shared_ref.hpp>
#include <ffiguard/jni/ref/weak_ref.hpp>
#include <ffiguard/observe/ledger.hpp>
#include <ffiguard/observe/ledger_report.hpp>

#include "../test_vm.hpp"

// The owners of jni/, as tests/observe/every_kind.test.cpp leaks those of the other rooms: it looks
// for their names in this file.

namespace {

namespace jni = ffiguard::jni;

/// Of the VM as this file's settings know it: other files of the program are compiled without the
/// ledger.
JNIEnv* observed_env() {
    jni::vm::forget();  // a test may have ended the VM that was captured here
    REQUIRE(jni::vm::capture(test_vm()).ok());
    return jni::vm::env();
}

struct seen {
    std::uint64_t counted = 0, recorded = 0, in_report = 0;
};
seen ask(std::string_view name) {
    seen all;
    const auto is_it = [&](std::string_view text) { return text.find(name) != text.npos; };
    ffiguard::for_each_observed_type([&](const ffiguard::resource_totals& one) {
        if (is_it(one.type)) all.counted += one.live;
    });
    ffiguard::for_each_held([&](const ffiguard::held_resource& one) {
        if (is_it(one.type)) ++all.recorded;
    });
    CHECK(ffiguard::report_ledger([&](std::string_view line) {
              const auto at = line.find(" opened at ");
              if (at != line.npos && is_it(line.substr(0, at)))
                  all.in_report += std::stoull(std::string(line.substr(0, line.find(' '))));
          }).ok());
    return all;
}

/// traits: what the headers call it; name: what the ledger does.
template <class Leak>
void is_one(const char* traits, const char* name, const Leak& leak) {
    CAPTURE(traits);
    const seen before = ask(name);
    seen now;
    {
        [[maybe_unused]] const auto here = leak();
        now = ask(name);
    }
    CHECK(now.counted == before.counted + 1);
    CHECK(now.recorded == before.recorded + 1);
    CHECK(now.in_report == before.in_report + 1);
    CHECK(ask(name).recorded == before.recorded);
    CHECK(ask(name).counted == before.counted);
}

}  // namespace

TEST_CASE("one leak of each kind of JNI's owners is one in the report, until it is released") {
    JNIEnv* const env = observed_env();
    const auto level = ffiguard::set_observe_level(ffiguard::observe_level::record);
    const auto new_text = [env] { return jni::adopt_local(env, env->NewStringUTF("x")); };
    is_one("local_ref_traits", "local_ref_traits", new_text);
    {
        const auto text = new_text();
        is_one("global_ref_traits", "jni::global_ref", [&] { return *jni::promote(env, text); });
        is_one("global_ref_traits", "jni::global_ref",
               [&] { return *jni::shared_ref<jstring>::make(env, text); });
        is_one("weak_ref_traits", "jni::weak_ref",
               [&] { return *jni::weak_ref<jstring>::make(env, text); });
        const auto type = jni::adopt_local(env, env->FindClass("java/lang/Exception"));
        is_one("caught_throwable_traits", "caught_throwable_traits", [&] {
            REQUIRE(env->ThrowNew(type.get(), "planted") == 0);
            return jni::java_exception::take(env);
        });
    }
    ffiguard::set_observe_level(level);
}
