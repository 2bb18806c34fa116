// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/jni/data/utf16_view.hpp>

#include <climits>
#include <cstring>
#include <string>
#include <type_traits>

#include <doctest/doctest.h>

#include "../ref_balance.hpp"
#include "../test_vm.hpp"

using ffiguard::status_code;
using ffiguard::jni::read_utf16;
using ffiguard::jni::utf16_view;

static_assert(!std::is_move_constructible_v<utf16_view>, "it holds its text in place");

namespace {

ffiguard::jni::local_ref<jstring> java_string(JNIEnv* env, const std::u16string& units) {
    return ffiguard::jni::adopt_local(env,
                                      env->NewString(reinterpret_cast<const jchar*>(units.data()),
                                                     static_cast<jsize>(units.size())));
}

}  // namespace

TEST_CASE("a view has every unit of the string: NUL, emoji and half of one, at every length") {
    JNIEnv* const env = test_env();
    for (const std::size_t size : {0U, 1U, 511U, 512U, 513U, 100000U}) {
        std::u16string units = std::u16string(u"a\0\u20AC\U0001F600", 5) + char16_t{0xD83D};
        units.resize(size, u'x');
        const auto text = java_string(env, units);
        const utf16_view view(env, text);
        REQUIRE(view);
        CHECK(view.view() == units);
        CHECK(view.status().ok());
    }
}

TEST_CASE("a view stays good when its string has gone, and may end with an exception pending") {
    JNIEnv* const env = test_env();
    ref_balance balance(env);
    auto text = java_string(env, std::u16string(2000, u'a'));
    {
        const utf16_view view(env, text);
        text.reset();
        CHECK(view.view() == std::u16string(2000, u'a'));
        CHECK(balance.locals() == 0);
        raise(env, "java/lang/IllegalStateException", "first");
    }
    CHECK(take_exception(env).message == u"first");
}

TEST_CASE("a range of a string is copied, and nothing beside it written") {
    JNIEnv* const env = test_env();
    const auto text = java_string(env, u"0123456789");
    char16_t to[] = u"-----";
    CHECK(read_utf16(env, text, 7, 3, to + 1).ok());
    CHECK(std::u16string(to) == u"-789-");
    const utf16_view view(env, text, 2, 5);
    CHECK(view.view() == u"23456");
}

TEST_CASE("a range that is not in the string is refused, and nothing is written") {
    JNIEnv* const env = test_env();
    const auto text = java_string(env, u"0123456789");
    struct {
        jint offset, length;
        status_code expected;
    } const ranges[] = {
        {-1, 4, status_code::invalid_argument},
        {4, -1, status_code::invalid_argument},
        {INT_MIN, INT_MIN, status_code::invalid_argument},
        {0, 11, status_code::overflow},
        {11, 0, status_code::overflow},
        {INT_MAX, INT_MAX, status_code::overflow},
    };
    for (const auto& range : ranges) {
        char16_t to[32] = u"untouched";
        CHECK(read_utf16(env, text, range.offset, range.length, to) == range.expected);
        CHECK(std::u16string(to) == u"untouched");
        const utf16_view view(env, text, range.offset, range.length);
        CHECK_FALSE(view);
        CHECK(view.status() == range.expected);
        CHECK(view.view().empty());
    }
    CHECK(read_utf16(env, text, 0, 1, nullptr) == status_code::null);
    CHECK(read_utf16(env, text, 10, 0, nullptr).ok());
    CHECK(env->ExceptionCheck() == JNI_FALSE);
}

TEST_CASE("null and a pending exception are refused by a view") {
    JNIEnv* const env = test_env();
    const auto text = java_string(env, u"x");
    char16_t to = u'-';
    CHECK(utf16_view(env, nullptr).status() == status_code::null);
    CHECK(utf16_view(env, nullptr, 0, 0).status() == status_code::null);
    CHECK(read_utf16(env, nullptr, 0, 1, &to) == status_code::null);
    raise(env, "java/lang/IllegalStateException", "first");
    CHECK(utf16_view(env, text).status() == status_code::java_exception);
    CHECK(utf16_view(env, text, 0, 1).status() == status_code::java_exception);
    CHECK(read_utf16(env, text, 0, 1, &to) == status_code::java_exception);
    CHECK(to == u'-');
    CHECK(take_exception(env).message == u"first");
}
