// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/jni/call/weak_class.hpp>

#include <atomic>
#include <cstring>
#include <thread>
#include <type_traits>
#include <utility>
#include <vector>

#include <doctest/doctest.h>

#include <ffiguard/jni/error/exception.hpp>
#include <ffiguard/jni/vm/attach.hpp>

#include "../hidden_class.hpp"
#include "../ref_balance.hpp"
#include "../sample.hpp"
#include "../test_vm.hpp"

using ffiguard::status_code;
using ffiguard::jni::attach_scope;
using ffiguard::jni::bind_class;
using ffiguard::jni::capture_class_loader;
using ffiguard::jni::member;
using ffiguard::jni::weak_bound_class;

static_assert(!std::is_copy_constructible_v<weak_bound_class<sample>>);
static_assert(!std::is_move_constructible_v<weak_bound_class<sample>>);

namespace {

ffiguard::error bind(JNIEnv* env, weak_bound_class<sample>& into) {
    return bind_class(env, into, member(&sample::make), member("sameInt", &sample::same_int),
                      member("increment", &sample::increment), member("count", &sample::count));
}
ffiguard::error bind(JNIEnv* env, weak_bound_class<hidden>& into) {
    return bind_class(env, into, member("answer", &hidden::answer));
}

/// What the class says on this thread; 0 where it has gone.
jint answer_of(JNIEnv* env, const weak_bound_class<hidden>& bound) {
    const auto java = bound.lock(env);
    return java ? *(*java)->answer(env) : 0;
}

}  // namespace

TEST_CASE("a weakly bound class is called as a bound one, by one weak reference") {
    JNIEnv* const env = test_env();
    const ref_balance balance(env);
    {
        weak_bound_class<sample> samples;
        CHECK_FALSE(samples);
        REQUIRE(bind(env, samples).ok());
        CHECK(samples);
        CHECK(balance.weaks() == 1);
        CHECK(balance.globals() == 0);
        CHECK(balance.locals() == 0);

        const auto object = *samples->make(env);
        CHECK(*samples->same_int(env, object, 5) == 5);
        CHECK(samples->count.set(env, 3).ok());
        CHECK(*samples->increment(env, 7) == 10);
        CHECK(*samples->count.get(env) == 10);

        const auto java = samples.lock(env);
        REQUIRE(java);
        CHECK(*(*java)->same_int(env, object, 6) == 6);
        CHECK(env->IsInstanceOf(object.get(), java->type().get()) == JNI_TRUE);
    }
    CHECK(balance.weaks() == 0);
    CHECK(balance.locals() == 0);
}

TEST_CASE("a class that is not bound weakly has no member, and cannot be locked") {
    JNIEnv* const env = test_env();
    const ref_balance balance(env);
    weak_bound_class<sample> samples;
    CHECK(samples->increment(env, 1).status() == status_code::not_found);
    CHECK(samples.lock(env).status() == status_code::not_found);

    const auto missing =
        bind_class(env, samples, member(&sample::make), member("noSuch", &sample::same_int));
    CHECK(missing.status() == status_code::not_found);
    CHECK(std::strstr(missing.message(), "test/Sample: missing noSuch(I)I") != nullptr);
    CHECK_FALSE(samples);
    CHECK(samples->make(env).status() == status_code::not_found);
    CHECK(balance.weaks() == 0);

    raise(env, "java/lang/IllegalStateException", "first");
    CHECK(samples.lock(env).status() == status_code::java_exception);
    CHECK(bind(env, samples).status() == status_code::java_exception);
    CHECK(take_exception(env).message == u"first");
    CHECK(balance.locals() == 0);
}

TEST_CASE("a weakly bound class is bound to its class again for nothing, and unbound by reset") {
    JNIEnv* const env = test_env();
    const ref_balance balance(env);
    weak_bound_class<sample> samples;
    REQUIRE(bind(env, samples).ok());
    CHECK(bind(env, samples).ok());
    CHECK(balance.weaks() == 1);
    CHECK(samples->increment(env, 1));
    samples.reset(env);
    CHECK_FALSE(samples);
    CHECK(samples->increment(env, 1).status() == status_code::not_found);
    CHECK(balance.weaks() == 0);
    CHECK(bind(env, samples).ok());
    CHECK(samples->increment(env, 1));
}

TEST_CASE("a weak reference that is given up while another thread reads it is deleted after that") {
    JNIEnv* const env = test_env();
    const ref_balance balance(env);
    weak_bound_class<sample> samples;
    REQUIRE(bind(env, samples).ok());

    // As if the other thread were here: the VM is asked for the class, and meanwhile it is given
    // up.
    static weak_bound_class<sample>* given_up;
    static const JNINativeInterface_* before;
    given_up = &samples;
    before = env->functions;
    JNINativeInterface_ in_the_middle = *before;
    in_the_middle.NewLocalRef = [](JNIEnv* e, jobject ref) {
        if (given_up != nullptr) std::exchange(given_up, nullptr)->reset(e);
        return before->NewLocalRef(e, ref);
    };
    env->functions = &in_the_middle;
    CHECK(samples.lock(env));
    env->functions = before;

    CHECK(given_up == nullptr);
    CHECK_FALSE(samples);
    CHECK(balance.weaks() == 0);
}

TEST_CASE("a class loader that has gone leaves a weakly bound class to the next, with its ids") {
    JNIEnv* const env = test_env();
    const ref_balance balance(env);
    weak_bound_class<hidden> answers;
    for (int loaders = 0; loaders < 3; ++loaders) {
        {
            const auto type = define_hidden(env);
            REQUIRE(capture_class_loader(env, type).ok());
            REQUIRE(bind(env, answers).ok());
            CHECK(*answers->answer(env) == 42);
            std::thread([&] {
                const attach_scope here;
                CHECK(answer_of(here.env(), answers) == 42);
            }).join();
        }
        CHECK(balance.weaks() == 2);  // with that of the class loader
        CHECK(balance.globals() == 0);
        CHECK(collect_until(env, [&] { return answer_of(env, answers) == 0; }));
        CHECK(answers);
        CHECK(answers.lock(env).status() == status_code::not_found);
    }
    answers.reset(env);
    forget_loader(env);
    CHECK(balance.weaks() == 0);
}

TEST_CASE("a class of another loader that is still there stays bound weakly") {
    JNIEnv* const env = test_env();
    const auto first = define_hidden(env);
    REQUIRE(capture_class_loader(env, first).ok());
    weak_bound_class<hidden> answers;
    REQUIRE(bind(env, answers).ok());
    forget_loader(env);
    const auto second = define_hidden(env);
    REQUIRE(capture_class_loader(env, second).ok());
    const ref_balance balance(env);
    CHECK(bind(env, answers).status() == status_code::in_use);
    const auto java = answers.lock(env);
    REQUIRE(java);
    CHECK(env->IsSameObject(java->type().get(), first.get()) == JNI_TRUE);
    CHECK(balance.weaks() == 0);
    forget_loader(env);
}

TEST_CASE("a class loader that has gone is not seen half by threads that lock its class") {
    JNIEnv* const env = test_env();
    weak_bound_class<hidden> answers;
    std::atomic<bool> is_over{false};
    std::atomic<int> wrong{0};
    std::atomic<int> answered{0};
    std::vector<std::thread> threads;
    for (int i = 0; i < 2; ++i)
        threads.emplace_back([&] {
            const attach_scope here;
            while (!is_over) {
                const jint said = answer_of(here.env(), answers);
                wrong += said != 0 && said != 42;
                answered += said == 42;
            }
        });
    for (int loaders = 0; loaders < 5; ++loaders) {
        const int before = answered;
        {
            const auto type = define_hidden(env);
            CHECK(capture_class_loader(env, type).ok());
            const auto error = bind(env, answers);
            CHECK(error.ok());
            while (error.ok() && answered == before) std::this_thread::yield();
        }
        CHECK(collect_until(env, [&] { return answer_of(env, answers) == 0; }));
    }
    is_over = true;
    for (std::thread& one : threads) one.join();
    CHECK(wrong == 0);
    answers.reset(env);
    forget_loader(env);
}
