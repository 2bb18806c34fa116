// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/jni/jdk/box.hpp>

#include <limits>
#include <string>

#include <doctest/doctest.h>

#include "../ref_balance.hpp"
#include "../test_vm.hpp"

using ffiguard::status_code;
using ffiguard::jni::bind_box;
using ffiguard::jni::bind_number;
using ffiguard::jni::borrowed;
using ffiguard::jni::descriptor;
using ffiguard::jni::java_box;
using ffiguard::jni::java_number;

namespace {

template <class T>
void goes_round(JNIEnv* env, T value) {
    const auto boxes = bind_box<T>(env);
    INFO(std::string(boxes.error().message()));
    REQUIRE(boxes);
    const auto boxed = (*boxes)->wrap(env, value);
    REQUIRE(boxed);
    CHECK(*(*boxes)->value(env, *boxed) == value);
    CHECK((*boxes)->value(env, nullptr).status() == status_code::null);
}

}  // namespace

TEST_CASE("a box is the class of the JDK") {
    constexpr auto text = descriptor<java_box<jint>(java_box<bool>, java_box<jchar>)>();
    CHECK(std::string(text.c_str()) ==
          "(Ljava/lang/Boolean;Ljava/lang/Character;)Ljava/lang/Integer;");
}

TEST_CASE("each primitive type goes into its box and comes back") {
    JNIEnv* const env = test_env();
    const ref_balance balance(env);
    goes_round<bool>(env, true);
    goes_round<bool>(env, false);
    goes_round<jbyte>(env, -128);
    goes_round<jchar>(env, 0xFFFF);
    goes_round<jshort>(env, -32768);
    goes_round<jint>(env, (std::numeric_limits<jint>::max)());
    goes_round<jlong>(env, std::numeric_limits<jlong>::lowest());
    goes_round<jfloat>(env, 1.5F);
    goes_round<jdouble>(env, -2.25);
    CHECK(balance.locals() == 0);
    CHECK(balance.globals() == 0);
}

TEST_CASE("a box of a number is a Number") {
    JNIEnv* const env = test_env();
    const auto numbers = bind_number(env);
    REQUIRE(numbers);
    const auto longs = bind_box<jlong>(env);
    const auto boxed = *(*longs)->wrap(env, 42);
    CHECK(*(*numbers)->int_value(env, boxed) == 42);
    CHECK(*(*numbers)->double_value(env, boxed) == 42.0);
}
