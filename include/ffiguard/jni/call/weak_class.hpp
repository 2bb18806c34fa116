// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_JNI_CALL_WEAK_CLASS_HPP
#define FFIGUARD_JNI_CALL_WEAK_CLASS_HPP

#include <jni.h>

#include <atomic>
#include <utility>

#include <ffiguard/core/config.hpp>
#include <ffiguard/core/error.hpp>
#include <ffiguard/core/result.hpp>
#include <ffiguard/core/status.hpp>
#include <ffiguard/jni/call/class.hpp>
#include <ffiguard/jni/call/detail/member_entry.hpp>
#include <ffiguard/jni/loader/class_loader.hpp>
#include <ffiguard/jni/ref/borrowed.hpp>
#include <ffiguard/jni/ref/global_ref.hpp>
#include <ffiguard/jni/vm/detail/weak_slot.hpp>

namespace ffiguard {
inline namespace FFIGUARD_ABI {
namespace jni {

/// A weak_bound_class whose class stays loaded as long as this lives, see weak_bound_class::lock().
/// Move-only. Owns a local reference, so it belongs to its thread and its native call or frame.
template <class Class>
class [[nodiscard]] locked_class {
public:
    /// For cast() and new_object_array(). Null if this is moved-from.
    [[nodiscard]] borrowed<jclass> type() const noexcept { return type_; }
    [[nodiscard]] const Class* operator->() const noexcept { return members_; }

private:
    template <class Bound>
    friend class weak_bound_class;

    locked_class(local_ref<jclass>&& type, const Class* members) noexcept
        : type_(std::move(type)), members_(members) {}

    local_ref<jclass> type_;
    const Class* members_;
};

/// A Java class and the ids of its members for a static variable: a bound_class that keeps neither
/// the class, nor its class loader, nor this shared object loaded.
///
///     static jni::weak_bound_class<listener> listeners;    // bind_class(env, listeners, ...)
///
///     listeners->on_line(env, object, text);               // in a native method
///
///     const auto java = listeners.lock(env);               // on a thread of C++'s own,
///     if (!java) return java.status();                     // once for many calls
///     (*java)->on_line(env, object, text);
///
/// A call by -> costs the same as with a bound_class. Use it only while something keeps the class
/// loaded: in a native method that a class of the same class loader has called, or for a method or
/// a field of an object that you hold. On a C++ thread nothing does: the class may be unloaded at
/// any time, and after that a call by -> is undefined. There use lock(), which costs a local
/// reference.
///
/// JNI_OnLoad binds it. If the class loader goes and the mapping of this shared object stays
/// (`-z nodelete`, another user), the JNI_OnLoad of the next class loader binds it again.
///
/// Any thread may read it, even while another one binds it. Neither copied nor moved. Default
/// constructed it is unbound: all members are not_found. Owns a weak reference, which ends as a
/// weak_ref does. If the mapping may stay, call reset() in JNI_OnUnload.
template <class Class>
class weak_bound_class {
public:
    weak_bound_class() noexcept = default;
    weak_bound_class(const weak_bound_class&) = delete;
    weak_bound_class& operator=(const weak_bound_class&) = delete;
    FFIGUARD_HIDDEN ~weak_bound_class() {
        type_.end([](jweak ref) noexcept {
            static_cast<void>(detail::end_global(ref, detail::parked_weaks_));
        });
    }

    /// Has been bound. The class may have gone.
    [[nodiscard]] explicit operator bool() const noexcept { return type_.is_set(); }
    [[nodiscard]] const Class* operator->() const noexcept { return &members_; }

    /// Keeps the class loaded as long as the result lives. Fails with not_found if this is not
    /// bound, or the class has gone; java_exception if an exception is pending; in_use inside a
    /// critical_view; out_of_memory.
    FFIGUARD_HIDDEN result<locked_class<Class>> lock(JNIEnv* env) const noexcept {
        if (const status ready = detail::ready(env); !ready.ok()) return ready;
        bool has_failed = false;
        auto type = jni::adopt_local(env, static_cast<jclass>(type_.lock(env, &has_failed)));
        if (has_failed) return detail::why_null(env);
        if (!type) return status_code::not_found;
        return locked_class<Class>(std::move(type), &members_);
    }

    /// Unbinds it. Only when it is not in use: in JNI_OnUnload, when the class has gone.
    FFIGUARD_HIDDEN void reset(JNIEnv* env) noexcept {
        type_.clear(env);
        members_ = Class();
    }

private:
    template <class Bound, class... Entries>
    friend error bind_class(JNIEnv* env, weak_bound_class<Bound>& into,
                            const Entries&... members) noexcept;

    // Members are read with the class locked; they are written only when the previous class has
    // gone, so no thread can have locked it.
    mutable detail::weak_slot type_;
    std::atomic<bool> is_binding_{false};
    Class members_{};
};

/// bind_class() into a static variable, which does not keep the class:
///
///     error found = bind_class(env, listeners, member("onLine", &listener::on_line));
///
/// Fails as the other bind_class(), and then nothing has changed. Succeeds also if it is already
/// bound to that class. Fails with in_use if it is bound to a class of that name that is still
/// loaded, of another class loader, or while another thread binds it.
template <class Class, class... Entries>
FFIGUARD_HIDDEN error bind_class(JNIEnv* env, weak_bound_class<Class>& into,
                                 const Entries&... members) noexcept {
    static_assert(detail::names_class<Class>::value,
                  "ffiguard: bind_class<T>() fills a struct with a static java_name()");
    if (const status ready = detail::ready_for_global(env); !ready.ok()) return ready;
    const auto found = jni::find_class(env, Class::java_name());
    if (!found) return detail::taken_error(env, Class::java_name(), found.status());

    struct alone {
        explicit alone(std::atomic<bool>& of) noexcept : flag(of), is(!flag.exchange(true)) {}
        ~alone() {
            if (is) flag.store(false);
        }
        std::atomic<bool>& flag;
        const bool is;
    } const binding(into.is_binding_);
    if (!binding.is) return status_code::in_use;
    bool has_failed = false;
    const auto known = jni::adopt_local(env, into.type_.lock(env, &has_failed));
    if (has_failed) return detail::taken_error(env, Class::java_name(), detail::why_null(env));
    if (known) return jni::same(env, known, *found) ? status_code::ok : status_code::in_use;

    const jweak type = env->NewWeakGlobalRef(found->get());
    if (type == nullptr) return detail::taken_error(env, Class::java_name(), detail::why_null(env));
    Class bound{};
    detail::mismatches missing(Class::java_name());
    [[maybe_unused]] const detail::member_binder binder{env, static_cast<jclass>(type), missing};
    (members.bind(binder, bound), ...);
    if (!missing.none()) {
        env->DeleteWeakGlobalRef(type);
        return missing.as_error();
    }
    into.members_ = std::move(bound);
    into.type_.replace(env, type);
    return {};
}

}  // namespace jni
}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
