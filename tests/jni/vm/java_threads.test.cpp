// SPDX-License-Identifier: BSL-1.0
// Threads that Java has made, among native ones. The VM must read a class file for them.
#include <ffiguard/jni/vm/attach.hpp>

#include <atomic>
#include <cstddef>
#include <thread>
#include <vector>

#include <doctest/doctest.h>

#include "../crowd.hpp"
#include "../ref_balance.hpp"
#include "../test_vm.hpp"

using ffiguard::jni::adopt_local;
using ffiguard::jni::attach_scope;
using ffiguard::jni::attach_thread;
using ffiguard::jni::local_ref;
using ffiguard::jni::release_parked;
using ffiguard::jni::vm;

namespace {

// public final class NativeRunnable implements Runnable { public native void run(); }
const unsigned char native_runnable[] = {
    0xca, 0xfe, 0xba, 0xbe, 0x00, 0x00, 0x00, 0x34, 0x00, 0x0d, 0x0a, 0x00, 0x02, 0x00, 0x03, 0x07,
    0x00, 0x04, 0x0c, 0x00, 0x05, 0x00, 0x06, 0x01, 0x00, 0x10, 0x6a, 0x61, 0x76, 0x61, 0x2f, 0x6c,
    0x61, 0x6e, 0x67, 0x2f, 0x4f, 0x62, 0x6a, 0x65, 0x63, 0x74, 0x01, 0x00, 0x06, 0x3c, 0x69, 0x6e,
    0x69, 0x74, 0x3e, 0x01, 0x00, 0x03, 0x28, 0x29, 0x56, 0x07, 0x00, 0x08, 0x01, 0x00, 0x0e, 0x4e,
    0x61, 0x74, 0x69, 0x76, 0x65, 0x52, 0x75, 0x6e, 0x6e, 0x61, 0x62, 0x6c, 0x65, 0x07, 0x00, 0x0a,
    0x01, 0x00, 0x12, 0x6a, 0x61, 0x76, 0x61, 0x2f, 0x6c, 0x61, 0x6e, 0x67, 0x2f, 0x52, 0x75, 0x6e,
    0x6e, 0x61, 0x62, 0x6c, 0x65, 0x01, 0x00, 0x04, 0x43, 0x6f, 0x64, 0x65, 0x01, 0x00, 0x03, 0x72,
    0x75, 0x6e, 0x00, 0x31, 0x00, 0x07, 0x00, 0x02, 0x00, 0x01, 0x00, 0x09, 0x00, 0x00, 0x00, 0x02,
    0x00, 0x01, 0x00, 0x05, 0x00, 0x06, 0x00, 0x01, 0x00, 0x0b, 0x00, 0x00, 0x00, 0x11, 0x00, 0x01,
    0x00, 0x01, 0x00, 0x00, 0x00, 0x05, 0x2a, 0xb7, 0x00, 0x01, 0xb1, 0x00, 0x00, 0x00, 0x00, 0x01,
    0x01, 0x00, 0x0c, 0x00, 0x06, 0x00, 0x00, 0x00, 0x00,
};

meeting_point others;
std::atomic<int> ran{0};

void JNICALL run(JNIEnv* env, jobject) {
    ref_balance::join(env);
    for (std::size_t i = 0; i < 16; ++i) {
        call_and_exchange(env, others, i);
        { const attach_scope here; }
        CHECK(attach_thread());
        CHECK(vm::env() == env);  // Java has frames here: whoever detaches now makes them crash
    }
    ++ran;
    ref_balance::leave(env);
}

}  // namespace

TEST_CASE("threads of Java's call and end what native threads made, and are never detached") {
    JNIEnv* const env = test_env();
    const auto type =
        adopt_local(env, env->DefineClass("NativeRunnable", nullptr,
                                          reinterpret_cast<const jbyte*>(native_runnable),
                                          sizeof native_runnable));
    REQUIRE(type);
    char name[] = "run";
    char signature[] = "()V";
    const JNINativeMethod method{name, signature, reinterpret_cast<void*>(&run)};
    REQUIRE(env->RegisterNatives(type.get(), &method, 1) == JNI_OK);
    const auto thread_type = adopt_local(env, env->FindClass("java/lang/Thread"));
    const jmethodID init = env->GetMethodID(thread_type.get(), "<init>", "(Ljava/lang/Runnable;)V");
    const jmethodID start = env->GetMethodID(thread_type.get(), "start", "()V");
    const jmethodID join = env->GetMethodID(thread_type.get(), "join", "()V");

    ref_balance balance(env);
    balance.follow_attaches(test_vm());
    for (int round = 0; round < 10; ++round) {
        std::vector<local_ref<jobject>> of_java;
        std::vector<std::thread> native;
        for (int t = 0; t < 4; ++t) {
            const auto runnable = adopt_local(env, env->AllocObject(type.get()));
            of_java.push_back(
                adopt_local(env, env->NewObject(thread_type.get(), init, runnable.get())));
            env->CallVoidMethod(of_java.back().get(), start);
            REQUIRE(env->ExceptionCheck() == JNI_FALSE);
            native.emplace_back([] {
                for (std::size_t i = 0; i < 16; ++i) {
                    const attach_scope here;
                    call_and_exchange(here.env(), others, i);
                }
                for (std::size_t i = 0; i < 16; ++i) others.exchange(i, {});
            });
        }
        for (const auto& one : of_java) {
            env->CallVoidMethod(one.get(), join);
            CHECK(env->ExceptionCheck() == JNI_FALSE);
        }
        for (std::thread& one : native) one.join();
    }
    others.clear();
    release_parked(env);
    CHECK(ran == 40);
    CHECK(balance.locals() == 0);
    CHECK(balance.globals() == 0);
    CHECK(balance.weaks() == 0);
}
