// SPDX-License-Identifier: BSL-1.0
//
// The native half of VmShim.java as it is often written.
#include <jni.h>

#include <cstdlib>
#include <cstring>
#include <stdexcept>
#include <string>
#include <thread>

#include "../../jni/failing_env.hpp"

namespace {

JavaVM* the_vm = nullptr;
JNIEnv* cached_env = nullptr;
jclass elsewhere = nullptr;
jmethodID answer = nullptr;

struct blob {
    jint size;
    unsigned char* bytes;
};
struct ticker {
    jobject body;
    bool stopped;
};

void run(JNIEnv* env, jobject runnable) {
    const jclass type = env->GetObjectClass(runnable);
    env->CallVoidMethod(runnable, env->GetMethodID(type, "run", "()V"));
}
JNIEnv* attach(const char* name) {
    JavaVMAttachArgs args{JNI_VERSION_1_6, const_cast<char*>(name), nullptr};
    void* env = nullptr;
    the_vm->AttachCurrentThreadAsDaemon(&env, &args);
    return static_cast<JNIEnv*>(env);
}
jclass point(JNIEnv* env) { return env->FindClass("dev/ffiguard/example/VmShim$Point"); }
jobject new_point(JNIEnv* env, jint x) {
    const jclass type = point(env);
    return env->NewObject(type, env->GetMethodID(type, "<init>", "(I)V"), x);
}

}  // namespace

#define SHIM(type, name) extern "C" JNIEXPORT type JNICALL Java_dev_ffiguard_example_VmShim_##name

extern "C" JNIEXPORT jint JNICALL JNI_OnLoad(JavaVM* java_vm, void*) {
    the_vm = java_vm;
    return JNI_VERSION_1_6;
}

SHIM(jint, fieldOf)(JNIEnv* env, jclass, jobject any) {
    return env->GetIntField(any, env->GetFieldID(point(env), "x", "I"));
}
SHIM(jint, doubledOf)(JNIEnv* env, jclass, jobject any) {
    return env->CallIntMethod(any, env->GetMethodID(point(env), "doubled", "()I"));
}
SHIM(jobject, madeInFrame)(JNIEnv* env, jclass, jint x) {
    env->PushLocalFrame(1000);
    const jobject made = new_point(env, x);
    env->PopLocalFrame(nullptr);
    env->PushLocalFrame(1000);  // goes on
    for (int i = 0; i < 100; ++i) new_point(env, -1);
    env->PopLocalFrame(nullptr);
    return made;
}
SHIM(jint, utf8Size)(JNIEnv* env, jclass, jstring text) {
    return static_cast<jint>(std::strlen(env->GetStringUTFChars(text, nullptr)));
}
SHIM(jstring, ofBytes)(JNIEnv* env, jclass, jbyteArray utf8) {
    const jsize length = env->GetArrayLength(utf8);
    std::string text(static_cast<std::size_t>(length), '\0');
    env->GetByteArrayRegion(utf8, 0, length, reinterpret_cast<jbyte*>(&text[0]));
    return env->NewStringUTF(text.c_str());
}
SHIM(jstring, copied)(JNIEnv* env, jclass, jstring text) {
    char buffer[4096];
    std::strcpy(buffer, env->GetStringUTFChars(text, nullptr));
    return env->NewStringUTF(buffer);
}
SHIM(jint, sumOf)(JNIEnv* env, jclass, jintArray numbers) {
    jint sum = 0;
    jint* const elements = env->GetIntArrayElements(numbers, nullptr);
    for (jsize i = 0; i < env->GetArrayLength(numbers); ++i) sum += elements[i];
    env->ReleaseIntArrayElements(numbers, elements, 0);
    env->ReleaseIntArrayElements(numbers, elements, 0);
    return sum;
}
SHIM(void, doubleAndThrow)(JNIEnv* env, jclass, jintArray numbers, jint count) {
    jint* const elements = env->GetIntArrayElements(numbers, nullptr);
    for (jint i = 0; i < count; ++i) elements[i] *= 2;
    env->ReleaseIntArrayElements(numbers, elements, 0);
    env->ThrowNew(env->FindClass("java/lang/RuntimeException"), "half way");
}
SHIM(jintArray, newInts)(JNIEnv* env, jclass, jint length) {
    const jintArray made = env->NewIntArray(length);
    jint* const elements = env->GetIntArrayElements(made, nullptr);
    for (jint i = 0; i < length; ++i) elements[i] = 1;
    env->ReleaseIntArrayElements(made, elements, 0);
    return made;
}
SHIM(jlong, openBlob)(JNIEnv*, jclass, jint size) {
    auto* const bytes = static_cast<unsigned char*>(std::malloc(static_cast<std::size_t>(size)));
    std::memset(bytes, 7, static_cast<std::size_t>(size));
    return reinterpret_cast<jlong>(new blob{size, bytes});
}
SHIM(jobject, bufferOf)(JNIEnv* env, jclass, jlong one) {
    const auto* const shown = reinterpret_cast<blob*>(one);
    return env->NewDirectByteBuffer(shown->bytes, shown->size);
}
SHIM(void, closeBlob)(JNIEnv*, jclass, jlong one) {
    std::free(reinterpret_cast<blob*>(one)->bytes);
    delete reinterpret_cast<blob*>(one);
}
SHIM(void, fill)(JNIEnv* env, jclass, jobject to, jint size) {
    std::memset(env->GetDirectBufferAddress(to), 7, static_cast<std::size_t>(size));
}
SHIM(jstring, hex)(JNIEnv* env, jclass, jbyteArray bytes) {
    void* const inside = env->GetPrimitiveArrayCritical(bytes, nullptr);
    const jstring made = env->NewStringUTF("made inside");
    env->ReleasePrimitiveArrayCritical(bytes, inside, 0);
    return made;
}
SHIM(void, leaveEarly)(JNIEnv* env, jclass, jobject lock, jboolean by_exception) {
    env->MonitorEnter(lock);
    if (by_exception != JNI_FALSE) throw std::runtime_error("of C++");
}
SHIM(jclass, classOnThread)(JNIEnv* env, jclass, jobject, jstring name) {
    const std::string text = env->GetStringUTFChars(name, nullptr);
    jobject found = nullptr;
    std::thread([&] {
        JNIEnv* const mine = attach("finds");
        found = mine->NewGlobalRef(mine->FindClass(text.c_str()));
        the_vm->DetachCurrentThread();
    }).join();
    return static_cast<jclass>(found);
}
SHIM(void, bind)(JNIEnv* env, jclass, jobject user) {
    elsewhere = static_cast<jclass>(env->NewGlobalRef(env->GetObjectClass(user)));
    answer = env->GetStaticMethodID(elsewhere, "answer", "()I");
}
SHIM(jint, askBound)(JNIEnv* env, jclass) { return env->CallStaticIntMethod(elsewhere, answer); }
SHIM(void, runOnThread)(JNIEnv* env, jclass, jobject body) {
    const jobject kept = env->NewGlobalRef(body);
    std::thread([kept] { run(attach("of C++"), kept); }).join();
}
SHIM(void, runInCallback)(JNIEnv* env, jclass, jobject body) {
    const jobject kept = env->NewGlobalRef(body);
    cached_env = env;
    std::thread([kept] { run(cached_env, kept); }).join();
}
SHIM(jlong, startTicker)(JNIEnv* env, jclass, jobject body) {
    auto* const made = new ticker{env->NewGlobalRef(body), false};
    std::thread([made] {
        JNIEnv* const mine = attach("ticker");
        while (!made->stopped) run(mine, made->body);
    }).detach();
    return reinterpret_cast<jlong>(made);
}
SHIM(void, stopTicker)(JNIEnv* env, jclass, jlong one) {
    auto* const stopped = reinterpret_cast<ticker*>(one);
    stopped->stopped = true;
    env->DeleteGlobalRef(stopped->body);
    delete stopped;
}
SHIM(jboolean, failNth)(JNIEnv* env, jclass, jint nth) {
    failing_env failing(env);
    failing.fail(nth, failing_env::how::throws);
    const jstring text = env->NewStringUTF("text");
    const jobject first = new_point(env, env->GetStringLength(text));
    const jobjectArray array = env->NewObjectArray(2, point(env), nullptr);
    env->SetObjectArrayElement(array, 0, first);
    const jobject kept = env->NewGlobalRef(first);
    env->CallIntMethod(kept, env->GetMethodID(point(env), "doubled", "()I"));
    return failing.has_failed() != nullptr ? JNI_TRUE : JNI_FALSE;
}
SHIM(jlong, live)(JNIEnv*, jclass) { return 0; }
