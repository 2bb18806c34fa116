// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/jni/data/array_view.hpp>

#include <climits>
#include <type_traits>
#include <vector>

#include <doctest/doctest.h>

#include "../ref_balance.hpp"
#include "../test_vm.hpp"

using ffiguard::status_code;
using ffiguard::jni::array_view;
using ffiguard::jni::local_ref;

static_assert(!std::is_move_constructible_v<array_view<jint>>, "it holds its elements in place");
static_assert(std::is_same_v<decltype(array_view<const jint>::value_type()), jint>);

namespace {

using ints = std::vector<jint>;

/// 0, 1, 2, ...
local_ref<jintArray> java_ints(JNIEnv* env, jsize size) {
    auto array = ffiguard::jni::adopt_local(env, env->NewIntArray(size));
    for (jint i = 0; i < size; ++i) env->SetIntArrayRegion(array.get(), i, 1, &i);
    return array;
}

ints ints_of(JNIEnv* env, jintArray array) {
    ints all(static_cast<std::size_t>(env->GetArrayLength(array)));
    env->GetIntArrayRegion(array, 0, env->GetArrayLength(array), all.data());
    return all;
}

template <class T, class Array>
void check_type(JNIEnv* env, Array array) {
    const auto owner = ffiguard::jni::adopt_local(env, array);
    {
        array_view<T> view(env, owner);
        REQUIRE(view.size() == 3);
        CHECK(view[0] == T());
        view[2] = T(1);
    }
    const array_view<const T> view(env, owner);
    CHECK(view[1] == T());
    CHECK(view[2] == T(1));
}

}  // namespace

TEST_CASE("a view has the elements, in place or not, and writes them back at its end") {
    JNIEnv* const env = test_env();
    for (const jsize size : {0, 1, 255, 256, 257, 5000}) {
        const auto array = java_ints(env, size);
        {
            array_view<jint> view(env, array);
            REQUIRE(view);
            CHECK(ints(view.begin(), view.end()) == ints_of(env, array.get()));
            for (jint& one : view) one += 7;
        }
        const ints after = ints_of(env, array.get());
        jint expected = 7;
        for (const jint one : after) CHECK(one == expected++);
    }
}

TEST_CASE("views of all eight types") {
    JNIEnv* const env = test_env();
    check_type<jboolean>(env, env->NewBooleanArray(3));
    check_type<jbyte>(env, env->NewByteArray(3));
    check_type<jchar>(env, env->NewCharArray(3));
    check_type<jshort>(env, env->NewShortArray(3));
    check_type<jint>(env, env->NewIntArray(3));
    check_type<jlong>(env, env->NewLongArray(3));
    check_type<jfloat>(env, env->NewFloatArray(3));
    check_type<jdouble>(env, env->NewDoubleArray(3));
}

TEST_CASE("a view of a range writes back into the range alone") {
    JNIEnv* const env = test_env();
    const auto array = java_ints(env, 6);
    {
        array_view<jint> view(env, array, 2, 3);
        CHECK(ints(view.begin(), view.end()) == ints{2, 3, 4});
        for (jint& one : view) one = -1;
        // Java writes beside it meanwhile.
        const jint beside = 50;
        env->SetIntArrayRegion(array.get(), 5, 1, &beside);
    }
    CHECK(ints_of(env, array.get()) == ints{0, 1, -1, -1, -1, 50});
}

TEST_CASE("a view to be read writes nothing back") {
    JNIEnv* const env = test_env();
    const auto array = java_ints(env, 2);
    {
        const array_view<const jint> view(env, array);
        const jint other = 9;
        env->SetIntArrayRegion(array.get(), 0, 1, &other);
        CHECK(view[0] == 0);
    }
    CHECK(ints_of(env, array.get()) == ints{9, 1});
}

TEST_CASE("an aborted view writes nothing back, and what was committed before stays") {
    JNIEnv* const env = test_env();
    const auto array = java_ints(env, 2);
    {
        array_view<jint> view(env, array);
        view[0] = 8;
        CHECK(view.commit().ok());
        CHECK(ints_of(env, array.get()) == ints{8, 1});
        view[1] = 9;
        view.abort();
        CHECK_FALSE(view);
        CHECK(view.commit() == status_code::closed);
        CHECK(view[1] == 9);
    }
    CHECK(ints_of(env, array.get()) == ints{8, 1});
}

TEST_CASE("a pending Java exception is a failure: nothing is written back, and it stays") {
    JNIEnv* const env = test_env();
    for (const jsize size : {2, 5000}) {
        const auto array = java_ints(env, size);
        {
            array_view<jint> view(env, array);
            view[0] = 9;
            raise(env, "java/lang/IllegalStateException", "first");
            CHECK(view.commit() == status_code::java_exception);
        }
        CHECK(take_exception(env).message == u"first");
        CHECK(ints_of(env, array.get())[0] == 0);
    }
}

#if FFIGUARD_HAS_EXCEPTIONS()
TEST_CASE("a C++ exception that leaves the block keeps the array as it was") {
    JNIEnv* const env = test_env();
    const auto array = java_ints(env, 2);
    try {
        array_view<jint> view(env, array);
        view[0] = 9;
        throw 1;
    } catch (int) {
    }
    CHECK(ints_of(env, array.get()) == ints{0, 1});
}

TEST_CASE("a view that begins and ends while an exception passes writes back") {
    JNIEnv* const env = test_env();
    const auto array = java_ints(env, 2);
    struct cleanup {
        JNIEnv* env;
        jintArray array;
        ~cleanup() {
            array_view<jint> view(env, array);
            view[0] = 9;
        }
    };
    try {
        const cleanup at_end{env, array.get()};
        throw 1;
    } catch (int) {
    }
    CHECK(ints_of(env, array.get()) == ints{9, 1});
}
#endif

TEST_CASE("a view of a range that is not in the array is refused") {
    JNIEnv* const env = test_env();
    const auto array = java_ints(env, 10);
    struct {
        jint offset, length;
        status_code expected;
    } const ranges[] = {
        {-1, 4, status_code::invalid_argument},
        {4, INT_MIN, status_code::invalid_argument},
        {0, 11, status_code::overflow},
        {11, 0, status_code::overflow},
        {INT_MAX, INT_MAX, status_code::overflow},
    };
    for (const auto& range : ranges) {
        array_view<jint> view(env, array, range.offset, range.length);
        CHECK_FALSE(view);
        CHECK(view.status() == range.expected);
        CHECK(view.size() == 0);
        CHECK(view.begin() == view.end());
        CHECK(view.commit() == range.expected);
    }
    CHECK(env->ExceptionCheck() == JNI_FALSE);
}

TEST_CASE("a view of null, and one begun while an exception is pending, are refused") {
    JNIEnv* const env = test_env();
    const auto array = java_ints(env, 2);
    CHECK(array_view<jint>(env, nullptr).status() == status_code::null);
    CHECK(array_view<jint>(env, nullptr, 0, 0).status() == status_code::null);
    raise(env, "java/lang/IllegalStateException", "first");
    CHECK(array_view<jint>(env, array).status() == status_code::java_exception);
    CHECK(array_view<const jint>(env, array, 0, 1).status() == status_code::java_exception);
    CHECK(take_exception(env).message == u"first");
}

TEST_CASE("views leave no reference behind") {
    JNIEnv* const env = test_env();
    const auto array = java_ints(env, 2);
    ref_balance balance(env);
    { const array_view<jint> view(env, array); }
    CHECK(balance.calls() == 0);
}
