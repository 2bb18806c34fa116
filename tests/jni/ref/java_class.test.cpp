// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/jni/ref/java_class.hpp>

#include <doctest/doctest.h>

#include <functional>
#include <type_traits>
#include <utility>

#include <ffiguard/core/result.hpp>
#include <ffiguard/core/status.hpp>
#include <ffiguard/jni/ref.hpp>

#include "../ref_balance.hpp"
#include "../sample.hpp"
#include "../test_vm.hpp"

using ffiguard::result;
using ffiguard::status_code;
using ffiguard::jni::adopt_local;
using ffiguard::jni::borrowed;
using ffiguard::jni::global_ref;
using ffiguard::jni::java_array;
using ffiguard::jni::java_supers;
using ffiguard::jni::leaked_ref;
using ffiguard::jni::local_ref;
using ffiguard::jni::promote;
using ffiguard::jni::shared_ref;
using ffiguard::jni::to_local;
using ffiguard::jni::weak_ref;

namespace {

struct closeable {
    static constexpr const char* java_name() noexcept { return "java/io/Closeable"; }
};
struct runnable {
    static constexpr const char* java_name() noexcept { return "java/lang/Runnable"; }
};
struct shape {
    static constexpr const char* java_name() noexcept { return "test/Shape"; }
    using java_super = closeable;
};
struct circle {
    static constexpr const char* java_name() noexcept { return "test/Circle"; }
    using java_super = java_supers<shape, runnable>;
};
struct dot : circle {
    static constexpr const char* java_name() noexcept { return "test/Dot"; }
};
struct square {
    static constexpr const char* java_name() noexcept { return "test/Square"; }
    using java_super = shape;
};
struct text {
    static constexpr const char* java_name() noexcept { return "java/lang/String"; }
};
struct object {
    static constexpr const char* java_name() noexcept { return "java/lang/Object"; }
};
struct trouble {
    static constexpr const char* java_name() noexcept { return "java/lang/Error"; }
    using java_super = jthrowable;
};

template <class From, class To>
constexpr bool goes = std::is_convertible_v<From, To>;
template <template <class> class Owner, class From, class To>
constexpr bool moves = goes<Owner<From>&&, Owner<To>>;

}  // namespace

// Upwards, by every path that a struct names, and not to the side or down.
template <template <class> class Owner>
constexpr bool leads_up =
    moves<Owner, circle, circle>&& moves<Owner, circle, shape>&& moves<Owner, circle, closeable>&&
        moves<Owner, circle, runnable>&& moves<Owner, circle, jobject>&&
            moves<Owner, circle, object>&& moves<Owner, dot, circle>&& moves<Owner, dot, runnable>&&
                moves<Owner, jstring, text>&& moves<Owner, text, jstring>&&
                    moves<Owner, trouble, jthrowable>&& moves<Owner, jstring, jobject>&&
                        moves<Owner, java_array<circle>, java_array<shape>>&&
                            moves<Owner, java_array<circle>, jobjectArray>&&
                                moves<Owner, java_array<jintArray>, java_array<jobject>>&&
                                    moves<Owner, java_array<shape>, jobject>;
template <template <class> class Owner>
constexpr bool leads_elsewhere =
    moves<Owner, shape, circle> || moves<Owner, circle, square> || moves<Owner, shape, runnable> ||
    moves<Owner, jstring, circle> || moves<Owner, circle, jstring> ||
    moves<Owner, jobject, shape> || moves<Owner, trouble, jstring> ||
    moves<Owner, java_array<shape>, java_array<circle>> ||
    moves<Owner, jobjectArray, java_array<shape>> || moves<Owner, java_array<shape>, jintArray> ||
    moves<Owner, shape, java_array<shape>>;
static_assert(leads_up<local_ref> && !leads_elsewhere<local_ref>);
static_assert(leads_up<global_ref> && !leads_elsewhere<global_ref>);
static_assert(leads_up<shared_ref> && !leads_elsewhere<shared_ref>);
static_assert(leads_up<weak_ref> && !leads_elsewhere<weak_ref>);
static_assert(goes<const shared_ref<circle>&, shared_ref<shape>>);
static_assert(!goes<local_ref<circle>, global_ref<circle>> &&
              !goes<global_ref<circle>, local_ref<circle>>);

// What is borrowed as a shape. A jobject has no class that the compiler knows.
template <class Ref>
constexpr bool is_a_shape = goes<Ref, borrowed<shape>>;
static_assert(is_a_shape<const local_ref<circle>&> && is_a_shape<const global_ref<circle>&> &&
              is_a_shape<const shared_ref<circle>&> && is_a_shape<const leaked_ref<circle>&> &&
              is_a_shape<borrowed<circle>> && is_a_shape<std::nullptr_t> && is_a_shape<jobject> &&
              is_a_shape<borrowed<jobject>>);
static_assert(!is_a_shape<const local_ref<jstring>&> && !is_a_shape<borrowed<closeable>> &&
              !is_a_shape<jstring> && !is_a_shape<shape> && !is_a_shape<jmethodID> &&
              !is_a_shape<local_ref<circle>> && !is_a_shape<global_ref<circle>> &&
              !is_a_shape<shared_ref<circle>>);
static_assert(goes<jobjectArray, borrowed<java_array<shape>>> &&
              !goes<jintArray, borrowed<java_array<shape>>> && !goes<jobject, borrowed<jstring>>);

// One word, and what JNI knows.
static_assert(sizeof(global_ref<circle>) == sizeof(jobject) &&
              sizeof(local_ref<circle>) == sizeof(local_ref<jobject>) &&
              sizeof(shared_ref<circle>) == sizeof(jobject) &&
              std::is_trivially_copyable_v<borrowed<circle>>);
static_assert(
    std::is_same_v<decltype(std::declval<local_ref<circle>>().get()), jobject> &&
    std::is_same_v<decltype(std::declval<local_ref<java_array<circle>>>().get()), jobjectArray>);

TEST_CASE("a reference becomes one to its superclass by a move, without the VM") {
    JNIEnv* const env = test_env();
    auto made = adopt_local<circle>(env, java_string(env, "a circle, so to speak").release());
    auto kept = *promote(env, made);
    static_assert(std::is_same_v<decltype(kept), global_ref<circle>>);
    auto shared = *shared_ref<circle>::make(env, made);
    auto weak = *weak_ref<circle>::make(env, made);
    const jobject local = made.get();
    const jobject global = kept.get();
    {
        const ref_balance balance(env);
        local_ref<shape> up = std::move(made);
        CHECK(up.get() == local);
        CHECK_FALSE(made);
        CHECK(up.env() == env);
        local_ref<jobject> all;
        all = std::move(up);
        CHECK(all.get() == local);

        global_ref<runnable> runs = std::move(kept);
        CHECK(runs.get() == global);
        CHECK_FALSE(kept);

        shared_ref<shape> copy = shared;
        CHECK(shared.use_count() == 2);
        const shared_ref<jobject> moved = std::move(copy);
        CHECK(shared.use_count() == 2);
        CHECK(moved.get() == shared.get());

        CHECK(balance.calls() == 0);
    }
    const weak_ref<shape> lesser = std::move(weak);
    const auto locked = lesser.lock(env);
    static_assert(std::is_same_v<decltype(locked), const result<local_ref<shape>>>);
    REQUIRE(locked);
    CHECK(*locked == shared);
}

TEST_CASE("a result of a class is one of its superclass, and a value of it") {
    JNIEnv* const env = test_env();
    const auto made = [&]() -> result<local_ref<circle>> {
        return adopt_local<circle>(env, java_string(env, "text").release());
    };
    const auto handed_on = [&]() -> result<local_ref<shape>> { return made(); };
    CHECK(handed_on());
    const auto text_as_object = [&]() -> result<local_ref<jobject>> {
        return java_string(env, "text");
    };
    CHECK(text_as_object());
    const auto global_as_object = [&]() -> result<global_ref<jobject>> {
        return *promote(env, java_string(env, "text"));
    };
    CHECK(global_as_object());
}

TEST_CASE("shared and leaked references borrow as their bases, and compare") {
    JNIEnv* const env = test_env();
    const auto of_string = java_string(env, "text");
    const auto shared = *shared_ref<jstring>::make(env, of_string);
    const auto leaked = leaked_ref<jstring>(*promote(env, of_string));
    const borrowed<jobject> base = shared;
    CHECK(ffiguard::jni::same(env, base, leaked));
    CHECK(of_string == shared);
    ffiguard::jni::adopt_global(leaked.get()).reset();
}

TEST_CASE("to_local gives a local reference of the same class to what any other keeps") {
    JNIEnv* const env = test_env();
    const auto kept = *promote(env, adopt_local<circle>(env, java_string(env, "text").release()));
    const ref_balance balance(env);
    {
        auto local = to_local(env, kept);
        static_assert(std::is_same_v<decltype(local), result<local_ref<circle>>>);
        REQUIRE(local);
        CHECK(*local == kept);
        CHECK(balance.locals() == 1);
        CHECK(to_local(env, borrowed<circle>(nullptr)).status() == status_code::null);
        raise(env, "java/lang/RuntimeException", "pending");
        CHECK(to_local(env, kept).status() == status_code::java_exception);
        env->ExceptionClear();
    }
    CHECK(balance.locals() == 0);
}

TEST_CASE("what a method gives knows its class, and is an argument and a receiver of it") {
    JNIEnv* const env = test_env();
    const auto bound = bind_sample(env);
    auto made = bound->make(env);
    static_assert(std::is_same_v<decltype(made), result<local_ref<sample>>>);
    const auto shared = *shared_ref<sample>::make(env, *made);
    const auto twice = bound->twice(env, shared, *promote(env, *made));  // a temporary owner
    static_assert(std::is_same_v<decltype(twice), const result<local_ref<java_array<sample>>>>);
    REQUIRE(twice);
    const auto first = get_element(env, *twice, 0);
    static_assert(std::is_same_v<decltype(first), const result<local_ref<sample>>>);
    CHECK(*first == *made);
    CHECK(bound->other.set(env, *made, *bound->make_of(env, 5, java_string(env, "five"))).ok());
    const auto other = bound->other.get(env, *made);
    static_assert(std::is_same_v<decltype(other), const result<local_ref<sample>>>);
    CHECK(*bound->i.get(env, *other) == 5);
    // The way in for code without types.
    const jobject untyped = made->get();
    CHECK(*bound->same_int(env, untyped, 3) == 3);
    CHECK(bound->other.set(env, untyped, nullptr).ok());
}
