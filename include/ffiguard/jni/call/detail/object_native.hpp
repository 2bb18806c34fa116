// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_JNI_CALL_DETAIL_OBJECT_NATIVE_HPP
#define FFIGUARD_JNI_CALL_DETAIL_OBJECT_NATIVE_HPP

#include <jni.h>

#include <atomic>
#include <cstddef>
#include <type_traits>
#include <utility>

#include <ffiguard/core/config.hpp>
#include <ffiguard/core/detail/drained_call.hpp>
#include <ffiguard/core/detail/life_cycle_of.hpp>
#include <ffiguard/core/release_queue.hpp>
#include <ffiguard/core/status.hpp>
#include <ffiguard/jni/call/descriptor.hpp>
#include <ffiguard/jni/call/detail/member_entry.hpp>
#include <ffiguard/jni/call/detail/native_argument.hpp>
#include <ffiguard/jni/call/detail/native_entry.hpp>
#include <ffiguard/jni/error/boundary.hpp>
#include <ffiguard/jni/error/exception_stash.hpp>

// Native methods of the objects in a table: register_natives() is given the tables, and the VM
// calls a plain function, which finds them in variables of its own.

namespace ffiguard {
inline namespace FFIGUARD_ABI {
namespace jni {
namespace detail {

/// The table of one native method: Which of the tables that it uses, of the method number I of a
/// call of register_natives<Class>(). Written before the VM knows the function. What reads or
/// writes it is inlined: clang does not hide a member template of a class template.
template <class Class, std::size_t I, class Native, int Which, class Table>
FFIGUARD_HIDDEN inline std::atomic<Table*> bound_table_{nullptr};

template <class Class, std::size_t I, class Native>
struct tables_of {
    template <int Which, class Table>
    [[gnu::always_inline]] static Table& get() noexcept {
        return *bound_table_<Class, I, Native, Which, Table>.load(std::memory_order_acquire);
    }
    /// False if the function already has another one.
    template <int Which, class Table>
    [[gnu::always_inline]] static bool set(Table& table) noexcept {
        Table* before = nullptr;
        return bound_table_<Class, I, Native, Which, Table>.compare_exchange_strong(
                   before, &table, std::memory_order_acq_rel) ||
               before == &table;
    }
};

/// The boundary that Class has for its native methods, or the one of all.
template <class Class, class Body, class = void>
struct has_boundary : std::false_type {};
template <class Class, class Body>
struct has_boundary<Class, Body,
                    std::void_t<decltype(Class::native_boundary(
                        std::declval<JNIEnv*>(), std::declval<const Body&>()))>> : std::true_type {
};
template <class Class, class Body>
FFIGUARD_HIDDEN auto boundary_of(JNIEnv* env, const Body& body) {
    if constexpr (has_boundary<Class, Body>::value)
        return Class::native_boundary(env, body);
    else
        return jni::boundary(env, body);
}

/// As core/detail/drained_call.hpp: what its class has queued is released after the call, which may
/// have thrown: a release that calls Java could not, with the exception pending.
template <class T>
struct drained_after {
    explicit drained_after(JNIEnv* of) noexcept : env(of) {}
    drained_after(const drained_after&) = delete;
    drained_after& operator=(const drained_after&) = delete;
    FFIGUARD_HIDDEN ~drained_after() {
        if constexpr (ffiguard::detail::life_cycle_of<T>::drains) {
            release_queue& queue = ffiguard::detail::life_cycle_of<T>::queue();
            if (queue.queued() == 0) return;
            const exception_stash first(env);
            queue.drain_after_call();
        }
    }
    JNIEnv* env;
};

/// The function that the VM calls. Native::call<Tables>(env, given...) is its body, T what the
/// first of its tables holds.
template <class Class, std::size_t I, class Native, class Signature>
struct object_function;
template <class Class, std::size_t I, class Native, class R, class... Javas>
struct object_function<Class, I, Native, R(Javas...)> {
    using answer = typename java_type<R>::native;
    FFIGUARD_HIDDEN static answer JNICALL entry(JNIEnv* env, jobject,
                                                typename java_type<Javas>::native... given) {
        [[maybe_unused]] const drained_after<typename Native::object> drained(env);
        return detail::boundary_of<Class>(env, [&]() -> native_outcome_t<R> {
            return Native::template call<tables_of<Class, I, Native>>(env, given...);
        });
    }
};

/// What register_natives() gets. The method may be static or not: its object is not looked at.
template <class Native>
struct object_native_entry {
    using signature = typename Native::signature;

    const char* name;
    Native native;
    fixed_text<java_type<signature>::length()> text = descriptor<signature>();

    template <class Class, std::size_t I>
    [[gnu::always_inline]] void find(JNIEnv* env, jclass type, mismatches& missing) const noexcept {
        auto kind = member_kind::of_class;
        if (name != nullptr && env->GetStaticMethodID(type, name, text.c_str()) == nullptr) {
            env->ExceptionClear();
            kind = member_kind::of_object;
        }
        static_cast<void>(find_member<&method_id>(env, type, name, text.c_str(), kind,
                                                  "java/lang/NoSuchMethodError", true, missing));
    }
    /// When all methods were found: a table that is bound stays.
    template <class Class, std::size_t I>
    [[gnu::always_inline]] void bind(mismatches& missing) const noexcept {
        if (!native.template bind<tables_of<Class, I, Native>>())
            missing.add(status_code::in_use, name, text.c_str(),
                        " is registered with another table already");
    }
    template <class Class, std::size_t I>
    [[gnu::always_inline]] void* entry() const noexcept {
        return reinterpret_cast<void*>(&object_function<Class, I, Native, signature>::entry);
    }
};

// ---- the parameters that Java declares, where no signature is written down

template <class List>
struct javas_of;
template <>
struct javas_of<type_list<>> {
    using type = type_list<>;
};
template <class First, class... Rest>
struct javas_of<type_list<First, Rest...>> {
    template <class List>
    struct behind;
    template <class... More>
    struct behind<type_list<More...>> {
        using type = type_list<typename native_parameter<First>::java, More...>;
    };
    using type = typename behind<typename javas_of<type_list<Rest...>>::type>::type;
};
template <class... Rest>
struct javas_of<type_list<JNIEnv*, Rest...>> : javas_of<type_list<Rest...>> {};

/// parameters<P...> of core as a list, without const and &.
template <class Parameters>
struct bare_list;
template <template <class...> class Parameters, class... P>
struct bare_list<Parameters<P...>> {
    using type = type_list<std::decay_t<P>...>;
};

template <class R, class List>
struct signature_with_token;
template <class R, class... Javas>
struct signature_with_token<R, type_list<Javas...>> {
    using type = R(token, Javas...);
};
template <class R, class List>
struct signature_without_token;
template <class R, class... Javas>
struct signature_without_token<R, type_list<Javas...>> {
    using type = R(Javas...);
};

/// A signature that is written down: the token, and what is behind it.
template <class Signature>
struct split_signature {
    static_assert(!std::is_same_v<Signature, Signature>,
                  "ffiguard: the signature of a native method of an object begins with its token: "
                  "jint(token, jstring)");
};
template <class R, class... Javas>
struct split_signature<R(token, Javas...)> {
    using answer = R;
    using javas = type_list<Javas...>;
};

}  // namespace detail
}  // namespace jni
}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
