// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_JNI_CALL_DESCRIPTOR_HPP
#define FFIGUARD_JNI_CALL_DESCRIPTOR_HPP

#include <ffiguard/core/config.hpp>
#include <ffiguard/jni/call/detail/java_type.hpp>

namespace ffiguard {
inline namespace FFIGUARD_ABI {
namespace jni {

/// The descriptor of a type or a method, as JNI writes it, made by the compiler:
///
///     struct listener {
///         static constexpr const char* java_name() noexcept { return "org/example/Listener"; }
///     };
///     descriptor<void(jint, listener)>().c_str()  // "(ILorg/example/Listener;)V"
///
/// Types, and what they are in Java:
///
///     void, bool or jboolean, jbyte, jchar, jshort, jint, jlong, jfloat, jdouble
///     token                                        long
///     jobject, jclass, jstring, jthrowable         Object, Class, String, Throwable
///     jintArray, ..., jobjectArray                 int[], ..., Object[]
///     a struct with a static java_name()           the class with that name
///     java_array<T>                                T[], of objects or arrays
///     std::string, std::string_view                String, with call/text.hpp
///
/// The name is written with slashes, a nested class as Outer$Inner. java_name() is a
/// function, because a static data member would be a symbol that keeps a plugin built
/// with g++ from being unloaded. Any other type is a compile error.
///
/// A value: no memory, nothing to release.
template <class T>
[[nodiscard]] constexpr auto descriptor() noexcept {
    using type = detail::java_type<T>;
    detail::fixed_text<type::length()> made{};
    type::write(made.text);
    return made;
}

}  // namespace jni
}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
