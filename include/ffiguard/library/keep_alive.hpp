// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_LIBRARY_KEEP_ALIVE_HPP
#define FFIGUARD_LIBRARY_KEEP_ALIVE_HPP

#include <ffiguard/core/config.hpp>
#include <ffiguard/library/detail/loaded_library.hpp>
#include <ffiguard/library/library.hpp>
#include <ffiguard/library/symbol.hpp>

namespace ffiguard {
inline namespace FFIGUARD_ABI {

/// Keeps a library loaded, and does nothing else: for the state of a callback that was passed to
/// foreign code, an object whose virtual functions are in the library, or anything else that would
/// crash without the library's code.
///
/// One pointer wide; a copy costs an atomic increment. Made from an empty library or symbol, or
/// moved-from, it keeps nothing: false. One object is for one thread at a time; its copies are
/// independent.
///
/// The last holder unloads the library, so the library's own code must not destroy the last one: it
/// would return into unmapped memory.
class [[nodiscard]] FFIGUARD_TRIVIAL_ABI keep_alive {
public:
    constexpr keep_alive() noexcept = default;
    explicit keep_alive(const library& of) noexcept : keeper_(of.module_) {}
    template <class T>
    explicit keep_alive(const symbol<T>& of) noexcept : keeper_(of.keeper_) {}

    [[nodiscard]] explicit operator bool() const noexcept { return static_cast<bool>(keeper_); }

private:
    detail::loaded_library keeper_;
};

}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
