// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_JNI_CALL_DETAIL_NATIVE_ENTRY_HPP
#define FFIGUARD_JNI_CALL_DETAIL_NATIVE_ENTRY_HPP

#include <jni.h>

#include <cstddef>
#include <new>
#include <type_traits>
#include <utility>

#include <ffiguard/core/config.hpp>
#include <ffiguard/core/error.hpp>
#include <ffiguard/core/result.hpp>
#include <ffiguard/jni/call/descriptor.hpp>
#include <ffiguard/jni/call/detail/member_entry.hpp>
#include <ffiguard/jni/error/boundary.hpp>
#include <ffiguard/jni/error/exception_stash.hpp>
#include <ffiguard/jni/ref/borrowed.hpp>

namespace ffiguard {
inline namespace FFIGUARD_ABI {
namespace jni {
namespace detail {

/// What Java gets from a body that returns Answer; see boundary().
template <class Answer, class = void>
struct java_answer {
    using type = Answer;
};
template <class Answer>
struct java_answer<Answer, std::enable_if_t<std::is_convertible_v<Answer, error>>> {
    using type = void;
};
template <class T, class E>
struct java_answer<result<T, E>> {
    using type = T;
};

/// What stands in the signature for a type of the function.
template <class T>
struct in_signature {
    using type = T;
};
template <class T>
struct in_signature<borrowed<T>> {
    using type = T;
};
template <class T>
struct in_signature<local_ref<T>> {
    using type = T;
};
template <class T>
using in_signature_t = typename in_signature<std::decay_t<T>>::type;

/// An argument from Java as the function takes it: the VM owns it, so nothing adopts it.
template <class T>
struct from_java {
    using native = typename java_type<in_signature_t<T>>::native;
    static T cast(native value) noexcept { return value; }
};
template <>
struct from_java<bool> {
    static bool cast(jboolean value) noexcept { return value != JNI_FALSE; }
};
template <>
struct from_java<token> {
    static token cast(jlong value) noexcept { return from_jlong(value); }
};
template <class T>
struct from_java<local_ref<T>> {
    static_assert(!std::is_same_v<T, T>,
                  "ffiguard: the VM owns the arguments of a native method: take a borrowed<T>");
};
template <class T>
struct from_java<global_ref<T>> : from_java<local_ref<T>> {};

template <class Self>
constexpr member_kind kind_of_self() noexcept {
    using type = referent_t<Self>;
    constexpr bool is_reference = std::is_same_v<Self, type> ? is_jni_reference<Self>()
                                                             : std::is_same_v<Self, borrowed<type>>;
    static_assert(is_reference,
                  "ffiguard: the second parameter of a native method is the object, or for a "
                  "static one the class: borrowed<T> or jobject, borrowed<jclass> or jclass");
    return std::is_same_v<type, jclass> ? member_kind::of_class : member_kind::of_object;
}

/// Whether something is made of what Java passes, as a text is: see native_argument.hpp.
template <class Type>
struct native_converts : std::false_type {};
/// The C++ function as the compiler sees it, and the function that the VM calls.
template <auto Function, class Type, bool Converts = native_converts<Type>::value>
struct native_function {
    static_assert(!std::is_same_v<Type, Type>,
                  "ffiguard: a native method is a function that takes JNIEnv*, the object or the "
                  "class, and what Java passes");
};
template <auto Function, class R, class Self, class... Args>
struct native_function<Function, R (*)(JNIEnv*, Self, Args...), false> {
    using java = in_signature_t<typename java_answer<R>::type>;
    using answer = typename java_type<java>::native;
    using signature = java(in_signature_t<Args>...);
    using self = referent_t<std::decay_t<Self>>;
    static constexpr member_kind kind() noexcept { return kind_of_self<std::decay_t<Self>>(); }

    FFIGUARD_HIDDEN static answer JNICALL
    entry(JNIEnv* env, typename java_type<in_signature_t<Self>>::native self,
          typename java_type<in_signature_t<Args>>::native... args) {
        return jni::boundary(env, [&] {
            return Function(env, from_java<std::decay_t<Self>>::cast(self),
                            from_java<std::decay_t<Args>>::cast(args)...);
        });
    }
};
template <auto Function, class R, class Self, class... Args>
struct native_function<Function, R (*)(JNIEnv*, Self, Args...) noexcept, false>
    : native_function<Function, R (*)(JNIEnv*, Self, Args...)> {};

/// Whether what Java declares as From the function may take, or give, as To. A jobject stands for
/// every class.
template <class From, class To>
constexpr bool agrees() noexcept {
    if constexpr (!std::is_same_v<typename java_type<From>::native, typename java_type<To>::native>)
        return false;
    else if constexpr (std::is_convertible_v<typename java_type<From>::native, jobject>)
        return std::is_pointer_v<From> || std::is_pointer_v<To> || is_a<From, To>();
    else
        return true;
}

/// Whether a signature says of each type what the function says of it.
template <class Written, class Seen>
struct same_native : std::false_type {};
template <class R, class... Args, class SeenR, class... SeenArgs>
struct same_native<R(Args...), SeenR(SeenArgs...)> {
    static constexpr bool all() noexcept {
        if constexpr (sizeof...(Args) == sizeof...(SeenArgs))
            return (agrees<SeenR, R>() && ... && agrees<Args, SeenArgs>());
        else
            return false;
    }
    static constexpr bool value = all();
};

/// The classes whose natives were registered during an on_load(). If it fails, it unregisters them:
/// the VM then unloads the shared object, and would still call it.
class registrations {
public:
    explicit registrations(JNIEnv* env) noexcept : env_(env) {}
    registrations(const registrations&) = delete;
    registrations& operator=(const registrations&) = delete;
    ~registrations() {
        while (first_ != nullptr) delete std::exchange(first_, first_->next);
    }

    [[nodiscard]] bool add(local_ref<jclass>&& type) noexcept {
        auto* const fresh = new (std::nothrow) one{std::move(type), first_};
        if (fresh == nullptr) return false;
        first_ = fresh;
        return true;
    }
    void take_back() noexcept {
        const exception_stash first(env_);
        for (const one* each = first_; each != nullptr; each = each->next)
            env_->UnregisterNatives(each->type.get());
    }

private:
    struct one {
        local_ref<jclass> type;
        one* next;
    };
    JNIEnv* env_;
    one* first_ = nullptr;
};
/// Of the on_load() that runs on this thread.
FFIGUARD_HIDDEN inline thread_local registrations* registrations_ = nullptr;

template <class Signature, class Self>
struct native_entry {
    const char* name;
    fixed_text<java_type<Signature>::length()> text;
    void* function;
    member_kind kind;

    /// Whether Class has the method; the mismatches say why not.
    template <class Class, std::size_t>
    void find(JNIEnv* env, jclass type, mismatches& missing) const noexcept {
        static_assert(std::is_same_v<Self, jclass> || passes<borrowed<Class>, Self>(),
                      "ffiguard: a native method's object is of the class that it is registered "
                      "for, or of one that its java_super leads to");
        static_cast<void>(find_member<&method_id>(env, type, name, text.c_str(), kind,
                                                  "java/lang/NoSuchMethodError", true, missing));
    }
    template <class Class, std::size_t>
    void bind(mismatches&) const noexcept {}
    template <class Class, std::size_t>
    [[nodiscard]] void* entry() const noexcept {
        return function;
    }
};

}  // namespace detail
}  // namespace jni
}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
