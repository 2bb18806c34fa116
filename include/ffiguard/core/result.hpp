// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_CORE_RESULT_HPP
#define FFIGUARD_CORE_RESULT_HPP

#include <new>
#include <type_traits>
#include <utility>

#include <ffiguard/core/config.hpp>
#include <ffiguard/core/error.hpp>
#include <ffiguard/core/status.hpp>
#include <ffiguard/core/violation.hpp>

namespace ffiguard {
inline namespace FFIGUARD_ABI {

#if FFIGUARD_HAS_EXCEPTIONS()
/// Thrown by result::value() if there is no value.
class bad_result : public std::exception {
public:
    explicit bad_result(const error& why) noexcept : why_(why) {}
    [[nodiscard]] const error& why() const noexcept { return why_; }
    [[nodiscard]] const char* what() const noexcept override { return why_.message(); }

private:
    error why_;
};
#endif

template <class T, class E>
class result;

namespace detail {

/// A number of another type might be cut, so it is not converted.
template <class T, class E, class U, class F>
constexpr bool is_handed_on() noexcept {
    if constexpr (!std::is_convertible_v<const F&, E>)
        return false;
    else if constexpr (std::is_same_v<U, T>)
        return !std::is_same_v<F, E>;
    else
        return !std::is_arithmetic_v<T> && std::is_convertible_v<U&&, T> &&
               std::is_nothrow_constructible_v<T, U&&> && !std::is_convertible_v<result<U, F>&&, T>;
}

}  // namespace detail

/// A value, or the reason why there is none (a status, or an error with text).
///
/// Needs no exceptions: test it, then use * and ->, which end the program with a message if there
/// is no value. value() is for callers who prefer an exception: it throws bad_result; without
/// exceptions it ends the program.
///
/// A moved-from result still says that it has a value, and the value is moved-from.
template <class T, class E = status>
class [[nodiscard]] result {
    template <class, class>
    friend class result;
    static_assert(!std::is_reference_v<T> && !std::is_void_v<T>,
                  "ffiguard: result<T> holds an object; for void return a status");
    static_assert(std::is_nothrow_move_constructible_v<T>,
                  "ffiguard: result<T> needs a T that moves without throwing; for one that does "
                  "not move (it holds a mutex) result<std::unique_ptr<T>>");
    static_assert(!std::is_same_v<T, ffiguard::status> && !std::is_same_v<T, status_code> &&
                      !std::is_same_v<T, ffiguard::error> && !std::is_same_v<T, E>,
                  "ffiguard: the value of a result is no status or error; return that alone");
    static_assert(std::is_trivially_copyable_v<E>,
                  "ffiguard: the reason in a result is a status or an error");

public:
    using value_type = T;
    using error_type = E;

    FFIGUARD_HIDDEN result(T value) noexcept : value_(std::move(value)), has_value_(true) {}
    /// From a status code, a status, or (if E is one) an error. Never from success.
    template <class Reason,
              std::enable_if_t<std::is_convertible_v<const Reason&, E> &&
                                   !std::is_same_v<Reason, T> && !std::is_same_v<Reason, result>,
                               int> = 0>
    result(const Reason& why) noexcept : error_(why), has_value_(false) {
        if (error_.ok()) fail(violation::bad_access, "a result made from success has no value");
    }

    /// From what converts to a T without throwing, as the owner of a derived class does. (Not from
    /// a number, which might be cut.)
    template <
        class U,
        std::enable_if_t<std::is_class_v<U> && !std::is_same_v<U, T> && !std::is_arithmetic_v<T> &&
                             !std::is_convertible_v<const U&, E> && std::is_convertible_v<U&&, T> &&
                             std::is_nothrow_constructible_v<T, U&&>,
                         int> = 0>
    FFIGUARD_HIDDEN result(U&& value) noexcept : value_(std::forward<U>(value)), has_value_(true) {}

    /// Deleted: `return FFIGUARD_CLOSED;` would be the value 6 of a result<token>.
    template <class Enum, std::enable_if_t<std::is_enum_v<Enum> && std::is_arithmetic_v<T> &&
                                               !std::is_convertible_v<Enum, E>,
                                           int> = 0>
    result(Enum) = delete;

    /// From another result: `return may_fail();` in a function that returns a result<T, error>. The
    /// value moves, and the reason becomes an E. Does not compile if text would be lost (error to
    /// status) or a number cut.
    template <class U, class F, std::enable_if_t<detail::is_handed_on<T, E, U, F>(), int> = 0>
    FFIGUARD_HIDDEN result(result<U, F>&& other) noexcept : has_value_(other.has_value_) {
        take(other);
    }

    // Not by take(): if that is inlined here, g++ mistakes it for that of another result and warns.
    FFIGUARD_HIDDEN result(result&& other) noexcept : has_value_(other.has_value_) {
        if (has_value_)
            ::new (static_cast<void*>(__builtin_addressof(value_))) T(std::move(other.value_));
        else
            ::new (static_cast<void*>(__builtin_addressof(error_))) E(other.error_);
    }
    FFIGUARD_HIDDEN result& operator=(result&& other) noexcept {
        result taken(std::move(other));  // other may be part of what is destroyed next
        this->~result();
        return *::new (static_cast<void*>(this)) result(std::move(taken));
    }
    result(const result&) = delete;
    result& operator=(const result&) = delete;
    FFIGUARD_HIDDEN ~result() {
        if (has_value_) value_.~T();
    }

    [[nodiscard]] bool has_value() const noexcept { return has_value_; }
    explicit operator bool() const noexcept { return has_value_; }

    /// ok if there is a value, otherwise the reason.
    [[nodiscard]] ffiguard::status status() const noexcept {
        if (has_value_) return status_code::ok;
        if constexpr (std::is_same_v<E, ffiguard::status>)
            return error_;
        else
            return error_.status();
    }
    /// The reason if there is no value; success if there is one.
    [[nodiscard]] FFIGUARD_OF_ITS_OWN E error() const noexcept { return has_value_ ? E() : error_; }

    [[nodiscard]] T& operator*() & noexcept { return checked(); }
    [[nodiscard]] const T& operator*() const& noexcept { return checked(); }
    [[nodiscard]] T&& operator*() && noexcept { return std::move(checked()); }
    [[nodiscard]] T* operator->() noexcept { return __builtin_addressof(checked()); }
    [[nodiscard]] const T* operator->() const noexcept { return __builtin_addressof(checked()); }

    /// Throws bad_result if there is no value. Without exceptions it ends the program.
    [[nodiscard]] T& value() & {
        throw_if_none();
        return value_;
    }
    [[nodiscard]] const T& value() const& {
        throw_if_none();
        return value_;
    }
    [[nodiscard]] T value() && {
        throw_if_none();
        return std::move(value_);
    }

    /// The value or, if there is none, otherwise; the reason is discarded. A named result keeps its
    /// value and returns a copy: std::move(r).value_or(...) moves it.
    [[nodiscard]] FFIGUARD_HIDDEN T
    value_or(T otherwise) const& noexcept(std::is_nothrow_copy_constructible_v<T>) {
        static_assert(std::is_copy_constructible_v<T>,
                      "ffiguard: value_or() of a result with a name copies the value, and this "
                      "one only moves: std::move(r).value_or(...)");
        if (has_value_) return value_;
        return otherwise;
    }
    [[nodiscard]] FFIGUARD_HIDDEN T value_or(T otherwise) && noexcept {
        return has_value_ ? std::move(value_) : std::move(otherwise);
    }

private:
    template <class Other>
    FFIGUARD_HIDDEN void take(Other& other) noexcept {
        if (has_value_)
            ::new (static_cast<void*>(__builtin_addressof(value_))) T(std::move(other.value_));
        else
            ::new (static_cast<void*>(__builtin_addressof(error_))) E(other.error_);
    }
    [[noreturn]] static void fail_without_value(const E& why) noexcept {
        fail(violation::bad_access, ffiguard::error(why).message());
    }
    T& checked() noexcept { return const_cast<T&>(std::as_const(*this).checked()); }
    const T& checked() const noexcept {
        if (!has_value_) fail_without_value(error_);
        return value_;
    }
    void throw_if_none() const {
#if FFIGUARD_HAS_EXCEPTIONS()
        if (!has_value_) throw bad_result(error_);
#else
        static_cast<void>(checked());
#endif
    }

    union {
        T value_;
        E error_;
    };
    bool has_value_;
};

}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
