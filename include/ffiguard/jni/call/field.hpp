// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_JNI_CALL_FIELD_HPP
#define FFIGUARD_JNI_CALL_FIELD_HPP

#include <jni.h>

#include <ffiguard/core/config.hpp>
#include <ffiguard/core/result.hpp>
#include <ffiguard/core/status.hpp>
#include <ffiguard/jni/call/detail/call.hpp>
#include <ffiguard/jni/call/detail/declared_class.hpp>
#include <ffiguard/jni/call/detail/java_type.hpp>
#include <ffiguard/jni/ref/borrowed.hpp>

namespace ffiguard {
inline namespace FFIGUARD_ABI {
namespace jni {

/// A field of a Java class, as a member of a struct that bind_class() fills; T as in
/// descriptor(), Of the class of the object. Types, errors and threads as of method.
///
/// A number costs little more than GetIntField: get() does not check for a pending exception,
/// because it cannot raise one. Check for the exception of an earlier call first; -Xcheck:jni
/// reports if you did not. For an object, get() then fails with java_exception, as a method does.
///
/// The result of get() is owned. set() does not check whether the field is final; the VM does not
/// either.
template <class T, class Of = void>
class field : detail::declared_class {
    using type = detail::field_type<T>;

public:
    constexpr field() noexcept = default;
    field(field&&) noexcept = default;
    field& operator=(field&&) noexcept = default;

    [[nodiscard]] explicit operator bool() const noexcept { return id_ != nullptr; }

    FFIGUARD_HIDDEN result<typename type::owned> get(
        JNIEnv* env, detail::receiver_of<Of> object) const noexcept {
        if (const status ready = type::ready(env, object.get(), id_); !ready.ok()) return ready;
        if (const status wrong = this->check_object(env, object.get()); !wrong.ok()) return wrong;
        return type::own(env, type::get(env, object.get(), id_));
    }
    FFIGUARD_HIDDEN status set(JNIEnv* env, detail::receiver_of<Of> object,
                               typename type::argument value) const noexcept {
        if (const status ready = type::ready(env, object.get(), id_); !ready.ok()) return ready;
        if (const status wrong = this->check_object(env, object.get()); !wrong.ok()) return wrong;
        if (const status wrong = detail::check_value<T>(env, value); !wrong.ok()) return wrong;
        return detail::with_native<T>(
            env, value, [&](auto native) noexcept { type::set(env, object.get(), id_, native); });
    }

private:
    friend detail::member_binder;
    jfieldID id_ = nullptr;
};

/// A static field: get(env), set(env, value). See field.
template <class T>
class static_field {
    using type = detail::field_type<T>;

public:
    constexpr static_field() noexcept = default;
    static_field(static_field&&) noexcept = default;
    static_field& operator=(static_field&&) noexcept = default;

    [[nodiscard]] explicit operator bool() const noexcept { return id_ != nullptr; }

    FFIGUARD_HIDDEN result<typename type::owned> get(JNIEnv* env) const noexcept {
        if (const status ready = type::ready(env, type_, id_); !ready.ok()) return ready;
        return type::own(env, type::get_static(env, type_, id_));
    }
    FFIGUARD_HIDDEN status set(JNIEnv* env, typename type::argument value) const noexcept {
        if (const status ready = type::ready(env, type_, id_); !ready.ok()) return ready;
        if (const status wrong = detail::check_value<T>(env, value); !wrong.ok()) return wrong;
        return detail::with_native<T>(
            env, value, [&](auto native) noexcept { type::set_static(env, type_, id_, native); });
    }

private:
    friend detail::member_binder;
    jfieldID id_ = nullptr;
    jclass type_ = nullptr;
};

}  // namespace jni
}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
