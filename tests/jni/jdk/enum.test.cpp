// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/jni/jdk/enum.hpp>

#include <string>
#include <utility>

#include <doctest/doctest.h>

#include "../ref_balance.hpp"
#include "../test_vm.hpp"

using ffiguard::status_code;
using ffiguard::jni::bind_enum;
using ffiguard::jni::enum_constant;
using ffiguard::jni::java_enum;
using ffiguard::jni::local_ref;

namespace {

enum class state { fresh, runnable, ended };
struct java_state {
    static constexpr const char* java_name() noexcept { return "java/lang/Thread$State"; }
    using java_super = java_enum;
};

}  // namespace

TEST_CASE("values of a C++ enum stand for the constants of a Java enum") {
    JNIEnv* const env = test_env();
    const ref_balance balance(env);
    {
        const auto states = bind_enum<java_state>(env, enum_constant{state::fresh, "NEW"},
                                                  enum_constant{state::runnable, "RUNNABLE"});
        INFO(std::string(states.error().message()));
        REQUIRE(states);
        CHECK(balance.globals() == 2);
        const auto object = *states->to_java(env, state::runnable);
        CHECK(*states->to_cpp(env, object) == state::runnable);
        CHECK(states->to_java(env, state::ended).status() == status_code::not_found);
        CHECK(states->to_cpp(env, nullptr).status() == status_code::null);

        const auto other = bind_enum<java_state>(env, enum_constant{state::ended, "TERMINATED"});
        REQUIRE(other);
        CHECK(states->to_cpp(env, *other->to_java(env, state::ended)).status() ==
              status_code::not_found);
    }
    CHECK(balance.locals() == 0);
    CHECK(balance.globals() == 0);
}

TEST_CASE("constants that are missing are told in one error") {
    JNIEnv* const env = test_env();
    const auto wrong = bind_enum<java_state>(env, enum_constant{state::fresh, "FRESH"},
                                             enum_constant{state::runnable, "RUNNABLE"},
                                             enum_constant{state::ended, "ENDED"});
    CHECK(std::string(wrong.error().message()) ==
          "java/lang/Thread$State: missing FRESH:Ljava/lang/Thread$State;, missing "
          "ENDED:Ljava/lang/Thread$State;");
    CHECK(wrong.status() == status_code::not_found);
    CHECK(env->ExceptionCheck() == JNI_FALSE);
}
