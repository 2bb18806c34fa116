// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_TESTS_JNI_TEST_VM_HPP
#define FFIGUARD_TESTS_JNI_TEST_VM_HPP

#include <jni.h>

#include <cstdio>
#include <cstdlib>
#include <string>

#include <ffiguard/jni/ref.hpp>
#include <ffiguard/jni/vm/attach.hpp>

// A process can have one VM in its life. It is made with -Xcheck:jni, which writes what it finds
// to stdout: a line with WARNING or FATAL there is a failed test.

#if !defined(FFIGUARD_TEST_CLASSES)
#define FFIGUARD_TEST_CLASSES ""  // for those who need no class of tests/jni/java
#endif

inline JavaVM* test_vm() {
    JavaVM* java_vm = nullptr;
    jsize count = 0;
    if (JNI_GetCreatedJavaVMs(&java_vm, 1, &count) == JNI_OK && count == 1) return java_vm;

    char check[] = "-Xcheck:jni";
    char heap[] = "-Xmx64m";
    char classes[] = "-Djava.class.path=" FFIGUARD_TEST_CLASSES "/test";
    JavaVMOption options[] = {{check, nullptr}, {heap, nullptr}, {classes, nullptr}};
    JavaVMInitArgs args{JNI_VERSION_1_8, 3, options, JNI_FALSE};
    void* env = nullptr;
    if (JNI_CreateJavaVM(&java_vm, &env, &args) != JNI_OK) {
        std::fputs("no Java VM can be created\n", stderr);
        std::abort();
    }
    return java_vm;
}

/// The environment of the main thread, with ffiguard's VM captured.
inline JNIEnv* test_env() {
    if (!ffiguard::jni::vm::capture(test_vm()).ok()) std::abort();
    return ffiguard::jni::vm::env();
}

// The helpers below go to the VM themselves, not through what they test.

/// A new string of ASCII text.
inline ffiguard::jni::local_ref<jstring> java_string(JNIEnv* env, const char* ascii) {
    return ffiguard::jni::adopt_local(env, env->NewStringUTF(ascii));
}

inline std::u16string units_of(JNIEnv* env, jstring text) {
    std::u16string units(static_cast<std::size_t>(env->GetStringLength(text)), u'\0');
    env->GetStringRegion(text, 0, env->GetStringLength(text), reinterpret_cast<jchar*>(&units[0]));
    return units;
}

/// What a Java method without parameters gives, for example
/// call(env, object, "getName", "()Ljava/lang/String;").
inline ffiguard::jni::local_ref<jobject> call(JNIEnv* env, jobject object, const char* method,
                                              const char* signature) {
    const auto type = ffiguard::jni::adopt_local(env, env->GetObjectClass(object));
    const jmethodID id = env->GetMethodID(type.get(), method, signature);
    auto answer = ffiguard::jni::adopt_local(env, env->CallObjectMethod(object, id));
    if (env->ExceptionCheck() == JNI_TRUE) std::abort();
    return answer;
}

/// Makes a Java exception pending.
inline void raise(JNIEnv* env, const char* type_name, const char* message) {
    const auto type = ffiguard::jni::adopt_local(env, env->FindClass(type_name));
    env->ThrowNew(type.get(), message);
}

struct java_exception {
    std::string type;        // empty: none was pending
    std::u16string message;  // "<null>" for none
};

/// Takes the pending exception away.
inline java_exception take_exception(JNIEnv* env) {
    const auto thrown = ffiguard::jni::adopt_local(env, env->ExceptionOccurred());
    if (!thrown) return {};
    env->ExceptionClear();
    const auto type = ffiguard::jni::adopt_local(env, env->GetObjectClass(thrown.get()));
    const auto name = call(env, type.get(), "getName", "()Ljava/lang/String;");
    const auto message = call(env, thrown.get(), "getMessage", "()Ljava/lang/String;");
    java_exception taken;
    for (const char16_t c : units_of(env, static_cast<jstring>(name.get())))
        taken.type += static_cast<char>(c);
    taken.message = message ? units_of(env, static_cast<jstring>(message.get())) : u"<null>";
    return taken;
}

#endif
