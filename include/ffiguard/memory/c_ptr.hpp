// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_MEMORY_C_PTR_HPP
#define FFIGUARD_MEMORY_C_PTR_HPP

#include <cstddef>
#include <cstdlib>
#include <type_traits>
#include <utility>

#include <ffiguard/core/config.hpp>
#include <ffiguard/core/result.hpp>
#include <ffiguard/core/status.hpp>
#include <ffiguard/core/unique_handle.hpp>
#include <ffiguard/core/violation.hpp>
#include <ffiguard/memory/detail/free_memory.hpp>

namespace ffiguard {
inline namespace FFIGUARD_ABI {
namespace detail {

/// The same memory, with more const or as void: it is freed by the same function at the same
/// address. A pointer to a base class may have another address.
template <class From, class To>
constexpr bool is_same_memory() noexcept {
    return !std::is_same_v<From, To> && std::is_convertible_v<From*, To*> &&
           (std::is_void_v<To> || std::is_same_v<std::remove_cv_t<From>, std::remove_cv_t<To>>);
}

template <class T, auto Free>
struct c_ptr_traits {
    constexpr c_ptr_traits() noexcept = default;
    template <class From, std::enable_if_t<is_same_memory<From, T>(), int> = 0>
    constexpr c_ptr_traits(c_ptr_traits<From, Free>&&) noexcept {}

    using value_type = T*;
    static constexpr T* empty() noexcept { return nullptr; }
    static void close(T* memory) noexcept { free_memory(Free, memory); }
};

template <class T, class Free>
struct runtime_c_ptr_traits {
    static_assert(
        std::is_nothrow_move_assignable_v<Free>,
        "ffiguard: the freeing function of a runtime_c_ptr is assigned with the memory; a "
        "lambda with captures is not assignable, write a struct");
    using value_type = T*;

    // No default constructor: an owner without its freeing function could only leak.
    constexpr runtime_c_ptr_traits(Free with) noexcept : free(std::move(with)) {}
    template <class From, std::enable_if_t<is_same_memory<From, T>(), int> = 0>
    constexpr runtime_c_ptr_traits(runtime_c_ptr_traits<From, Free>&& other) noexcept
        : free(std::move(other.free)) {}

    static constexpr T* empty() noexcept { return nullptr; }
    void close(T* memory) const noexcept {
        if constexpr (std::is_pointer_v<Free>)
            if (free == nullptr)
                return report({violation::leak, "runtime_c_ptr: the freeing function is null"});
        free_memory(free, memory);
    }

    Free free;
};

template <class From, class To, auto Free>
struct hands_over<c_ptr_traits<From, Free>, c_ptr_traits<To, Free>>
    : std::bool_constant<is_same_memory<From, To>()> {};
template <class From, class To, class Free>
struct hands_over<runtime_c_ptr_traits<From, Free>, runtime_c_ptr_traits<To, Free>>
    : std::bool_constant<is_same_memory<From, To>()> {};

}  // namespace detail

/// Owns memory that a C function allocated, and frees it by the function that belongs to it:
/// std::free, or the library's own.
///
///     c_ptr<char> path(::realpath(".", nullptr));
///     c_ptr<addrinfo, &::freeaddrinfo> addresses;
///     if (::getaddrinfo(host, port, &hints, out_param(addresses)) != 0) ...
///
/// Free is any function with one parameter that T* converts to. Its result is discarded (for a
/// closer that may fail use owned<> or traits). T may be const, void, or a type that C keeps
/// opaque. A complete T must be trivially destructible, because freeing runs no destructor.
///
/// A unique_handle: move-only, 8 bytes; null is the empty value and never reaches Free; errno is
/// kept. An owner of char moves into one of const char or of void, as the pointers convert; the
/// freeing function stays the same. Free decides which threads may free; free(3) allows any.
template <class T, auto Free = &std::free>
using c_ptr = unique_handle<detail::c_ptr_traits<T, Free>>;

/// The same for a freeing function that is known only at run time: it came from dlsym, or together
/// with the memory.
///
///     runtime_c_ptr<char> text(answer.text, answer.free_text);
///
/// Free is a function pointer, or a callable object that may keep its library loaded. 16 bytes with
/// a pointer. An owner always has a function. If that is a null function pointer, the owner reports
/// a leak and leaks the memory rather than guess.
template <class T, class Free = void (*)(void*)>
using runtime_c_ptr = unique_handle<detail::runtime_c_ptr_traits<T, Free>>;

/// Makes a zeroed T by calloc, for C code that will free it. Fails with out_of_memory.
template <class T>
result<c_ptr<T>> allocate() noexcept {
    static_assert(std::is_trivially_default_constructible_v<T>,
                  "ffiguard: allocate<T>() runs no constructor; T must be a plain C type");
    static_assert(alignof(T) <= alignof(std::max_align_t),
                  "ffiguard: calloc does not align for an over-aligned T");
    auto* const memory = static_cast<T*>(std::calloc(1, sizeof(T)));
    if (memory == nullptr) return status_code::out_of_memory;
    return c_ptr<T>(memory);
}

}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
