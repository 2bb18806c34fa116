// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_JNI_CALL_NONVIRTUAL_HPP
#define FFIGUARD_JNI_CALL_NONVIRTUAL_HPP

#include <jni.h>

#include <type_traits>

#include <ffiguard/core/config.hpp>
#include <ffiguard/core/status.hpp>
#include <ffiguard/jni/call/detail/call.hpp>
#include <ffiguard/jni/call/detail/declared_class.hpp>
#include <ffiguard/jni/call/detail/member_entry.hpp>

// Not in jni/call.hpp: rarely needed.

namespace ffiguard {
inline namespace FFIGUARD_ABI {
namespace jni {

namespace detail {

/// CallNonvirtual<Type>MethodA for a method's result.
template <class Native>
struct nonvirtual_call {
    static Native call(JNIEnv* env, jobject object, jclass type, jmethodID id,
                       const jvalue* with) noexcept {
        return static_cast<Native>(env->CallNonvirtualObjectMethodA(object, type, id, with));
    }
};
#define FFIGUARD_JNI_NONVIRTUAL(native, Name)                                      \
    template <>                                                                    \
    struct nonvirtual_call<native> {                                               \
        static native call(JNIEnv* env, jobject object, jclass type, jmethodID id, \
                           const jvalue* with) noexcept {                          \
            return env->CallNonvirtual##Name##MethodA(object, type, id, with);     \
        }                                                                          \
    }
FFIGUARD_JNI_NONVIRTUAL(void, Void);
FFIGUARD_JNI_NONVIRTUAL(jboolean, Boolean);
FFIGUARD_JNI_NONVIRTUAL(jbyte, Byte);
FFIGUARD_JNI_NONVIRTUAL(jchar, Char);
FFIGUARD_JNI_NONVIRTUAL(jshort, Short);
FFIGUARD_JNI_NONVIRTUAL(jint, Int);
FFIGUARD_JNI_NONVIRTUAL(jlong, Long);
FFIGUARD_JNI_NONVIRTUAL(jfloat, Float);
FFIGUARD_JNI_NONVIRTUAL(jdouble, Double);
#undef FFIGUARD_JNI_NONVIRTUAL

}  // namespace detail

template <class Signature, class Of>
class nonvirtual_method;

/// A method as the class Of has it, even if the object's own class overrides it: like
/// `super.name()` in Java, for an object of Of or of a class that extends it.
///
///     struct talk {
///         static constexpr const char* java_name() noexcept { return "org/example/Talk"; }
///         nonvirtual_method<void(jint), talk> say;
///     };
///     bind_class<talk>(env, member("say", &talk::say));
///     talks->say(env, object, 1);      // Talk's, also of a Talk that is a LoudTalk
///
/// Signature, errors and threads as in method. An abstract method fails with java_exception
/// (AbstractMethodError is pending).
template <class R, class... Args, class Of>
class nonvirtual_method<R(Args...), Of> : detail::declared_class {
    static_assert(detail::is_java_class<Of>() || std::is_class_v<Of>,
                  "ffiguard: nonvirtual_method<R(Args...), C> says the class C whose method it is");

public:
    constexpr nonvirtual_method() noexcept = default;
    nonvirtual_method(nonvirtual_method&&) noexcept = default;
    nonvirtual_method& operator=(nonvirtual_method&&) noexcept = default;

    [[nodiscard]] explicit operator bool() const noexcept { return id_ != nullptr; }

    FFIGUARD_HIDDEN typename detail::answer_of<R>::type operator()(
        JNIEnv* env, detail::argument_of<Of> object,
        typename detail::java_type<Args>::argument... arguments) const noexcept {
        return detail::checked_call<R(Args...)>::run(
            env, object.get(), id_,
            [&]() noexcept { return this->check_object(env, object.get()); },
            [&](const jvalue* values) noexcept {
                using native = typename detail::java_type<R>::native;
                return detail::nonvirtual_call<native>::call(env, object.get(), type_, id_, values);
            },
            arguments...);
    }

private:
    friend detail::member_binder;
    void bind(const detail::member_binder& to, const char* name, bool required) noexcept {
        if (name != nullptr && name[0] == '<')
            return to.missing.add(status_code::invalid_argument, name, " is no method");
        id_ = to.template method_of<R(Args...)>(name, detail::member_kind::of_object, required);
        type_ = to.type;
        to.declare(*this);
    }

    jmethodID id_ = nullptr;
    jclass type_ = nullptr;
};

namespace detail {
template <class Type, class Of, class Otherwise>
struct class_of<nonvirtual_method<Type, Of>, Otherwise> {
    using type = Of;
};
}  // namespace detail

}  // namespace jni
}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
