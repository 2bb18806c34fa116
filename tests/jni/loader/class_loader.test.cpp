// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/jni/loader/class_loader.hpp>

#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <thread>

#include <doctest/doctest.h>

#include <ffiguard/jni/call/class.hpp>
#include <ffiguard/jni/error/boundary.hpp>
#include <ffiguard/jni/error/exception.hpp>
#include <ffiguard/jni/vm/attach.hpp>

#include "../hidden_class.hpp"
#include "../ref_balance.hpp"
#include "../test_vm.hpp"

using ffiguard::status_code;
using ffiguard::jni::adopt_local;
using ffiguard::jni::attach_scope;
using ffiguard::jni::bind_class;
using ffiguard::jni::capture_class_loader;
using ffiguard::jni::class_loader_scope;
using ffiguard::jni::find_class;
using ffiguard::jni::local_ref;

namespace {

jint answer_on_a_native_thread(std::string& message) {
    jint answer = 0;
    std::thread([&] {
        const attach_scope here;
        const auto bound =
            bind_class<hidden>(here.env(), ffiguard::jni::member("answer", &hidden::answer));
        message = bound.error().message();
        if (bound) answer = *(*bound)->answer(here.env());
    }).join();
    return answer;
}

struct throwing_loader {
    static constexpr const char* java_name() noexcept { return "test/ThrowingLoader"; }
    ffiguard::jni::constructor<throwing_loader()> make;
    ffiguard::jni::static_field<jthrowable> trouble;
};

}  // namespace

TEST_CASE("find_class() knows the classes of the VM and of arrays") {
    JNIEnv* const env = test_env();
    const ref_balance balance(env);
    CHECK(find_class(env, "java/lang/String"));
    CHECK(find_class(env, "[I"));
    CHECK(find_class(env, "[Ljava/lang/String;"));
    CHECK(balance.locals() == 0);
}

TEST_CASE("a class that is not there leaves what the VM says of it") {
    JNIEnv* const env = test_env();
    const ref_balance balance(env);
    CHECK(find_class(env, "no/Such").status() == status_code::java_exception);
    CHECK(find_class(env, "no/Such").status() == status_code::java_exception);  // is pending
    env->ExceptionClear();
    CHECK(find_class(env, nullptr).status() == status_code::null);
    CHECK(balance.locals() == 0);
}

TEST_CASE("a class name with a NUL inside is none, and not the class of the part before it") {
    JNIEnv* const env = test_env();
    const ref_balance balance(env);
    const std::string name("java/lang/String\0Buffer", 23);
    CHECK(find_class(env, name).status() == ffiguard::status::inner_nul(16));
    CHECK(find_class(env, std::string_view(name)).status() == ffiguard::status::inner_nul(16));
    CHECK(env->ExceptionCheck() == JNI_FALSE);
    CHECK(find_class(env, std::string_view(name).substr(0, 16)));  // no NUL needed behind it
    CHECK(balance.locals() == 0);
}

TEST_CASE("there is no class loader to capture from null, or from a class of the VM") {
    JNIEnv* const env = test_env();
    const auto string = *find_class(env, "java/lang/String");
    CHECK(capture_class_loader(env, nullptr) == status_code::null);
    CHECK(capture_class_loader(env, string) == status_code::null);
    raise(env, "java/lang/IllegalStateException", "first");
    CHECK(capture_class_loader(env, string) == status_code::java_exception);
    CHECK(take_exception(env).message == u"first");
}

TEST_CASE("a class of another loader is found on a native thread once that is captured") {
    JNIEnv* const env = test_env();
    std::string message;
    const auto type = define_hidden(env);
    REQUIRE(type);
    // What FindClass does there: it asks the system class loader.
    CHECK(answer_on_a_native_thread(message) == 0);
    CHECK(message.find("elsewhere/Hidden") != std::string::npos);

    const ref_balance balance(env);
    CHECK(capture_class_loader(env, type).ok());
    CHECK(capture_class_loader(env, type).ok());
    CHECK(balance.weaks() == 1);
    CHECK(balance.locals() == 0);
    CHECK(answer_on_a_native_thread(message) == 42);
    CHECK(message.empty());
    // What the loader does not know FindClass may: and where it does not, the first answer stays.
    CHECK(find_class(env, "test/Sample"));
    CHECK(find_class(env, "[I"));
    CHECK(find_class(env, "no/Such").status() == status_code::java_exception);
    CHECK(take_exception(env).type == "java.lang.ClassNotFoundException");

    const auto other = define_hidden(env);
    CHECK(capture_class_loader(env, other) == status_code::in_use);
    CHECK(answer_on_a_native_thread(message) == 42);
    CHECK(balance.globals() == 0);

    forget_loader(env);
}

TEST_CASE("a class of another loader can be thrown, by name and by a table of exceptions") {
    JNIEnv* const env = test_env();
    const auto type = define_hidden(env);
    REQUIRE(type);
    REQUIRE(capture_class_loader(env, type).ok());
    const ref_balance balance(env);
    const auto both_ways = [&](JNIEnv* mine) {
        ffiguard::jni::throw_java(mine, "elsewhere/Trouble", "by name");
        const auto by_name = take_exception(mine);
        CHECK(by_name.type == "elsewhere.Trouble");
        CHECK(by_name.message == u"by name");
#if FFIGUARD_HAS_EXCEPTIONS()
        ffiguard::jni::boundary(
            mine, [] { throw std::out_of_range("by table"); },
            ffiguard::jni::java_class_for<std::out_of_range>{"elsewhere/Trouble"});
        const auto by_table = take_exception(mine);
        CHECK(by_table.type == "elsewhere.Trouble");
        CHECK(by_table.message == u"by table");
#endif
    };
    both_ways(env);
    std::thread([&] {
        const attach_scope here;
        both_ways(here.env());
    }).join();
    CHECK(balance.locals() == 0);
    // What nobody knows is told, with what was to be said.
    ffiguard::jni::throw_java(env, "no/Such", "lost?");
    const auto thrown = adopt_local(env, env->ExceptionOccurred());
    env->ExceptionClear();
    const auto suppressed = call(env, thrown.get(), "getSuppressed", "()[Ljava/lang/Throwable;");
    CHECK(env->GetArrayLength(static_cast<jarray>(suppressed.get())) == 2);
    forget_loader(env);
}

TEST_CASE("what the class loader throws is not passed over for another class of that name") {
    JNIEnv* const env = test_env();
    const auto bound =
        *bind_class<throwing_loader>(env, ffiguard::jni::member(&throwing_loader::make),
                                     ffiguard::jni::member("trouble", &throwing_loader::trouble));
    const auto loader = *bound->make(env);
    REQUIRE(ffiguard::jni::detail::class_loader_.put(env, loader.get()).ok());

    for (const char* const type : {"java/lang/LinkageError", "java/lang/StackOverflowError",
                                   "java/lang/OutOfMemoryError", "java/lang/SecurityException"}) {
        raise(env, type, "of the loader");
        const auto trouble = adopt_local(env, env->ExceptionOccurred());
        env->ExceptionClear();
        REQUIRE(bound->trouble.set(env, trouble).ok());
        const ref_balance balance(env);
        CHECK(find_class(env, "test/Sample").status() == status_code::java_exception);
        CHECK(take_exception(env).message == u"of the loader");
        CHECK(balance.locals() == 0);
    }
    raise(env, "java/lang/ClassNotFoundException", "not mine");
    const auto unknown = adopt_local(env, env->ExceptionOccurred());
    env->ExceptionClear();
    REQUIRE(bound->trouble.set(env, unknown).ok());
    CHECK(find_class(env, "test/Sample"));
    CHECK(bound->trouble.set(env, nullptr).ok());
    forget_loader(env);
}

TEST_CASE("a class loader that has gone is replaced by the next one, and leaves no reference") {
    JNIEnv* const env = test_env();
    const ref_balance balance(env);
    jweak first = nullptr;
    {
        const auto type = define_hidden(env);
        REQUIRE(capture_class_loader(env, type).ok());
        first = env->NewWeakGlobalRef(type.get());
    }
    for (int tries = 0; tries < 100 && env->IsSameObject(first, nullptr) == JNI_FALSE; ++tries)
        collect_garbage(env);
    REQUIRE(env->IsSameObject(first, nullptr) == JNI_TRUE);
    env->DeleteWeakGlobalRef(first);
    CHECK(find_class(env, "java/lang/String"));
    CHECK(balance.weaks() == 1);

    const auto type = define_hidden(env);
    CHECK(capture_class_loader(env, type).ok());
    CHECK(balance.weaks() == 1);
    CHECK(find_class(env, "elsewhere/Hidden"));
    forget_loader(env);
    CHECK(balance.weaks() == 0);
}

TEST_CASE("a class of another loader is found inside of its scope, and only there") {
    JNIEnv* const env = test_env();
    const auto first = define_hidden(env);
    const auto second = define_hidden(env);
    const auto found = [&](const local_ref<jclass>& wanted) {
        const auto type = find_class(env, "elsewhere/Hidden");
        env->ExceptionClear();
        return type && env->IsSameObject(type->get(), wanted.get()) == JNI_TRUE;
    };
    const ref_balance balance(env);
    {
        const class_loader_scope in(env, first);
        CHECK(in.status().ok());
        CHECK(found(first));
        CHECK(find_class(env, "test/Sample"));
        {
            const auto loader =
                call(env, second.get(), "getClassLoader", "()Ljava/lang/ClassLoader;");
            const class_loader_scope inner(env, loader);
            CHECK(found(second));
        }
        CHECK(found(first));
        CHECK(find_class(env, "no/Such").status() == status_code::java_exception);
        CHECK(take_exception(env).type == "java.lang.ClassNotFoundException");
    }
    CHECK_FALSE(found(first));
    CHECK_FALSE(found(second));

    const class_loader_scope of_nothing(env, nullptr);
    CHECK(of_nothing.status() == status_code::null);
    const auto string = *find_class(env, "java/lang/String");
    const class_loader_scope of_the_vm(env, string);
    CHECK(of_the_vm.status().ok());
    CHECK(find_class(env, "test/Sample"));
    raise(env, "java/lang/IllegalStateException", "first");
    const class_loader_scope too_late(env, first);
    CHECK(too_late.status() == status_code::java_exception);
    CHECK(take_exception(env).message == u"first");
    CHECK_FALSE(found(first));
    CHECK(balance.globals() == 0);
    CHECK(balance.weaks() == 0);
}

TEST_CASE("class_loader_scopes may end in any order") {
    JNIEnv* const env = test_env();
    const auto first = define_hidden(env);
    const auto second = define_hidden(env);
    const auto found = [&](const local_ref<jclass>& wanted) {
        const auto type = find_class(env, "elsewhere/Hidden");
        env->ExceptionClear();
        return type && env->IsSameObject(type->get(), wanted.get()) == JNI_TRUE;
    };
    std::optional<class_loader_scope> outer(std::in_place, env, first);
    std::optional<class_loader_scope> inner(std::in_place, env, second);
    outer.reset();
    CHECK(found(second));
    outer.emplace(env, first);
    inner.reset();
    CHECK(found(first));
    outer.reset();
    CHECK_FALSE(found(first));
    CHECK_FALSE(found(second));
}

TEST_CASE("a class of another loader is thrown on any thread in the scope of an object of it") {
    JNIEnv* const env = test_env();
    const auto captured = define_hidden(env);
    REQUIRE(capture_class_loader(env, captured).ok());
    const auto type = define_hidden(env);
    const auto user = ffiguard::jni::promote(env, adopt_local(env, env->AllocObject(type.get())));
    REQUIRE(user);
    const auto thrown_class = [&](JNIEnv* mine) {
        const auto thrown = adopt_local(mine, mine->ExceptionOccurred());
        mine->ExceptionClear();
        return thrown ? adopt_local(mine, mine->GetObjectClass(thrown.get())) : local_ref<jclass>();
    };
    const auto loader_of = [&](JNIEnv* mine, jclass of) {
        return call(mine, of, "getClassLoader", "()Ljava/lang/ClassLoader;");
    };
    std::thread([&] {
        const attach_scope here;
        JNIEnv* const mine = here.env();
        const class_loader_scope in(mine, *user);
        const auto of_user = adopt_local(mine, mine->GetObjectClass(user->get()));
        ffiguard::jni::throw_java(mine, "elsewhere/Trouble", "by name");
        const auto by_name = thrown_class(mine);
        REQUIRE(by_name);
        CHECK(mine->IsSameObject(loader_of(mine, by_name.get()).get(),
                                 loader_of(mine, of_user.get()).get()) == JNI_TRUE);
#if FFIGUARD_HAS_EXCEPTIONS()
        ffiguard::jni::boundary(
            mine, [] { throw std::out_of_range("by table"); },
            ffiguard::jni::java_class_for<std::out_of_range>{"elsewhere/Trouble"});
        const auto by_table = thrown_class(mine);
        CHECK(mine->IsSameObject(by_table.get(), by_name.get()) == JNI_TRUE);
#endif
    }).join();
    forget_loader(env);
}
