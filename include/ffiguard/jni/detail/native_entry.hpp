// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_JNI_DETAIL_NATIVE_ENTRY_HPP
#define FFIGUARD_JNI_DETAIL_NATIVE_ENTRY_HPP

#include <jni.h>

#include <type_traits>

#include <ffiguard/core/config.hpp>
#include <ffiguard/core/error.hpp>
#include <ffiguard/core/result.hpp>
#include <ffiguard/jni/boundary.hpp>
#include <ffiguard/jni/descriptor.hpp>
#include <ffiguard/jni/detail/member_entry.hpp>
#include <ffiguard/jni/ref.hpp>

namespace ffiguard {
inline namespace FFIGUARD_ABI {
namespace jni {
namespace detail {

/// What Java gets from a body that answers Answer; see boundary().
template <class Answer, class = void>
struct java_answer {
    using type = Answer;
};
template <class Answer>
struct java_answer<Answer, std::enable_if_t<std::is_convertible_v<Answer, error>>> {
    using type = void;
};
template <class T, class E>
struct java_answer<result<T, E>> {
    using type = T;
};

/// An argument from Java as the function takes it: the VM owns it, so nothing adopts it.
template <class T>
struct from_java {
    using native = typename java_type<T>::native;
    static T cast(native value) noexcept { return value; }
};
template <>
struct from_java<bool> {
    static bool cast(jboolean value) noexcept { return value != JNI_FALSE; }
};
template <>
struct from_java<token> {
    static token cast(jlong value) noexcept { return from_jlong(value); }
};
template <class T>
struct from_java<local_ref<T>> {
    static_assert(!std::is_same_v<T, T>,
                  "ffiguard: the VM owns the arguments of a native method: take a borrowed<T>");
};
template <class T>
struct from_java<global_ref<T>> : from_java<local_ref<T>> {};

template <class Self>
constexpr member_kind kind_of_self() noexcept {
    constexpr bool of_class =
        std::is_same_v<Self, jclass> || std::is_same_v<Self, borrowed<jclass>>;
    constexpr bool of_object =
        std::is_same_v<Self, jobject> || std::is_same_v<Self, borrowed<jobject>>;
    static_assert(of_class || of_object,
                  "ffiguard: the second parameter of a native method is the object, or for a "
                  "static one the class: borrowed<jobject> or borrowed<jclass>");
    return of_class ? member_kind::of_class : member_kind::of_object;
}

/// The C++ function as the compiler sees it, and the function that the VM calls.
template <auto Function, class Type>
struct native_function {
    static_assert(!std::is_same_v<Type, Type>,
                  "ffiguard: a native method is a function that takes JNIEnv*, the object or the "
                  "class, and what Java passes");
};
template <auto Function, class R, class Self, class... Args>
struct native_function<Function, R (*)(JNIEnv*, Self, Args...)> {
    using answer = typename java_type<typename java_answer<R>::type>::native;
    using signature = typename java_answer<R>::type(std::decay_t<Args>...);
    static constexpr member_kind kind() noexcept { return kind_of_self<std::decay_t<Self>>(); }

    FFIGUARD_HIDDEN static answer JNICALL
    entry(JNIEnv* env, typename java_type<std::decay_t<Self>>::native self,
          typename java_type<std::decay_t<Args>>::native... args) {
        return boundary(env, [&] {
            return Function(env, from_java<std::decay_t<Self>>::cast(self),
                            from_java<std::decay_t<Args>>::cast(args)...);
        });
    }
};
template <auto Function, class R, class Self, class... Args>
struct native_function<Function, R (*)(JNIEnv*, Self, Args...) noexcept>
    : native_function<Function, R (*)(JNIEnv*, Self, Args...)> {};

/// Whether a signature says of each type what the function says of it.
template <class Written, class Seen>
struct same_native : std::false_type {};
template <class R, class... Args, class SeenR, class... SeenArgs>
struct same_native<R(Args...), SeenR(SeenArgs...)>
    : std::bool_constant<
          std::is_same_v<void(typename java_type<Args>::native...),
                         void(typename java_type<SeenArgs>::native...)> &&
          std::is_same_v<typename java_type<R>::native, typename java_type<SeenR>::native>> {};

template <class Signature>
struct native_entry {
    const char* name;
    fixed_text<java_type<Signature>::length()> text;
    void* function;
    member_kind kind;
};

}  // namespace detail
}  // namespace jni
}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
