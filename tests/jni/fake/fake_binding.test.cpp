// SPDX-License-Identifier: BSL-1.0
// Classes and native methods, whatever the VM has no memory for.
#include <ffiguard/jni/call/class.hpp>
#include <ffiguard/jni/call/native.hpp>

#include <doctest/doctest.h>

#include "../sample.hpp"
#include "../test_vm.hpp"
#include "failing_allocations.hpp"
#include "fake_vm.hpp"

using ffiguard::status_code;
using ffiguard::jni::find_class;
using ffiguard::jni::member;

namespace {

jint add(JNIEnv*, jobject, jint a, jint b) { return a + b; }

ffiguard::error register_add(JNIEnv* env) {
    return ffiguard::jni::register_natives<sample>(env, ffiguard::jni::native_method<&add>("add"));
}

void forget_loader(JNIEnv* env) { ffiguard::jni::detail::class_loader_.clear(env); }

}  // namespace

TEST_CASE(
    "binding, registering and loading leave nothing behind, whatever there is no memory for") {
    JNIEnv* const env = test_env();
    for (const bool with_loader : {false, true}) {
        if (with_loader) {
            const auto type = *find_class(env, "test/Sample");
            REQUIRE(ffiguard::jni::capture_class_loader(env, type).ok());
        }
        with_every_allocation_failing(env, [&](auto&& failed) {
            const auto found = find_class(env, "test/Sample");
            CHECK(static_cast<bool>(found) == !failed());
        });
        with_every_allocation_failing(env, [&](auto&& failed) {
            const auto bound = ffiguard::jni::bind_class<sample>(env, member("self", &sample::self),
                                                                 member("i", &sample::i));
            CHECK(static_cast<bool>(bound) == !failed());
            CHECK(env->ExceptionCheck() == JNI_FALSE);
        });
        with_every_allocation_failing(env, [&](auto&& failed) {
            const ffiguard::error done = register_add(env);
            CHECK(done.ok() == !failed());
            CHECK(env->ExceptionCheck() == JNI_FALSE);
        });
        with_every_allocation_failing(env, [&](auto&& failed) {
            const jint answer = ffiguard::jni::on_load<sample>(
                test_vm(), [](JNIEnv* e) { return register_add(e); });
            CHECK((answer == JNI_ERR) == failed());
            CHECK((answer == JNI_ERR) == (env->ExceptionCheck() == JNI_TRUE));
            if (!with_loader) forget_loader(env);
        });
    }
    forget_loader(env);
}
