// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_JNI_JDK_BOX_HPP
#define FFIGUARD_JNI_JDK_BOX_HPP

#include <jni.h>

#include <type_traits>

#include <ffiguard/core/config.hpp>
#include <ffiguard/core/error.hpp>
#include <ffiguard/core/result.hpp>
#include <ffiguard/jni/call/class.hpp>
#include <ffiguard/jni/call/method.hpp>

// Boxed primitives: Integer, Long, Boolean and so on. Not in jni.hpp, like all of jni/jdk/.

namespace ffiguard {
inline namespace FFIGUARD_ABI {
namespace jni {

/// java.lang.Number, the superclass of all boxes but Boolean's and Character's.
struct java_number {
    static constexpr const char* java_name() noexcept { return "java/lang/Number"; }
    method<jint(), java_number> int_value;
    method<jlong(), java_number> long_value;
    method<jdouble(), java_number> double_value;
};
/// java_exception or out_of_memory, as bind_class(): the JDK has the class.
[[nodiscard]] FFIGUARD_HIDDEN inline result<bound_class<java_number>, error> bind_number(
    JNIEnv* env) noexcept {
    return jni::bind_class<java_number>(env, member("intValue", &java_number::int_value),
                                        member("longValue", &java_number::long_value),
                                        member("doubleValue", &java_number::double_value));
}

namespace detail {

template <class T>
struct box_of {
    static_assert(!std::is_same_v<T, T>,
                  "ffiguard: java_box<T> takes bool, jbyte, jchar, jshort, jint, jlong, jfloat or "
                  "jdouble");
};
#define FFIGUARD_JNI_BOX(native, Name, getter, Super)                               \
    template <>                                                                     \
    struct box_of<native> {                                                         \
        using super = Super;                                                        \
        static constexpr const char* name() noexcept { return "java/lang/" #Name; } \
        static constexpr const char* value() noexcept { return #getter "Value"; }   \
    }
FFIGUARD_JNI_BOX(bool, Boolean, boolean, java_supers<>);
FFIGUARD_JNI_BOX(jbyte, Byte, byte, java_number);
FFIGUARD_JNI_BOX(jchar, Character, char, java_supers<>);
FFIGUARD_JNI_BOX(jshort, Short, short, java_number);
FFIGUARD_JNI_BOX(jint, Integer, int, java_number);
FFIGUARD_JNI_BOX(jlong, Long, long, java_number);
FFIGUARD_JNI_BOX(jfloat, Float, float, java_number);
FFIGUARD_JNI_BOX(jdouble, Double, double, java_number);
#undef FFIGUARD_JNI_BOX

}  // namespace detail

/// The class of a boxed T: java_box<jint> is java.lang.Integer. For signatures and references:
///
///     method<java_box<jint>(), user> age;                       // Integer age()
///     static_field<java_box<bool>> enabled;
///
/// bind_box() makes and reads them:
///
///     const auto integers = bind_box<jint>(env);                // once
///     const auto boxed = (*integers)->wrap(env, 5);             // Integer.valueOf(5)
///     const auto value = (*integers)->value(env, *boxed);       // a jint; null for a null box
///
/// A list of them is a java_list<java_box<jint>>.
template <class T>
struct java_box {
    using value_type = T;
    using java_super = typename detail::box_of<T>::super;
    static constexpr const char* java_name() noexcept { return detail::box_of<T>::name(); }

    static_method<java_box(T)> wrap;
    method<T(), java_box> value;
};

/// java_exception or out_of_memory, as bind_class(): the JDK has all of these.
template <class T>
[[nodiscard]] FFIGUARD_HIDDEN result<bound_class<java_box<T>>, error> bind_box(
    JNIEnv* env) noexcept {
    return jni::bind_class<java_box<T>>(env, member("valueOf", &java_box<T>::wrap),
                                        member(detail::box_of<T>::value(), &java_box<T>::value));
}

}  // namespace jni
}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
