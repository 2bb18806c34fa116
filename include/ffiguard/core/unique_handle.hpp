// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_CORE_UNIQUE_HANDLE_HPP
#define FFIGUARD_CORE_UNIQUE_HANDLE_HPP

#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <type_traits>
#include <utility>

#include <ffiguard/core/config.hpp>
#include <ffiguard/core/detail/handle_traits.hpp>
#include <ffiguard/core/status.hpp>
#include <ffiguard/core/trace.hpp>

namespace ffiguard {
inline namespace FFIGUARD_ABI {

/// Owns one foreign resource and releases it once.
///
/// It keeps the handle that a C library returned (a descriptor, a pointer, a number) together with
/// the duty to close it. An early return, an exception or a forgotten branch can neither leak it
/// nor close it twice.
///
/// Traits say what is owned and how it is released:
///
///     struct fd_traits {
///         using value_type = int;                                      // trivially copyable
///         static constexpr int empty() noexcept { return -1; }         // owns nothing
///         static constexpr bool is_empty(int fd) noexcept { return fd < 0; }  // optional
///         static status close(int fd) noexcept;                        // or void
///         static constexpr bool keeps_errno = true;                    // optional
///         static std::uint64_t bytes(int fd) noexcept;  // optional: what it takes, for the ledger
///     };
///     using unique_fd = unique_handle<fd_traits>;
///
/// Without is_empty(), empty() owns nothing, and neither does a null pointer if the handle is a
/// pointer (MAP_FAILED and null). With is_empty(), it alone decides: use it if there are several
/// empty values. Traits may have state (an environment, the symbol that frees) and a close() that
/// is not static. Without state, sizeof(unique_handle) == sizeof(value_type). empty(), is_empty(),
/// close() and the state's move must not throw; the compiler checks this.
///
/// - The owner is emptied before the closer runs, so a re-entrant closer finds it empty.
/// - Every path that closes keeps errno, unless the traits promise that the closer does
///   (keeps_errno).
/// - Move-only. A moved-from owner is empty. You can assign to it and, if the traits have no state,
///   reset it to another handle. Self-move and reset(get()) change nothing. swap() closes nothing.
/// - An empty value is accepted everywhere and never reaches the closer.
/// - Not thread-safe: one thread at a time. To share it among threads, use a shared_handle or a
///   handle_table.
template <class Traits>
class [[nodiscard]] FFIGUARD_TRIVIAL_ABI unique_handle : private detail::handle_base<Traits>::type {
public:
    using traits_type = Traits;
    using value_type = typename Traits::value_type;

    static_assert(std::is_trivially_copyable_v<value_type>,
                  "ffiguard: value_type is the raw handle of the foreign library; it must be "
                  "trivially copyable");
    static_assert(noexcept(std::declval<const Traits&>().close(std::declval<value_type>())),
                  "ffiguard: Traits::close must be noexcept (and const or static): it runs in "
                  "destructors");
    static_assert(noexcept(Traits::empty()) && detail::is_empty_keeps_noexcept<Traits>(),
                  "ffiguard: Traits::empty and Traits::is_empty must be noexcept: they run in "
                  "destructors");
    static_assert(detail::state_keeps_noexcept<Traits>(),
                  "ffiguard: the state of the traits must be moved, swapped and destroyed without "
                  "throwing: an owner is moved while it owns");

    /// Owns nothing. Throws if the default constructor of the traits' state does.
    constexpr unique_handle() = default;
    /// Takes over the duty to close value. An empty value makes an empty owner.
    FFIGUARD_TRACED explicit constexpr unique_handle(value_type value) noexcept : value_(value) {
        acquired();
    }
    FFIGUARD_TRACED constexpr unique_handle(value_type value, Traits traits) noexcept
        : Traits(std::move(traits)), value_(value) {
        acquired();
    }

    constexpr unique_handle(unique_handle&& other) noexcept
        : Traits(std::move(static_cast<Traits&>(other))), value_(other.take()) {}
    /// Takes over from an owner of the same resource with another type: c_ptr<char> to c_ptr<const
    /// char>.
    template <class Other, std::enable_if_t<detail::hands_over<Other, Traits>::value, int> = 0>
    constexpr unique_handle(unique_handle<Other>&& other) noexcept
        : Traits(std::move(static_cast<Other&>(other))), value_(other.release()) {
        acquired();
    }
    /// Closes what was owned before.
    FFIGUARD_HIDDEN unique_handle& operator=(unique_handle&& other) noexcept {
        // Not reset(): two owners of one reference-counted object have equal handles, and each of
        // them must release once.
        unique_handle taken(std::move(other));
        swap(taken);
        return *this;
    }
    /// nullptr makes an empty owner. It does not compile where nullptr may not mean empty.
    template <class Null, std::enable_if_t<detail::is_null_literal<Traits, Null>(), int> = 0>
    explicit constexpr unique_handle(Null) noexcept {
        detail::check_null_literal<Traits>();
    }
    unique_handle(const unique_handle&) = delete;
    unique_handle& operator=(const unique_handle&) = delete;
    // Hidden, like all that closes: a closer may work on the state of its own shared object.
    FFIGUARD_TRACED FFIGUARD_HIDDEN ~unique_handle() { reset(); }

    [[nodiscard]] constexpr value_type get() const noexcept { return value_; }
    [[nodiscard]] explicit constexpr operator bool() const noexcept { return !empty(value_); }
    /// For handles that point to a struct whose members the library documents.
    template <class Pointer = value_type, std::enable_if_t<std::is_pointer_v<Pointer>, int> = 0>
    [[nodiscard]] constexpr Pointer operator->() const noexcept {
        return value_;
    }
    [[nodiscard]] constexpr const Traits& traits() const noexcept { return *this; }

    /// Passes the duty to close to the caller. The owner is empty afterwards.
    [[nodiscard]] FFIGUARD_TRACED constexpr value_type release() noexcept {
        if (!empty(value_)) trace::disown<Traits>(value_);
        return take();
    }

    /// Closes what is owned, as the destructor does. The closer's result is discarded: call close()
    /// if you need it. A refusal that the traits name (closer_may_refuse) is a violation
    /// (close_refused): the handle is lost.
    FFIGUARD_TRACED FFIGUARD_HIDDEN void reset() noexcept {
        [[maybe_unused]] const trace::closing_here here{};
        const value_type old = take();
        if (!empty(old)) close_unheard(old);
    }
    /// Takes over value, and closes what was owned before.
    FFIGUARD_TRACED FFIGUARD_HIDDEN void reset(value_type value) noexcept {
        const value_type old = std::exchange(value_, value);
        if (detail::same_handle(old, value)) return;
        [[maybe_unused]] const trace::closing_here here{};
        acquired();
        if (!empty(old)) close_unheard(old);
    }
    template <class Null, std::enable_if_t<detail::is_null_literal<Traits, Null>(), int> = 0>
    FFIGUARD_HIDDEN void reset(Null) noexcept {
        detail::check_null_literal<Traits>();
        reset();
    }

    /// Closes now and returns the closer's result. The owner is empty afterwards, even if the
    /// closer failed: a failed close(2) has released the descriptor, and a second one could close
    /// another file. A second close() calls nothing and returns status_code::closed. Only after a
    /// refusal that the traits name (closer_may_refuse) does the owner still own the handle.
    FFIGUARD_TRACED FFIGUARD_HIDDEN status close() noexcept {
        [[maybe_unused]] const trace::closing_here here{};
        const value_type old = take();
        if (empty(old)) return status_code::closed;
        const status outcome = close_now(old);
        if constexpr (said::may_refuse)
            if (said::is_refusal(outcome)) value_ = old;
        return outcome;
    }

    constexpr void swap(unique_handle& other) noexcept {
        using std::swap;
        if constexpr (!std::is_empty_v<Traits>)
            swap(static_cast<Traits&>(*this), static_cast<Traits&>(other));
        swap(value_, other.value_);
    }
    friend constexpr void swap(unique_handle& a, unique_handle& b) noexcept { a.swap(b); }

    // By raw handle, so that owners can be keys.
    friend constexpr bool operator==(const unique_handle& a, const unique_handle& b) noexcept {
        return a.value_ == b.value_;
    }
    friend constexpr bool operator!=(const unique_handle& a, const unique_handle& b) noexcept {
        return !(a == b);
    }
    friend bool operator<(const unique_handle& a, const unique_handle& b) noexcept {
        return detail::handle_order(a.value_) < detail::handle_order(b.value_);
    }
    friend bool operator>(const unique_handle& a, const unique_handle& b) noexcept { return b < a; }
    friend bool operator<=(const unique_handle& a, const unique_handle& b) noexcept {
        return !(b < a);
    }
    friend bool operator>=(const unique_handle& a, const unique_handle& b) noexcept {
        return !(a < b);
    }
    friend constexpr bool operator==(const unique_handle& a, const value_type& b) noexcept {
        return a.value_ == b;
    }
    friend constexpr bool operator!=(const unique_handle& a, const value_type& b) noexcept {
        return !(a == b);
    }
    friend constexpr bool operator==(const value_type& a, const unique_handle& b) noexcept {
        return b == a;
    }
    friend constexpr bool operator!=(const value_type& a, const unique_handle& b) noexcept {
        return !(b == a);
    }
    // nullptr is not compared as a handle: it asks whether the owner is empty.
    template <class Null, std::enable_if_t<detail::is_null_literal<Traits, Null>(), int> = 0>
    friend constexpr bool operator==(const unique_handle& a, Null) noexcept {
        detail::check_null_literal<Traits>();
        return !a;
    }
    template <class Null, std::enable_if_t<detail::is_null_literal<Traits, Null>(), int> = 0>
    friend constexpr bool operator!=(const unique_handle& a, Null) noexcept {
        return !(a == nullptr);
    }
    template <class Null, std::enable_if_t<detail::is_null_literal<Traits, Null>(), int> = 0>
    friend constexpr bool operator==(Null, const unique_handle& a) noexcept {
        return a == nullptr;
    }
    template <class Null, std::enable_if_t<detail::is_null_literal<Traits, Null>(), int> = 0>
    friend constexpr bool operator!=(Null, const unique_handle& a) noexcept {
        return !(a == nullptr);
    }

protected:
    /// For wrappers that hold a struct by value and must give out its address.
    [[nodiscard]] constexpr value_type& raw() noexcept { return value_; }
    [[nodiscard]] constexpr const value_type& raw() const noexcept { return value_; }

private:
    template <class>
    friend class unique_handle;

    using said = detail::refusal_said<Traits>;

    static constexpr bool empty(const value_type& value) noexcept {
        return detail::is_empty_handle<Traits>(value);
    }
    constexpr value_type take() noexcept { return std::exchange(value_, Traits::empty()); }
    FFIGUARD_TRACED constexpr void acquired() const noexcept {
        if (!empty(value_)) trace::acquire<Traits>(value_);
    }
    FFIGUARD_HIDDEN void close_unheard(const value_type& value) const noexcept {
        [[maybe_unused]] const status outcome = close_now(value);
        if constexpr (said::may_refuse)
            if (said::is_refusal(outcome)) detail::report_lost_handle<Traits>(value, outcome);
    }
    FFIGUARD_HIDDEN status close_now(const value_type& value) const noexcept {
        return detail::close_handle<Traits>(*this, value);
    }

    value_type value_ = Traits::empty();
};

namespace detail {

template <class Value>
struct closer_of {
    using value_type = Value;
};
// Deduced in a call, not by matching decltype(Close): otherwise g++ warns in the user's build that
// it ignores attributes of a template argument (glibc's nonnull).
template <class Result, class Value>
closer_of<Value> closer_signature(Result (*)(Value));
#if FFIGUARD_IS_WINDOWS() && (defined(_M_IX86) || defined(__i386__))
// WINAPI of <windows.h>: a type of its own in 32 bits.
template <class Result, class Value>
closer_of<Value> closer_signature(Result(__stdcall*)(Value));
#endif
void closer_signature(...);

/// -1 also as a pointer: iconv_open() fails with (iconv_t)-1, and the only pointer constant that
/// can be a template argument is null.
template <class Value, class Given>
constexpr Value as_handle(Given given) noexcept {
    if constexpr (std::is_pointer_v<Value> && std::is_integral_v<Given>)
        return reinterpret_cast<Value>(static_cast<std::intptr_t>(given));
    else
        return static_cast<Value>(given);
}

template <auto Close, auto... Empty>
struct owned_traits {
    static_assert(!std::is_void_v<decltype(closer_signature(Close))>,
                  "ffiguard: owned<&close> takes a function with one parameter, the handle; for "
                  "any other closer write traits for unique_handle");
    using value_type = typename decltype(closer_signature(Close))::value_type;
    static_assert(sizeof...(Empty) != 0 || std::is_pointer_v<value_type>,
                  "ffiguard: this handle is not a pointer, so say which value owns nothing: "
                  "owned<&close, -1>");

    static constexpr value_type empty() noexcept {
        if constexpr (sizeof...(Empty) == 0)
            return nullptr;
        else
            return first(as_handle<value_type>(Empty)...);
    }
    static constexpr bool is_empty(value_type value) noexcept {
        if constexpr (std::is_pointer_v<value_type>)
            return value == nullptr || ((value == as_handle<value_type>(Empty)) || ...);
        else
            return ((value == as_handle<value_type>(Empty)) || ...);
    }
    static auto close(value_type value) noexcept { return Close(value); }

private:
    template <class... Rest>
    static constexpr value_type first(value_type value, Rest...) noexcept {
        return value;
    }
};

}  // namespace detail

/// The two-line owner. It is enough for most C libraries:
///
///     using database = ffiguard::owned<&sqlite3_close_v2>;
///     using socket_fd = ffiguard::owned<&::close, -1>;
///
///     using converter = ffiguard::owned<&::iconv_close, -1>;  // (iconv_t)-1, a pointer
///
/// The value type is that of the function's parameter. The empty values follow the function; a
/// default constructed or released owner holds the first. For a pointer they are pointers or
/// numbers; null is always empty too, and is the only empty value if you name none. If the closer
/// returns 0, it succeeded; -1 is a failure with the reason in errno; any other number becomes
/// status::foreign with that number. A closer with another convention needs traits.
template <auto Close, auto... Empty>
using owned = unique_handle<detail::owned_traits<Close, Empty...>>;

}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
