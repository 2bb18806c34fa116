// SPDX-License-Identifier: BSL-1.0
// Every operation of jni/ with each of its calls of the VM failing in turn, over the real VM, too:
// a status each time, nothing lost, nothing released twice, no exception forgotten.
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <doctest/doctest.h>

#include <ffiguard/jni/call/nonvirtual.hpp>
#include <ffiguard/jni/call/overloads.hpp>
#include <ffiguard/jni/call/text.hpp>
#include <ffiguard/jni/jdk/box.hpp>
#include <ffiguard/jni/jdk/collection.hpp>
#include <ffiguard/jni/jdk/enum.hpp>
#include <ffiguard/jni/jni.hpp>
#include <ffiguard/observe/observe_level.hpp>

#include "../failing_env.hpp"
#include "../ref_balance.hpp"
#include "../sample.hpp"
#include "../test_vm.hpp"

#if FFIGUARD_HAS_EXCEPTIONS()
#include <stdexcept>
#endif

namespace jni = ffiguard::jni;
using ffiguard::error;
using ffiguard::result;
using ffiguard::status;
using ffiguard::status_code;
using jni::adopt_local;
using jni::local_ref;
using jni::member;

namespace {

/// What an operation does of what failed in it.
enum class habit {
    tells,  ///< fails, with the VM's exception pending if its status is java_exception
    takes,  ///< fails, and no exception is pending afterwards
    copes,  ///< need not fail; what it says is the truth, and nothing is pending if it says ok
    warns,  ///< as copes, but the VM's exception may be pending
};
struct operation {
    const char* name;
    habit of_it;
    std::function<error(JNIEnv*)> run;
};

void run_with_each_call_failing(JNIEnv* env, const operation& one) {
    CAPTURE(std::string(one.name));
    const ref_balance balance(env);
    {
        failing_env failing(env);
        for (const auto how : {failing_env::how::throws, failing_env::how::is_quiet}) {
            for (int nth = 1;; ++nth) {
                REQUIRE(nth < 200);
                const int locals = balance.locals();
                const int globals = balance.globals();
                const int weaks = balance.weaks();
                failing.fail(nth, how);
                const error outcome = one.run(env);
                const std::string failed =
                    failing.has_failed() != nullptr ? failing.has_failed() : "";
                failing.fail(0, how);
                CAPTURE(nth);
                CAPTURE(failed);
                CAPTURE(std::string(outcome.message()));
                const bool is_pending = env->ExceptionCheck() == JNI_TRUE;
                env->ExceptionClear();
                if (failed.empty() || one.of_it == habit::tells || one.of_it == habit::takes)
                    CHECK(outcome.ok() == failed.empty());
                if (one.of_it != habit::warns && (outcome.ok() || one.of_it == habit::takes))
                    CHECK_FALSE(is_pending);
                if (outcome.status() == status_code::java_exception && one.of_it == habit::tells)
                    CHECK(is_pending);
                CHECK(balance.locals() == locals);
                CHECK(balance.globals() == globals);
                CHECK(balance.weaks() == weaks);
                CHECK(failing.still_lent() == 0);
                CHECK(failing.still_entered() == 0);
                if (failed.empty()) break;
            }
        }
    }
}

jint first_of(JNIEnv*, jobject, jint a, jint) { return a; }

/// test/Sample with C++'s text.
struct texts {
    static constexpr const char* java_name() noexcept { return "test/Sample"; }
    jni::constructor<texts(jint, std::string_view)> make;
    jni::field<std::string, texts> text;
    jni::nonvirtual_method<jint(jint), texts> same_int;
};
struct talk {
    static constexpr const char* java_name() noexcept { return "test/Talk"; }
    jni::overloads<jni::constructor<talk()>, jni::constructor<talk(std::string_view)>> make;
    jni::overloads<jni::method<std::string(jint), talk>, jni::method<std::string(jlong), talk>> say;
    jni::overloads<jni::static_method<std::string(jint)>,
                   jni::static_method<std::string(std::string_view)>>
        shout;
};
enum class state { fresh, runnable };
struct java_state {
    static constexpr const char* java_name() noexcept { return "java/lang/Thread$State"; }
    using java_super = jni::java_enum;
};
std::string twice(JNIEnv*, jclass, std::string_view text) {
    return std::string(text) + std::string(text);
}

template <class T>
error status_of(const T& made) {
    return made ? error() : error(made.status());
}

/// The level at which the ledger does not ask the VM for classes.
class quiet_ledger {
public:
    quiet_ledger() : before_(ffiguard::set_observe_level(ffiguard::observe_level::count)) {}
    quiet_ledger(const quiet_ledger&) = delete;
    quiet_ledger& operator=(const quiet_ledger&) = delete;
    ~quiet_ledger() { ffiguard::set_observe_level(before_); }

private:
    ffiguard::observe_level before_;
};

}  // namespace

TEST_CASE("references, frames and monitors bear each call of the VM failing") {
    JNIEnv* const env = test_env();
    const quiet_ledger quiet;
    const auto text = java_string(env, "x");
    const auto bound = bind_sample(env);
    const auto object = *bound->make(env);
    const operation operations[] = {
        {"dup", habit::tells, [&](JNIEnv*) { return status_of(text.dup()); }},
        {"promote", habit::tells, [&](JNIEnv* e) { return status_of(jni::promote(e, text)); }},
        {"to_local", habit::tells, [&](JNIEnv* e) { return status_of(jni::to_local(e, text)); }},
        {"shared_ref", habit::tells,
         [&](JNIEnv* e) { return status_of(jni::shared_ref<jstring>::make(e, text)); }},
        {"weak_ref", habit::tells,
         [&](JNIEnv* e) -> error {
             const auto weak = jni::weak_ref<jstring>::make(e, text);
             if (!weak) return weak.status();
             return status_of(weak->lock(e));
         }},
        {"java_weak_ref", habit::tells,
         [&](JNIEnv* e) -> error {
             const auto weak = jni::java_weak_ref<jstring>::make(e, text);
             if (!weak) return weak.status();
             return status_of(weak->lock(e));
         }},
        {"local_frame", habit::tells,
         [&](JNIEnv* e) -> error { return jni::local_frame(e).status(); }},
        {"local_frame::pop", habit::warns,
         [&](JNIEnv* e) -> error {
             jni::local_frame frame(e);
             if (!frame) return frame.status();
             auto inner = adopt_local(e, e->NewLocalRef(text.get()));
             const bool had = static_cast<bool>(inner);
             const auto out = frame.pop(std::move(inner));
             CHECK(static_cast<bool>(out) == had);
             return {};
         }},
        {"ensure_capacity", habit::tells,
         [&](JNIEnv* e) -> error { return jni::ensure_capacity(e, 20); }},
        {"monitor_guard", habit::tells,
         [&](JNIEnv* e) -> error { return jni::monitor_guard(e, object).status(); }},
        {"cast", habit::tells,
         [&](JNIEnv* e) -> error {
             auto any = adopt_local(e, e->NewLocalRef(object.get()));
             if (!any)
                 return jni::check(e).ok() ? status_code::out_of_memory
                                           : status_code::java_exception;
             const auto cast = jni::cast(std::move(any), bound);
             return cast ? error() : cast.error();
         }},
        {"cast to another class", habit::copes,
         [&](JNIEnv* e) -> error {
             const auto cast = jni::cast(e, jni::borrowed<jobject>(text), bound);
             CHECK(cast.status() == status_code::wrong_type);
             return {};
         }},
    };
    for (const operation& one : operations) run_with_each_call_failing(env, one);
}

TEST_CASE("strings, arrays and buffers bear each call of the VM failing") {
    JNIEnv* const env = test_env();
    const quiet_ledger quiet;
    const auto text = java_string(env, "abc");
    const auto bytes = *jni::new_byte_array(env, "abc", 3);
    const auto numbers = adopt_local(env, env->NewIntArray(3));
    const auto bound = bind_sample(env);
    const auto object = *bound->make(env);
    const auto array = *jni::new_object_array(env, bound, 2);
    const std::string long_text(2000, 'a');
    const jint three[] = {1, 2, 3};
    const operation operations[] = {
        {"new_string", habit::tells,
         [&](JNIEnv* e) { return status_of(jni::new_string(e, "ab")); }},
        {"new_string, not ASCII", habit::tells,
         [&](JNIEnv* e) { return status_of(jni::new_string(e, "\xC3\xA4")); }},
        {"new_string, long", habit::tells,
         [&](JNIEnv* e) { return status_of(jni::new_string(e, long_text)); }},
        {"new_string of a literal", habit::tells,
         [&](JNIEnv* e) { return status_of(jni::new_string(e, jni::ascii_literal("ab"))); }},
        {"to_utf8", habit::tells, [&](JNIEnv* e) { return status_of(jni::to_utf8(e, text)); }},
        {"utf16_view", habit::tells,
         [&](JNIEnv* e) -> error { return jni::utf16_view(e, text).status(); }},
        {"new_byte_array", habit::tells,
         [&](JNIEnv* e) { return status_of(jni::new_byte_array(e, "abc", 3)); }},
        {"new_array", habit::tells,
         [&](JNIEnv* e) { return status_of(jni::new_array(e, three, 3)); }},
        {"read_bytes", habit::tells,
         [&](JNIEnv* e) { return status_of(jni::read_bytes(e, bytes, 0, 3)); }},
        {"array_view", habit::tells,
         [&](JNIEnv* e) -> error { return jni::array_view<jint>(e, numbers).status(); }},
        {"critical_view", habit::tells,
         [&](JNIEnv* e) -> error { return jni::critical_view<jint>(e, numbers).status(); }},
        {"new_object_array", habit::tells,
         [&](JNIEnv* e) { return status_of(jni::new_object_array(e, bound, 2)); }},
        {"set_element", habit::tells,
         [&](JNIEnv* e) -> error { return jni::set_element(e, array, 0, object); }},
        {"get_element", habit::tells,
         [&](JNIEnv* e) { return status_of(jni::get_element(e, array, 0)); }},
        {"direct_span", habit::tells,
         [&](JNIEnv* e) -> error {
             const auto span = jni::direct_span(e, text);
             if (span.status() == status_code::wrong_type) return {};
             return span.status();
         }},
    };
    for (const operation& one : operations) run_with_each_call_failing(env, one);
}

TEST_CASE("the binding of classes, calls and native methods bear each call of the VM failing") {
    JNIEnv* const env = test_env();
    const quiet_ledger quiet;
    const auto bound = bind_sample(env);
    const auto object = *bound->make(env);
    const auto text = java_string(env, "x");
    const operation operations[] = {
        {"find_class", habit::tells,
         [&](JNIEnv* e) { return status_of(jni::find_class(e, "test/Sample")); }},
        {"bind_class", habit::takes,
         [&](JNIEnv* e) -> error {
             const auto made = jni::bind_class<sample>(
                 e, member(&sample::make), member("sameInt", &sample::same_int),
                 member("increment", &sample::increment), member("i", &sample::i),
                 member("count", &sample::count));
             if (made) CHECK((*made)->same_int);
             return made ? error() : made.error();
         }},
        {"bind_class of what is not there", habit::takes,
         [&](JNIEnv* e) -> error {
             const auto made =
                 jni::bind_class<sample>(e, jni::optional_member("no", &sample::same_int),
                                         jni::optional_member("not", &sample::i));
             return made ? error() : made.error();
         }},
        {"bind_class, weakly", habit::takes,
         [&](JNIEnv* e) -> error {
             jni::weak_bound_class<sample> made;
             const error outcome = jni::bind_class(e, made, member(&sample::make));
             CHECK(static_cast<bool>(made) == outcome.ok());
             return outcome;
         }},
        {"weak_bound_class::lock", habit::takes,
         [&](JNIEnv* e) -> error {
             jni::weak_bound_class<sample> made;
             const error outcome = jni::bind_class(e, made, member(&sample::make));
             if (!outcome.ok()) return outcome;
             const auto java = made.lock(e);
             if (java) return {};
             const error thrown = jni::catch_java(e);
             return thrown.ok() ? error(java.status()) : thrown;
         }},
        {"constructor", habit::tells, [&](JNIEnv* e) { return status_of(bound->make(e)); }},
        {"method", habit::tells, [&](JNIEnv* e) { return status_of(bound->self(e, object)); }},
        {"method of void", habit::tells,
         [&](JNIEnv* e) -> error {
             return bound->keep(e, object, true, 1, 2, 3, 4, 5, 6, 7, text);
         }},
        {"static method", habit::tells,
         [&](JNIEnv* e) { return status_of(bound->increment(e, 1)); }},
        {"on_load", habit::tells,
         [&](JNIEnv* e) -> error {
             const jint version = jni::on_load<sample>(test_vm(), [](JNIEnv* same) {
                 return jni::register_natives<sample>(same, jni::native_method<&first_of>("add"));
             });
             jni::detail::class_loader_.clear(e);  // for the next time
             return version == JNI_ERR ? error(status_code::java_exception) : error();
         }},
        {"register_natives", habit::takes,
         [&](JNIEnv* e) -> error {
             return jni::register_natives<sample>(e, jni::native_method<&first_of>("add"));
         }},
    };
    for (const operation& one : operations) run_with_each_call_failing(env, one);
}

TEST_CASE("text in signatures bears each call of the VM failing, and nonvirtual calls do") {
    JNIEnv* const env = test_env();
    const quiet_ledger quiet;
    const auto bound =
        *jni::bind_class<texts>(env, member(&texts::make), member("text", &texts::text),
                                member("sameInt", &texts::same_int));
    const auto object = *bound->make(env, 1, "a");
    const auto text = java_string(env, "a");
    const auto type = adopt_local(env, env->FindClass("test/Sample"));
    const std::string umlauts(600, '\xC3');
    std::string long_text;
    for (const char c : umlauts) (long_text += c) += '\xA4';
    using native = jstring(JNICALL*)(JNIEnv*, jclass, jstring);
    const auto call_twice = reinterpret_cast<native>(jni::native_method<&twice>("twice").function);
    const operation operations[] = {
        {"constructor with text", habit::tells,
         [&](JNIEnv* e) { return status_of(bound->make(e, 1, "b")); }},
        {"constructor with long text", habit::tells,
         [&](JNIEnv* e) { return status_of(bound->make(e, 1, long_text)); }},
        {"field of text, set", habit::tells,
         [&](JNIEnv* e) -> error { return bound->text.set(e, object, "a"); }},
        {"field of text, get", habit::tells,
         [&](JNIEnv* e) { return status_of(bound->text.get(e, object)); }},
        {"nonvirtual method", habit::tells,
         [&](JNIEnv* e) { return status_of(bound->same_int(e, object, 1)); }},
        {"native method with text", habit::tells,
         [&](JNIEnv* e) -> error {
             const auto answer = adopt_local(e, call_twice(e, type.get(), text.get()));
             if (answer) return {};
             return status_code::java_exception;
         }},
    };
    for (const operation& one : operations) run_with_each_call_failing(env, one);
}

TEST_CASE("boxes, enums and collections of the JDK bear each call of the VM failing") {
    JNIEnv* const env = test_env();
    const quiet_ledger quiet;
    const auto longs = *jni::bind_box<jlong>(env);
    const auto bytes = *jni::bind_box<jbyte>(env);
    const auto chars = *jni::bind_box<jchar>(env);
    const auto shorts = *jni::bind_box<jshort>(env);
    const auto floats = *jni::bind_box<jfloat>(env);
    const auto doubles = *jni::bind_box<jdouble>(env);
    const auto numbers = *jni::bind_number(env);
    const auto boxed = *longs->wrap(env, 7);
    const auto states = *jni::bind_enum<java_state>(env, jni::enum_constant{state::fresh, "NEW"});
    const auto fresh = *states.to_java(env, state::fresh);
    const auto java = *jni::bind_collections(env);
    const auto list = *java.new_list<jstring>(env);
    const auto map = *java.new_map<jstring, jstring>(env);
    const auto text = java_string(env, "a");
    const auto goes_round = [](JNIEnv* e, const auto& box, auto value) -> error {
        const auto made = box->wrap(e, value);
        if (!made) return made.status();
        const auto back = box->value(e, *made);
        if (!back) return back.status();
        CHECK(*back == value);
        return {};
    };
    const operation operations[] = {
        {"bind_box", habit::takes,
         [&](JNIEnv* e) -> error {
             const auto made = jni::bind_box<jlong>(e);
             return made ? error() : made.error();
         }},
        {"bind_number", habit::takes,
         [&](JNIEnv* e) -> error {
             const auto made = jni::bind_number(e);
             return made ? error() : made.error();
         }},
        {"a box of long", habit::tells, [&](JNIEnv* e) { return goes_round(e, longs, jlong{7}); }},
        {"a box of byte", habit::tells, [&](JNIEnv* e) { return goes_round(e, bytes, jbyte{7}); }},
        {"a box of char", habit::tells, [&](JNIEnv* e) { return goes_round(e, chars, jchar{7}); }},
        {"a box of short", habit::tells,
         [&](JNIEnv* e) { return goes_round(e, shorts, jshort{7}); }},
        {"a box of float", habit::tells,
         [&](JNIEnv* e) { return goes_round(e, floats, jfloat{7}); }},
        {"a box of double", habit::tells,
         [&](JNIEnv* e) { return goes_round(e, doubles, jdouble{7}); }},
        {"a number", habit::tells,
         [&](JNIEnv* e) { return status_of(numbers->int_value(e, boxed)); }},
        {"bind_enum", habit::takes,
         [&](JNIEnv* e) -> error {
             const auto made =
                 jni::bind_enum<java_state>(e, jni::enum_constant{state::fresh, "NEW"},
                                            jni::enum_constant{state::runnable, "RUNNABLE"});
             return made ? error() : made.error();
         }},
        {"enum, to Java", habit::tells,
         [&](JNIEnv* e) { return status_of(states.to_java(e, state::fresh)); }},
        {"enum, to C++", habit::tells,
         [&](JNIEnv* e) { return status_of(states.to_cpp(e, fresh)); }},
        {"bind_collections", habit::takes,
         [&](JNIEnv* e) -> error {
             const auto made = jni::bind_collections(e);
             return made ? error() : made.error();
         }},
        {"new_list", habit::tells, [&](JNIEnv* e) { return status_of(java.new_list<jstring>(e)); }},
        {"new_set", habit::tells, [&](JNIEnv* e) { return status_of(java.new_set<jstring>(e)); }},
        {"list, add, get and set", habit::tells,
         [&](JNIEnv* e) -> error {
             const auto added = java.add(e, list, text);
             if (!added) return added.status();
             const auto got = java.get(e, list, 0);
             if (!got) return got.status();
             const auto set = java.set(e, list, 0, text);
             if (!set) return set.status();
             return status_of(java.contains(e, list, text));
         }},
        {"list, each", habit::tells,
         [&](JNIEnv* e) -> error {
             auto all = java.each(e, list);
             for (const auto& one : all) static_cast<void>(one);
             return all.status();
         }},
        {"map, put, value and entries", habit::tells,
         [&](JNIEnv* e) -> error {
             const auto put = java.put(e, map, text, text);
             if (!put) return put.status();
             const auto value = java.value(e, map, text);
             if (!value) return value.status();
             const auto has = java.contains_key(e, map, text);
             if (!has) return has.status();
             const auto count = java.entry_count(e, map);
             if (!count) return count.status();
             const auto entries = java.entries(e, map);
             if (!entries) return entries.status();
             auto all = java.each(e, *entries);
             for (const auto& entry : all) {
                 const auto key = java.key_of(e, entry);
                 if (!key) return key.status();
                 const auto its = java.value_of(e, entry);
                 if (!its) return its.status();
             }
             return all.status();
         }},
    };
    for (const operation& one : operations) run_with_each_call_failing(env, one);
}

TEST_CASE("overloads and the loader of classes bear each call of the VM failing") {
    JNIEnv* const env = test_env();
    const quiet_ledger quiet;
    const auto type = *jni::find_class(env, "test/Sample");
    const auto talk_class = *jni::bind_class<talk>(
        env, member(&talk::make), member("say", &talk::say), member("shout", &talk::shout));
    const auto talker = *talk_class->make(env);
    const operation operations[] = {
        {"bind_class of overloads", habit::takes,
         [&](JNIEnv* e) -> error {
             const auto made = jni::bind_class<talk>(
                 e, member(&talk::make), member("say", &talk::say), member("shout", &talk::shout));
             return made ? error() : made.error();
         }},
        {"overloaded constructor", habit::tells,
         [&](JNIEnv* e) { return status_of(talk_class->make(e, "a")); }},
        {"overloaded method", habit::tells,
         [&](JNIEnv* e) { return status_of(talk_class->say(e, talker, jint{1})); }},
        {"overloaded static method", habit::tells,
         [&](JNIEnv* e) { return status_of(talk_class->shout(e, "a")); }},
        {"capture_class_loader", habit::tells,
         [&](JNIEnv* e) -> error {
             const error captured = jni::capture_class_loader(e, type);
             jni::detail::class_loader_.clear(e);  // for the next time
             return captured;
         }},
        {"class_loader_scope", habit::tells,
         [&](JNIEnv* e) -> error {
             const jni::class_loader_scope here(e, type);
             if (!here.status().ok()) return here.status();
             return status_of(jni::find_class(e, "test/Sample"));
         }},
    };
    for (const operation& one : operations) run_with_each_call_failing(env, one);
}

TEST_CASE("exceptions bear each call of the VM failing, and none is forgotten") {
    JNIEnv* const env = test_env();
    const quiet_ledger quiet;
    raise(env, "java/lang/IllegalStateException", "first");
    const auto first = adopt_local(env, env->ExceptionOccurred());
    env->ExceptionClear();
    /// Whether something was thrown; it was a failure then.
    const auto thrown = [](JNIEnv* e) -> error {
        CHECK(e->ExceptionCheck() == JNI_TRUE);
        e->ExceptionClear();
        return {};
    };
    /// The exception that was first is pending.
    const auto still_first = [&](JNIEnv* e) -> error {
        const auto pending = adopt_local(e, e->ExceptionOccurred());
        e->ExceptionClear();
        CHECK(e->IsSameObject(pending.get(), first.get()) == JNI_TRUE);
        return {};
    };
    const operation operations[] = {
        {"throw_java", habit::copes,
         [&](JNIEnv* e) {
             jni::throw_java(e, error(status_code::closed, "a"));
             return thrown(e);
         }},
        {"throw_java by name", habit::copes,
         [&](JNIEnv* e) {
             jni::throw_java(e, "java/util/zip/DataFormatException", "a");
             return thrown(e);
         }},
        {"throw_java over another", habit::copes,
         [&](JNIEnv* e) {
             e->Throw(first.get());
             jni::throw_java(e, error(status_code::closed, "a"));
             return still_first(e);
         }},
        {"throw_java by name over another", habit::copes,
         [&](JNIEnv* e) {
             e->Throw(first.get());
             jni::throw_java(e, "no/Such", "a");
             return still_first(e);
         }},
        {"exception_stash", habit::copes,
         [&](JNIEnv* e) {
             e->Throw(first.get());
             {
                 const jni::exception_stash aside(e);
                 static_cast<void>(jni::new_string(e, "x"));
             }
             return still_first(e);
         }},
        {"catch_java", habit::copes,
         [&](JNIEnv* e) -> error {
             e->Throw(first.get());
             CHECK(jni::catch_java(e).status() == status_code::java_exception);
             return {};
         }},
        {"java_exception", habit::copes,
         [&](JNIEnv* e) -> error {
             e->Throw(first.get());
             const auto caught = jni::java_exception::take(e);
             CHECK(caught);
             CHECK(e->ExceptionCheck() == JNI_FALSE);
             CHECK(std::string_view(caught.what()).size() > 10);
             CHECK(e->ExceptionCheck() == JNI_FALSE);
             const auto agrees = [&](const status& said) {
                 CHECK((said == status_code::java_exception) == (e->ExceptionCheck() == JNI_TRUE));
                 e->ExceptionClear();
             };
             agrees(caught.class_name(e).status());
             agrees(caught.message(e).status());
             agrees(caught.stack_trace(e).status());
             agrees(caught.each_cause(e, [](const jni::java_exception&) { return true; }));
             jni::throw_java(e, caught);
             return thrown(e);
         }},
        {"boundary", habit::copes,
         [&](JNIEnv* e) {
             const jint value =
                 jni::boundary(e, []() -> result<jint> { return status_code::closed; });
             CHECK(value == 0);
             return thrown(e);
         }},
#if FFIGUARD_HAS_EXCEPTIONS()
        {"boundary with a table", habit::copes,
         [&](JNIEnv* e) {
             jni::boundary(
                 e,
                 [] {
                     try {
                         throw std::runtime_error("inner");
                     } catch (...) {
                         std::throw_with_nested(std::out_of_range("outer"));
                     }
                 },
                 jni::java_class_for<std::out_of_range>{"java/lang/IndexOutOfBoundsException"});
             return thrown(e);
         }},
        {"boundary over a pending one", habit::copes,
         [&](JNIEnv* e) {
             jni::boundary(e, [&] {
                 e->Throw(first.get());
                 throw std::runtime_error("second");
             });
             return still_first(e);
         }},
#endif
    };
    for (const operation& one : operations) run_with_each_call_failing(env, one);
}
