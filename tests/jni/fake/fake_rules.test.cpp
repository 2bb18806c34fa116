// SPDX-License-Identifier: BSL-1.0
// The fake itself: each mistake that it is there for is seen, by code that has no guard; and what
// is allowed is no mistake.
#include <cstddef>
#include <cstring>
#include <string>
#include <thread>

#include <doctest/doctest.h>

#include "../test_vm.hpp"
#include "fake_vm.hpp"

namespace {

/// Runs work, and gives what the fake complained of.
template <class Work>
std::string complaint_of(Work&& work) {
    fake::violations seen;
    work();
    return seen.take();
}

bool has(const std::string& text, const char* part) { return text.find(part) != std::string::npos; }

const char not_valid[] = "a reference that is not valid";

/// Runs work on an attached thread of its own.
template <class Work>
void on_another_thread(Work&& work) {
    JavaVM* const java_vm = test_vm();
    std::thread([&] {
        void* env = nullptr;
        REQUIRE(java_vm->AttachCurrentThread(&env, nullptr) == JNI_OK);
        work(static_cast<JNIEnv*>(env));
        REQUIRE(java_vm->DetachCurrentThread() == JNI_OK);
    }).join();
}

}  // namespace

TEST_CASE("fake: a local reference is deleted once, and not used afterwards") {
    JNIEnv* const env = test_env();
    const fake::balance balance;
    const jstring text = env->NewStringUTF("x");
    env->DeleteLocalRef(text);
    CHECK(has(complaint_of([&] { env->DeleteLocalRef(text); }), not_valid));
    CHECK(has(complaint_of([&] { env->GetStringLength(text); }), "GetStringLength: a reference"));
    env->DeleteLocalRef(nullptr);
}

TEST_CASE("fake: a handle is not used again for another object") {
    JNIEnv* const env = test_env();
    const fake::balance balance;
    const jstring old = env->NewStringUTF("x");
    env->DeleteLocalRef(old);
    const jstring now = env->NewStringUTF("y");
    CHECK(old != now);
    static_cast<void>(complaint_of([&] { env->DeleteLocalRef(old); }));
    CHECK(env->GetStringLength(now) == 1);
    env->DeleteLocalRef(now);
}

TEST_CASE("fake: each kind of reference is deleted by its own function") {
    JNIEnv* const env = test_env();
    const fake::balance balance;
    const jstring local = env->NewStringUTF("x");
    const jobject global = env->NewGlobalRef(local);
    const jweak weak = env->NewWeakGlobalRef(local);
    CHECK(has(complaint_of([&] { env->DeleteGlobalRef(local); }), "a local reference"));
    CHECK(has(complaint_of([&] { env->DeleteGlobalRef(weak); }), "a weak global reference"));
    CHECK(has(complaint_of([&] { env->DeleteLocalRef(global); }), "a global reference"));
    CHECK(has(complaint_of([&] { env->DeleteWeakGlobalRef(global); }), "a global reference"));
    env->DeleteLocalRef(local);
    env->DeleteGlobalRef(global);
    env->DeleteWeakGlobalRef(weak);
    CHECK(has(complaint_of([&] { env->DeleteGlobalRef(global); }), not_valid));
}

TEST_CASE("fake: a local reference and a JNIEnv belong to their thread") {
    JNIEnv* const env = test_env();
    const fake::balance balance;
    const jstring mine = env->NewStringUTF("x");
    on_another_thread([&](JNIEnv* theirs) {
        CHECK(has(complaint_of([&] { theirs->DeleteLocalRef(mine); }), "of another thread"));
        CHECK(has(complaint_of([&] { theirs->NewGlobalRef(mine); }), "of another thread"));
        CHECK(
            has(complaint_of([&] { env->DeleteLocalRef(mine); }), "the JNIEnv of another thread"));
    });
    CHECK(env->GetStringLength(mine) == 1);
    env->DeleteLocalRef(mine);
}

TEST_CASE("fake: a frame ends its references, and hands one on") {
    JNIEnv* const env = test_env();
    const fake::balance balance;
    const jstring outer = env->NewStringUTF("outer");
    REQUIRE(env->PushLocalFrame(4) == JNI_OK);
    const jstring inner = env->NewStringUTF("inner");
    env->DeleteLocalRef(outer);  // of the outer frame, which is allowed
    const jobject kept = env->PopLocalFrame(inner);
    CHECK(env->GetStringLength(static_cast<jstring>(kept)) == 5);
    CHECK(has(complaint_of([&] { env->DeleteLocalRef(inner); }), not_valid));
    CHECK(has(complaint_of([&] { env->PopLocalFrame(nullptr); }), "without PushLocalFrame"));
    env->DeleteLocalRef(kept);
    CHECK(env->PushLocalFrame(4) == JNI_OK);
    CHECK(env->PopLocalFrame(nullptr) == nullptr);
}

TEST_CASE("fake: with limit_locals a frame holds what it was asked to hold") {
    JNIEnv* const env = test_env();
    const fake::balance balance;
    fake::limit_locals(true);
    REQUIRE(env->PushLocalFrame(2) == JNI_OK);
    env->NewStringUTF("1");
    env->NewStringUTF("2");
    CHECK(has(complaint_of([&] { env->NewStringUTF("3"); }), "more than its frame"));
    REQUIRE(env->EnsureLocalCapacity(1) == JNI_OK);
    env->NewStringUTF("4");
    env->PopLocalFrame(nullptr);
    fake::limit_locals(false);
}

TEST_CASE("fake: with an exception pending only the functions of the list may be called") {
    JNIEnv* const env = test_env();
    const fake::balance balance;
    const jstring text = env->NewStringUTF("x");
    const jobject global = env->NewGlobalRef(text);
    const jweak weak = env->NewWeakGlobalRef(text);
    const jbyteArray array = env->NewByteArray(1);
    jbyte* const bytes = env->GetByteArrayElements(array, nullptr);
    const jchar* const units = env->GetStringChars(text, nullptr);
    const char* const utf = env->GetStringUTFChars(text, nullptr);
    REQUIRE(env->MonitorEnter(text) == JNI_OK);
    raise(env, "java/lang/IllegalStateException", "first");

    const char called[] = "called with an exception pending: java/lang/IllegalStateException";
    CHECK(has(complaint_of([&] { env->NewLocalRef(text); }), called));
    CHECK(has(complaint_of([&] { env->NewGlobalRef(text); }), called));
    CHECK(has(complaint_of([&] { env->FindClass("java/lang/String"); }), called));
    CHECK(has(complaint_of([&] { env->GetArrayLength(array); }), called));
    CHECK(has(complaint_of([&] { env->GetObjectRefType(text); }), called));
    CHECK(has(complaint_of([&] { env->GetVersion(); }), called));

    CHECK(env->ExceptionCheck() == JNI_TRUE);
    CHECK(env->PushLocalFrame(1) == JNI_OK);
    env->PopLocalFrame(nullptr);
    CHECK(env->MonitorExit(text) == JNI_OK);
    env->ReleaseStringUTFChars(text, utf);
    env->ReleaseStringChars(text, units);
    env->ReleaseByteArrayElements(array, bytes, JNI_ABORT);
    env->DeleteWeakGlobalRef(weak);
    env->DeleteGlobalRef(global);
    env->DeleteLocalRef(array);
    env->DeleteLocalRef(text);
    env->ExceptionClear();
}

TEST_CASE("fake: Throw wants a Throwable, and none pending") {
    JNIEnv* const env = test_env();
    const fake::balance balance;
    CHECK(has(complaint_of([&] { env->Throw(nullptr); }), "Throw: null"));
    const jclass type = env->FindClass("java/lang/String");
    CHECK(has(complaint_of([&] { env->ThrowNew(type, "x"); }), "no Throwable"));
    env->DeleteLocalRef(type);
}

TEST_CASE("fake: in a critical section there is no JNI but another critical section") {
    JNIEnv* const env = test_env();
    const fake::balance balance;
    const jintArray array = env->NewIntArray(3);
    const jstring text = env->NewStringUTF("x");
    void* const ints = env->GetPrimitiveArrayCritical(array, nullptr);
    const jchar* const units = env->GetStringCritical(text, nullptr);
    CHECK(has(complaint_of([&] { env->GetArrayLength(array); }), "called in a critical section"));
    CHECK(has(complaint_of([&] { env->ExceptionCheck(); }), "called in a critical section"));
    env->ReleaseStringCritical(text, units);
    CHECK(has(complaint_of([&] { env->DeleteLocalRef(text); }), "called in a critical section"));
    CHECK(has(complaint_of([&] { env->ReleasePrimitiveArrayCritical(array, ints, JNI_COMMIT); }),
              "JNI_COMMIT"));
    env->ReleasePrimitiveArrayCritical(array, ints, 0);
    env->DeleteLocalRef(text);
    env->DeleteLocalRef(array);
}

TEST_CASE("fake: what was lent comes back once, to its own function, with its own object") {
    JNIEnv* const env = test_env();
    const fake::balance balance;
    const jbyteArray array = env->NewByteArray(2);
    const jbyteArray other = env->NewByteArray(2);
    jbyte* const bytes = env->GetByteArrayElements(array, nullptr);
    const char lent[] = "what is not lent";
    CHECK(has(complaint_of([&] { env->ReleaseByteArrayElements(other, bytes, 0); }), lent));
    CHECK(has(complaint_of([&] { env->ReleasePrimitiveArrayCritical(array, bytes, 0); }), lent));
    bytes[0] = 1;
    env->ReleaseByteArrayElements(array, bytes, JNI_COMMIT);
    bytes[0] = 2;
    env->ReleaseByteArrayElements(array, bytes, JNI_ABORT);
    CHECK(has(complaint_of([&] { env->ReleaseByteArrayElements(array, bytes, 0); }), lent));
    jbyte back[2];
    env->GetByteArrayRegion(array, 0, 2, back);
    CHECK(back[0] == 1);
    env->DeleteLocalRef(other);
    env->DeleteLocalRef(array);
}

TEST_CASE("fake: a region past the end throws, and the wrong kind of object is a mistake") {
    JNIEnv* const env = test_env();
    const fake::balance balance;
    const jbyteArray array = env->NewByteArray(2);
    jbyte back[3];
    env->GetByteArrayRegion(array, 1, 2, back);
    CHECK(take_exception(env).type == "java.lang.ArrayIndexOutOfBoundsException");
    const jstring text = env->NewStringUTF("x");
    jchar units[2];
    env->GetStringRegion(text, 0, 2, units);
    CHECK(take_exception(env).type == "java.lang.StringIndexOutOfBoundsException");
    CHECK(has(complaint_of([&] { env->GetStringLength(reinterpret_cast<jstring>(array)); }),
              "no String"));
    CHECK(has(complaint_of([&] {
                  env->GetIntArrayRegion(reinterpret_cast<jintArray>(array), 0, 0, nullptr);
              }),
              "an array of another type"));
    env->DeleteLocalRef(text);
    env->DeleteLocalRef(array);
}

TEST_CASE("fake: a monitor is exited by its thread, as often as it was entered") {
    JNIEnv* const env = test_env();
    const fake::balance balance;
    const jstring object = env->NewStringUTF("x");
    const char not_entered[] = "MonitorExit: of a monitor that this thread has not entered";
    CHECK(has(complaint_of([&] { env->MonitorExit(object); }), not_entered));
    CHECK(take_exception(env).type == "java.lang.IllegalMonitorStateException");
    REQUIRE(env->MonitorEnter(object) == JNI_OK);
    REQUIRE(env->MonitorEnter(object) == JNI_OK);
    const jobject shared = env->NewGlobalRef(object);
    on_another_thread([&](JNIEnv* theirs) {
        CHECK(has(complaint_of([&] { theirs->MonitorExit(shared); }), not_entered));
        theirs->ExceptionClear();
    });
    CHECK(env->MonitorExit(object) == JNI_OK);
    CHECK(env->MonitorExit(object) == JNI_OK);
    CHECK(has(complaint_of([&] { env->MonitorExit(object); }), not_entered));
    env->ExceptionClear();
    env->DeleteGlobalRef(shared);
    env->DeleteLocalRef(object);
}

TEST_CASE("fake: a monitor keeps other threads out, and a detach lets them in") {
    JNIEnv* const env = test_env();
    const fake::balance balance;
    const jstring object = env->NewStringUTF("x");
    const jobject shared = env->NewGlobalRef(object);
    int inside = 0;
    REQUIRE(env->MonitorEnter(shared) == JNI_OK);
    std::thread other([&] {
        void* found = nullptr;
        test_vm()->AttachCurrentThread(&found, nullptr);
        static_cast<JNIEnv*>(found)->MonitorEnter(shared);
        ++inside;
        test_vm()->DetachCurrentThread();
    });
    ++inside;
    REQUIRE(env->MonitorExit(shared) == JNI_OK);
    other.join();
    REQUIRE(env->MonitorEnter(shared) == JNI_OK);
    CHECK(inside == 2);
    REQUIRE(env->MonitorExit(shared) == JNI_OK);
    env->DeleteGlobalRef(shared);
    env->DeleteLocalRef(object);
}

TEST_CASE("fake: attachments are not counted, and not undone under Java code") {
    JNIEnv* const env = test_env();
    const fake::balance balance;
    std::thread([] {
        JavaVM* const java_vm = test_vm();
        void* env_of_thread = &env_of_thread;
        CHECK(java_vm->GetEnv(&env_of_thread, JNI_VERSION_1_8) == JNI_EDETACHED);
        CHECK(env_of_thread == nullptr);
        CHECK(java_vm->DetachCurrentThread() == JNI_OK);
        REQUIRE(java_vm->AttachCurrentThread(&env_of_thread, nullptr) == JNI_OK);
        void* again = nullptr;
        REQUIRE(java_vm->AttachCurrentThreadAsDaemon(&again, nullptr) == JNI_OK);
        CHECK(again == env_of_thread);
        auto* const mine = static_cast<JNIEnv*>(env_of_thread);
        mine->NewStringUTF("ends with the thread");
        CHECK(java_vm->GetEnv(&again, 77) == JNI_EVERSION);
        {
            const fake::native_method here(mine);
            CHECK(java_vm->DetachCurrentThread() == JNI_ERR);
        }
        CHECK(java_vm->DetachCurrentThread() == JNI_OK);
        CHECK(java_vm->GetEnv(&again, JNI_VERSION_1_8) == JNI_EDETACHED);
        CHECK(has(complaint_of([&] { mine->ExceptionCheck(); }), "of a thread that has detached"));
    }).join();
    CHECK(env->ExceptionCheck() == JNI_FALSE);
}

TEST_CASE("fake: an exception that is pending at the detach is counted as uncaught") {
    static_cast<void>(test_env());
    const fake::balance balance;
    const int before = fake::uncaught_exceptions();
    on_another_thread([](JNIEnv* env) { raise(env, "java/lang/Error", "x"); });
    CHECK(fake::uncaught_exceptions() == before + 1);
}

TEST_CASE("fake: a native method's references end with it") {
    JNIEnv* const env = test_env();
    const fake::balance balance;
    jstring text = nullptr;
    {
        const fake::native_method here(env);
        text = env->NewStringUTF("x");
        CHECK(has(complaint_of([&] { env->PopLocalFrame(nullptr); }), "without PushLocalFrame"));
    }
    CHECK(has(complaint_of([&] { env->GetStringLength(text); }), not_valid));
    CHECK(has(complaint_of([&] {
                  const fake::native_method here(env);
                  env->PushLocalFrame(1);
              }),
              "returned with a local frame pushed"));
}

TEST_CASE("fake: a weak reference whose object is gone is null, without an exception") {
    JNIEnv* const env = test_env();
    const fake::balance balance;
    const jstring text = env->NewStringUTF("x");
    const jweak weak = env->NewWeakGlobalRef(text);
    CHECK(has(complaint_of([&] { fake::collect(weak); }), "somebody holds the object"));
    CHECK(env->IsSameObject(weak, text) == JNI_TRUE);
    CHECK(env->IsSameObject(weak, nullptr) == JNI_FALSE);
    env->DeleteLocalRef(text);
    fake::collect(weak);
    CHECK(env->IsSameObject(weak, nullptr) == JNI_TRUE);
    CHECK(env->NewLocalRef(weak) == nullptr);
    CHECK(env->NewGlobalRef(weak) == nullptr);
    CHECK(env->ExceptionCheck() == JNI_FALSE);
    CHECK(env->GetObjectRefType(weak) == JNIWeakGlobalRefType);
    env->DeleteWeakGlobalRef(weak);
}

TEST_CASE("fake: text is modified UTF-8 where JNI says so, and anything else is a mistake") {
    JNIEnv* const env = test_env();
    const fake::balance balance;
    CHECK(has(complaint_of([&] { env->NewStringUTF("\xF0\x9F\x98\x80"); }), "no modified UTF-8"));
    CHECK(has(complaint_of([&] { env->NewStringUTF("\x80"); }), "no modified UTF-8"));
    const jchar units[] = {'a', 0, 0xD83D, 0xDE00};
    const jstring text = env->NewString(units, 4);
    const char* const bytes = env->GetStringUTFChars(text, nullptr);
    CHECK(std::strcmp(bytes, "a\xC0\x80\xED\xA0\xBD\xED\xB8\x80") == 0);
    const jstring back = env->NewStringUTF(bytes);
    CHECK(units_of(env, back) == units_of(env, text));
    env->ReleaseStringUTFChars(text, bytes);
    env->DeleteLocalRef(back);
    env->DeleteLocalRef(text);
}

TEST_CASE("fake: a method is called on an object that has it, for the type that it returns") {
    JNIEnv* const env = test_env();
    const fake::balance balance;
    const jclass throwable = env->FindClass("java/lang/Throwable");
    const jmethodID get_message = env->GetMethodID(throwable, "getMessage", "()Ljava/lang/String;");
    const jstring text = env->NewStringUTF("x");
    CHECK(has(complaint_of([&] { env->CallObjectMethod(text, get_message); }), "is a method of"));
    CHECK(
        has(complaint_of([&] { env->CallIntMethod(text, get_message); }), "not return that type"));
    CHECK(has(complaint_of([&] { env->CallObjectMethod(text, nullptr); }), "no jmethodID"));
    CHECK(env->GetMethodID(throwable, "missing", "()V") == nullptr);
    CHECK(take_exception(env).type == "java.lang.NoSuchMethodError");
    env->DeleteLocalRef(text);
    env->DeleteLocalRef(throwable);
}

TEST_CASE("fake: a Java class is what the test says, and calls back into native code") {
    JNIEnv* const env = test_env();
    const fake::balance balance;
    fake::define_class("org/example/Adder", "java/lang/Object",
                       {{"<init>", "(J)V",
                         [](JNIEnv* e, jobject self, const jvalue* a) {
                             const jclass type = e->GetObjectClass(self);
                             e->SetLongField(self, e->GetFieldID(type, "sum", "J"), a[0].j);
                             return fake::no_value();
                         }},
                        {"add", "(IDZ)J",
                         [](JNIEnv* e, jobject self, const jvalue* a) {
                             const jclass type = e->GetObjectClass(self);
                             jvalue answer = fake::no_value();
                             answer.j = e->GetLongField(self, e->GetFieldID(type, "sum", "J")) +
                                        a[0].i + static_cast<jlong>(a[1].d) + a[2].z;
                             return answer;
                         }},
                        {"nativeClose", "()V", nullptr}},
                       {{"sum", "J"}});
    const jclass type = env->FindClass("org/example/Adder");
    const jobject adder = env->NewObject(type, env->GetMethodID(type, "<init>", "(J)V"), jlong{7});
    const jlong sum =
        env->CallLongMethod(adder, env->GetMethodID(type, "add", "(IDZ)J"), 2, 3.0, 1);
    CHECK(sum == 13);

    char name[] = "nativeClose";
    char signature[] = "()V";
    char wrong_signature[] = "(I)V";
    int closed = 0;
    JNINativeMethod natives[] = {{name, signature, &closed}};
    CHECK(env->RegisterNatives(type, natives, 1) == JNI_OK);
    CHECK(fake::native_function("org/example/Adder", "nativeClose", "()V") == &closed);
    natives[0].signature = wrong_signature;
    CHECK(env->RegisterNatives(type, natives, 1) != JNI_OK);
    CHECK(take_exception(env).type == "java.lang.NoSuchMethodError");
    env->DeleteLocalRef(adder);
    env->DeleteLocalRef(type);
}

TEST_CASE("fake: the nth allocation fails with an OutOfMemoryError, and only that") {
    JNIEnv* const env = test_env();
    const fake::balance balance;
    fake::fail_allocation(2);
    const jstring first = env->NewStringUTF("1");
    CHECK(first != nullptr);
    CHECK_FALSE(fake::allocation_has_failed());
    CHECK(env->NewGlobalRef(first) == nullptr);
    CHECK(fake::allocation_has_failed());
    CHECK(take_exception(env).type == "java.lang.OutOfMemoryError");
    fake::fail_allocation(1, fake::reference_failure::is_quiet);
    CHECK(env->NewGlobalRef(first) == nullptr);
    CHECK(env->ExceptionCheck() == JNI_FALSE);
    env->DeleteLocalRef(first);
}

TEST_CASE("fake: what is left open is told") {
    JNIEnv* const env = test_env();
    jobject global = nullptr;
    const std::string told = complaint_of([&] {
        const fake::balance balance;
        const jstring text = env->NewStringUTF("x");
        global = env->NewGlobalRef(text);
        env->DeleteLocalRef(text);
        raise(env, "java/lang/Error", "x");
    });
    CHECK(has(told, "out of balance"));
    CHECK(has(told, "left pending: java/lang/Error"));
    env->DeleteGlobalRef(global);
    env->ExceptionClear();
}

TEST_CASE("fake: every function has its name, and one that is not there says it") {
    JNIEnv* const env = test_env();
    CHECK(complaint_of([&] { env->FromReflectedMethod(nullptr); }) ==
          "FromReflectedMethod: the fake does not have it\n");
    CHECK(complaint_of([&] { env->GetModule(nullptr); }) ==
          "GetModule: the fake does not have it\n");
    CHECK(complaint_of([&] { env->functions->CallStaticVoidMethod(env, nullptr, nullptr); }) ==
          "CallStaticVoidMethod: the fake does not have it\n");
}

TEST_CASE("fake: after DestroyJavaVM nothing of the VM can be used, and nobody attaches") {
    JNIEnv* const env = test_env();
    JavaVM* const java_vm = test_vm();
    const jstring text = env->NewStringUTF("x");
    CHECK(has(complaint_of([&] {
                  std::thread([&] {
                      void* found = nullptr;
                      java_vm->AttachCurrentThread(&found, nullptr);
                  }).join();
                  CHECK(java_vm->DestroyJavaVM() == JNI_ERR);
              }),
              "waits for ever for an attached thread"));
    ffiguard::jni::vm::forget();
    fake::exit_vm();  // that thread will never detach
    JNIEnv* const next = test_env();
    CHECK(next != env);
    CHECK(has(complaint_of([&] { env->DeleteLocalRef(text); }), "called after DestroyJavaVM"));
    void* found = next;
    CHECK(java_vm->GetEnv(&found, JNI_VERSION_1_8) == JNI_EDETACHED);
    CHECK(found == nullptr);
    CHECK(java_vm->AttachCurrentThread(&found, nullptr) == JNI_ERR);
    CHECK(java_vm->DetachCurrentThread() == JNI_ERR);
    CHECK(java_vm->DestroyJavaVM() == JNI_ERR);

    REQUIRE(test_vm()->DestroyJavaVM() == JNI_OK);
    CHECK(has(complaint_of([&] { next->ExceptionCheck(); }), "called after DestroyJavaVM"));
    ffiguard::jni::vm::forget();
    static_cast<void>(test_env());
}
