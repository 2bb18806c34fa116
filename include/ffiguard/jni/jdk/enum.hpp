// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_JNI_JDK_ENUM_HPP
#define FFIGUARD_JNI_JDK_ENUM_HPP

#include <jni.h>

#include <cstddef>
#include <type_traits>
#include <utility>

#include <ffiguard/core/config.hpp>
#include <ffiguard/core/error.hpp>
#include <ffiguard/core/result.hpp>
#include <ffiguard/core/status.hpp>
#include <ffiguard/jni/call/class.hpp>
#include <ffiguard/jni/call/descriptor.hpp>
#include <ffiguard/jni/call/detail/member_entry.hpp>
#include <ffiguard/jni/call/method.hpp>
#include <ffiguard/jni/ref/borrowed.hpp>
#include <ffiguard/jni/ref/global_ref.hpp>

// Java's enums, and the C++ enums that stand for them. Not in jni.hpp, like all of jni/jdk/.

namespace ffiguard {
inline namespace FFIGUARD_ABI {
namespace jni {

/// java.lang.Enum, the superclass of every enum: `using java_super = java_enum;`
struct java_enum {
    static constexpr const char* java_name() noexcept { return "java/lang/Enum"; }
    method<jstring(), java_enum> name;
    method<jint(), java_enum> ordinal;
};

/// One constant, for bind_enum().
template <class Value>
struct enum_constant {
    static_assert(std::is_enum_v<Value>, "ffiguard: enum_constant() takes a value of a C++ enum");
    Value value;
    const char* name;
};
template <class Value>
enum_constant(Value, const char*) -> enum_constant<Value>;

namespace detail {
struct enum_binder;
}

/// The constants of a Java enum, and the values of a C++ enum that stand for them; by bind_enum().
///
/// Keeps a reference to each of them, and so the class and its loader, as bound_class does.
/// Move-only. Fill it once; then any thread may read it. Empty when default constructed or
/// moved-from: then everything is not_found.
template <class Class, class Value, std::size_t Count>
class bound_enum {
public:
    bound_enum() noexcept = default;
    bound_enum(bound_enum&&) noexcept = default;
    bound_enum& operator=(bound_enum&&) noexcept = default;

    /// Fails with Fails with not_found for a value that was not bound; otherwise as to_local().
    FFIGUARD_HIDDEN result<local_ref<Class>> to_java(JNIEnv* env, Value value) const noexcept {
        for (const one& each : constants_)
            if (each.object && each.value == value) return jni::to_local(env, each.object);
        return status_code::not_found;
    }
    /// Fails with null for null; not_found for a constant that was not bound, as of a newer
    /// version.
    FFIGUARD_HIDDEN result<Value> to_cpp(JNIEnv* env,
                                         detail::argument_of<Class> constant) const noexcept {
        if (constant.get() == nullptr) return status_code::null;
        for (const one& each : constants_)
            if (each.object && jni::same(env, each.object, constant.get())) return each.value;
        return status_code::not_found;
    }

private:
    friend detail::enum_binder;

    struct one {
        Value value{};
        global_ref<Class> object;
    };
    one constants_[Count];
};

namespace detail {

struct enum_binder {
    template <class Class, class Value, std::size_t Count>
    [[gnu::always_inline]] static result<bound_enum<Class, Value, Count>, error> bind(
        JNIEnv* env, const enum_constant<Value> (&constants)[Count]) noexcept {
        static_assert(detail::is_a<Class, java_enum>(),
                      "ffiguard: bind_enum<T>() takes a struct that says `using java_super = "
                      "java_enum`");
        if (const status ready = detail::ready(env); !ready.ok()) return error(ready);
        const auto type = jni::find_class(env, Class::java_name());
        if (!type) return detail::taken_error(env, Class::java_name(), type.status());
        constexpr auto text = descriptor<Class>();
        detail::mismatches missing(Class::java_name());
        bound_enum<Class, Value, Count> bound;
        for (std::size_t i = 0; i < Count; ++i) {
            const jfieldID id = detail::find_member<&detail::field_id>(
                env, type->get(), constants[i].name, text.c_str(), detail::member_kind::of_class,
                "java/lang/NoSuchFieldError", true, missing);
            if (id == nullptr) continue;
            const auto object =
                jni::adopt_local<Class>(env, env->GetStaticObjectField(type->get(), id));
            auto kept = jni::promote(env, object);
            if (!kept) return detail::taken_error(env, Class::java_name(), kept.status());
            bound.constants_[i].value = constants[i].value;
            bound.constants_[i].object = *std::move(kept);
        }
        if (!missing.none()) return missing.as_error();
        return result<bound_enum<Class, Value, Count>, error>(std::move(bound));
    }
};

}  // namespace detail

/// Finds the listed constants of a Java enum by their names, all or nothing:
///
///     enum class level { low, high };
///     struct java_level {
///         static constexpr const char* java_name() noexcept { return "org/example/Level"; }
///         using java_super = java_enum;
///     };
///     const auto levels = bind_enum<java_level>(env, enum_constant{level::low, "LOW"},
///                                               enum_constant{level::high, "HIGH"});
///     levels->to_java(env, level::low)       // a local_ref<java_level>
///     levels->to_cpp(env, object)            // a level
///
/// Fails as bind_class(): one error lists all missing constants.
template <class Class, class Value, class... Values>
[[nodiscard]] FFIGUARD_HIDDEN result<bound_enum<Class, Value, 1 + sizeof...(Values)>, error>
bind_enum(JNIEnv* env, enum_constant<Value> first, enum_constant<Values>... others) noexcept {
    static_assert((std::is_same_v<Value, Values> && ...),
                  "ffiguard: the values of bind_enum() are of one C++ enum");
    const enum_constant<Value> all[] = {first, others...};
    return detail::enum_binder::bind<Class>(env, all);
}

}  // namespace jni
}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
