// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_TESTS_JNI_THROWABLES_HPP
#define FFIGUARD_TESTS_JNI_THROWABLES_HPP

#include <jni.h>

#include <cstdarg>
#include <cstdlib>
#include <string>

#include <ffiguard/jni/ref.hpp>

#include "test_vm.hpp"

// Helpers that look at Java exceptions, and a watch over who calls the VM while one is pending.

// class Hostile extends RuntimeException {
//     Hostile() {}
//     Hostile(String message) { super(message); }
//     public String toString() { if (getMessage() == null) return null; throw this; }
// }
inline const unsigned char hostile_class[] = {
    0xca, 0xfe, 0xba, 0xbe, 0x00, 0x00, 0x00, 0x34, 0x00, 0x13, 0x0a, 0x00, 0x02, 0x00, 0x03, 0x07,
    0x00, 0x04, 0x0c, 0x00, 0x05, 0x00, 0x06, 0x01, 0x00, 0x1a, 0x6a, 0x61, 0x76, 0x61, 0x2f, 0x6c,
    0x61, 0x6e, 0x67, 0x2f, 0x52, 0x75, 0x6e, 0x74, 0x69, 0x6d, 0x65, 0x45, 0x78, 0x63, 0x65, 0x70,
    0x74, 0x69, 0x6f, 0x6e, 0x01, 0x00, 0x06, 0x3c, 0x69, 0x6e, 0x69, 0x74, 0x3e, 0x01, 0x00, 0x03,
    0x28, 0x29, 0x56, 0x0a, 0x00, 0x02, 0x00, 0x08, 0x0c, 0x00, 0x05, 0x00, 0x09, 0x01, 0x00, 0x15,
    0x28, 0x4c, 0x6a, 0x61, 0x76, 0x61, 0x2f, 0x6c, 0x61, 0x6e, 0x67, 0x2f, 0x53, 0x74, 0x72, 0x69,
    0x6e, 0x67, 0x3b, 0x29, 0x56, 0x0a, 0x00, 0x0b, 0x00, 0x0c, 0x07, 0x00, 0x0d, 0x0c, 0x00, 0x0e,
    0x00, 0x0f, 0x01, 0x00, 0x07, 0x48, 0x6f, 0x73, 0x74, 0x69, 0x6c, 0x65, 0x01, 0x00, 0x0a, 0x67,
    0x65, 0x74, 0x4d, 0x65, 0x73, 0x73, 0x61, 0x67, 0x65, 0x01, 0x00, 0x14, 0x28, 0x29, 0x4c, 0x6a,
    0x61, 0x76, 0x61, 0x2f, 0x6c, 0x61, 0x6e, 0x67, 0x2f, 0x53, 0x74, 0x72, 0x69, 0x6e, 0x67, 0x3b,
    0x01, 0x00, 0x04, 0x43, 0x6f, 0x64, 0x65, 0x01, 0x00, 0x08, 0x74, 0x6f, 0x53, 0x74, 0x72, 0x69,
    0x6e, 0x67, 0x01, 0x00, 0x0d, 0x53, 0x74, 0x61, 0x63, 0x6b, 0x4d, 0x61, 0x70, 0x54, 0x61, 0x62,
    0x6c, 0x65, 0x00, 0x20, 0x00, 0x0b, 0x00, 0x02, 0x00, 0x00, 0x00, 0x00, 0x00, 0x03, 0x00, 0x00,
    0x00, 0x05, 0x00, 0x06, 0x00, 0x01, 0x00, 0x10, 0x00, 0x00, 0x00, 0x11, 0x00, 0x01, 0x00, 0x01,
    0x00, 0x00, 0x00, 0x05, 0x2a, 0xb7, 0x00, 0x01, 0xb1, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
    0x05, 0x00, 0x09, 0x00, 0x01, 0x00, 0x10, 0x00, 0x00, 0x00, 0x12, 0x00, 0x02, 0x00, 0x02, 0x00,
    0x00, 0x00, 0x06, 0x2a, 0x2b, 0xb7, 0x00, 0x07, 0xb1, 0x00, 0x00, 0x00, 0x00, 0x00, 0x01, 0x00,
    0x11, 0x00, 0x0f, 0x00, 0x01, 0x00, 0x10, 0x00, 0x00, 0x00, 0x20, 0x00, 0x01, 0x00, 0x01, 0x00,
    0x00, 0x00, 0x0b, 0x2a, 0xb6, 0x00, 0x0a, 0xc7, 0x00, 0x05, 0x01, 0xb0, 0x2a, 0xbf, 0x00, 0x00,
    0x00, 0x01, 0x00, 0x12, 0x00, 0x00, 0x00, 0x03, 0x00, 0x01, 0x09, 0x00, 0x00,
};

/// Makes a Hostile pending.
inline void raise_hostile(JNIEnv* env, const char* message) {
    auto type = ffiguard::jni::adopt_local(env, env->FindClass("Hostile"));
    if (!type) {
        env->ExceptionClear();
        type = ffiguard::jni::adopt_local(
            env, env->DefineClass("Hostile", nullptr, reinterpret_cast<const jbyte*>(hostile_class),
                                  sizeof hostile_class));
    }
    if (!type) std::abort();
    env->ThrowNew(type.get(), message);
}

using throwable = ffiguard::jni::local_ref<jthrowable>;

/// A new exception, which is not thrown.
inline throwable new_throwable(JNIEnv* env, const char* type_name, const char* message) {
    raise(env, type_name, message);
    auto made = ffiguard::jni::adopt_local(env, env->ExceptionOccurred());
    env->ExceptionClear();
    return made;
}

/// The pending exception, which is not pending any more.
inline throwable take_thrown(JNIEnv* env) {
    auto taken = ffiguard::jni::adopt_local(env, env->ExceptionOccurred());
    env->ExceptionClear();
    return taken;
}

inline throwable cause_of(JNIEnv* env, const throwable& of) {
    auto cause = call(env, of.get(), "getCause", "()Ljava/lang/Throwable;");
    return ffiguard::jni::adopt_local(env, static_cast<jthrowable>(cause.release()));
}

inline void set_cause(JNIEnv* env, const throwable& to, const throwable& cause) {
    const auto type = ffiguard::jni::adopt_local(env, env->GetObjectClass(to.get()));
    const jmethodID id =
        env->GetMethodID(type.get(), "initCause", "(Ljava/lang/Throwable;)Ljava/lang/Throwable;");
    ffiguard::jni::adopt_local(env, env->CallObjectMethod(to.get(), id, cause.get())).reset();
    if (env->ExceptionCheck() == JNI_TRUE) std::abort();
}

inline int suppressed_count(JNIEnv* env, const throwable& of) {
    const auto all = call(env, of.get(), "getSuppressed", "()[Ljava/lang/Throwable;");
    return env->GetArrayLength(static_cast<jarray>(all.get()));
}

inline throwable suppressed(JNIEnv* env, const throwable& of, int index) {
    const auto all = call(env, of.get(), "getSuppressed", "()[Ljava/lang/Throwable;");
    return ffiguard::jni::adopt_local(env, static_cast<jthrowable>(env->GetObjectArrayElement(
                                               static_cast<jobjectArray>(all.get()), index)));
}

/// Class and message, for example u"java.lang.Error: x".
inline std::u16string words(JNIEnv* env, const throwable& of) {
    const auto text = call(env, of.get(), "toString", "()Ljava/lang/String;");
    return units_of(env, static_cast<jstring>(text.get()));
}

/// Counts the calls that JNI forbids while a Java exception is pending, for the length of a scope;
/// what they call in turn is not looked at. One at a time.
class pending_watch {
public:
    explicit pending_watch(JNIEnv* env) : env_(env), watching_(*env->functions) {
        real = env->functions;
        mistakes = 0;
        watching_.FindClass = [](JNIEnv* e, const char* name) {
            const look here(e);
            return real->FindClass(e, name);
        };
        watching_.GetMethodID = [](JNIEnv* e, jclass type, const char* name, const char* text) {
            const look here(e);
            return real->GetMethodID(e, type, name, text);
        };
        watching_.GetObjectClass = [](JNIEnv* e, jobject object) {
            const look here(e);
            return real->GetObjectClass(e, object);
        };
        watching_.NewLocalRef = [](JNIEnv* e, jobject object) {
            const look here(e);
            return real->NewLocalRef(e, object);
        };
        watching_.NewGlobalRef = [](JNIEnv* e, jobject object) {
            const look here(e);
            return real->NewGlobalRef(e, object);
        };
        watching_.NewString = [](JNIEnv* e, const jchar* units, jsize size) {
            const look here(e);
            return real->NewString(e, units, size);
        };
        watching_.NewObjectV = [](JNIEnv* e, jclass type, jmethodID id, va_list arguments) {
            const look here(e);
            return real->NewObjectV(e, type, id, arguments);
        };
        watching_.CallObjectMethodV = [](JNIEnv* e, jobject object, jmethodID id,
                                         va_list arguments) {
            const look here(e);
            return real->CallObjectMethodV(e, object, id, arguments);
        };
        watching_.CallVoidMethodV = [](JNIEnv* e, jobject object, jmethodID id, va_list arguments) {
            const look here(e);
            real->CallVoidMethodV(e, object, id, arguments);
        };
        watching_.Throw = [](JNIEnv* e, jthrowable object) {
            const look here(e);
            return real->Throw(e, object);
        };
        env->functions = &watching_;
    }
    pending_watch(const pending_watch&) = delete;
    pending_watch& operator=(const pending_watch&) = delete;
    ~pending_watch() { env_->functions = real; }

    int calls_while_pending() const { return mistakes; }

private:
    struct look {
        explicit look(JNIEnv* env) : found(mistakes + (real->ExceptionCheck(env) == JNI_TRUE)) {}
        look(const look&) = delete;
        look& operator=(const look&) = delete;
        ~look() { mistakes = found; }
        int found;
    };

    inline static const JNINativeInterface_* real = nullptr;
    inline static int mistakes = 0;

    JNIEnv* env_;
    JNINativeInterface_ watching_;
};

#endif
