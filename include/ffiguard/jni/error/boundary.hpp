// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_JNI_ERROR_BOUNDARY_HPP
#define FFIGUARD_JNI_ERROR_BOUNDARY_HPP

#include <jni.h>

#include <exception>
#include <new>
#include <type_traits>
#include <utility>

#include <ffiguard/core/boundary.hpp>
#include <ffiguard/core/config.hpp>
#include <ffiguard/core/detail/closes_itself.hpp>
#include <ffiguard/core/error.hpp>
#include <ffiguard/core/result.hpp>
#include <ffiguard/core/token.hpp>
#include <ffiguard/core/trace.hpp>
#include <ffiguard/jni/data/peer.hpp>
#include <ffiguard/jni/detail/critical.hpp>
#include <ffiguard/jni/error/detail/throwable.hpp>
#include <ffiguard/jni/error/exception.hpp>
#include <ffiguard/jni/error/exception_stash.hpp>
#include <ffiguard/jni/error/java_exception.hpp>
#include <ffiguard/jni/ref/borrowed.hpp>
#include <ffiguard/jni/ref/detail/pending.hpp>

namespace ffiguard {
inline namespace FFIGUARD_ABI {
namespace jni {

/// Names the Java class for a C++ exception type, for a boundary():
///
///     java_class_for<std::out_of_range>{"java/lang/IndexOutOfBoundsException"}
///
/// How the class is found, what it must be, and what is thrown otherwise: see throw_java().
template <class Exception>
struct java_class_for {
    // Not is_base_of: a private base, and one of two, is nothing that a handler takes.
    static_assert(std::is_convertible_v<const Exception*, const std::exception*>,
                  "ffiguard: java_class_for<E> takes an E that is a std::exception, whose what() "
                  "becomes the message; a public, unambiguous std::exception");
    const char* class_name;
};

namespace detail {

#if FFIGUARD_HAS_EXCEPTIONS()
/// Whether the caught exception fits this row; then new_one is made from it.
template <class Exception>
FFIGUARD_HIDDEN bool make_by(JNIEnv* env, const std::exception& caught,
                             const java_class_for<Exception>& row,
                             local_ref<jthrowable>& new_one) noexcept {
    const auto* const fits = ffiguard::detail::caught_as<Exception>(caught);
    if (fits != nullptr) new_one = detail::new_throwable(env, row.class_name, fits->what());
    return fits != nullptr;
}

/// The caught exception as a Java exception; nested is the exception inside it.
template <class... Exceptions>
FFIGUARD_HIDDEN local_ref<jthrowable> make_of(JNIEnv* env, const std::exception& caught,
                                              std::exception_ptr& nested,
                                              const java_class_for<Exceptions>&... table) noexcept {
    if (const auto* const java = ffiguard::detail::caught_as<java_exception>(caught)) {
        // The same object; Java keeps its causes itself.
        if (const auto object = java->throwable())
            return jni::adopt_local(env, static_cast<jthrowable>(env->NewLocalRef(object.get())));
    } else if (const auto* const outer =
                   ffiguard::detail::caught_as<std::nested_exception>(caught)) {
        nested = outer->nested_ptr();
    }
    local_ref<jthrowable> made;
    if ((detail::make_by(env, caught, table, made) || ...)) return made;
    if (const auto* const bad = ffiguard::detail::caught_as<bad_result>(caught))
        return detail::new_throwable(env, bad->why());
    if (ffiguard::detail::caught_as<std::bad_alloc>(caught) != nullptr)
        return detail::new_throwable(env, status_code::out_of_memory);
    return detail::new_throwable(env, java_class(status_code::cxx_exception), caught.what());
}

/// The C++ exception in flight as a Java one.
template <class... Exceptions>
FFIGUARD_HIDDEN local_ref<jthrowable> make_of_current(
    JNIEnv* env, std::exception_ptr& nested, const java_class_for<Exceptions>&... table) noexcept {
    try {
        throw;
    } catch (const std::exception& caught) {
        return detail::make_of(env, caught, nested, table...);
    } catch (const std::nested_exception& caught) {
        nested = caught.nested_ptr();
    } catch (...) {
    }
    return detail::new_throwable(env, ffiguard::detail::unknown_exception());
}

/// Throws the C++ exception in flight in Java, what is nested in it as its causes. Known: the same.
template <class... Exceptions>
FFIGUARD_HIDDEN void throw_current(JNIEnv* env, const std::exception* known,
                                   const java_class_for<Exceptions>&... table) noexcept {
    if (!detail::outside_critical("boundary: an exception inside of a critical_view")) return;
    const exception_stash first(env);
    std::exception_ptr nested;
    const auto outermost = known != nullptr ? detail::make_of(env, *known, nested, table...)
                                            : detail::make_of_current(env, nested, table...);
    if (!outermost) return;
    local_ref<jthrowable> last;
    for (unsigned count = 0; nested != nullptr && count < max_causes; ++count) {
        try {
            std::rethrow_exception(std::exchange(nested, nullptr));
        } catch (...) {
            auto cause = detail::make_of_current(env, nested, table...);
            detail::set_cause(env, (last ? last : outermost).get(), cause.get());
            last = std::move(cause);
        }
    }
    env->Throw(outermost.get());
}
#endif

/// Throws what a body may fail with: a status or an error. Out of line, like all rare code.
template <class Outcome>
[[gnu::noinline, gnu::cold]] FFIGUARD_HIDDEN void throw_outcome(JNIEnv* env,
                                                                const Outcome& outcome) noexcept {
    error why(outcome);
    ffiguard::detail::explain(why);
    jni::throw_java(env, why);
}

/// Passes the outcome of body, a status or an error, to finish if nothing is thrown, or only Java
/// exceptions.
template <class Callable, class Finish, class... Exceptions>
FFIGUARD_HIDDEN auto run_and_throw(JNIEnv* env, Callable&& body, const Finish& finish,
                                   const java_class_for<Exceptions>&... table) {
    using outcome = decltype(ffiguard::detail::run_body(body));
    // Anything else, and the forced unwinding, are left to run_and_finish().
    return ffiguard::detail::run_and_finish(
        [&]() -> outcome {
#if FFIGUARD_HAS_EXCEPTIONS()
            try {
                return ffiguard::detail::run_body(body);
            } catch (const std::exception& caught) {
                detail::throw_current(env, &caught, table...);
            } catch (const std::nested_exception&) {
                detail::throw_current(env, nullptr, table...);
            }
            return status_code::java_exception;
#else
            static_cast<void>(env);
            (static_cast<void>(table), ...);
            return ffiguard::detail::run_body(body);
#endif
        },
        finish);
}

template <class T>
auto to_native(T value) noexcept {
    constexpr bool is_number = std::is_same_v<T, jboolean> || std::is_same_v<T, jbyte> ||
                               std::is_same_v<T, jchar> || std::is_same_v<T, jshort> ||
                               std::is_same_v<T, jint> || std::is_same_v<T, jlong> ||
                               std::is_same_v<T, jfloat> || std::is_same_v<T, jdouble>;
    if constexpr (std::is_same_v<T, token>) {
        return to_jlong(value);
    } else if constexpr (std::is_same_v<T, bool>) {
        return static_cast<jboolean>(value ? JNI_TRUE : JNI_FALSE);
    } else {
        static_assert(is_number || is_jni_reference<T>(),
                      "ffiguard: the body of a native method returns void, a status, an error, or "
                      "a JNI type, a bool, a token or a local_ref, also as a result");
        return value;
    }
}
template <class T>
native_of<T> to_native(local_ref<T> value) noexcept {
    return value.release();
}

template <class T>
struct is_result : std::false_type {};
template <class T, class E>
struct is_result<result<T, E>> : std::true_type {};

template <class T>
struct failure_of {
    using type = status;
};
template <class T, class E>
struct failure_of<result<T, E>> {
    using type = E;
};

template <class Answer>
auto unwrap(Answer answer) noexcept {
    if constexpr (is_result<Answer>::value)
        return to_native(*std::move(answer));
    else
        return to_native(std::move(answer));
}

}  // namespace detail

/// The body of every native method.
///
///     JNIEXPORT jlong JNICALL Java_org_example_Stream_open(JNIEnv* env, jclass, jint level) {
///         return ffiguard::jni::boundary(env, [&] { return streams.emplace(level); });
///     }
///
/// If body returns void, a status or an error, the native method is void. Otherwise it returns the
/// value for Java, plain or in a result: a JNI type, a bool, a token (Java gets a long), a
/// local_ref (Java gets its object).
///
/// For the compiler an ffiguard_status of C is a jint, so it would be a value for Java: convert it
/// to a status or an error before you return it.
///
/// On failure a Java exception is thrown, see throw_java(), and the value is
/// zero, which Java never sees. No C++ exception leaves:
///
///     java_exception           the same Java object
///     a type of the table      the class named there, with its what()
///     bad_result               what its error says
///     std::bad_alloc           OutOfMemoryError
///     any std::exception       RuntimeException with its what()
///     anything else            RuntimeException
///
/// and a nested exception (std::throw_with_nested) becomes the Java cause, by the same rows, up to
/// 32 deep. The first matching row of the table counts. If the body left a Java exception pending,
/// that one wins, and the C++ one is added to it as suppressed. (Only the forced unwinding of
/// pthread_cancel passes, as it must.)
///
/// A boundary inside a critical_view cannot throw in Java: this is a violation (bad_access).
///
/// On success: no JNI call.
template <class Callable, class... Exceptions>
FFIGUARD_HIDDEN auto boundary(JNIEnv* env, Callable&& body,
                              const java_class_for<Exceptions>&... table) {
    using answer = std::decay_t<decltype(body())>;
    const auto entered = ffiguard::trace::enter_boundary(body, nullptr);
    const auto finish = [&](const auto& outcome) noexcept {
        ffiguard::trace::leave_boundary(body, ffiguard::detail::status_of(outcome), entered);
        if (!outcome.ok()) detail::throw_outcome(env, outcome);
    };
    if constexpr (std::is_void_v<answer> || std::is_convertible_v<answer, error>) {
        detail::run_and_throw(env, body, finish, table...);
    } else {
        decltype(detail::unwrap(std::declval<answer>())) value{};
        const auto keep_value = [&]() -> typename detail::failure_of<answer>::type {
            answer got = body();
            if constexpr (detail::is_result<answer>::value)
                if (!got) return got.error();
            value = detail::unwrap(std::move(got));
            return {};
        };
        detail::run_and_throw(env, keep_value, finish, table...);
        return value;
    }
}

}  // namespace jni
}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
