// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_JNI_CALL_METHOD_HPP
#define FFIGUARD_JNI_CALL_METHOD_HPP

#include <jni.h>

#include <ffiguard/core/config.hpp>
#include <ffiguard/core/result.hpp>
#include <ffiguard/core/status.hpp>
#include <ffiguard/jni/call/descriptor.hpp>
#include <ffiguard/jni/call/detail/call.hpp>
#include <ffiguard/jni/call/detail/declared_class.hpp>
#include <ffiguard/jni/ref/borrowed.hpp>

namespace ffiguard {
inline namespace FFIGUARD_ABI {
namespace jni {

template <class Signature, class Of = void>
class method;
template <class Signature>
class static_method;
template <class Signature>
class constructor;

/// A method of a Java class, as a member of a struct that bind_class() fills:
///
///     struct point {
///         ...
///         method<jlong(point, jint), point> distance;
///     };
///     const auto far = points->distance(env, from, to, 2);   // from: a local_ref<point>, ...
///     if (!far) return far.status();       // the Java exception is pending: return it
///
/// The signature is checked against the class when it is bound; its types are those of
/// descriptor(). Of is the class of the object, the struct that has the member; without it the
/// compiler takes a jobject or a JNI type, but no reference that knows its class.
///
/// A call takes plain numbers, references from any owner, even a temporary one, and nullptr (null
/// is a value like any other). A reference to another class does not compile. It returns
///
///     void          a status
///     a number      result<number>
///     an object     result<local_ref<T>>, empty if the method returned null
///
/// It fails with java_exception if the method threw, and the exception stays pending; also if one
/// was pending before: then nothing is called. It fails with null if the object is null, not_found
/// if the method is not bound (an optional one that the class does not have). A jobject must be of
/// the right class: only -DFFIGUARD_CHECK_LOCAL_REFS=1, for debug builds, checks it. Then a wrong
/// class is a violation (bad_access) that names both classes, the call fails with wrong_type, and
/// nothing is called. So is a JNIEnv of another thread (wrong_thread).
///
/// Two words at most, no memory; not copied, because its id is valid only as long as the
/// bound_class keeps the class. Thread-safe.
template <class R, class... Args, class Of>
class method<R(Args...), Of> : detail::declared_class {
public:
    constexpr method() noexcept = default;
    method(method&&) noexcept = default;
    method& operator=(method&&) noexcept = default;

    [[nodiscard]] explicit operator bool() const noexcept { return id_ != nullptr; }

    FFIGUARD_HIDDEN typename detail::answer_of<R>::type operator()(
        JNIEnv* env, detail::receiver_of<Of> object,
        typename detail::java_type<Args>::argument... arguments) const noexcept {
        return detail::checked_call<R(Args...)>::run(
            env, object.get(), id_,
            [&]() noexcept { return this->check_object(env, object.get()); },
            [&](const jvalue* values) noexcept {
                return detail::java_type<R>::call(env, object.get(), id_, values);
            },
            arguments...);
    }

private:
    friend detail::member_binder;
    jmethodID id_ = nullptr;
};

/// A static method, see method: `max(env, a, b)`.
template <class R, class... Args>
class static_method<R(Args...)> {
public:
    constexpr static_method() noexcept = default;
    static_method(static_method&&) noexcept = default;
    static_method& operator=(static_method&&) noexcept = default;

    [[nodiscard]] explicit operator bool() const noexcept { return id_ != nullptr; }

    FFIGUARD_HIDDEN typename detail::answer_of<R>::type operator()(
        JNIEnv* env, typename detail::java_type<Args>::argument... arguments) const noexcept {
        return detail::checked_call<R(Args...)>::run(
            env, type_, id_,
            [&](const jvalue* values) noexcept {
                return detail::java_type<R>::call_static(env, type_, id_, values);
            },
            arguments...);
    }

private:
    friend detail::member_binder;
    jmethodID id_ = nullptr;
    jclass type_ = nullptr;
};

/// A constructor, see method: constructor<T(Args...)> returns a new T, a JNI type or the struct
/// that names the class; `make(env, args...)`.
template <class T, class... Args>
class constructor<T(Args...)> {
public:
    constexpr constructor() noexcept = default;
    constructor(constructor&&) noexcept = default;
    constructor& operator=(constructor&&) noexcept = default;

    [[nodiscard]] explicit operator bool() const noexcept { return id_ != nullptr; }

    FFIGUARD_HIDDEN typename detail::answer_of<T>::type operator()(
        JNIEnv* env, typename detail::java_type<Args>::argument... arguments) const noexcept {
        using native = typename detail::java_type<T>::native;
        static_assert(detail::is_jni_reference<native>(),
                      "ffiguard: constructor<T(Args...)> gives an object: T is a JNI reference "
                      "type or a struct with a java_name()");
        return detail::checked_call<T(Args...)>::run(
            env, type_, id_,
            [&](const jvalue* values) noexcept {
                return static_cast<native>(env->NewObjectA(type_, id_, values));
            },
            arguments...);
    }

private:
    friend detail::member_binder;
    jmethodID id_ = nullptr;
    jclass type_ = nullptr;
};

}  // namespace jni
}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
