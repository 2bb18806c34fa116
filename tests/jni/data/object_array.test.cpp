// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/jni/data/object_array.hpp>

#include <climits>
#include <string>
#include <type_traits>

#include <doctest/doctest.h>

#include "../ref_balance.hpp"
#include "../test_vm.hpp"

using ffiguard::status_code;
using ffiguard::jni::adopt_local;
using ffiguard::jni::get_element;
using ffiguard::jni::local_ref;
using ffiguard::jni::new_object_array;
using ffiguard::jni::set_element;

namespace {

local_ref<jobjectArray> strings(JNIEnv* env, jsize size) {
    const auto type = adopt_local(env, env->FindClass("java/lang/String"));
    return adopt_local(env, env->NewObjectArray(size, type.get(), nullptr));
}

}  // namespace

TEST_CASE("what is put into an array of objects is what comes out, null too") {
    JNIEnv* const env = test_env();
    const auto array = strings(env, 3);
    const auto text = java_string(env, "x");
    CHECK(set_element(env, array, 2, text).ok());
    const auto out = get_element<jstring>(env, array, 2);
    REQUIRE(out);
    CHECK(ffiguard::jni::same(env, *out, text));
    CHECK(units_of(env, out->get()) == u"x");
    CHECK(set_element(env, array, 2, nullptr).ok());
    const auto none = get_element(env, array, 2);
    REQUIRE(none);
    CHECK_FALSE(*none);
}

TEST_CASE("every element taken out of an array is given back") {
    JNIEnv* const env = test_env();
    const auto array = strings(env, 100);
    const auto text = java_string(env, "x");
    for (jint i = 0; i < 100; ++i) REQUIRE(set_element(env, array, i, text).ok());
    ref_balance balance(env);
    for (jint i = 0; i < 100; ++i) REQUIRE(get_element(env, array, i));
    CHECK(balance.calls() == 100);  // of DeleteLocalRef
}

TEST_CASE("an index that is not in the array is refused before the VM is asked") {
    JNIEnv* const env = test_env();
    const auto array = strings(env, 3);
    const auto text = java_string(env, "x");
    for (const jint index : {-1, INT_MIN}) {
        CHECK(get_element(env, array, index).status() == status_code::invalid_argument);
        CHECK(set_element(env, array, index, text) == status_code::invalid_argument);
    }
    for (const jint index : {3, 4, INT_MAX}) {
        CHECK(get_element(env, array, index).status() == status_code::overflow);
        CHECK(set_element(env, array, index, text) == status_code::overflow);
    }
    CHECK(env->ExceptionCheck() == JNI_FALSE);
}

TEST_CASE("an object that does not fit stays outside, and Java's exception is pending") {
    JNIEnv* const env = test_env();
    const auto array = strings(env, 1);
    const auto type = adopt_local(env, env->FindClass("java/lang/Object"));
    CHECK(set_element(env, array, 0, type) == status_code::java_exception);
    CHECK(take_exception(env).type == "java.lang.ArrayStoreException");
    const auto element = get_element(env, array, 0);
    REQUIRE(element);
    CHECK_FALSE(*element);
}

TEST_CASE("a new array of objects holds null everywhere") {
    JNIEnv* const env = test_env();
    const auto type = adopt_local(env, env->FindClass("java/lang/String"));
    const auto array = new_object_array(env, type, 2);
    REQUIRE(array);
    CHECK(env->GetArrayLength(array->get()) == 2);
    const auto last = get_element(env, *array, 1);
    REQUIRE(last);
    CHECK_FALSE(*last);
    const auto empty = new_object_array(env, type, 0);
    REQUIRE(empty);
    CHECK(env->GetArrayLength(empty->get()) == 0);
}

TEST_CASE("a new array of objects that cannot be made is refused") {
    JNIEnv* const env = test_env();
    const auto type = adopt_local(env, env->FindClass("java/lang/String"));
    CHECK(new_object_array(env, nullptr, 1).status() == status_code::null);
    CHECK(new_object_array(env, type, -1).status() == status_code::invalid_argument);
    CHECK(env->ExceptionCheck() == JNI_FALSE);
    CHECK(new_object_array(env, type, INT_MAX).status() == status_code::java_exception);
    CHECK(take_exception(env).type == "java.lang.OutOfMemoryError");
}

TEST_CASE("null and a pending exception are refused by arrays of objects") {
    JNIEnv* const env = test_env();
    const auto array = strings(env, 1);
    const auto type = adopt_local(env, env->FindClass("java/lang/String"));
    CHECK(get_element(env, nullptr, 0).status() == status_code::null);
    CHECK(set_element(env, nullptr, 0, nullptr) == status_code::null);
    raise(env, "java/lang/IllegalStateException", "first");
    CHECK(get_element(env, array, 0).status() == status_code::java_exception);
    CHECK(set_element(env, array, 0, nullptr) == status_code::java_exception);
    CHECK(new_object_array(env, type, 1).status() == status_code::java_exception);
    CHECK(take_exception(env).message == u"first");
}

TEST_CASE("a loop over an array of objects owns each element for its turn") {
    JNIEnv* const env = test_env();
    const auto string_class = adopt_local(env, env->FindClass("java/lang/String"));
    const auto array = *ffiguard::jni::new_object_array<jstring>(env, string_class, 3);
    REQUIRE(set_element(env, array, 0, java_string(env, "first")).ok());
    REQUIRE(set_element(env, array, 2, java_string(env, "third")).ok());
    const ref_balance balance(env);
    std::u16string all;
    for (const auto& one : ffiguard::jni::elements(env, array)) {
        static_assert(std::is_same_v<decltype(one), const ffiguard::jni::local_ref<jstring>&>);
        CHECK(balance.locals() == (one ? 1 : 0));
        all += one ? units_of(env, one.get()) : u"-null-";
    }
    CHECK(all == u"first-null-third");
    CHECK(balance.locals() == 0);

    const jobjectArray untyped = array.get();
    jint count = 0;
    for (const auto& one : ffiguard::jni::elements<jstring>(env, untyped)) count += one ? 1 : 0;
    CHECK(count == 2);

    const auto none = ffiguard::jni::elements(env, jobjectArray{});
    CHECK(none.status() == status_code::null);
    CHECK(none.size() == 0);
    raise(env, "java/lang/RuntimeException", "pending");
    CHECK(ffiguard::jni::elements(env, array).status() == status_code::java_exception);
    env->ExceptionClear();
}
