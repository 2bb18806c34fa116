// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_TESTS_JNI_FAILING_ENV_HPP
#define FFIGUARD_TESTS_JNI_FAILING_ENV_HPP

#include <jni.h>

#include <cstdarg>
#include <utility>

/// Stands between the callers on this thread and the VM, as ref_balance does, and lets the nth call
/// from now on fail of those that may for want of memory, as the specification and HotSpot have it:
/// null or JNI_ERR, and an OutOfMemoryError is pending; or, where the call gives a reference,
/// memory or a status and runs no Java code, also without one. Counts what is entered and lent
/// besides. One at a time.
class failing_env {
public:
    enum class how { throws, is_quiet };

    explicit failing_env(JNIEnv* env) : env_(env), table_(*env->functions) {
        real = env->functions;
        const jclass type = env->FindClass("java/lang/OutOfMemoryError");
        const jmethodID make = env->GetMethodID(type, "<init>", "(Ljava/lang/String;)V");
        const jstring text = env->NewStringUTF("the nth call");
        const jobject made = env->NewObject(type, make, text);
        no_memory = static_cast<jthrowable>(env->NewGlobalRef(made));
        env->DeleteLocalRef(made);
        env->DeleteLocalRef(text);
        env->DeleteLocalRef(type);
        lent = entered = 0;
        nth = 0;
        fill();
        env->functions = &table_;
    }
    failing_env(const failing_env&) = delete;
    failing_env& operator=(const failing_env&) = delete;
    ~failing_env() {
        env_->functions = real;
        env_->DeleteGlobalRef(no_memory);
    }

    void fail(int call, how manner) {
        nth = call;
        failure = manner;
        failed = nullptr;
    }
    /// The name of the function that has failed; null where it did not come to that.
    const char* has_failed() const { return failed; }
    /// Of Get<T>ArrayElements, GetStringChars, ... without their Release.
    int still_lent() const { return lent; }
    int still_entered() const { return entered; }

private:
    struct within_java {
        const bool before = std::exchange(in_java, true);
        ~within_java() { in_java = before; }
    };
    /// Whether this call is the one. throwing: it may only fail with an exception.
    static bool out_of_memory(JNIEnv* env, const char* name, bool throwing) {
        if (in_java || nth == 0) return false;
        if (throwing && failure == how::is_quiet) return false;
        if (--nth != 0) return false;
        failed = name;
        if (failure == how::throws) real->Throw(env, no_memory);
        return true;
    }

#define FFIGUARD_NULL(name, parameters, ...)                           \
    table_.name = [] parameters -> decltype(real->name(__VA_ARGS__)) { \
        if (out_of_memory(e, #name, false)) return {};                 \
        return real->name(__VA_ARGS__);                                \
    }
#define FFIGUARD_NULL_THROWING(name, parameters, ...)                  \
    table_.name = [] parameters -> decltype(real->name(__VA_ARGS__)) { \
        if (out_of_memory(e, #name, true)) return {};                  \
        const within_java uncounted;                                   \
        return real->name(__VA_ARGS__);                                \
    }
#define FFIGUARD_ERROR(name, parameters, ...)               \
    table_.name = [] parameters -> jint {                   \
        if (out_of_memory(e, #name, false)) return JNI_ERR; \
        return real->name(__VA_ARGS__);                     \
    }
#define FFIGUARD_CALLS(Type)                                                                     \
    FFIGUARD_NULL_THROWING(Call##Type##MethodV, (JNIEnv * e, jobject o, jmethodID m, va_list a), \
                           e, o, m, a);                                                          \
    FFIGUARD_NULL_THROWING(Call##Type##MethodA,                                                  \
                           (JNIEnv * e, jobject o, jmethodID m, const jvalue* a), e, o, m, a);   \
    FFIGUARD_NULL_THROWING(CallStatic##Type##MethodV,                                            \
                           (JNIEnv * e, jclass o, jmethodID m, va_list a), e, o, m, a);          \
    FFIGUARD_NULL_THROWING(CallStatic##Type##MethodA,                                            \
                           (JNIEnv * e, jclass o, jmethodID m, const jvalue* a), e, o, m, a)
#define FFIGUARD_ARRAY(Type) FFIGUARD_NULL(New##Type##Array, (JNIEnv * e, jsize n), e, n)

    void fill() {
        FFIGUARD_NULL_THROWING(FindClass, (JNIEnv * e, const char* n), e, n);
        FFIGUARD_NULL_THROWING(DefineClass,
                               (JNIEnv * e, const char* n, jobject l, const jbyte* b, jsize s), e,
                               n, l, b, s);
        FFIGUARD_NULL(NewLocalRef, (JNIEnv * e, jobject o), e, o);
        FFIGUARD_NULL(NewGlobalRef, (JNIEnv * e, jobject o), e, o);
        FFIGUARD_NULL(NewWeakGlobalRef, (JNIEnv * e, jobject o), e, o);
        FFIGUARD_ERROR(EnsureLocalCapacity, (JNIEnv * e, jint n), e, n);
        FFIGUARD_ERROR(PushLocalFrame, (JNIEnv * e, jint n), e, n);
        FFIGUARD_NULL_THROWING(AllocObject, (JNIEnv * e, jclass t), e, t);
        FFIGUARD_NULL_THROWING(NewObjectV, (JNIEnv * e, jclass t, jmethodID m, va_list a), e, t, m,
                               a);
        FFIGUARD_NULL_THROWING(NewObjectA, (JNIEnv * e, jclass t, jmethodID m, const jvalue* a), e,
                               t, m, a);
        FFIGUARD_NULL_THROWING(GetMethodID, (JNIEnv * e, jclass t, const char* n, const char* s), e,
                               t, n, s);
        FFIGUARD_NULL_THROWING(GetStaticMethodID,
                               (JNIEnv * e, jclass t, const char* n, const char* s), e, t, n, s);
        FFIGUARD_NULL_THROWING(GetFieldID, (JNIEnv * e, jclass t, const char* n, const char* s), e,
                               t, n, s);
        FFIGUARD_NULL_THROWING(GetStaticFieldID,
                               (JNIEnv * e, jclass t, const char* n, const char* s), e, t, n, s);
        FFIGUARD_NULL_THROWING(CallNonvirtualIntMethodA,
                               (JNIEnv * e, jobject o, jclass t, jmethodID m, const jvalue* a), e,
                               o, t, m, a);
        FFIGUARD_CALLS(Object);
        FFIGUARD_CALLS(Boolean);
        FFIGUARD_CALLS(Byte);
        FFIGUARD_CALLS(Char);
        FFIGUARD_CALLS(Short);
        FFIGUARD_CALLS(Int);
        FFIGUARD_CALLS(Long);
        FFIGUARD_CALLS(Float);
        FFIGUARD_CALLS(Double);
        table_.CallVoidMethodV = [](JNIEnv* e, jobject o, jmethodID m, va_list a) {
            if (out_of_memory(e, "CallVoidMethodV", true)) return;
            const within_java uncounted;
            real->CallVoidMethodV(e, o, m, a);
        };
        table_.CallVoidMethodA = [](JNIEnv* e, jobject o, jmethodID m, const jvalue* a) {
            if (out_of_memory(e, "CallVoidMethodA", true)) return;
            const within_java uncounted;
            real->CallVoidMethodA(e, o, m, a);
        };
        table_.CallStaticVoidMethodV = [](JNIEnv* e, jclass o, jmethodID m, va_list a) {
            if (out_of_memory(e, "CallStaticVoidMethodV", true)) return;
            const within_java uncounted;
            real->CallStaticVoidMethodV(e, o, m, a);
        };
        table_.CallStaticVoidMethodA = [](JNIEnv* e, jclass o, jmethodID m, const jvalue* a) {
            if (out_of_memory(e, "CallStaticVoidMethodA", true)) return;
            const within_java uncounted;
            real->CallStaticVoidMethodA(e, o, m, a);
        };
        FFIGUARD_NULL_THROWING(CallNonvirtualObjectMethodA,
                               (JNIEnv * e, jobject o, jclass t, jmethodID m, const jvalue* a), e,
                               o, t, m, a);
        FFIGUARD_NULL(NewString, (JNIEnv * e, const jchar* u, jsize n), e, u, n);
        FFIGUARD_NULL(NewStringUTF, (JNIEnv * e, const char* t), e, t);
        FFIGUARD_NULL(NewObjectArray, (JNIEnv * e, jsize n, jclass t, jobject o), e, n, t, o);
        FFIGUARD_ARRAY(Boolean);
        FFIGUARD_ARRAY(Byte);
        FFIGUARD_ARRAY(Char);
        FFIGUARD_ARRAY(Short);
        FFIGUARD_ARRAY(Int);
        FFIGUARD_ARRAY(Long);
        FFIGUARD_ARRAY(Float);
        FFIGUARD_ARRAY(Double);
        FFIGUARD_NULL_THROWING(NewDirectByteBuffer, (JNIEnv * e, void* p, jlong n), e, p, n);
        FFIGUARD_ERROR(RegisterNatives, (JNIEnv * e, jclass t, const JNINativeMethod* m, jint n), e,
                       t, m, n);
        table_.MonitorEnter = [](JNIEnv* e, jobject o) -> jint {
            if (out_of_memory(e, "MonitorEnter", false)) return JNI_ERR;
            const jint answer = real->MonitorEnter(e, o);
            entered += answer == JNI_OK;
            return answer;
        };
        table_.MonitorExit = [](JNIEnv* e, jobject o) -> jint {
            entered -= 1;
            return real->MonitorExit(e, o);
        };
        table_.GetPrimitiveArrayCritical = [](JNIEnv* e, jarray a, jboolean* c) -> void* {
            if (out_of_memory(e, "GetPrimitiveArrayCritical", false)) return nullptr;
            ++lent;
            return real->GetPrimitiveArrayCritical(e, a, c);
        };
        table_.ReleasePrimitiveArrayCritical = [](JNIEnv* e, jarray a, void* p, jint m) {
            --lent;
            real->ReleasePrimitiveArrayCritical(e, a, p, m);
        };
    }
#undef FFIGUARD_NULL
#undef FFIGUARD_NULL_THROWING
#undef FFIGUARD_ERROR
#undef FFIGUARD_CALLS
#undef FFIGUARD_ARRAY

    inline static const JNINativeInterface_* real = nullptr;
    inline static jthrowable no_memory = nullptr;
    inline static int nth = 0;
    inline static how failure = how::throws;
    inline static const char* failed = nullptr;
    inline static int lent = 0;
    inline static int entered = 0;
    inline static thread_local bool in_java = false;

    JNIEnv* env_;
    JNINativeInterface_ table_;
};

#endif
