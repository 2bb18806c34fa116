// SPDX-License-Identifier: BSL-1.0
// A program may have functions of its own with the names of ours: JNIEnv is a global name, so that
// an unqualified call in a header would find them, too, and take the one that fits better.
#include <jni.h>

jclass find_class(JNIEnv*, const char*);
#define FFIGUARD_TEST_TAKES(name)        \
    void name(JNIEnv*);                  \
    template <class A>                   \
    void name(JNIEnv*, A&&);             \
    template <class A, class B>          \
    void name(JNIEnv*, A&&, B&&);        \
    template <class A, class B, class C> \
    void name(JNIEnv*, A&&, B&&, C&&);
FFIGUARD_TEST_TAKES(adopt_local)
FFIGUARD_TEST_TAKES(promote)
FFIGUARD_TEST_TAKES(same)
FFIGUARD_TEST_TAKES(to_utf8)
FFIGUARD_TEST_TAKES(new_string)
FFIGUARD_TEST_TAKES(throw_java)
FFIGUARD_TEST_TAKES(catch_java)
FFIGUARD_TEST_TAKES(release_parked)
FFIGUARD_TEST_TAKES(boundary)
FFIGUARD_TEST_TAKES(find_class)
FFIGUARD_TEST_TAKES(capture_class_loader)
FFIGUARD_TEST_TAKES(bind_class)
FFIGUARD_TEST_TAKES(register_natives)
FFIGUARD_TEST_TAKES(ready)
FFIGUARD_TEST_TAKES(take_pending)
FFIGUARD_TEST_TAKES(new_throwable)
FFIGUARD_TEST_TAKES(object_from)
FFIGUARD_TEST_TAKES(method_of)
FFIGUARD_TEST_TAKES(describe)
FFIGUARD_TEST_TAKES(class_for_name)
FFIGUARD_TEST_TAKES(is_a)
FFIGUARD_TEST_TAKES(why_null)
FFIGUARD_TEST_TAKES(find_member)
FFIGUARD_TEST_TAKES(method_id)
FFIGUARD_TEST_TAKES(call_and_check)
FFIGUARD_TEST_TAKES(ready_for)
FFIGUARD_TEST_TAKES(run_and_throw)
FFIGUARD_TEST_TAKES(make_of_current)
#undef FFIGUARD_TEST_TAKES

#include <ffiguard/jni/jni.hpp>

#include <string>

#include <doctest/doctest.h>

#include "test_vm.hpp"

namespace jni = ffiguard::jni;

namespace {

struct text_class {
    static constexpr const char* java_name() noexcept { return "java/lang/String"; }
    jni::method<jstring()> to_string;
};
struct sample_class {
    static constexpr const char* java_name() noexcept { return "test/Sample"; }
};
jint add(JNIEnv*, jobject, jint a, jint b) { return a + b; }

}  // namespace

TEST_CASE("functions of the program are not taken for ours") {
    JNIEnv* const env = test_env();
    const auto text = *jni::new_string(env, "text");
    const auto kept = *jni::promote(env, text);
    CHECK(jni::same(env, text, kept));
    const auto shared = *jni::shared_ref<jstring>::make(env, text);
    CHECK((*jni::weak_ref<jstring>::make(env, text)->lock(env) == text));
    const auto bound =
        *jni::bind_class<text_class>(env, jni::member("toString", &text_class::to_string));
    CHECK(*bound->to_string(env, text) == text);
    CHECK(jni::register_natives<sample_class>(env, jni::native_method<&add>("add")).ok());
    CHECK(jni::boundary(env, [&]() -> ffiguard::result<jint> {
              jni::throw_java(env, ffiguard::status_code::closed);
              return ffiguard::status_code::in_use;
          }) == 0);
    const auto caught = jni::java_exception::take(env);
    CHECK(std::string(caught.class_name(env)->c_str()) == "java.lang.IllegalStateException");
    CHECK(caught.stack_trace(env));
    CHECK(caught.each_cause(env, [](const auto&) { return true; }).ok());
    CHECK(jni::catch_java(env).ok());
}
