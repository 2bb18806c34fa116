// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/jni/call/native.hpp>

#include <cerrno>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <thread>
#include <type_traits>

#include <doctest/doctest.h>

#include <ffiguard/jni/call/method.hpp>
#include <ffiguard/jni/data/string.hpp>
#include <ffiguard/jni/error/exception.hpp>

#if FFIGUARD_HAS_EXCEPTIONS()
#include <stdexcept>
#endif

#include "../../counted_violations.hpp"
#include "../ref_balance.hpp"
#include "../sample.hpp"
#include "../test_vm.hpp"

using ffiguard::error;
using ffiguard::result;
using ffiguard::status;
using ffiguard::status_code;
using ffiguard::token;
using ffiguard::jni::adopt_local;
using ffiguard::jni::borrowed;
using ffiguard::jni::local_ref;
using ffiguard::jni::member;
using ffiguard::jni::native_method;
using ffiguard::jni::on_load;
using ffiguard::jni::on_unload;
using ffiguard::jni::register_natives;

namespace {

struct callers {
    static constexpr const char* java_name() noexcept { return "test/Sample"; }
    ffiguard::jni::constructor<callers()> make;
    ffiguard::jni::method<jint(jint, jint), callers> add;
    ffiguard::jni::static_method<token(bool, jstring)> open;
    ffiguard::jni::method<jobject(jobject), callers> echo;
    ffiguard::jni::static_method<void(callers)> subscribe;
};
struct nobody {
    static constexpr const char* java_name() noexcept { return "test/Nobody"; }
};

ffiguard::jni::bound_class<callers> bind_callers(JNIEnv* env) {
    auto bound = ffiguard::jni::bind_class<callers>(
        env, member(&callers::make), member("callAdd", &callers::add),
        member("callOpen", &callers::open), member("callEcho", &callers::echo),
        member("callSubscribe", &callers::subscribe));
    REQUIRE(bound);
    return *std::move(bound);
}

jint add(JNIEnv*, borrowed<callers> self, jint a, jint b) noexcept { return self ? a + b : 0; }

result<token> open_named(JNIEnv* env, borrowed<jclass>, bool ok, borrowed<jstring> name) {
    if (!ok) return status_code::not_found;
    return static_cast<token>(env->GetStringLength(name.get())) | token{1} << 63;
}
local_ref<jobject> echo(JNIEnv* env, jobject, jobject other) {
    return adopt_local(env, env->NewLocalRef(other));
}
error subscribe(JNIEnv*, jclass, const borrowed<jobject>& listener) {
    return listener ? error() : error(status_code::null, "listener");
}

#if FFIGUARD_HAS_EXCEPTIONS()
jint throwing_add(JNIEnv*, jobject, jint, jint) { throw std::runtime_error("of C++"); }
#endif
jlong add_of_longs(JNIEnv*, jobject, jlong a, jlong b) { return a + b; }
jint not_native(JNIEnv*, jobject, jint value) { return value; }

error register_all(JNIEnv* env) {
    return register_natives<sample>(
        env, native_method<&add>("add"), native_method<&open_named>("open"),
        native_method<&echo>("echo"), native_method<&subscribe, void(sample)>("subscribe"));
}

}  // namespace

static_assert(std::is_same_v<decltype(native_method<&add>("")),
                             ffiguard::jni::detail::native_entry<jint(jint, jint), callers>>);
static_assert(std::is_same_v<decltype(native_method<&open_named>("")),
                             ffiguard::jni::detail::native_entry<token(bool, jstring), jclass>>);

TEST_CASE("ordinary functions are native methods, with the descriptors of their types") {
    JNIEnv* const env = test_env();
    CHECK(std::string(native_method<&open_named>("open").text.c_str()) == "(ZLjava/lang/String;)J");
    CHECK(std::string(native_method<&subscribe, void(sample)>("").text.c_str()) ==
          "(Ltest/Sample;)V");
    const error registered = register_all(env);
    INFO(std::string(registered.message()));
    REQUIRE(registered.ok());

    const auto bound = bind_callers(env);
    const auto object = *bound->make(env);
    const auto name = java_string(env, "four");
    CHECK(*bound->add(env, object, 40, 2) == 42);
    CHECK(*bound->open(env, true, name) == (token{1} << 63 | 4));
    CHECK(*bound->echo(env, object, name) == name);
    CHECK_FALSE(*bound->echo(env, object, nullptr));
    CHECK(bound->subscribe(env, object).ok());
}

TEST_CASE("the failure of a native method is a Java exception") {
    JNIEnv* const env = test_env();
    REQUIRE(register_all(env).ok());
    const auto bound = bind_callers(env);
    CHECK(bound->open(env, false, nullptr).status() == status_code::java_exception);
    CHECK(take_exception(env).type == "java.io.IOException");
    CHECK(bound->subscribe(env, nullptr) == status_code::java_exception);
    const auto thrown = take_exception(env);
    CHECK(thrown.type == "java.lang.NullPointerException");
    CHECK(thrown.message == u"listener");
}

#if FFIGUARD_HAS_EXCEPTIONS()
TEST_CASE("no C++ exception leaves a native method") {
    JNIEnv* const env = test_env();
    REQUIRE(register_natives<sample>(env, native_method<&throwing_add>("add")).ok());
    const auto bound = bind_callers(env);
    const auto object = *bound->make(env);
    CHECK(bound->add(env, object, 1, 1).status() == status_code::java_exception);
    CHECK(take_exception(env).message == u"of C++");
    REQUIRE(register_all(env).ok());
}
#endif

TEST_CASE("what Java does not declare so is in one error, and nothing is registered") {
    JNIEnv* const env = test_env();
    REQUIRE(register_all(env).ok());
    const ref_balance balance(env);
    const error wrong = register_natives<sample>(
        env, native_method<&not_native>("nothingSuch"), native_method<&add_of_longs>("add"),
        native_method<&echo>("subscribe"), native_method<&not_native>("increment"));
    CHECK(std::string(wrong.message()) ==
          "test/Sample: missing nothingSuch(I)I, missing add(JJ)J, missing "
          "subscribe(Ljava/lang/Object;)Ljava/lang/Object;, increment(I)I is static");
    CHECK(wrong.status() == status_code::not_found);
    CHECK(env->ExceptionCheck() == JNI_FALSE);
    CHECK(balance.locals() == 0);

    const auto bound = bind_callers(env);
    const auto object = *bound->make(env);
    CHECK(*bound->add(env, object, 40, 2) == 42);
}

TEST_CASE("a method that is not native cannot be registered, and the error names it") {
    JNIEnv* const env = test_env();
    const error wrong = register_natives<sample>(env, native_method<&not_native>("sameInt"));
    CHECK(wrong.status() == status_code::java_exception);
    CHECK(std::string(wrong.message()).find("sameInt") != std::string::npos);
    CHECK(env->ExceptionCheck() == JNI_FALSE);
}

TEST_CASE("on_load() captures the VM and answers the version") {
    JavaVM* const java_vm = test_vm();
    CHECK(on_load<sample>(java_vm, [](JNIEnv* env) { return register_all(env); }) ==
          JNI_VERSION_1_6);
    CHECK(on_load<sample>(java_vm, [](JNIEnv*) {}) == JNI_VERSION_1_6);
    CHECK(on_load<sample>(nullptr, [](JNIEnv*) {}) == JNI_ERR);
}

TEST_CASE("an on_load() that fails takes back what it has registered, and nothing else") {
    JNIEnv* const env = test_env();
    JavaVM* const java_vm = test_vm();
    const auto bound = bind_callers(env);
    const auto object = *bound->make(env);
    const auto sum = [&] {
        const auto answer = bound->add(env, object, 40, 2);
        if (answer) return std::string("42");
        return take_exception(env).type;
    };
    // The VM unloads the shared object then, and Java may catch the error and call on.
    CHECK(on_load<sample>(java_vm, [](JNIEnv* e) {
              const error done = register_all(e);
              return done.ok() ? error(status_code::not_found, "configuration") : done;
          }) == JNI_ERR);
    CHECK(take_exception(env).message == u"configuration");
    CHECK(sum() == "java.lang.UnsatisfiedLinkError");

    CHECK(register_all(env).ok());
    CHECK(on_load<sample>(java_vm, [](JNIEnv*) { return status(status_code::closed); }) == JNI_ERR);
    CHECK(take_exception(env).type == "java.lang.UnsatisfiedLinkError");
    CHECK(sum() == "42");

    // The method before the one that is not native has been registered by then.
    CHECK(register_natives<sample>(env, native_method<&add>("add"),
                                   native_method<&not_native>("sameInt"))
              .status() == status_code::java_exception);
    CHECK(sum() == "java.lang.UnsatisfiedLinkError");
    CHECK(register_all(env).ok());
}

TEST_CASE("what fails in on_load() is an UnsatisfiedLinkError that says what") {
    JNIEnv* const env = test_env();
    JavaVM* const java_vm = test_vm();
    CHECK(on_load<sample>(java_vm, [](JNIEnv* e) {
              return register_natives<sample>(e, native_method<&add_of_longs>("add"));
          }) == JNI_ERR);
    auto thrown = take_exception(env);
    CHECK(thrown.type == "java.lang.UnsatisfiedLinkError");
    CHECK(thrown.message == u"test/Sample: missing add(JJ)J");

    CHECK(on_load<sample>(java_vm, [](JNIEnv* e) {
              raise(e, "java/lang/IllegalStateException", "left behind");
              return status::system(ENOENT);
          }) == JNI_ERR);
    CHECK(take_exception(env).message == u"left behind");
    CHECK(on_load<sample>(java_vm, [](JNIEnv*) { return status::system(ENOENT); }) == JNI_ERR);
    CHECK(take_exception(env).message == u"system error (errno 2)");

    CHECK(on_load<nobody>(java_vm, [](JNIEnv*) {}) == JNI_ERR);
    CHECK(take_exception(env).message.find(u"Nobody") != std::u16string::npos);

    CHECK(on_load<sample>(java_vm, [](JNIEnv* e) {
              raise(e, "java/lang/IllegalStateException", "of the body");
              return status(status_code::java_exception);
          }) == JNI_ERR);
    CHECK(take_exception(env).message == u"of the body");
#if FFIGUARD_HAS_EXCEPTIONS()
    CHECK(on_load<sample>(java_vm, [](JNIEnv*) { throw std::runtime_error("of C++"); }) == JNI_ERR);
    CHECK(take_exception(env).message == u"of C++");
#endif
}

TEST_CASE("on_unload gives back what on_load has taken, and the library can be loaded again") {
    JNIEnv* const env = test_env();
    on_unload(test_vm());  // of the tests before
    const ref_balance balance(env);
    for (int deployment = 1; deployment <= 3; ++deployment) {
        CAPTURE(deployment);
        CHECK(on_load<sample>(test_vm(), &register_all) == JNI_VERSION_1_6);
        CHECK(balance.weaks() == 1);  // the class loader
        auto parked = *ffiguard::jni::promote(env, java_string(env, "parked"));
        std::thread([&] { parked.reset(); }).join();
        CHECK(balance.globals() == 1);
        int bodies = 0;
        on_unload(test_vm(), [&](JNIEnv* given) {
            CHECK(given == env);
            ++bodies;
        });
        CHECK(bodies == 1);
        CHECK(balance.weaks() == 0);
        CHECK(balance.globals() == 0);
        CHECK(balance.locals() == 0);
    }
    CHECK(ffiguard::jni::vm::get() == test_vm());
}

TEST_CASE(
    "what goes wrong in an on_unload is reported, and what it has to give back is given back") {
    JNIEnv* const env = test_env();
    CHECK(on_load<sample>(test_vm(), &register_all) == JNI_VERSION_1_6);
    const ref_balance balance(env);
    const counted_violations violations;
    on_unload(test_vm(), [](JNIEnv* given) -> status {
        raise(given, "java/lang/IllegalStateException", "printed by a test");
        return status_code::in_use;
    });
    CHECK(violations.of(ffiguard::violation::leak) == 1);
    CHECK(env->ExceptionCheck() == JNI_FALSE);
    CHECK(balance.weaks() == -1);
#if FFIGUARD_HAS_EXCEPTIONS()
    on_unload(test_vm(), [](JNIEnv*) { throw std::runtime_error("of C++"); });
    CHECK(violations.of(ffiguard::violation::leak) == 2);
#endif
}
