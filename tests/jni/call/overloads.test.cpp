// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/jni/call/overloads.hpp>

#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

#include <doctest/doctest.h>

#include <ffiguard/jni/call/nonvirtual.hpp>
#include <ffiguard/jni/call/text.hpp>

#include "../ref_balance.hpp"
#include "../test_vm.hpp"

using ffiguard::status_code;
using ffiguard::jni::borrowed;
using ffiguard::jni::constructor;
using ffiguard::jni::local_ref;
using ffiguard::jni::member;
using ffiguard::jni::method;
using ffiguard::jni::nonvirtual_method;
using ffiguard::jni::overloads;
using ffiguard::jni::static_method;

namespace {

struct talk {
    static constexpr const char* java_name() noexcept { return "test/Talk"; }
    overloads<constructor<talk()>, constructor<talk(std::string_view)>> make;
    overloads<method<std::string(jint), talk>, method<std::string(jlong), talk>,
              method<std::string(jstring), talk>, method<std::string(talk), talk>>
        say;
    overloads<static_method<std::string(jint)>, static_method<std::string(std::string_view)>> shout;
    method<std::string(), talk> name;
    nonvirtual_method<std::string(), talk> own_name;
    overloads<nonvirtual_method<std::string(jint), talk>,
              nonvirtual_method<std::string(jlong), talk>>
        own_say;
};
struct loud {
    static constexpr const char* java_name() noexcept { return "test/Talk$Loud"; }
    using java_super = talk;
    constructor<loud()> make;
};

struct talks {
    ffiguard::jni::bound_class<talk> talk_class;
    ffiguard::jni::bound_class<loud> loud_class;
};
talks bind_talks(JNIEnv* env) {
    auto bound = ffiguard::jni::bind_class<talk>(
        env, member(&talk::make), member("say", &talk::say), member("shout", &talk::shout),
        member("name", &talk::name), member("name", &talk::own_name),
        member("say", &talk::own_say));
    INFO(std::string(bound.error().message()));
    REQUIRE(bound);
    auto other = ffiguard::jni::bind_class<loud>(env, member(&loud::make));
    REQUIRE(other);
    return {*std::move(bound), *std::move(other)};
}

}  // namespace

TEST_CASE("of methods with one name the one is called whose types fit best") {
    JNIEnv* const env = test_env();
    const auto java = bind_talks(env);
    const auto& say = java.talk_class->say;
    const auto one = *java.talk_class->make(env);
    const auto text = java_string(env, "text");
    CHECK(*say(env, one, jint{1}) == "int");
    CHECK(*say(env, one, jlong{1}) == "long");
    CHECK(*say(env, one, jshort{1}) == "int");  // the nearest that holds all of its values
    CHECK(*say(env, one, text) == "String text");
    CHECK(*say(env, one, borrowed<jstring>(text)) == "String text");
    CHECK(*say(env, one, one) == "Talk");
    CHECK(*say(env, one, *java.loud_class->make(env)) == "Talk");
    CHECK(*say.as<method<std::string(talk), talk>>()(env, one, nullptr) == "Talk");
    CHECK(say(env, local_ref<talk>(), jint{1}).status() == status_code::null);
}

TEST_CASE("constructors and static methods have overloads, too") {
    JNIEnv* const env = test_env();
    const auto java = bind_talks(env);
    const ref_balance balance(env);
    CHECK(*java.talk_class->name(env, *java.talk_class->make(env)) == "nobody");
    CHECK(*java.talk_class->name(env, *java.talk_class->make(env, "somebody")) == "somebody");
    CHECK(*java.talk_class->shout(env, jint{1}) == "int!");
    CHECK(*java.talk_class->shout(env, std::string("s")) == "String! s");
    CHECK(balance.locals() == 0);
}

TEST_CASE("what a class has of a method can be called of an object that overrides it") {
    JNIEnv* const env = test_env();
    const auto java = bind_talks(env);
    const auto one = *java.loud_class->make(env);
    CHECK(*java.talk_class->name(env, one) == "loud!");
    CHECK(*java.talk_class->own_name(env, one) == "loud");
    CHECK(*java.talk_class->say(env, one, jint{1}) == "int, loud");
    CHECK(*java.talk_class->own_say(env, one, jint{1}) == "int");
    CHECK(*java.talk_class->own_say(env, one, jlong{1}) == "long");
    CHECK(java.talk_class->own_name(env, nullptr).status() == status_code::null);
    CHECK(nonvirtual_method<std::string(), talk>()(env, one).status() == status_code::not_found);
}

TEST_CASE("what is missing of several is told one by one") {
    JNIEnv* const env = test_env();
    struct wrong {
        static constexpr const char* java_name() noexcept { return "test/Talk"; }
        overloads<method<std::string(jint), wrong>, method<jint(jint), wrong>,
                  nonvirtual_method<void(), wrong>>
            say;
    };
    const auto required = ffiguard::jni::bind_class<wrong>(env, member("say", &wrong::say));
    CHECK(std::string(required.error().message()) == "test/Talk: missing say(I)I, missing say()V");
    const auto optional =
        ffiguard::jni::bind_class<wrong>(env, ffiguard::jni::optional_member("say", &wrong::say));
    REQUIRE(optional);
    CHECK(static_cast<bool>((*optional)->say.as<method<std::string(jint), wrong>>()));
    CHECK_FALSE(static_cast<bool>((*optional)->say.as<method<jint(jint), wrong>>()));
    CHECK(env->ExceptionCheck() == JNI_FALSE);
}
