// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/jni/call/text.hpp>

#include <optional>
#include <string>
#include <string_view>

#include <doctest/doctest.h>

#include <ffiguard/jni/call/class.hpp>

#include "../ref_balance.hpp"
#include "../test_vm.hpp"

using ffiguard::status_code;
using ffiguard::jni::descriptor;
using ffiguard::jni::member;

namespace {

struct talk {
    static constexpr const char* java_name() noexcept { return "test/Talk"; }
    ffiguard::jni::constructor<talk(std::string_view)> make;
    ffiguard::jni::method<std::string(), talk> name;
    ffiguard::jni::method<std::string(), talk> nothing;
    ffiguard::jni::method<std::string(), talk> fail;
    ffiguard::jni::static_method<std::string(std::string, jint, std::string_view)> join;
    ffiguard::jni::field<std::string, talk> name_field;
    ffiguard::jni::field<jstring, talk> name_object;
    ffiguard::jni::static_field<std::string> last;
};

ffiguard::jni::bound_class<talk> bind_talk(JNIEnv* env) {
    auto bound = ffiguard::jni::bind_class<talk>(
        env, member(&talk::make), member("name", &talk::name), member("nothing", &talk::nothing),
        member("fail", &talk::fail), member("join", &talk::join), member("name", &talk::name_field),
        member("name", &talk::name_object), member("last", &talk::last));
    INFO(std::string(bound.error().message()));
    REQUIRE(bound);
    return *std::move(bound);
}

}  // namespace

TEST_CASE("text in a signature is a String") {
    constexpr auto text = descriptor<std::string(std::string_view, bool)>();
    CHECK(std::string(text.c_str()) == "(Ljava/lang/String;Z)Ljava/lang/String;");
}

TEST_CASE("text goes to Java and comes back whole, and leaves no reference") {
    JNIEnv* const env = test_env();
    const auto java = bind_talk(env);
    const ref_balance balance(env);
    {
        const std::string zoe = "Zo\xC3\xAB \xF0\x9F\x98\x80";
        const auto one = *java->make(env, zoe);
        CHECK(*java->name(env, one) == zoe);
        CHECK(*java->name_field.get(env, one) == zoe);
        CHECK(java->name_field.set(env, one, "set").ok());
        CHECK(*java->name(env, one) == "set");
        CHECK(java->last.set(env, std::string_view("last one", 4)).ok());
        CHECK(*java->last.get(env) == "last");
        CHECK(*java->join(env, zoe, 7, std::string("b")) == zoe + "7b");
        CHECK(*java->join(env, "", 7, "") == "7");
        CHECK(*java->join(env, std::string_view(), 7, "") == "7");
        CHECK(*java->join(env, nullptr, 7, "") == "null7");
        const std::string long_text(5000, 'x');
        CHECK(*java->join(env, long_text, 7, long_text) == long_text + "7" + long_text);
    }
    CHECK(balance.locals() == 0);
}

TEST_CASE("null is a status, and a Java exception stays pending") {
    JNIEnv* const env = test_env();
    const auto java = bind_talk(env);
    const auto one = *java->make(env, nullptr);
    CHECK(java->name(env, one).status() == status_code::null);
    CHECK(java->name_field.get(env, one).status() == status_code::null);
    CHECK(java->nothing(env, one).status() == status_code::null);
    CHECK(java->fail(env, one).status() == status_code::java_exception);
    CHECK(java->name(env, one).status() == status_code::java_exception);
    CHECK(java->name_field.get(env, one).status() == status_code::java_exception);
    CHECK(java->name_field.set(env, one, "x").code() == status_code::java_exception);
    CHECK(java->last.set(env, "x").code() == status_code::java_exception);
    CHECK(take_exception(env).message == u"no text");
    const char* const nothing = nullptr;
    CHECK(java->name_field.set(env, one, "y").ok());
    CHECK(java->name_field.set(env, one, nothing).ok());
    CHECK(java->name_field.get(env, one).status() == status_code::null);
}

TEST_CASE("text that the other side cannot have is malformed, and nothing is called") {
    JNIEnv* const env = test_env();
    const auto java = bind_talk(env);
    const ref_balance balance(env);
    {
        CHECK(java->make(env, "\xFF").status() == status_code::malformed);
        CHECK(java->join(env, "fine", 1, "\xED\xA0\x80").status() == status_code::malformed);
        const auto one = *java->make(env, "kept");
        CHECK(java->name_field.set(env, one, "cut \xC3").code() == status_code::malformed);
        CHECK(*java->name(env, one) == "kept");

        // To Java a NUL is a character; a std::string from there has a c_str().
        CHECK(java->name_field.set(env, one, std::string_view("a\0b", 3)).ok());
        const auto object = *java->name_object.get(env, one);
        CHECK(units_of(env, object.get()) == std::u16string(u"a\0b", 3));
        CHECK(java->name(env, one).status() == ffiguard::status::inner_nul(1));
        CHECK(java->name_field.get(env, one).status() == ffiguard::status::inner_nul(1));

        const jchar half[] = {'h', 0xD83D};
        const auto broken = ffiguard::jni::adopt_local(env, env->NewString(half, 2));
        CHECK(java->name_object.set(env, one, broken).ok());
        CHECK(java->name(env, one).status() == status_code::malformed);
    }
    CHECK(env->ExceptionCheck() == JNI_FALSE);
    CHECK(balance.locals() == 0);
}

namespace {

using maybe = std::optional<std::string>;

struct maybe_talk {
    static constexpr const char* java_name() noexcept { return "test/Talk"; }
    ffiguard::jni::constructor<maybe_talk(std::optional<std::string_view>)> make;
    ffiguard::jni::method<maybe(), maybe_talk> name;
    ffiguard::jni::method<maybe(), maybe_talk> nothing;
    ffiguard::jni::method<maybe(), maybe_talk> fail;
    ffiguard::jni::static_method<std::string(maybe, jint, maybe)> join;
    ffiguard::jni::field<maybe, maybe_talk> name_field;
    ffiguard::jni::static_field<maybe> last;
};

}  // namespace

TEST_CASE("text that may be null is a std::optional, both ways") {
    JNIEnv* const env = test_env();
    const auto bound = ffiguard::jni::bind_class<maybe_talk>(
        env, member(&maybe_talk::make), member("name", &maybe_talk::name),
        member("nothing", &maybe_talk::nothing), member("fail", &maybe_talk::fail),
        member("join", &maybe_talk::join), member("name", &maybe_talk::name_field),
        member("last", &maybe_talk::last));
    REQUIRE(bound);
    const auto& java = *bound;
    const ref_balance balance(env);
    {
        const auto one = *java->make(env, std::nullopt);
        CHECK(*java->name(env, one) == std::nullopt);
        CHECK(*java->nothing(env, one) == std::nullopt);
        CHECK(*java->name_field.get(env, one) == std::nullopt);
        for (const std::string text : {"", "Zo\xC3\xAB"}) {
            CHECK(java->name_field.set(env, one, maybe(text)).ok());
            CHECK(*java->name(env, one) == text);
            CHECK(*java->name_field.get(env, one) == text);
        }
        CHECK(java->name_field.set(env, one, maybe()).ok());
        CHECK(*java->name(env, one) == std::nullopt);
        CHECK(java->last.set(env, "x").ok());
        CHECK(*java->last.get(env) == "x");
        CHECK(java->last.set(env, nullptr).ok());
        CHECK(*java->last.get(env) == std::nullopt);
        CHECK(*java->join(env, std::nullopt, 7, maybe("b")) == "null7b");

        CHECK(java->join(env, maybe("\xFF"), 7, std::nullopt).status() == status_code::malformed);
        CHECK(java->name_field.set(env, one, std::string_view("a\0b", 3)).ok());
        CHECK(java->name(env, one).status() == ffiguard::status::inner_nul(1));
        CHECK(java->fail(env, one).status() == status_code::java_exception);
        CHECK(java->name_field.get(env, one).status() == status_code::java_exception);
        CHECK(take_exception(env).message == u"no text");
    }
    CHECK(balance.locals() == 0);
}

TEST_CASE("text that may be null is a String in a signature") {
    constexpr auto text = descriptor<maybe(std::optional<std::string_view>, jint)>();
    CHECK(std::string(text.c_str()) == "(Ljava/lang/String;I)Ljava/lang/String;");
}
