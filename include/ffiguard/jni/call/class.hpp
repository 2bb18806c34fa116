// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_JNI_CALL_CLASS_HPP
#define FFIGUARD_JNI_CALL_CLASS_HPP

#include <jni.h>

#include <type_traits>
#include <utility>

#include <ffiguard/core/config.hpp>
#include <ffiguard/core/error.hpp>
#include <ffiguard/core/result.hpp>
#include <ffiguard/core/status.hpp>
#include <ffiguard/jni/call/detail/member_entry.hpp>
#include <ffiguard/jni/call/field.hpp>
#include <ffiguard/jni/call/method.hpp>
#include <ffiguard/jni/data/object_array.hpp>
#include <ffiguard/jni/error/exception.hpp>
#include <ffiguard/jni/loader/class_loader.hpp>
#include <ffiguard/jni/ref/borrowed.hpp>
#include <ffiguard/jni/ref/cast.hpp>

namespace ffiguard {
inline namespace FFIGUARD_ABI {
namespace jni {

/// A Java class and the ids of its members, which are valid as long as the class is loaded: a
/// global reference to it, and the struct that bind_class() filled.
///
///     listeners->on_line(env, object, text);
///
/// Move-only. Fill it once; then any thread may read it. Make it a member of the object that uses
/// the class, such as a worker, or a static variable that JNI_OnLoad assigns to. The reference ends
/// as a global_ref does. Empty when default constructed or moved-from: all members unbound.
///
/// While it lives, neither the class nor its class loader is unloaded, nor anything else of that
/// loader, including this shared object: with a static variable never. For a class of the JDK that
/// is harmless. For a class of an application, which a server loads again and again, use a
/// weak_bound_class.
template <class Class>
class bound_class {
public:
    bound_class() noexcept = default;
    bound_class(bound_class&& other) noexcept
        : type_(std::move(other.type_)), members_(std::exchange(other.members_, Class())) {}
    bound_class& operator=(bound_class&& other) noexcept {
        if (this == &other) return *this;
        type_ = std::move(other.type_);
        members_ = std::exchange(other.members_, Class());
        return *this;
    }

    [[nodiscard]] explicit operator bool() const noexcept { return static_cast<bool>(type_); }
    /// The class itself, for cast() and IsInstanceOf. Null if this is empty.
    [[nodiscard]] borrowed<jclass> type() const noexcept { return type_; }
    [[nodiscard]] const Class* operator->() const noexcept { return &members_; }

private:
    template <class Bound, class... Entries>
    friend result<bound_class<Bound>, error> bind_class(JNIEnv* env,
                                                        const Entries&... members) noexcept;

    global_ref<jclass> type_;
    Class members_{};
};

/// A method, static_method, field or static_field that the class must have; name in ASCII.
template <class Class, class Member>
[[nodiscard]] constexpr detail::member_entry<Class, Member> member(const char* name,
                                                                   Member Class::*which) noexcept {
    return {name, which, true};
}
/// A constructor that the class must have.
template <class Class, class T, class... Args>
[[nodiscard]] constexpr detail::constructor_entry<Class, T, Args...> member(
    constructor<T(Args...)> Class::*which) noexcept {
    return {which, true};
}
template <class Class, class Signature>
void member(const char* name, constructor<Signature> Class::*which) = delete;  // it has no name

/// A member that stays unbound if the class does not have it, as of a newer version: test it before
/// use.
template <class Class, class Member>
[[nodiscard]] constexpr detail::member_entry<Class, Member> optional_member(
    const char* name, Member Class::*which) noexcept {
    return {name, which, false};
}
template <class Class, class T, class... Args>
[[nodiscard]] constexpr detail::constructor_entry<Class, T, Args...> optional_member(
    constructor<T(Args...)> Class::*which) noexcept {
    return {which, false};
}
template <class Class, class Signature>
void optional_member(const char* name, constructor<Signature> Class::*which) = delete;

/// Finds a Java class and the listed members, all or nothing:
///
///     struct listener {
///         static constexpr const char* java_name() noexcept { return "org/example/Listener"; }
///         constructor<listener()> make;
///         method<void(jstring)> on_line;
///         method<jlong()> position;
///     };
///     auto bound = bind_class<listener>(env, member(&listener::make),
///                                       member("onLine", &listener::on_line),
///                                       optional_member("position", &listener::position));
///
/// The class is looked up by find_class(), and initialised, so its code may run. In JNI_OnLoad a
/// wrong name or signature then becomes an error of System.loadLibrary().
///
/// The error names the class and every member that is missing, with its descriptor, or that is
/// static and must not be, or the other way round; the status is that of the first: not_found,
/// wrong_type. If the VM or the class threw, the text says so (java_exception, or out_of_memory),
/// and nothing is pending afterwards. If an exception was pending before, it stays pending:
/// java_exception alone.
template <class Class, class... Entries>
FFIGUARD_HIDDEN result<bound_class<Class>, error> bind_class(JNIEnv* env,
                                                             const Entries&... members) noexcept {
    static_assert(detail::names_class<Class>::value,
                  "ffiguard: bind_class<T>() fills a struct with a static java_name()");
    if (const status ready = detail::ready(env); !ready.ok()) return error(ready);
    const auto found = jni::find_class(env, Class::java_name());
    if (!found) return detail::taken_error(env, Class::java_name(), found.status());
    auto kept = jni::promote(env, *found);
    if (!kept) return detail::taken_error(env, Class::java_name(), kept.status());

    bound_class<Class> bound;
    bound.type_ = *std::move(kept);
    detail::mismatches missing(Class::java_name());
    [[maybe_unused]] const detail::member_binder binder{env, bound.type_.get(), missing};
    (members.bind(binder, bound.members_), ...);
    if (!missing.none()) return missing.as_error();
    return result<bound_class<Class>, error>(std::move(bound));
}

/// cast() to the bound class, with its T.
template <class T, class U>
result<local_ref<T>, error> cast(local_ref<U>&& from, const bound_class<T>& type) noexcept {
    return jni::cast<T>(std::move(from), type.type());
}
template <class T, class U>
result<global_ref<T>, error> cast(JNIEnv* env, global_ref<U>&& from,
                                  const bound_class<T>& type) noexcept {
    return jni::cast<T>(env, std::move(from), type.type());
}
template <class T, class Ref, std::enable_if_t<detail::passes<Ref, jobject>(), int> = 0>
result<borrowed<T>, error> cast(JNIEnv* env, const Ref& from, const bound_class<T>& type) noexcept {
    return jni::cast<T>(env, from, type.type());
}
template <class T, class U>
result<borrowed<T>, error> cast(JNIEnv* env, local_ref<U>&& from,
                                const bound_class<T>& type) = delete;
template <class T, class U>
result<borrowed<T>, error> cast(JNIEnv* env, shared_ref<U>&& from,
                                const bound_class<T>& type) = delete;

/// new_object_array() of the bound class.
template <class T>
result<local_ref<java_array<T>>> new_object_array(JNIEnv* env, const bound_class<T>& type,
                                                  jint length) noexcept {
    return jni::new_object_array<T>(env, type.type(), length);
}

}  // namespace jni
}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
