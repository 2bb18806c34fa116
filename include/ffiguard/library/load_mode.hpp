// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_LIBRARY_LOAD_MODE_HPP
#define FFIGUARD_LIBRARY_LOAD_MODE_HPP

#include <cstdint>

#include <ffiguard/core/config.hpp>

namespace ffiguard {
inline namespace FFIGUARD_ABI {

/// How library::open() loads; combined with |. If the system lacks no_delete or
/// deep_bind, open() fails with unsupported. lazy and global are ignored on Windows.
enum class load_mode : std::uint8_t {
    standard = 0,   ///< all functions are bound now, and no other library sees the symbols
    lazy = 1,       ///< a function is bound at its first call; a missing one ends the program there
    global = 2,     ///< libraries that are loaded later may use its symbols
    no_delete = 4,  ///< never unloaded from now on (RTLD_NODELETE)
    deep_bind = 8,  ///< its own symbols go before those of the program (RTLD_DEEPBIND, glibc)
    changes_thread = 16,  ///< what its constructors do to this thread's signal mask and floating
                          ///< point stays; otherwise it is restored
};

[[nodiscard]] constexpr load_mode operator|(load_mode a, load_mode b) noexcept {
    return static_cast<load_mode>(static_cast<unsigned>(a) | static_cast<unsigned>(b));
}

namespace detail {
[[nodiscard]] constexpr bool has(load_mode mode, load_mode part) noexcept {
    return (static_cast<unsigned>(mode) & static_cast<unsigned>(part)) != 0;
}
}  // namespace detail

}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
