// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/jni/jdk/collection.hpp>

#include <string>
#include <utility>

#include <doctest/doctest.h>

#include <ffiguard/jni/jdk/box.hpp>

#include "../ref_balance.hpp"
#include "../test_vm.hpp"

using ffiguard::status_code;
using ffiguard::jni::bind_box;
using ffiguard::jni::bind_collections;
using ffiguard::jni::borrowed;
using ffiguard::jni::collections;
using ffiguard::jni::java_box;
using ffiguard::jni::java_collection;
using ffiguard::jni::java_iterable;
using ffiguard::jni::java_list;
using ffiguard::jni::local_ref;

namespace {

collections bind(JNIEnv* env) {
    auto bound = bind_collections(env);
    INFO(std::string(bound.error().message()));
    REQUIRE(bound);
    return *std::move(bound);
}

/// What Java's ArrayList would throw where the list was changed below the loop.
struct iterable_user {
    static constexpr const char* java_name() noexcept { return "java/util/ArrayList"; }
    using java_super = java_list<jstring>;
};

}  // namespace

TEST_CASE("a list of Strings is filled, read and gone through, and leaves no reference") {
    JNIEnv* const env = test_env();
    const auto java = bind(env);
    const ref_balance balance(env);
    {
        const auto list = *java.new_list<jstring>(env);
        const auto one = java_string(env, "one");
        const auto two = java_string(env, "two");
        CHECK(*java.size(env, list) == 0);
        CHECK(*java.add(env, list, one));
        CHECK(*java.add(env, list, two));
        CHECK(*java.add(env, list, nullptr));
        CHECK(*java.size(env, list) == 3);
        CHECK(*java.contains(env, list, two));
        CHECK(*java.get(env, list, 1) == two);
        CHECK_FALSE(*java.get(env, list, 2));
        CHECK(*java.set(env, list, 0, two) == one);
        CHECK(*java.set(env, list, 0, one) == two);

        std::u16string all;
        auto names = java.each(env, list);
        for (const local_ref<jstring>& name : names)
            all += name ? units_of(env, name.get()) + u"," : u"null,";
        CHECK(names.status().ok());
        CHECK(all == u"one,two,null,");

        int count = 0;
        const borrowed<java_iterable<jstring>> as_iterable(list);
        auto some = java.each(env, as_iterable);
        for (const auto& name : some) {
            CHECK(name);
            if (++count == 2) break;
        }
        CHECK(count == 2);
    }
    CHECK(balance.locals() == 0);
}

TEST_CASE("what goes wrong in a collection is a status, and ends a loop") {
    JNIEnv* const env = test_env();
    const auto java = bind(env);
    const local_ref<java_list<jstring>> nothing;
    CHECK(java.size(env, nothing).status() == status_code::null);
    auto none = java.each(env, nothing);
    for (const auto& name : none) {
        static_cast<void>(name);
        FAIL("there is no element");
    }
    CHECK(none.status() == status_code::null);

    const auto list = *java.new_list<jstring>(env);
    CHECK(*java.add(env, list, java_string(env, "a")));
    CHECK(java.get(env, list, 1).status() == status_code::java_exception);
    CHECK(java.size(env, list).status() == status_code::java_exception);
    CHECK(take_exception(env).type == "java.lang.IndexOutOfBoundsException");

    CHECK(*java.add(env, list, java_string(env, "b")));
    int count = 0;
    auto all = java.each(env, list);
    for (const auto& name : all) {
        ++count;
        CHECK(*java.add(env, list, name));
    }
    CHECK(count == 1);
    CHECK(all.status() == status_code::java_exception);
    CHECK(take_exception(env).type == "java.util.ConcurrentModificationException");
}

TEST_CASE("a map has keys, values and entries") {
    JNIEnv* const env = test_env();
    const auto java = bind(env);
    auto integers = bind_box<jint>(env);
    REQUIRE(integers);
    const auto map = *java.new_map<jstring, java_box<jint>>(env);
    const auto key = java_string(env, "key");
    CHECK_FALSE(*java.put(env, map, key, *(*integers)->wrap(env, 5)));
    CHECK(*(*integers)->value(env, *java.put(env, map, key, *(*integers)->wrap(env, 7))) == 5);
    CHECK(*(*integers)->value(env, *java.value(env, map, key)) == 7);
    CHECK_FALSE(*java.value(env, map, java_string(env, "other")));
    CHECK(*java.contains_key(env, map, key));
    CHECK(*java.entry_count(env, map) == 1);
    const auto entries = *java.entries(env, map);
    CHECK(*java.size(env, entries) == 1);
    auto all = java.each(env, entries);
    for (const auto& entry : all) {
        CHECK(*java.key_of(env, entry) == key);
        CHECK(*(*integers)->value(env, *java.value_of(env, entry)) == 7);
    }
    CHECK(all.status().ok());
}

TEST_CASE("a set has each element once") {
    JNIEnv* const env = test_env();
    const auto java = bind(env);
    const auto set = *java.new_set<jstring>(env);
    CHECK(*java.add(env, set, java_string(env, "a")));
    CHECK_FALSE(*java.add(env, set, java_string(env, "a")));
    CHECK(*java.size(env, set) == 1);
    CHECK(*java.contains(env, set, java_string(env, "a")));
}

TEST_CASE("a class that extends a collection is one") {
    JNIEnv* const env = test_env();
    const auto java = bind(env);
    auto list = *java.new_list<jstring>(env);
    CHECK(*java.add(env, list, java_string(env, "a")));
    const auto bound = ffiguard::jni::bind_class<iterable_user>(env);
    const auto one = ffiguard::jni::cast(std::move(list), *bound);
    REQUIRE(one);
    const local_ref<java_collection<jstring>> as_collection = *one->dup();
    CHECK(*java.size(env, as_collection) == 1);
}
