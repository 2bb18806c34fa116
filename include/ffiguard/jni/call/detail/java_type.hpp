// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_JNI_CALL_DETAIL_JAVA_TYPE_HPP
#define FFIGUARD_JNI_CALL_DETAIL_JAVA_TYPE_HPP

#include <jni.h>

#include <cstddef>
#include <type_traits>

#include <ffiguard/core/config.hpp>
#include <ffiguard/core/token.hpp>
#include <ffiguard/jni/data/peer.hpp>
#include <ffiguard/jni/ref/java_class.hpp>
#include <ffiguard/jni/ref/local_ref.hpp>

namespace ffiguard {
inline namespace FFIGUARD_ABI {
namespace jni {

namespace detail {

/// Text that is a constant expression.
template <std::size_t Size>
struct fixed_text {
    char text[Size + 1];
    [[nodiscard]] constexpr const char* c_str() const noexcept { return text; }
    [[nodiscard]] static constexpr std::size_t size() noexcept { return Size; }
};

constexpr std::size_t length_of(const char* text) noexcept {
    std::size_t length = 0;
    while (text[length] != '\0') ++length;
    return length;
}
constexpr char* append(char* to, const char* text) noexcept {
    while (*text != '\0') *to++ = *text++;
    return to;
}

constexpr bool is_binary_name(const char* name) noexcept {
    if (*name == '\0' || *name == '[') return false;
    for (; *name != '\0'; ++name)
        if (*name == '.' || *name == ';') return false;
    return true;
}

// For each C++ type that a signature may name:
//   native              what crosses JNI
//   argument, unwrap()  what a call takes, and the native of it
//   owned, own()        what a call gives, of the native
//   length(), write()   its descriptor
//   call(), get(), ...  the JNI functions of the type
template <class T>
struct java_type;
/// Text that is a String in Java: call/text.hpp says which.
template <class T>
struct java_text : std::false_type {};

template <class Native, char Letter, Native jvalue::*Member, auto Call, auto CallStatic, auto Get,
          auto Set, auto GetStatic, auto SetStatic>
struct primitive {
    using native = Native;
    using argument = Native;
    using owned = Native;

    static constexpr std::size_t length() noexcept { return 1; }
    static constexpr char* write(char* to) noexcept {
        *to = Letter;
        return to + 1;
    }
    static Native unwrap(Native value) noexcept { return value; }
    static Native own(JNIEnv*, Native value) noexcept { return value; }
    static void put(jvalue& into, Native value) noexcept { into.*Member = value; }

    static Native call(JNIEnv* env, jobject object, jmethodID id, const jvalue* with) noexcept {
        return (env->*Call)(object, id, with);
    }
    static Native call_static(JNIEnv* env, jclass type, jmethodID id, const jvalue* with) noexcept {
        return (env->*CallStatic)(type, id, with);
    }
    static Native get(JNIEnv* env, jobject object, jfieldID id) noexcept {
        return (env->*Get)(object, id);
    }
    static Native get_static(JNIEnv* env, jclass type, jfieldID id) noexcept {
        return (env->*GetStatic)(type, id);
    }
    static void set(JNIEnv* env, jobject object, jfieldID id, Native value) noexcept {
        (env->*Set)(object, id, value);
    }
    static void set_static(JNIEnv* env, jclass type, jfieldID id, Native value) noexcept {
        (env->*SetStatic)(type, id, value);
    }
};

#define FFIGUARD_JNI_TYPE(type, ...) \
    template <>                      \
    struct java_type<type> : __VA_ARGS__ {}
#define FFIGUARD_JNI_PRIMITIVE(native, letter, member, Name)                 \
    primitive<native, letter, &jvalue::member, &JNIEnv::Call##Name##MethodA, \
              &JNIEnv::CallStatic##Name##MethodA, &JNIEnv::Get##Name##Field, \
              &JNIEnv::Set##Name##Field, &JNIEnv::GetStatic##Name##Field,    \
              &JNIEnv::SetStatic##Name##Field>
// HotSpot takes the lowest bit of a jboolean in one place, and any bit in another.
template <>
struct java_type<jboolean> : FFIGUARD_JNI_PRIMITIVE(jboolean, 'Z', z, Boolean) {
    static jboolean unwrap(jboolean value) noexcept {
        return static_cast<jboolean>(value != JNI_FALSE ? JNI_TRUE : JNI_FALSE);
    }
};
FFIGUARD_JNI_TYPE(jbyte, FFIGUARD_JNI_PRIMITIVE(jbyte, 'B', b, Byte));
FFIGUARD_JNI_TYPE(jchar, FFIGUARD_JNI_PRIMITIVE(jchar, 'C', c, Char));
FFIGUARD_JNI_TYPE(jshort, FFIGUARD_JNI_PRIMITIVE(jshort, 'S', s, Short));
FFIGUARD_JNI_TYPE(jint, FFIGUARD_JNI_PRIMITIVE(jint, 'I', i, Int));
FFIGUARD_JNI_TYPE(jlong, FFIGUARD_JNI_PRIMITIVE(jlong, 'J', j, Long));
FFIGUARD_JNI_TYPE(jfloat, FFIGUARD_JNI_PRIMITIVE(jfloat, 'F', f, Float));
FFIGUARD_JNI_TYPE(jdouble, FFIGUARD_JNI_PRIMITIVE(jdouble, 'D', d, Double));
#undef FFIGUARD_JNI_PRIMITIVE

/// A bool and nothing that converts to it, as every pointer does.
class exactly_bool {
public:
    template <class T, std::enable_if_t<std::is_same_v<T, bool>, int> = 0>
    constexpr exactly_bool(T value) noexcept : value_(value) {}
    [[nodiscard]] constexpr bool get() const noexcept { return value_; }

private:
    bool value_;
};

/// As its base in Java, as itself in C++.
template <>
struct java_type<bool> : java_type<jboolean> {
    using argument = exactly_bool;
    using owned = bool;
    static jboolean unwrap(exactly_bool value) noexcept {
        return static_cast<jboolean>(value.get() ? JNI_TRUE : JNI_FALSE);
    }
    static bool own(JNIEnv*, jboolean value) noexcept { return value != JNI_FALSE; }
};
template <>
struct java_type<token> : java_type<jlong> {
    using argument = token;
    using owned = token;
    static jlong unwrap(token value) noexcept { return to_jlong(value); }
    static token own(JNIEnv*, jlong value) noexcept { return from_jlong(value); }
};

template <>
struct java_type<void> {
    using native = void;

    static constexpr std::size_t length() noexcept { return 1; }
    static constexpr char* write(char* to) noexcept {
        *to = 'V';
        return to + 1;
    }
    static void call(JNIEnv* env, jobject object, jmethodID id, const jvalue* with) noexcept {
        env->CallVoidMethodA(object, id, with);
    }
    static void call_static(JNIEnv* env, jclass type, jmethodID id, const jvalue* with) noexcept {
        env->CallStaticVoidMethodA(type, id, with);
    }
};

template <class T>
struct reference {
    using native = native_of<T>;
    using argument = argument_of<T>;
    using owned = local_ref<T>;

    static native unwrap(argument_of<T> value) noexcept { return value.get(); }
    static local_ref<T> own(JNIEnv* env, native value) noexcept {
        return adopting::local<T>(env, value);
    }
    static void put(jvalue& into, native value) noexcept { into.l = value; }

    static native call(JNIEnv* env, jobject object, jmethodID id, const jvalue* with) noexcept {
        return static_cast<native>(env->CallObjectMethodA(object, id, with));
    }
    static native call_static(JNIEnv* env, jclass type, jmethodID id, const jvalue* with) noexcept {
        return static_cast<native>(env->CallStaticObjectMethodA(type, id, with));
    }
    static native get(JNIEnv* env, jobject object, jfieldID id) noexcept {
        return static_cast<native>(env->GetObjectField(object, id));
    }
    static native get_static(JNIEnv* env, jclass type, jfieldID id) noexcept {
        return static_cast<native>(env->GetStaticObjectField(type, id));
    }
    static void set(JNIEnv* env, jobject object, jfieldID id, native value) noexcept {
        env->SetObjectField(object, id, value);
    }
    static void set_static(JNIEnv* env, jclass type, jfieldID id, native value) noexcept {
        env->SetStaticObjectField(type, id, value);
    }
};

template <class T>
struct object_type : reference<T> {
    static constexpr std::size_t length() noexcept { return length_of(java_name_of<T>()) + 2; }
    static constexpr char* write(char* to) noexcept {
        return append(append(append(to, "L"), java_name_of<T>()), ";");
    }
};
FFIGUARD_JNI_TYPE(jobject, object_type<jobject>);
FFIGUARD_JNI_TYPE(jclass, object_type<jclass>);
FFIGUARD_JNI_TYPE(jstring, object_type<jstring>);
FFIGUARD_JNI_TYPE(jthrowable, object_type<jthrowable>);

template <class T, class Element>
struct array_type : reference<T> {
    static constexpr std::size_t length() noexcept { return java_type<Element>::length() + 1; }
    static constexpr char* write(char* to) noexcept {
        return java_type<Element>::write(append(to, "["));
    }
};
FFIGUARD_JNI_TYPE(jbooleanArray, array_type<jbooleanArray, jboolean>);
FFIGUARD_JNI_TYPE(jbyteArray, array_type<jbyteArray, jbyte>);
FFIGUARD_JNI_TYPE(jcharArray, array_type<jcharArray, jchar>);
FFIGUARD_JNI_TYPE(jshortArray, array_type<jshortArray, jshort>);
FFIGUARD_JNI_TYPE(jintArray, array_type<jintArray, jint>);
FFIGUARD_JNI_TYPE(jlongArray, array_type<jlongArray, jlong>);
FFIGUARD_JNI_TYPE(jfloatArray, array_type<jfloatArray, jfloat>);
FFIGUARD_JNI_TYPE(jdoubleArray, array_type<jdoubleArray, jdouble>);
FFIGUARD_JNI_TYPE(jobjectArray, array_type<jobjectArray, jobject>);
#undef FFIGUARD_JNI_TYPE
template <class Element>
struct java_type<java_array<Element>> : array_type<java_array<Element>, Element> {
    static_assert(!std::is_arithmetic_v<Element> && !std::is_void_v<Element>,
                  "ffiguard: java_array<T> is an array of objects; for primitive types say "
                  "jintArray, jbyteArray, ...");
};

// A struct may name itself in the signatures of its members, while it is not complete: so it is
// inspected only when the descriptor is made.
template <class T>
struct java_type : reference<T> {
    static constexpr std::size_t length() noexcept { return named().length(); }
    static constexpr char* write(char* to) noexcept { return named().write(to); }

private:
    static constexpr auto named() noexcept {
        static_assert(names_class<T>::value,
                      "ffiguard: no Java type stands for this C++ type; a signature is made of "
                      "void, bool, the primitive types of jni.h, token, its reference types, "
                      "java_array<T>, structs with a static java_name(), and with "
                      "<ffiguard/jni/call/text.hpp> std::string and std::string_view");
        if constexpr (names_class<T>::value) {
            static_assert(is_binary_name(T::java_name()),
                          "ffiguard: java_name() is written with slashes: org/example/Listener");
            return object_type<T>();
        } else {
            return java_type<jobject>();
        }
    }
};

template <class Signature>
struct signature;
template <class R, class... Args>
struct signature<R(Args...)> {
    static constexpr std::size_t length() noexcept {
        return (java_type<Args>::length() + ... + (2 + java_type<R>::length()));
    }
    static constexpr char* write(char* to) noexcept {
        to = append(to, "(");
        ((to = java_type<Args>::write(to)), ...);
        return java_type<R>::write(append(to, ")"));
    }
};
template <class R, class... Args>
struct java_type<R(Args...)> : signature<R(Args...)> {};

}  // namespace detail
}  // namespace jni
}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
