// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_JNI_CALL_DETAIL_MEMBER_ENTRY_HPP
#define FFIGUARD_JNI_CALL_DETAIL_MEMBER_ENTRY_HPP

#include <jni.h>

#include <cstddef>
#include <type_traits>

#include <ffiguard/core/config.hpp>
#include <ffiguard/core/detail/text.hpp>
#include <ffiguard/core/error.hpp>
#include <ffiguard/core/status.hpp>
#include <ffiguard/jni/call/descriptor.hpp>
#include <ffiguard/jni/call/field.hpp>
#include <ffiguard/jni/call/method.hpp>
#include <ffiguard/jni/error/exception.hpp>
#include <ffiguard/jni/loader/class_loader.hpp>
#include <ffiguard/jni/ref/detail/pending.hpp>

namespace ffiguard {
inline namespace FFIGUARD_ABI {
namespace jni {
namespace detail {

/// What a class lacks of what C++ expects of it: every name, in one error.
class mismatches {
public:
    explicit mismatches(const char* class_name) noexcept : text_(buffer_, sizeof buffer_) {
        text_ << class_name << ": ";
    }
    template <class... Parts>
    void add(status why, const Parts&... parts) noexcept {
        if (!first_.ok()) text_ << ", ";
        if (first_.ok()) first_ = why;
        (text_ << ... << parts);
    }
    [[nodiscard]] bool none() const noexcept { return first_.ok(); }
    [[nodiscard]] error as_error() const noexcept {
        return none() ? error() : error(first_, static_cast<const char*>(buffer_));
    }

private:
    char buffer_[sizeof(ffiguard_error)];
    ffiguard::detail::text_writer text_;
    status first_;
};

/// What find_class() or promote() left pending, with the class's name before it.
FFIGUARD_HIDDEN inline error taken_error(JNIEnv* env, const char* class_name,
                                         status otherwise) noexcept {
    const error thrown = jni::catch_java(env);
    return error(otherwise, class_name, ": ", thrown.ok() ? otherwise.name() : thrown.message());
}

enum class member_kind : bool { of_object, of_class };

inline jmethodID method_id(JNIEnv* env, jclass type, const char* name, const char* signature,
                           member_kind kind) noexcept {
    return kind == member_kind::of_class ? env->GetStaticMethodID(type, name, signature)
                                         : env->GetMethodID(type, name, signature);
}
inline jfieldID field_id(JNIEnv* env, jclass type, const char* name, const char* signature,
                         member_kind kind) noexcept {
    return kind == member_kind::of_class ? env->GetStaticFieldID(type, name, signature)
                                         : env->GetFieldID(type, name, signature);
}

/// The id; or null, and if the member is required, the reason is among the mismatches. Asking for
/// an id initialises the class, so it may throw anything. Leaves nothing pending.
template <auto Find>
auto find_member(JNIEnv* env, jclass type, const char* name, const char* signature,
                 member_kind kind, const char* no_such_member, bool required,
                 mismatches& missing) noexcept {
    using id_type = decltype(Find(env, type, name, signature, kind));
    // As javap writes them: name(I)V, name:I.
    const char* const separator = signature[0] == '(' ? "" : ":";
    if (name == nullptr) {
        missing.add(status_code::null, "null", separator, signature);
        return id_type();
    }
    const id_type id = Find(env, type, name, signature, kind);
    if (id != nullptr) return id;
    const auto thrown = detail::take_pending(env);
    if (thrown && !detail::is_a(env, thrown.get(), no_such_member)) {
        env->Throw(thrown.get());
        missing.add(status_code::java_exception, name, ": ", jni::catch_java(env).message());
        return id;
    }
    if (!required) return id;
    const auto other =
        kind == member_kind::of_class ? member_kind::of_object : member_kind::of_class;
    const bool mixed_up = Find(env, type, name, signature, other) != nullptr;
    env->ExceptionClear();
    if (!mixed_up)
        missing.add(status_code::not_found, "missing ", name, separator, signature);
    else
        missing.add(status_code::wrong_type, name, separator, signature,
                    other == member_kind::of_class ? " is static" : " is not static");
    return id;
}

struct member_binder {
    JNIEnv* env;
    jclass type;
    mismatches& missing;

    template <class R, class... Args, class Of>
    void bind(method<R(Args...), Of>& member, const char* name, bool required) const noexcept {
        // GetMethodID would give the id of a constructor, to be run on an object that has one.
        if (name != nullptr && name[0] == '<')
            return missing.add(status_code::invalid_argument, name, " is no method");
        member.id_ = method_of<R(Args...)>(name, member_kind::of_object, required);
        member.declare(type);
    }
    template <class R, class... Args>
    void bind(static_method<R(Args...)>& member, const char* name, bool required) const noexcept {
        member.id_ = method_of<R(Args...)>(name, member_kind::of_class, required);
        member.type_ = type;
    }
    template <class T, class... Args>
    void bind(constructor<T(Args...)>& member, const char* name, bool required) const noexcept {
        member.id_ = method_of<void(Args...)>(name, member_kind::of_object, required);
        member.type_ = type;
    }
    template <class T, class Of>
    void bind(field<T, Of>& member, const char* name, bool required) const noexcept {
        member.id_ = field_of<T>(name, member_kind::of_object, required);
        member.declare(type);
    }
    template <class T>
    void bind(static_field<T>& member, const char* name, bool required) const noexcept {
        member.id_ = field_of<T>(name, member_kind::of_class, required);
        member.type_ = type;
    }
    /// One of its own kind: call/overloads.hpp, call/nonvirtual.hpp.
    template <class Member>
    void bind(Member& member, const char* name, bool required) const noexcept {
        member.bind(*this, name, required);
    }
    void declare(declared_class& member) const noexcept { member.declare(type); }
    template <class Signature>
    jmethodID method_of(const char* name, member_kind kind, bool required) const noexcept {
        constexpr auto text = descriptor<Signature>();
        return find_member<&method_id>(env, type, name, text.c_str(), kind,
                                       "java/lang/NoSuchMethodError", required, missing);
    }

private:
    template <class T>
    jfieldID field_of(const char* name, member_kind kind, bool required) const noexcept {
        constexpr auto text = descriptor<T>();
        return find_member<&field_id>(env, type, name, text.c_str(), kind,
                                      "java/lang/NoSuchFieldError", required, missing);
    }
};

/// The class that a member says it is of.
template <class Member, class Otherwise>
struct class_of {
    using type = Otherwise;
};
template <class Of, class Otherwise>
using said_class = std::conditional_t<std::is_void_v<Of>, Otherwise, Of>;
template <class Type, class Of, class Otherwise>
struct class_of<method<Type, Of>, Otherwise> {
    using type = said_class<Of, Otherwise>;
};
template <class Type, class Of, class Otherwise>
struct class_of<field<Type, Of>, Otherwise> {
    using type = said_class<Of, Otherwise>;
};

template <class Class, class Member>
struct member_entry {
    const char* name;
    Member Class::*member;
    bool required;

    template <class Bound>
    void bind(const member_binder& to, Bound& into) const noexcept {
        static_assert(std::is_base_of_v<Class, Bound>,
                      "ffiguard: bind_class<T>() takes members of T");
        static_assert(is_a<Bound, typename class_of<Member, Bound>::type>(),
                      "ffiguard: a method<R(Args...), C> or field<T, C> of T says that it is of T, "
                      "or of a class that T's java_super leads to");
        to.bind(into.*member, name, required);
    }
};

template <class Class, class T, class... Args>
struct constructor_entry {
    constructor<T(Args...)> Class::*member;
    bool required;

    template <class Bound>
    void bind(const member_binder& to, Bound& into) const noexcept {
        static_assert(std::is_base_of_v<Class, Bound>,
                      "ffiguard: bind_class<T>() takes members of T");
        static_assert(is_a<Bound, T>(),
                      "ffiguard: a constructor<T(Args...)> gives a jobject, or the class that its "
                      "struct names");
        to.bind(into.*member, "<init>", required);
    }
};

}  // namespace detail
}  // namespace jni
}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
