// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_TESTS_JNI_REF_BALANCE_HPP
#define FFIGUARD_TESTS_JNI_REF_BALANCE_HPP

#include <jni.h>

#include <atomic>
#include <cstdarg>
#include <utility>

/// Counts the references that JNI functions give and take back, by standing between
/// the callers and the real VM for the length of a scope: on this thread, and on those
/// that are asked to join. One at a time.
class ref_balance {
public:
    explicit ref_balance(JNIEnv* env) : env_(env), counting_(*env->functions) {
        real = env->functions;
        counting = &counting_;
        now.locals = now.globals = now.weaks = now.calls = 0;
        counting_.NewLocalRef = [](JNIEnv* e, jobject ref) {
            count(now.calls, 1);
            return local(real->NewLocalRef(e, ref));
        };
        counting_.DeleteLocalRef = [](JNIEnv* e, jobject ref) {
            count(now.calls, 1);
            if (ref != nullptr) count(now.locals, -1);
            real->DeleteLocalRef(e, ref);
        };
        // What a frame held ends with it, uncounted, and so does what is handed out of it; but of a
        // frame that is pushed and popped at once, as local_frame::pop() does, it comes from
        // outside.
        counting_.PushLocalFrame = [](JNIEnv* e, jint capacity) {
            just_pushed = true;
            return real->PushLocalFrame(e, capacity);
        };
        counting_.PopLocalFrame = [](JNIEnv* e, jobject kept) {
            const bool from_outside = std::exchange(just_pushed, false);
            const jobject given = real->PopLocalFrame(e, kept);
            return from_outside ? local(given) : given;
        };
        counting_.NewGlobalRef = [](JNIEnv* e, jobject ref) {
            count(now.calls, 1);
            count(now.globals, 1);
            return real->NewGlobalRef(e, ref);
        };
        counting_.DeleteGlobalRef = [](JNIEnv* e, jobject ref) {
            count(now.calls, 1);
            if (ref != nullptr) count(now.globals, -1);
            real->DeleteGlobalRef(e, ref);
        };
        counting_.NewWeakGlobalRef = [](JNIEnv* e, jobject ref) {
            count(now.calls, 1);
            count(now.weaks, 1);
            return real->NewWeakGlobalRef(e, ref);
        };
        counting_.DeleteWeakGlobalRef = [](JNIEnv* e, jweak ref) {
            count(now.calls, 1);
            if (ref != nullptr) count(now.weaks, -1);
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
        counting_.NewIntArray = [](JNIEnv* e, jsize size) {
            return local(real->NewIntArray(e, size));
        };
        counting_.NewObjectArray = [](JNIEnv* e, jsize size, jclass type, jobject first) {
            return local(real->NewObjectArray(e, size, type, first));
        };
        counting_.GetObjectArrayElement = [](JNIEnv* e, jobjectArray array, jsize index) {
            return local(real->GetObjectArrayElement(e, array, index));
        };
        counting_.GetObjectField = [](JNIEnv* e, jobject object, jfieldID id) {
            return local(real->GetObjectField(e, object, id));
        };
        counting_.GetStaticObjectField = [](JNIEnv* e, jclass type, jfieldID id) {
            return local(real->GetStaticObjectField(e, type, id));
        };
        // These run Java code, and native methods of the JDK come by here, too.
        counting_.FindClass = [](JNIEnv* e, const char* name) {
            const within_java uncounted;
            return local(real->FindClass(e, name), uncounted);
        };
        counting_.NewObjectV = [](JNIEnv* e, jclass type, jmethodID id, va_list arguments) {
            const within_java uncounted;
            return local(real->NewObjectV(e, type, id, arguments), uncounted);
        };
        counting_.NewObjectA = [](JNIEnv* e, jclass type, jmethodID id, const jvalue* arguments) {
            const within_java uncounted;
            return local(real->NewObjectA(e, type, id, arguments), uncounted);
        };
        counting_.CallObjectMethodA = [](JNIEnv* e, jobject object, jmethodID id,
                                         const jvalue* arguments) {
            const within_java uncounted;
            return local(real->CallObjectMethodA(e, object, id, arguments), uncounted);
        };
        counting_.CallObjectMethodV = [](JNIEnv* e, jobject object, jmethodID id,
                                         va_list arguments) {
            const within_java uncounted;
            return local(real->CallObjectMethodV(e, object, id, arguments), uncounted);
        };
        counting_.CallStaticObjectMethodA = [](JNIEnv* e, jclass type, jmethodID id,
                                               const jvalue* arguments) {
            const within_java uncounted;
            return local(real->CallStaticObjectMethodA(e, type, id, arguments), uncounted);
        };
        counting_.CallStaticObjectMethodV = [](JNIEnv* e, jclass type, jmethodID id,
                                               va_list arguments) {
            const within_java uncounted;
            return local(real->CallStaticObjectMethodV(e, type, id, arguments), uncounted);
        };
#define FFIGUARD_TEST_RUNS_JAVA(Name)                                           \
    counting_.Call##Name##MethodA = [](JNIEnv* e, jobject object, jmethodID id, \
                                       const jvalue* arguments) {               \
        const within_java uncounted;                                            \
        return real->Call##Name##MethodA(e, object, id, arguments);             \
    }
        FFIGUARD_TEST_RUNS_JAVA(Boolean);
        FFIGUARD_TEST_RUNS_JAVA(Byte);
        FFIGUARD_TEST_RUNS_JAVA(Char);
        FFIGUARD_TEST_RUNS_JAVA(Short);
        FFIGUARD_TEST_RUNS_JAVA(Int);
        FFIGUARD_TEST_RUNS_JAVA(Long);
        FFIGUARD_TEST_RUNS_JAVA(Float);
        FFIGUARD_TEST_RUNS_JAVA(Double);
        FFIGUARD_TEST_RUNS_JAVA(Void);
#undef FFIGUARD_TEST_RUNS_JAVA
        counting_.CallVoidMethodV = [](JNIEnv* e, jobject object, jmethodID id, va_list arguments) {
            const within_java uncounted;
            real->CallVoidMethodV(e, object, id, arguments);
        };
        env->functions = &counting_;
    }
    ref_balance(const ref_balance&) = delete;
    ref_balance& operator=(const ref_balance&) = delete;
    ~ref_balance() {
        env_->functions = real;
        if (java_vm_ != nullptr) java_vm_->functions = real_vm;
    }

    /// From now on also on every thread that attaches; all have detached when this ends.
    void follow_attaches(JavaVM* java_vm) {
        java_vm_ = java_vm;
        real_vm = java_vm->functions;
        following_ = *real_vm;
        following_.AttachCurrentThread = [](JavaVM* v, void** env, void* arguments) {
            return joined(real_vm->AttachCurrentThread(v, env, arguments), env);
        };
        following_.AttachCurrentThreadAsDaemon = [](JavaVM* v, void** env, void* arguments) {
            return joined(real_vm->AttachCurrentThreadAsDaemon(v, env, arguments), env);
        };
        java_vm->functions = &following_;
    }
    /// For a thread of Java's, in a native method: it counts until that ends.
    static void join(JNIEnv* env) { env->functions = counting; }
    static void leave(JNIEnv* env) { env->functions = real; }

    int locals() const { return now.locals; }
    int globals() const { return now.globals; }
    int weaks() const { return now.weaks; }
    /// Of New and Delete of local, global and weak references.
    int calls() const { return now.calls; }

private:
    struct counts {
        std::atomic<int> locals, globals, weaks, calls;
    };

    static void count(std::atomic<int>& what, int change) {
        if (!in_java) what += change;
    }
    template <class T>
    static T local(T ref) {
        just_pushed = false;
        if (ref != nullptr) count(now.locals, 1);
        return ref;
    }
    struct within_java {
        const bool before = std::exchange(in_java, true);
        ~within_java() { in_java = before; }
    };
    template <class T>
    static T local(T ref, const within_java& call) {
        just_pushed = false;
        if (ref != nullptr && !call.before) ++now.locals;
        return ref;
    }
    static jint joined(jint answer, void** env) {
        if (answer == JNI_OK) join(static_cast<JNIEnv*>(*env));
        return answer;
    }

    inline static const JNINativeInterface_* real = nullptr;
    inline static const JNINativeInterface_* counting = nullptr;
    inline static const JNIInvokeInterface_* real_vm = nullptr;
    inline static counts now{};
    inline static thread_local bool in_java = false;
    inline static thread_local bool just_pushed = false;

    JNIEnv* env_;
    JNINativeInterface_ counting_;
    JavaVM* java_vm_ = nullptr;
    JNIInvokeInterface_ following_{};
};

#endif
