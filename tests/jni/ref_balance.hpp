// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_TESTS_JNI_REF_BALANCE_HPP
#define FFIGUARD_TESTS_JNI_REF_BALANCE_HPP

#include <jni.h>

#include <cstdarg>

/// Counts the references that JNI functions give and take back on this thread,
/// by standing between the caller and the real VM for the length of a scope.
/// One at a time.
class ref_balance {
public:
    explicit ref_balance(JNIEnv* env) : env_(env), counting_(*env->functions) {
        real = env->functions;
        now = {};
        counting_.NewLocalRef = [](JNIEnv* e, jobject ref) {
            ++now.calls;
            return local(real->NewLocalRef(e, ref));
        };
        counting_.DeleteLocalRef = [](JNIEnv* e, jobject ref) {
            ++now.calls;
            --now.locals;
            real->DeleteLocalRef(e, ref);
        };
        counting_.NewGlobalRef = [](JNIEnv* e, jobject ref) {
            ++now.calls;
            ++now.globals;
            return real->NewGlobalRef(e, ref);
        };
        counting_.DeleteGlobalRef = [](JNIEnv* e, jobject ref) {
            ++now.calls;
            --now.globals;
            real->DeleteGlobalRef(e, ref);
        };
        counting_.NewWeakGlobalRef = [](JNIEnv* e, jobject ref) {
            ++now.calls;
            ++now.weaks;
            return real->NewWeakGlobalRef(e, ref);
        };
        counting_.DeleteWeakGlobalRef = [](JNIEnv* e, jweak ref) {
            ++now.calls;
            --now.weaks;
            real->DeleteWeakGlobalRef(e, ref);
        };
        counting_.NewStringUTF = [](JNIEnv* e, const char* text) {
            return local(real->NewStringUTF(e, text));
        };
        counting_.AllocObject = [](JNIEnv* e, jclass type) {
            return local(real->AllocObject(e, type));
        };
        counting_.GetObjectClass = [](JNIEnv* e, jobject object) {
            return local(real->GetObjectClass(e, object));
        };
        counting_.ExceptionOccurred = [](JNIEnv* e) { return local(real->ExceptionOccurred(e)); };
        counting_.NewString = [](JNIEnv* e, const jchar* units, jsize size) {
            return local(real->NewString(e, units, size));
        };
        counting_.NewByteArray = [](JNIEnv* e, jsize size) {
            return local(real->NewByteArray(e, size));
        };
        counting_.GetObjectField = [](JNIEnv* e, jobject object, jfieldID id) {
            return local(real->GetObjectField(e, object, id));
        };
        counting_.GetStaticObjectField = [](JNIEnv* e, jclass type, jfieldID id) {
            return local(real->GetStaticObjectField(e, type, id));
        };
        // These run Java code, and native methods of the JDK come by here, too.
        counting_.FindClass = [](JNIEnv* e, const char* name) {
            const counts before = now;
            const jclass answer = real->FindClass(e, name);
            now = before;
            return local(answer);
        };
        counting_.NewObjectV = [](JNIEnv* e, jclass type, jmethodID id, va_list arguments) {
            const counts before = now;
            const jobject answer = real->NewObjectV(e, type, id, arguments);
            now = before;
            return local(answer);
        };
        counting_.NewObjectA = [](JNIEnv* e, jclass type, jmethodID id, const jvalue* arguments) {
            const counts before = now;
            const jobject answer = real->NewObjectA(e, type, id, arguments);
            now = before;
            return local(answer);
        };
        counting_.CallObjectMethodA = [](JNIEnv* e, jobject object, jmethodID id,
                                         const jvalue* arguments) {
            const counts before = now;
            const jobject answer = real->CallObjectMethodA(e, object, id, arguments);
            now = before;
            return local(answer);
        };
        counting_.CallObjectMethodV = [](JNIEnv* e, jobject object, jmethodID id,
                                         va_list arguments) {
            const counts before = now;
            const jobject answer = real->CallObjectMethodV(e, object, id, arguments);
            now = before;
            return local(answer);
        };
        env->functions = &counting_;
    }
    ref_balance(const ref_balance&) = delete;
    ref_balance& operator=(const ref_balance&) = delete;
    ~ref_balance() { env_->functions = real; }

    int locals() const { return now.locals; }
    int globals() const { return now.globals; }
    int weaks() const { return now.weaks; }
    /// Of New and Delete of local, global and weak references.
    int calls() const { return now.calls; }

private:
    struct counts {
        int locals, globals, weaks, calls;
    };

    template <class T>
    static T local(T ref) {
        if (ref != nullptr) ++now.locals;
        return ref;
    }

    inline static const JNINativeInterface_* real = nullptr;
    inline static counts now{};

    JNIEnv* env_;
    JNINativeInterface_ counting_;
};

#endif
