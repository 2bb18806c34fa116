// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/jni/error/java_exception.hpp>

#include <cstdarg>
#include <cstring>
#include <exception>
#include <string>
#include <thread>
#include <type_traits>
#include <utility>
#include <vector>

#include <doctest/doctest.h>

#include <ffiguard/core/boundary.hpp>
#include <ffiguard/core/trace.hpp>
#include <ffiguard/jni/data/critical_view.hpp>
#include <ffiguard/jni/error/exception.hpp>
#include <ffiguard/jni/vm/vm.hpp>

#include "../ref_balance.hpp"
#include "../test_vm.hpp"
#include "../throwables.hpp"

namespace jni = ffiguard::jni;
using ffiguard::status_code;
using jni::adopt_local;
using caught = jni::java_exception;

static_assert(std::is_nothrow_copy_constructible_v<caught>,
              "the C++ runtime copies what is thrown");
static_assert(std::is_nothrow_copy_assignable_v<caught>);

namespace {

caught take_new(JNIEnv* env, const char* type_name, const char* message) {
    raise(env, type_name, message);
    return caught::take(env);
}

bool is_same(JNIEnv* env, jobject a, const throwable& b) {
    return env->IsSameObject(a, b.get()) == JNI_TRUE;
}

/// Stands before the VM and fails where its table says so.
class failing_vm {
public:
    explicit failing_vm(JNIEnv* env) : table(*env->functions), env_(env), real_(env->functions) {
        env->functions = &table;
    }
    failing_vm(const failing_vm&) = delete;
    failing_vm& operator=(const failing_vm&) = delete;
    ~failing_vm() { env_->functions = real_; }

    JNINativeInterface_ table;

private:
    JNIEnv* env_;
    const JNINativeInterface_* real_;
};

}  // namespace

TEST_CASE("take gives class and message in real UTF-8, whatever their length") {
    JNIEnv* const env = test_env();
    const pending_watch watch(env);
    jni::throw_java(env, "java/io/IOException", "no \xF0\x9F\x98\x80");
    const caught e = caught::take(env);
    CHECK(env->ExceptionCheck() == JNI_FALSE);
    CHECK(e);
    CHECK(std::string(e.what()) == "java.io.IOException: no \xF0\x9F\x98\x80");
    CHECK(watch.calls_while_pending() == 0);  // NewGlobalRef is the one that others forget

    const std::string long_text(100000, 'x');
    jni::throw_java(env, "java/lang/Error", long_text);
    CHECK(caught::take(env).what() == "java.lang.Error: " + long_text);
}

TEST_CASE("a NUL inside of the message cuts neither what() nor message(): it becomes U+FFFD") {
    JNIEnv* const env = test_env();
    jni::throw_java(env, "java/io/IOException", std::string_view("/a\0x", 4));
    const caught e = caught::take(env);
    CHECK(std::string(e.what()) == "java.io.IOException: /a\xEF\xBF\xBDx");
    const auto message = e.message(env);
    REQUIRE(message);
    CHECK(message->view() == "/a\xEF\xBF\xBDx");
    CHECK(std::strlen(message->c_str()) == message->size());
}

TEST_CASE("where nothing is pending it is empty, and an empty one does nothing") {
    JNIEnv* const env = test_env();
    const caught e = caught::take(env);
    CHECK_FALSE(e);
    CHECK_FALSE(e.throwable());
    CHECK(std::strlen(e.what()) != 0);
    CHECK(e.class_name(env).status() == status_code::null);
    CHECK(e.message(env).status() == status_code::null);
    CHECK(e.stack_trace(env).status() == status_code::null);
    CHECK(e.each_cause(env, [](const caught&) { return true; }) == status_code::null);
    jni::throw_java(env, e);
    CHECK(env->ExceptionCheck() == JNI_FALSE);
}

TEST_CASE("Java gets the same object back, not one with its text") {
    JNIEnv* const env = test_env();
    const throwable first = new_throwable(env, "java/util/NoSuchElementException", "first");
    env->Throw(first.get());
    const caught e = caught::take(env);
    CHECK(is_same(env, e.throwable().get(), first));
    jni::throw_java(env, e);
    CHECK(is_same(env, take_thrown(env).get(), first));
    jni::throw_java(env, e);  // as often as you like
    CHECK(is_same(env, take_thrown(env).get(), first));
}

TEST_CASE("one that is pending already wins, and this one is suppressed") {
    JNIEnv* const env = test_env();
    const throwable first = new_throwable(env, "java/lang/Error", "first");
    const throwable second = new_throwable(env, "java/lang/Error", "second");
    env->Throw(second.get());
    const caught e = caught::take(env);
    env->Throw(first.get());
    const pending_watch watch(env);
    jni::throw_java(env, e);
    CHECK(watch.calls_while_pending() == 0);
    CHECK(is_same(env, take_thrown(env).get(), first));
    REQUIRE(suppressed_count(env, first) == 1);
    CHECK(is_same(env, suppressed(env, first, 0).get(), second));

    env->Throw(second.get());
    jni::throw_java(env, e);  // the pending one is this one
    CHECK(is_same(env, take_thrown(env).get(), second));
    CHECK(suppressed_count(env, second) == 0);
}

TEST_CASE("all copies share one global reference, which goes with the last") {
    JNIEnv* const env = test_env();
    ref_balance balance(env);
    {
        caught last;
        {
            const caught e = take_new(env, "java/lang/Error", "first");
            const caught copy = e;
            last = copy;
            CHECK(e.what() == last.what());
            CHECK(balance.globals() == 1);
        }
        CHECK(balance.globals() == 1);
        CHECK(std::strcmp(last.what(), "java.lang.Error: first") == 0);
    }
    CHECK(balance.globals() == 0);
}

TEST_CASE("a move copies, so what was moved from stays what it was") {
    JNIEnv* const env = test_env();
    caught e = take_new(env, "java/lang/Error", "first");
    {
        const caught moved = std::move(e);
        CHECK(moved.throwable());
    }
    CHECK(e.throwable());
    CHECK(std::strcmp(e.what(), "java.lang.Error: first") == 0);
}

TEST_CASE("the last copy may end on a thread that Java does not know") {
    JNIEnv* const env = test_env();
    const std::size_t leaked_before = jni::leaked_refs();
    ref_balance balance(env);
    caught e = take_new(env, "java/lang/Error", "first");
    caught there = e;
    e = caught();
    bool text_is_there = false;
    std::thread([&] {
        text_is_there = std::strcmp(there.what(), "java.lang.Error: first") == 0;
        there = caught();
    }).join();
    CHECK(text_is_there);
    CHECK(jni::leaked_refs() == leaked_before);
}

TEST_CASE("class, message and stack are told on request") {
    JNIEnv* const env = test_env();
    const throwable outer = new_throwable(env, "java/lang/IllegalStateException", "outer");
    set_cause(env, outer, new_throwable(env, "java/io/IOException", "inner"));
    env->Throw(outer.get());
    const caught e = caught::take(env);

    const auto name = e.class_name(env);
    REQUIRE(name);
    CHECK(name->view() == "java.lang.IllegalStateException");
    const auto message = e.message(env);
    REQUIRE(message);
    CHECK(message->view() == "outer");
    const auto stack = e.stack_trace(env);
    REQUIRE(stack);
    CHECK(stack->view().find("java.lang.IllegalStateException: outer") == 0);
    CHECK(stack->view().find("Caused by: java.io.IOException: inner") != std::string::npos);

    CHECK(take_new(env, "java/lang/Error", nullptr).message(env).status() == status_code::null);
}

TEST_CASE("the stack names the Java methods that were running") {
    JNIEnv* const env = test_env();
    const auto integer = adopt_local(env, env->FindClass("java/lang/Integer"));
    const jmethodID parse =
        env->GetStaticMethodID(integer.get(), "parseInt", "(Ljava/lang/String;)I");
    const auto x = java_string(env, "x");
    CHECK(env->CallStaticIntMethod(integer.get(), parse, x.get()) == 0);
    const caught e = caught::take(env);  // 0 is what a careless wrapper goes on with
    CHECK(std::string(e.what()) == "java.lang.NumberFormatException: For input string: \"x\"");
    const auto stack = e.stack_trace(env);
    REQUIRE(stack);
    CHECK(stack->view().find("java.lang.Integer.parseInt") != std::string::npos);
}

TEST_CASE("the causes are visited from the nearest on, until the visitor has enough") {
    JNIEnv* const env = test_env();
    const throwable a = new_throwable(env, "java/lang/Error", "a");
    const throwable b = new_throwable(env, "java/lang/Error", "b");
    set_cause(env, a, b);
    set_cause(env, b, new_throwable(env, "java/lang/Error", "c"));
    env->Throw(a.get());
    const caught e = caught::take(env);
    std::string seen;
    CHECK(e.each_cause(env, [&](const caught& cause) {
               seen += cause.what();
               seen += ";";
               return true;
           }).ok());
    CHECK(seen == "java.lang.Error: b;java.lang.Error: c;");
    int visits = 0;
    CHECK(e.each_cause(env, [&](const caught&) { return ++visits < 1; }).ok());
    CHECK(visits == 1);
}

TEST_CASE("a circle of causes ends, and so does an endless chain") {
    JNIEnv* const env = test_env();
    const throwable a = new_throwable(env, "java/lang/Error", "a");
    const throwable b = new_throwable(env, "java/lang/Error", "b");
    set_cause(env, a, b);
    set_cause(env, b, a);
    env->Throw(a.get());
    int visits = 0;
    const auto count = [&](const caught&) {
        ++visits;
        return true;
    };
    CHECK(caught::take(env).each_cause(env, count).ok());
    CHECK(visits == 1);

    throwable chain = new_throwable(env, "java/lang/Error", "innermost");
    for (int i = 0; i < 100; ++i) {
        throwable next = new_throwable(env, "java/lang/Error", "outer");
        set_cause(env, next, chain);
        chain = std::move(next);
    }
    env->Throw(chain.get());
    visits = 0;
    CHECK(caught::take(env).each_cause(env, count).ok());
    CHECK(visits == 32);
}

TEST_CASE("asking while an exception is pending calls nothing and leaves it") {
    JNIEnv* const env = test_env();
    const caught e = take_new(env, "java/lang/Error", "first");
    raise(env, "java/lang/Error", "second");
    const pending_watch watch(env);
    CHECK(e.class_name(env).status() == status_code::java_exception);
    CHECK(e.message(env).status() == status_code::java_exception);
    CHECK(e.stack_trace(env).status() == status_code::java_exception);
    CHECK(e.each_cause(env, [](const caught&) { return true; }) == status_code::java_exception);
    CHECK(watch.calls_while_pending() == 0);
    CHECK(take_exception(env).message == u"second");
}

TEST_CASE("an exception whose toString() throws or gives null is known by its class") {
    JNIEnv* const env = test_env();
    for (const char* const message : {"", static_cast<const char*>(nullptr)}) {
        raise_hostile(env, message);
        const caught e = caught::take(env);
        CHECK(env->ExceptionCheck() == JNI_FALSE);
        CHECK(std::strcmp(e.what(), "Hostile") == 0);
        CHECK(e.throwable());
    }
}

TEST_CASE("what the object's own methods throw on request stays pending") {
    JNIEnv* const env = test_env();
    raise_hostile(env, "");
    const caught e = caught::take(env);
    CHECK(e.stack_trace(env).status() == status_code::java_exception);  // prints toString()
    CHECK(take_exception(env).type == "Hostile");
}

TEST_CASE("a getMessage() or getCause() that throws is java_exception, not null") {
    JNIEnv* const env = test_env();
    const caught e = take_new(env, "java/lang/Error", "first");
    failing_vm hostile(env);
    hostile.table.CallObjectMethodV = [](JNIEnv* it, jobject, jmethodID, va_list) {
        jni::throw_java(it, "java/lang/Error", "of the method");
        return jobject{};
    };
    CHECK(e.message(env).status() == status_code::java_exception);
    env->ExceptionClear();
    CHECK(e.class_name(env).status() == status_code::java_exception);
    env->ExceptionClear();
    CHECK(e.each_cause(env, [](const caught&) { return true; }) == status_code::java_exception);
    CHECK(env->ExceptionCheck() == JNI_TRUE);
    env->ExceptionClear();
}

TEST_CASE("where the VM has no memory for the reference, class and message are kept") {
    JNIEnv* const env = test_env();
    caught e;
    {
        failing_vm full(env);
        full.table.NewGlobalRef = [](JNIEnv*, jobject) { return jobject{}; };
        e = take_new(env, "java/io/IOException", "no space");
    }
    CHECK(e);
    CHECK_FALSE(e.throwable());
    CHECK(std::strcmp(e.what(), "java.io.IOException: no space") == 0);
    CHECK(e.message(env).status() == status_code::out_of_memory);
    jni::throw_java(env, e);
    CHECK(words(env, take_thrown(env)) ==
          u"java.lang.RuntimeException: java.io.IOException: no space");
}

TEST_CASE("where there is no memory for the text the object is kept, and what() says so") {
    JNIEnv* const env = test_env();
    const throwable first = new_throwable(env, "java/io/IOException", "no space");
    env->Throw(first.get());
    caught e;
    {
        failing_vm no_answers(env);
        no_answers.table.CallObjectMethodV = [](JNIEnv*, jobject, jmethodID, va_list) {
            return jobject{};
        };
        e = caught::take(env);
        CHECK(std::strstr(e.what(), "no memory") != nullptr);
    }
    CHECK(std::strcmp(e.what(), "java.io.IOException: no space") == 0);  // it is asked again
    CHECK(is_same(env, e.throwable().get(), first));
}

TEST_CASE("taking runs no Java code, and the text is asked for once, when it is read") {
    JNIEnv* const env = test_env();
    static int calls = 0;
    static const JNINativeInterface_* real = nullptr;
    calls = 0;
    real = env->functions;
    failing_vm counts(env);
    counts.table.CallObjectMethodV = [](JNIEnv* it, jobject object, jmethodID method,
                                        va_list arguments) {
        ++calls;
        return real->CallObjectMethodV(it, object, method, arguments);
    };
    const caught e = take_new(env, "java/lang/Error", "first");
    const caught copy = e;
    if constexpr (!ffiguard::trace::is_on) CHECK(calls == 0);  // the ledger asks for the class
    calls = 0;
    CHECK(std::strcmp(copy.what(), "java.lang.Error: first") == 0);
    CHECK(calls == 1);
    CHECK(e.what() == copy.what());
    CHECK(calls == 1);
}

TEST_CASE("what() leaves an exception pending that was, and throws none of toString()'s") {
    JNIEnv* const env = test_env();
    raise_hostile(env, "");
    const caught hostile = caught::take(env);
    const caught e = take_new(env, "java/lang/Error", "first");
    raise(env, "java/lang/Error", "second");
    CHECK(std::strcmp(e.what(), "java.lang.Error: first") == 0);
    CHECK(std::strcmp(hostile.what(), "Hostile") == 0);
    CHECK(take_exception(env).message == u"second");
}

TEST_CASE("what() inside of a critical_view says so, and knows the text afterwards") {
    JNIEnv* const env = test_env();
    const caught e = take_new(env, "java/lang/Error", "first");
    const auto array = jni::adopt_local(env, env->NewByteArray(4));
    {
        const jni::critical_view<const jbyte> view(env, array);
        REQUIRE(view);
        CHECK(std::strstr(e.what(), "critical_view") != nullptr);
    }
    CHECK(std::strcmp(e.what(), "java.lang.Error: first") == 0);
}

TEST_CASE("what() on a thread that Java does not know attaches it for the call") {
    JNIEnv* const env = test_env();
    const caught e = take_new(env, "java/lang/Error", "first");
    std::string text;
    bool is_attached = true;
    std::thread([&] {
        text = e.what();
        is_attached = jni::vm::env() != nullptr;
    }).join();
    CHECK(text == "java.lang.Error: first");
    CHECK_FALSE(is_attached);
}

TEST_CASE("copies on several threads ask for one text") {
    JNIEnv* const env = test_env();
    const caught e = take_new(env, "java/lang/Error", "first");
    const char* texts[4] = {};
    {
        std::vector<std::thread> threads;
        for (const char*& text : texts)
            threads.emplace_back([&text, copy = e] { text = copy.what(); });
        for (std::thread& one : threads) one.join();
    }
    for (const char* const text : texts) CHECK(text == e.what());
}

TEST_CASE("taking, asking and throwing leave no reference behind") {
    JNIEnv* const env = test_env();
    const throwable outer = new_throwable(env, "java/lang/Error", "outer");
    set_cause(env, outer, new_throwable(env, "java/lang/Error", "inner"));
    ref_balance balance(env);
    {
        env->Throw(outer.get());
        const caught e = caught::take(env);
        CHECK(e.class_name(env));
        CHECK(e.message(env));
        CHECK(e.each_cause(env, [](const caught&) { return true; }).ok());
        jni::throw_java(env, e);
        env->ExceptionClear();
        CHECK(balance.locals() == 0);
    }
    CHECK(balance.globals() == 0);
}

TEST_CASE("it is a C++ exception to all who know nothing of Java") {
    JNIEnv* const env = test_env();
    const caught e = take_new(env, "java/lang/Error", "first");
    const std::exception& as_cxx = e;
    CHECK(std::strcmp(as_cxx.what(), "java.lang.Error: first") == 0);
}

#if FFIGUARD_HAS_EXCEPTIONS()
TEST_CASE("throw_if_java throws what is pending, and nothing where nothing is") {
    JNIEnv* const env = test_env();
    jni::throw_if_java(env);
    const throwable first = new_throwable(env, "java/lang/Error", "first");
    env->Throw(first.get());
    bool seen = false;
    try {
        jni::throw_if_java(env);
    } catch (const caught& e) {
        seen = is_same(env, e.throwable().get(), first);
        CHECK(env->ExceptionCheck() == JNI_FALSE);
    }
    CHECK(seen);
}

TEST_CASE("it may cross threads as an exception_ptr and is still the same object") {
    JNIEnv* const env = test_env();
    const throwable first = new_throwable(env, "java/lang/Error", "first");
    const auto kept = *jni::promote(env, first);
    std::exception_ptr carried;
    std::thread([&] {
        const jni::attach_scope here;
        here.env()->Throw(kept.get());
        try {
            jni::throw_if_java(here.env());
        } catch (...) {
            carried = std::current_exception();
        }
    }).join();
    REQUIRE(carried != nullptr);
    bool seen = false;
    try {
        std::rethrow_exception(carried);
    } catch (const caught& e) {
        seen = is_same(env, e.throwable().get(), first);
    }
    CHECK(seen);
}

TEST_CASE("out of a C function it is a C++ exception with its text") {
    JNIEnv* const env = test_env();
    ffiguard_error err;
    ffiguard::boundary(&err, [&] {
        raise(env, "java/lang/Error", "first");
        jni::throw_if_java(env);
    });
    CHECK(err.status == FFIGUARD_CXX_EXCEPTION);
    CHECK(std::strcmp(err.message, "java.lang.Error: first") == 0);
}
#endif
