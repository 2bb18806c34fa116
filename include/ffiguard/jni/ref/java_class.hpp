// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_JNI_REF_JAVA_CLASS_HPP
#define FFIGUARD_JNI_REF_JAVA_CLASS_HPP

#include <jni.h>

#include <cstddef>
#include <type_traits>

#include <ffiguard/core/config.hpp>

// The T of local_ref<T>, borrowed<T> and the others, and which reference passes for which:
//
//     struct shape {
//         static constexpr const char* java_name() noexcept { return "org/example/Shape"; }
//     };
//     struct circle {
//         static constexpr const char* java_name() noexcept { return "org/example/Circle"; }
//         using java_super = java_supers<shape, closeable>;  // or one: using java_super = shape;
//     };
//
// (A struct that derives from shape needs no java_super for it, and has the members of shape.)
//
// T is a JNI type (jstring, jintArray, ...), a struct that names a class, or java_array<T> of
// these. Only the compiler uses it: at run time every reference to an object is a jobject.
//
// A jobject is an object of a class that the compiler does not know. Every reference is one, and as
// an argument it passes for every class, unchecked, so that untyped code can call. To check the
// class, use cast().

namespace ffiguard {
inline namespace FFIGUARD_ABI {
namespace jni {

/// An array of objects, of arrays, or of what a struct names: java_array<jstring> is String[].
template <class T>
struct java_array;

/// The superclass and the interfaces of a class, if there are several: see java_super above.
template <class... Classes>
struct java_supers {};

namespace detail {

/// A struct that stands for a Java class.
template <class T, class = void>
struct names_class : std::false_type {};
template <class T>
struct names_class<T, std::void_t<decltype(T::java_name())>> : std::true_type {};

template <class T>
struct element_of {
    using type = void;
};
template <class T>
struct element_of<java_array<T>> {
    using type = T;
};
// (Not java_array<jint>: an int[] is a jintArray, and the VM crashes if you ask for its objects.)
template <class T>
constexpr bool is_java_array = !std::is_void_v<typename element_of<T>::type> &&
                               !std::is_arithmetic_v<typename element_of<T>::type>;

/// The JNI type of a T. (Also for a struct that is only declared.)
template <class T>
using native_of = std::conditional_t<std::is_pointer_v<T>, T,
                                     std::conditional_t<is_java_array<T>, jobjectArray, jobject>>;

template <class T>
constexpr bool is_jni_reference() noexcept {
    return std::is_pointer_v<T> && std::is_convertible_v<T, jobject>;
}
/// Whether T may stand in local_ref<T> and the like.
template <class T>
constexpr bool is_java_class() noexcept {
    return is_jni_reference<T>() || is_java_array<T> || names_class<T>::value;
}

template <class T>
constexpr const char* java_name_of() noexcept {
    if constexpr (std::is_same_v<T, jobject>)
        return "java/lang/Object";
    else if constexpr (std::is_same_v<T, jclass>)
        return "java/lang/Class";
    else if constexpr (std::is_same_v<T, jstring>)
        return "java/lang/String";
    else if constexpr (std::is_same_v<T, jthrowable>)
        return "java/lang/Throwable";
    else if constexpr (names_class<T>::value)
        return T::java_name();
    else
        return "";  // an array
}
constexpr bool same_name(const char* a, const char* b) noexcept {
    for (; *a == *b; ++a, ++b)
        if (*a == '\0') return true;
    return false;
}

template <class From, class To>
constexpr bool is_a() noexcept;

template <class T, class = void>
struct supers_of {
    using type = java_supers<>;
};
template <class T>
struct supers_of<T, std::void_t<typename T::java_super>> {
    using type = typename T::java_super;
};
template <class Super, class To>
struct any_is_a : std::bool_constant<is_a<Super, To>()> {};
template <class... Supers, class To>
struct any_is_a<java_supers<Supers...>, To> : std::bool_constant<(is_a<Supers, To>() || ...)> {};

/// Whether each From is a To, according to the structs. Two structs of one name are one class.
template <class From, class To>
constexpr bool is_a() noexcept {
    if constexpr (std::is_same_v<From, To> || std::is_same_v<To, jobject>) {
        return true;
    } else if constexpr (std::is_pointer_v<From> && std::is_pointer_v<To>) {
        return std::is_convertible_v<From, To>;
    } else if constexpr (is_java_array<From> && is_java_array<To>) {
        return is_a<typename element_of<From>::type, typename element_of<To>::type>();
    } else if constexpr (is_java_array<From>) {
        return std::is_same_v<To, jobjectArray> || std::is_same_v<To, jarray>;
    } else if constexpr (is_java_array<To>) {
        return std::is_same_v<From, jobjectArray> && std::is_same_v<To, java_array<jobject>>;
    } else {
        if (same_name(java_name_of<To>(), "java/lang/Object")) return true;
        if (same_name(java_name_of<From>(), java_name_of<To>())) return true;
        if constexpr (std::is_class_v<From> && std::is_class_v<To>)
            if (std::is_base_of_v<To, From>) return true;
        return any_is_a<typename supers_of<From>::type, To>::value;
    }
}

/// The T of an owner or a view; of anything else itself.
template <class Ref, class = void>
struct referent_of {
    using type = Ref;
};
template <class Ref>
struct referent_of<Ref, std::void_t<typename Ref::referent>> {
    using type = typename Ref::referent;
};
template <class Ref>
using referent_t = typename referent_of<Ref>::type;

/// Whether a Ref passes for a reference to a To.
template <class Ref, class To>
constexpr bool passes() noexcept {
    using From = referent_t<Ref>;
    if constexpr (std::is_same_v<Ref, std::nullptr_t>)
        return true;
    else if constexpr (std::is_same_v<From, Ref> && !std::is_pointer_v<Ref>)
        return std::is_convertible_v<const Ref&, native_of<To>>;
    else if constexpr (is_java_class<From>())
        return is_a<From, To>() || std::is_same_v<From, native_of<To>>;
    else
        return false;  // a jmethodID
}

/// The same reference as JNI knows it.
template <class To, class Ref>
constexpr native_of<To> raw(const Ref& ref) noexcept {
    if constexpr (std::is_same_v<referent_t<Ref>, Ref>) {
        if constexpr (std::is_pointer_v<Ref>)
            return static_cast<native_of<To>>(ref);
        else
            return ref;
    } else {
        return static_cast<native_of<To>>(ref.get());
    }
}

/// A reference as an argument of a call: any owner, even a temporary one, which lives until the
/// call has returned. Converts from everything, so that a mismatch is explained by a message.
template <class T>
class argument_of {
public:
    template <class Ref>
    constexpr argument_of(const Ref& ref) noexcept {
        static_assert(passes<Ref, T>(),
                      "ffiguard: this reference is of another Java class than the one that is "
                      "asked for here; what a class extends and implements its struct says by "
                      "java_super, and cast() asks the object");
        if constexpr (passes<Ref, T>()) ref_ = raw<T>(ref);
    }
    [[nodiscard]] constexpr native_of<T> get() const noexcept { return ref_; }

private:
    native_of<T> ref_ = nullptr;
};

}  // namespace detail
}  // namespace jni
}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
