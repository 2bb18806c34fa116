// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_JNI_CALL_DETAIL_CALL_HPP
#define FFIGUARD_JNI_CALL_DETAIL_CALL_HPP

#include <jni.h>

#include <type_traits>
#include <utility>

#include <ffiguard/core/config.hpp>
#include <ffiguard/core/result.hpp>
#include <ffiguard/core/status.hpp>
#include <ffiguard/jni/call/detail/declared_class.hpp>
#include <ffiguard/jni/call/detail/java_type.hpp>
#include <ffiguard/jni/detail/critical.hpp>

namespace ffiguard {
inline namespace FFIGUARD_ABI {
namespace jni {
namespace detail {

template <class R>
struct answer_of {
    using type = result<typename java_type<R>::owned>;
};
template <>
struct answer_of<void> {
    using type = status;
};

template <bool HasText, class... Args>
struct argument_values {
    explicit argument_values(JNIEnv*, typename java_type<Args>::argument... arguments) noexcept {
        // An argument may be one byte of its eight; a VM may copy them all.
        for (jvalue& value : values) value.j = 0;
        [[maybe_unused]] jvalue* next = values;
        (java_type<Args>::put(*next++, java_type<Args>::unwrap(arguments)), ...);
    }
    static constexpr status made() noexcept { return {}; }
    jvalue values[sizeof...(Args) + 1];
};
template <class... Args>
using argument_list = argument_values<(java_text<Args>::value || ...), Args...>;

/// Calls use() with what JNI takes for an argument.
template <class T, class Use>
FFIGUARD_HIDDEN status with_native([[maybe_unused]] JNIEnv* env,
                                   const typename java_type<T>::argument& value,
                                   Use&& use) noexcept {
    if constexpr (java_text<T>::value)
        return java_text<T>::with(env, value, use);
    else
        use(java_type<T>::unwrap(value));
    return {};
}

/// The object of the member, if the member does not name its class.
class any_receiver : public argument_of<jobject> {
public:
    template <class Ref>
    constexpr any_receiver(const Ref& ref) noexcept : argument_of<jobject>(ref) {
        static_assert(!names_class<referent_t<Ref>>::value,
                      "ffiguard: a member of this object has to say its class: "
                      "method<R(Args...), T>, field<T, Class>");
    }
};
template <class Of>
using receiver_of = std::conditional_t<std::is_void_v<Of>, any_receiver, argument_of<Of>>;

/// What is asked before the use of a field with a number. Not for a pending exception: none can
/// come of it, and the question would cost six times the field.
[[nodiscard]] FFIGUARD_RARE inline status why_not_ready(const void* target,
                                                        const void* id) noexcept {
    if (id == nullptr) return status_code::not_found;
    if (target == nullptr) return status_code::null;
    static_cast<void>(outside_critical("JNI inside of a critical_view"));  // reports it
    return status_code::in_use;
}
[[nodiscard]] FFIGUARD_HIDDEN inline status ready_for_field(JNIEnv* env, const void* target,
                                                            const void* id) noexcept {
    const bool is_ready = id != nullptr && target != nullptr && critical_depth_ == 0;
    return is_ready ? detail::check_env(env) : why_not_ready(target, id);
}
[[nodiscard]] FFIGUARD_HIDDEN inline status ready_for(JNIEnv* env, const void* target,
                                                      const void* id) noexcept {
    if (const status ready = ready_for_field(env, target, id); !ready.ok()) return ready;
    return env->ExceptionCheck() == JNI_TRUE ? status_code::java_exception : status_code::ok;
}

template <class T>
struct field_type : java_type<T> {
    static status ready(JNIEnv* env, const void* target, const void* id) noexcept {
        if constexpr (std::is_convertible_v<typename java_type<T>::native, jobject>)
            return ready_for(env, target, id);
        else
            return ready_for_field(env, target, id);
    }
};

/// The call of a member with this signature: what is asked before it, its arguments, and what is
/// asked behind it. Takes charge of what it gives; never drops what it throws. is_object() checks
/// the class of the target, or is nullptr. none_pending: the caller has checked that. (The class is
/// hidden: clang 14 ignores it at a template in a class template.)
template <class R, class... Args>
struct FFIGUARD_HIDDEN checked_call {
    template <class IsObject, class Call>
    static typename answer_of<R>::type run(
        bool none_pending, JNIEnv* env, const void* target, const void* id,
        const IsObject& is_object, const Call& call,
        typename java_type<Args>::argument... arguments) noexcept {
        if (const status ready = ready_for_field(env, target, id); !ready.ok()) return ready;
        if (!none_pending && env->ExceptionCheck() == JNI_TRUE) return status_code::java_exception;
        if constexpr (!std::is_null_pointer_v<IsObject>)
            if (const status wrong = is_object(); !wrong.ok()) return wrong;
        const argument_list<Args...> list(env, arguments...);
        if (const status wrong = check_arguments<Args...>(env, list); !wrong.ok()) return wrong;
        if constexpr (std::is_void_v<R>) {
            call(list.values);
            return env->ExceptionCheck() == JNI_TRUE ? status_code::java_exception
                                                     : status_code::ok;
        } else {
            auto got = java_type<R>::own(env, call(list.values));
            if (env->ExceptionCheck() == JNI_TRUE) return status_code::java_exception;
            return got;
        }
    }
};

}  // namespace detail
}  // namespace jni
}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
