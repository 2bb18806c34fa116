// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_LIBRARY_SYMBOL_HPP
#define FFIGUARD_LIBRARY_SYMBOL_HPP

#include <type_traits>
#include <utility>

#include <ffiguard/core/config.hpp>
#include <ffiguard/core/violation.hpp>
#include <ffiguard/library/detail/loaded_library.hpp>

namespace ffiguard {
inline namespace FFIGUARD_ABI {

class keep_alive;

namespace detail {

template <class T, class = void>
struct is_complete : std::false_type {};
template <class T>
struct is_complete<T, std::void_t<decltype(sizeof(T))>> : std::true_type {};

/// The address of a symbol and what keeps it valid.
template <class T>
class FFIGUARD_TRIVIAL_ABI symbol_holder {
public:
    constexpr symbol_holder() noexcept = default;
    symbol_holder(T* address, loaded_library keeper) noexcept
        : address_(address), keeper_(std::move(keeper)) {}
    symbol_holder(const symbol_holder&) noexcept = default;
    symbol_holder(symbol_holder&& other) noexcept
        : address_(std::exchange(other.address_, nullptr)), keeper_(std::move(other.keeper_)) {}
    symbol_holder& operator=(symbol_holder other) noexcept {
        std::swap(address_, other.address_);
        keeper_.swap(other.keeper_);
        return *this;
    }
    ~symbol_holder() = default;

    /// The raw pointer; null if there is none. Valid only while a symbol or the library lives.
    [[nodiscard]] T* get() const noexcept { return address_; }
    [[nodiscard]] explicit operator bool() const noexcept { return address_ != nullptr; }
    /// The same as get(), for static_cast<int (*)(int)>(symbol). Not implicit: a C function that
    /// registers a callback would keep the pointer after the symbol, and with it the library, may
    /// be gone. The cast, like get(), reminds you to ask what keeps it loaded. Not for a temporary,
    /// which may be the last one that keeps it.
    [[nodiscard]] explicit operator T*() const& noexcept { return address_; }
    explicit operator T*() const&& = delete;

protected:
    [[nodiscard]] T* checked() const noexcept {
        if (address_ == nullptr)
            fail(violation::bad_access, "symbol: an empty or moved-from one is used");
        return address_;
    }

private:
    friend class FFIGUARD_ABI::keep_alive;

    T* address_ = nullptr;
    loaded_library keeper_;
};

}  // namespace detail

/// A typed symbol of a library, found by library::find<T>(). It keeps the library loaded.
///
/// For a variable, T is its type, and the symbol is used like a pointer. For a function, T is the
/// function's type (`decltype(::deflate)`), and the symbol is called like the function. Nothing
/// checks the type at run time, so take it from the library's own header. Only the size of a
/// variable may be known to the system; then find() fails for another size.
///
/// 16 bytes. A copy costs an atomic increment, a call a compare and an indirect call; nothing is
/// counted per call. Symbols may outlive every library object; the last of all of them unloads.
///
/// While a function of the library runs, do not destroy the last symbol (in a callback, for
/// example): the function would return into unmapped memory.
///
/// Moved-from or default constructed, it is empty: false, get() null. Using an empty symbol ends
/// the program with a message (violation bad_access) instead of a jump to 0. One object is for one
/// thread at a time, but any number of threads may call through a symbol that no thread changes.
template <class T>
class [[nodiscard]] FFIGUARD_TRIVIAL_ABI symbol : public detail::symbol_holder<T> {
    static_assert(std::is_object_v<T>,
                  "ffiguard: symbol takes the type of a variable or of a function");
    static_assert(!std::is_pointer_v<T> || !std::is_function_v<std::remove_pointer_t<T>>,
                  "ffiguard: symbol takes the function's type, not a pointer to it: "
                  "symbol<int(int)>, symbol<decltype(f)>");
    static_assert(detail::is_complete<T>::value || !std::is_object_v<T>,
                  "ffiguard: symbol takes a complete type, so that its size can be compared with "
                  "that of the library's variable");

public:
    using detail::symbol_holder<T>::symbol_holder;

    [[nodiscard]] T& operator*() const noexcept { return *this->checked(); }
    [[nodiscard]] T* operator->() const noexcept { return this->checked(); }
};

template <class Result, class... Args, bool Noexcept>
class [[nodiscard]] FFIGUARD_TRIVIAL_ABI symbol<Result(Args...) noexcept(Noexcept)>
    : public detail::symbol_holder<Result(Args...) noexcept(Noexcept)> {
public:
    using detail::symbol_holder<Result(Args...) noexcept(Noexcept)>::symbol_holder;

    Result operator()(Args... args) const noexcept(Noexcept) {
        return this->checked()(std::forward<Args>(args)...);
    }
};

#if FFIGUARD_IS_WINDOWS() && (defined(_M_IX86) || defined(__i386__))
/// A function that <windows.h> calls WINAPI: a type of its own in 32 bits.
template <class Result, class... Args, bool Noexcept>
class [[nodiscard]] FFIGUARD_TRIVIAL_ABI symbol<Result __stdcall(Args...) noexcept(Noexcept)>
    : public detail::symbol_holder<Result __stdcall(Args...) noexcept(Noexcept)> {
public:
    using detail::symbol_holder<Result __stdcall(Args...) noexcept(Noexcept)>::symbol_holder;

    Result operator()(Args... args) const noexcept(Noexcept) {
        return this->checked()(std::forward<Args>(args)...);
    }
};
#endif

/// A function with variable arguments: symbol<int(const char*, ...)>.
template <class Result, class... Args, bool Noexcept>
class [[nodiscard]] FFIGUARD_TRIVIAL_ABI symbol<Result(Args..., ...) noexcept(Noexcept)>
    : public detail::symbol_holder<Result(Args..., ...) noexcept(Noexcept)> {
public:
    using detail::symbol_holder<Result(Args..., ...) noexcept(Noexcept)>::symbol_holder;

    template <class... Rest>
    Result operator()(Args... args, Rest... rest) const noexcept(Noexcept) {
        return this->checked()(std::forward<Args>(args)..., rest...);
    }
};

}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
