// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_JNI_CALL_DETAIL_DECLARED_CLASS_HPP
#define FFIGUARD_JNI_CALL_DETAIL_DECLARED_CLASS_HPP

#include <jni.h>

#include <ffiguard/core/config.hpp>
#include <ffiguard/core/status.hpp>
#if FFIGUARD_CHECK_LOCAL_REFS
#include <cstdint>
#include <type_traits>

#include <ffiguard/core/detail/text.hpp>
#include <ffiguard/core/violation.hpp>
#include <ffiguard/jni/call/descriptor.hpp>
#include <ffiguard/jni/loader/class_loader.hpp>
#include <ffiguard/jni/ref/detail/referent.hpp>
#include <ffiguard/jni/vm/vm.hpp>
#endif

// The debug level asks the VM what the compiler cannot know of a jobject: JNI itself takes any
// object for any class.

namespace ffiguard {
inline namespace FFIGUARD_ABI {
namespace jni {
namespace detail {

/// Only a bind_class() gives a member its id: it keeps the class, without which an id is nothing.
struct member_binder;

#if FFIGUARD_CHECK_LOCAL_REFS

/// Whether env is this thread's, as far as the VM was captured.
FFIGUARD_HIDDEN inline status check_env(JNIEnv* env) noexcept {
    if (vm::get() == nullptr || vm::env() == env) return {};
    report({violation::wrong_thread, vm::env() != nullptr
                                         ? "a member is used with the JNIEnv of another thread"
                                         : "a member is used with a JNIEnv on a thread that is "
                                           "not attached"});
    return status_code::wrong_thread;
}

FFIGUARD_HIDDEN inline status check_instance(JNIEnv* env, const char* what, std::uint64_t number,
                                             jobject object, jclass type) noexcept {
    if (object == nullptr) return {};
    if (env->IsSameObject(type, nullptr) == JNI_TRUE) {  // of a weak_bound_class
        report({violation::bad_access, "a member is used whose class has gone"});
        return status_code::not_found;
    }
    if (env->IsInstanceOf(object, type) == JNI_TRUE) return {};
    char text[512];
    ffiguard::detail::text_writer told(text, sizeof text);
    told << what;
    if (number != 0) told << " " << number;
    told << ": ";
    const auto actual = jni::adopt_local(env, env->GetObjectClass(object));
    detail::write_name_of(env, actual.get(), told);
    told << " is no ";
    detail::write_name_of(env, type, told);
    report({violation::bad_access, static_cast<const char*>(text)});
    return status_code::wrong_type;
}

/// An argument or a value against the type of the signature.
template <class T>
FFIGUARD_HIDDEN status check_declared(JNIEnv* env, const char* what, std::uint64_t number,
                                      const jvalue& value) noexcept {
    if constexpr (std::is_convertible_v<typename java_type<T>::native, jobject> &&
                  !std::is_same_v<T, jobject> && !java_text<T>::value) {
        if (value.l == nullptr) return {};
        constexpr auto text = descriptor<T>();
        const char* const name = text.text[0] == '[' ? text.c_str() : java_name_of<T>();
        const auto type = jni::find_class(env, name);
        if (type) return check_instance(env, what, number, value.l, type->get());
        env->ExceptionClear();  // the class cannot be asked for: nothing is known
    }
    return {};
}
template <class T, class Value>
FFIGUARD_HIDDEN status check_value([[maybe_unused]] JNIEnv* env,
                                   [[maybe_unused]] const Value& value) noexcept {
    if constexpr (java_text<T>::value) {
        return {};  // a String is made of it
    } else {
        jvalue declared{};
        java_type<T>::put(declared, java_type<T>::unwrap(value));
        return check_declared<T>(env, "value of a field", 0, declared);
    }
}
template <class... Args, class List>
FFIGUARD_HIDDEN status check_arguments([[maybe_unused]] JNIEnv* env, const List& list) noexcept {
    status wrong = list.made();
    std::uint64_t number = 0;
    static_cast<void>(
        (wrong.ok() && ... &&
         (++number, wrong = check_declared<Args>(env, "argument", number, list.values[number - 1]),
          wrong.ok())));
    return wrong;
}

/// The class that has a member, which keeps it: bound_class does.
class declared_class {
protected:
    status check_object(JNIEnv* env, jobject object) const noexcept {
        return check_instance(env, "object of a member", 0, object, declared_in_);
    }

private:
    friend member_binder;
    void declare(jclass type) noexcept { declared_in_ = type; }
    jclass declared_in_ = nullptr;
};

#else

constexpr status check_env(JNIEnv*) noexcept { return {}; }
template <class T, class Value>
constexpr status check_value(JNIEnv*, const Value&) noexcept {
    return {};
}
template <class... Args, class List>
constexpr status check_arguments(JNIEnv*, const List& list) noexcept {
    return list.made();
}

class declared_class {
protected:
    static constexpr status check_object(JNIEnv*, jobject) noexcept { return {}; }

private:
    friend member_binder;
    static constexpr void declare(jclass) noexcept {}
};

#endif

}  // namespace detail
}  // namespace jni
}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
