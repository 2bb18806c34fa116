// SPDX-License-Identifier: BSL-1.0
// What owns references of a VM, where a real one can hardly be brought: out of memory at every
// allocation, no attachment, the VM gone; and threads under the sanitizers.
#include <atomic>
#include <cstddef>
#include <cstring>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include <doctest/doctest.h>

#include <ffiguard/core/handle_table.hpp>
#include <ffiguard/jni/jni.hpp>

#include "../test_vm.hpp"
#include "failing_allocations.hpp"
#include "fake_vm.hpp"

using ffiguard::error;
using ffiguard::handle_table;
using ffiguard::result;
using ffiguard::status_code;
using ffiguard::token;
using ffiguard::jni::adopt_local;
using ffiguard::jni::attach_options;
using ffiguard::jni::attach_scope;
using ffiguard::jni::boundary;
using ffiguard::jni::catch_java;
using ffiguard::jni::close_peer;
using ffiguard::jni::global_ref;
using ffiguard::jni::leaked_refs;
using ffiguard::jni::local_ref;
using ffiguard::jni::new_byte_array;
using ffiguard::jni::new_string;
using ffiguard::jni::parked_refs;
using ffiguard::jni::promote;
using ffiguard::jni::read_bytes;
using ffiguard::jni::same;
using ffiguard::jni::throw_java;
using ffiguard::jni::to_utf8;
using ffiguard::jni::vm;

namespace {

/// An owner has ended where the VM could not be asked: what was put aside for the next one who can
/// is released by now.
void let_the_vm_catch_up(JNIEnv* env) {
    const auto text = java_string(env, "x");
    CHECK(promote(env, text));
}

}  // namespace

// ---- out of memory
// -------------------------------------------------------------------------------

TEST_CASE("dup and promote say that memory is out, and leave what they were given") {
    JNIEnv* const env = test_env();
    const fake::balance balance;
    const auto text = java_string(env, "x");
    with_every_allocation_failing(env, [&](auto&& failed) {
        const auto copy = text.dup();
        CHECK(static_cast<bool>(copy) == !failed());
        if (!copy) CHECK(copy.status() == status_code::out_of_memory);
    });
    with_every_allocation_failing(env, [&](auto&& failed) {
        const auto kept = promote(env, text);
        CHECK(static_cast<bool>(kept) == !failed());
        if (!kept) CHECK(kept.status() == status_code::out_of_memory);
    });
    CHECK(units_of(env, text.get()) == u"x");
}

TEST_CASE("a string or an array that the VM has no memory for leaves its OutOfMemoryError") {
    JNIEnv* const env = test_env();
    with_every_allocation_failing(env, [&](auto&& failed) {
        const auto made = new_string(env, "x");
        CHECK(static_cast<bool>(made) == !failed());
        if (!made) CHECK(made.status() == status_code::java_exception);
        CHECK((env->ExceptionCheck() == JNI_TRUE) == failed());
    });
    with_every_allocation_failing(env, [&](auto&& failed) {
        const auto made = new_byte_array(env, "abc", 3);
        CHECK(static_cast<bool>(made) == !failed());
        if (!made) CHECK(made.status() == status_code::java_exception);
        CHECK((env->ExceptionCheck() == JNI_TRUE) == failed());
    });
}

TEST_CASE("reading a string or an array needs no memory of the VM") {
    JNIEnv* const env = test_env();
    const auto text = java_string(env, "abc");
    const auto array = *new_byte_array(env, "abc", 3);
    fake::fail_allocation(1);
    const auto utf8 = to_utf8(env, text);
    REQUIRE(utf8);
    CHECK(utf8->view() == "abc");
    const auto bytes = read_bytes(env, array, 0, 3);
    REQUIRE(bytes);
    CHECK(std::memcmp(bytes->data(), "abc", 3) == 0);
    CHECK_FALSE(fake::allocation_has_failed());
    fake::fail_allocation(0);
}

TEST_CASE("a failure reaches Java whatever else fails, and is caught whatever else fails") {
    JNIEnv* const env = test_env();
    with_every_allocation_failing(env, [&](auto&&) {
        throw_java(env, error(status_code::closed, "a"));
        CHECK(env->ExceptionCheck() == JNI_TRUE);
    });
    raise(env, "java/lang/IllegalStateException", "first");
    const auto first = adopt_local(env, env->ExceptionOccurred());
    env->ExceptionClear();
    with_every_allocation_failing(env, [&](auto&&) {
        env->Throw(first.get());
        throw_java(env, error(status_code::closed, "a"));
        const auto pending = adopt_local(env, env->ExceptionOccurred());
        env->ExceptionClear();
        CHECK(same(env, first, pending));
    });
    with_every_allocation_failing(env, [&](auto&&) {
        env->Throw(first.get());
        CHECK(catch_java(env).status() == status_code::java_exception);
        CHECK(env->ExceptionCheck() == JNI_FALSE);
    });
}

TEST_CASE("the body of a native method fails with an exception and zero, at every allocation") {
    JNIEnv* const env = test_env();
    with_every_allocation_failing(env, [&](auto&& failed) {
        const jstring answer = boundary(env, [&]() -> result<local_ref<jstring>> {
            auto made = new_string(env, "x");
            if (!made) return made.status();
            const auto kept = promote(env, *made);
            if (!kept) return kept.status();
            return made;
        });
        CHECK((answer == nullptr) == failed());
        CHECK((env->ExceptionCheck() == JNI_TRUE) == failed());
        env->DeleteLocalRef(answer);
    });
}

// ---- threads and attachments
// ---------------------------------------------------------------------

TEST_CASE("a thread that cannot be attached is told why, and nothing is called") {
    static_cast<void>(test_env());
    const fake::balance balance;
    const std::pair<jint, status_code> answers[] = {{JNI_ENOMEM, status_code::out_of_memory},
                                                    {JNI_ERR, status_code::foreign}};
    for (const auto& [answer, expected] : answers) {
        fake::fail_attach(answer);
        std::thread([code = expected] {
            const attach_scope here;
            CHECK_FALSE(here);
            CHECK(here.env() == nullptr);
            CHECK(here.status() == code);
        }).join();
        fake::fail_attach(JNI_OK);
    }
}

TEST_CASE("scopes on one thread detach what they attached, and nothing else") {
    static_cast<void>(test_env());
    const fake::balance balance;
    std::thread([] {
        {
            const attach_scope outer;
            const attach_scope inner;
            CHECK(inner.env() == outer.env());
        }
        CHECK(vm::env() == nullptr);

        void* theirs = nullptr;
        REQUIRE(test_vm()->AttachCurrentThread(&theirs, nullptr) == JNI_OK);
        {
            const attach_scope here;
            CHECK(here.env() == theirs);
            const fake::native_method java_below(here.env());
            const attach_scope called_by_java;
            CHECK(called_by_java);
        }
        CHECK(vm::env() == theirs);
        CHECK(test_vm()->DetachCurrentThread() == JNI_OK);
    }).join();
}

TEST_CASE("a scope that ends after somebody else has detached its thread makes no harm") {
    static_cast<void>(test_env());
    const fake::balance balance;
    std::thread([] {
        const attach_scope here;
        REQUIRE(here);
        CHECK(test_vm()->DetachCurrentThread() == JNI_OK);
    }).join();
}

TEST_CASE("local references that a loop makes on an attached thread end in the loop") {
    static_cast<void>(test_env());
    const fake::balance balance;
    std::thread([] {
        const attach_scope here;
        const auto before = fake::open_now().locals;
        for (int i = 0; i < 1000; ++i) {
            const auto made = new_string(here.env(), "x");
            CHECK(to_utf8(here.env(), *made));
            CHECK(fake::open_now().locals == before + 1);
        }
        CHECK(fake::open_now().locals == before);
    }).join();
}

TEST_CASE(
    "a global reference ends on any thread: attached, not attached, with an exception pending") {
    JNIEnv* const env = test_env();
    const fake::balance balance;
    const auto text = java_string(env, "x");
    const auto leaked = leaked_refs();
    auto here = *promote(env, text);
    auto native = *promote(env, text);
    auto attached = *promote(env, text);
    raise(env, "java/lang/IllegalStateException", "first");
    here.reset();
    CHECK(take_exception(env).message == u"first");
    std::thread([&] {
        native.reset();
        CHECK(vm::env() == nullptr);
        const attach_scope scope;
        attached.reset();
        CHECK(vm::env() == scope.env());
    }).join();
    let_the_vm_catch_up(env);
    CHECK(leaked_refs() == leaked);
}

// ---- the end of the VM
// ---------------------------------------------------------------------------

TEST_CASE("owners that outlive DestroyJavaVM call nothing, on any thread, and are counted") {
    JNIEnv* const env = test_env();
    auto first = *promote(env, java_string(env, "1"));
    auto second = *promote(env, java_string(env, "2"));
    const auto leaked = leaked_refs();
    REQUIRE(test_vm()->DestroyJavaVM() == JNI_OK);
    CHECK(vm::env() == nullptr);
    first.reset();
    std::thread([&] {
        second.reset();
        const attach_scope here;
        CHECK_FALSE(here);
    }).join();
    CHECK(parked_refs() == 2);  // as far as anybody can tell
    vm::forget();
    CHECK(leaked_refs() == leaked + 2);
    static_cast<void>(test_env());
}

TEST_CASE("a scope that is open at the end of the VM calls nothing at its own end") {
    static_cast<void>(test_env());
    std::atomic<int> step{0};
    std::thread worker([&] {
        const attach_scope here(attach_options{"worker", true});
        step = 1;
        while (step != 2) std::this_thread::yield();
    });
    while (step != 1) std::this_thread::yield();
    fake::exit_vm();
    step = 2;
    worker.join();
    vm::forget();
    static_cast<void>(test_env());
}

// ---- native methods and peers
// --------------------------------------------------------------------

TEST_CASE("a native method that Java calls hands over its reference, and its exception") {
    JNIEnv* const env = test_env();
    const fake::balance balance;
    bool failing = false;
    fake::define_class("org/example/Native", "java/lang/Object",
                       {{"name", "()Ljava/lang/String;",
                         [&failing](JNIEnv* e, jobject, const jvalue*) {
                             const jstring made =
                                 boundary(e, [&]() -> result<local_ref<jstring>, error> {
                                     if (failing) return error(status_code::not_found, "gone");
                                     return *new_string(e, "a name");
                                 });
                             return fake::to_jvalue(made);
                         },
                         fake::method_kind::fixed}});
    const auto type = adopt_local(env, env->FindClass("org/example/Native"));
    const jmethodID name = env->GetStaticMethodID(type.get(), "name", "()Ljava/lang/String;");
    const auto got = adopt_local(env, env->CallStaticObjectMethod(type.get(), name));
    CHECK(units_of(env, static_cast<jstring>(got.get())) == u"a name");
    failing = true;
    CHECK(env->CallStaticObjectMethod(type.get(), name) == nullptr);
    CHECK(take_exception(env).type == "java.io.IOException");
}

TEST_CASE("an object that holds a global reference is closed by a Cleaner on its own thread") {
    struct listener {
        global_ref<jstring> held;
    };
    JNIEnv* const env = test_env();
    const fake::balance balance;
    handle_table<listener> listeners;
    const auto text = java_string(env, "x");
    const jlong peer = ffiguard::jni::to_jlong(*listeners.emplace(listener{*promote(env, text)}));
    std::thread([&] {
        const attach_scope cleaner(attach_options{"Common-Cleaner", true});
        const fake::native_method close(cleaner.env());
        CHECK(close_peer(listeners, peer).ok());
    }).join();
    CHECK(close_peer(listeners, peer).ok());
    let_the_vm_catch_up(env);
}
