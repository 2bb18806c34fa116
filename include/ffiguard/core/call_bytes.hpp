// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_CORE_CALL_BYTES_HPP
#define FFIGUARD_CORE_CALL_BYTES_HPP

#include <cstdint>

#include <ffiguard/core/config.hpp>
#include <ffiguard/core/detail/export_symbol.hpp>
#include <ffiguard/core/detail/life_cycle_of.hpp>
#include <ffiguard/core/handle_table.hpp>
#include <ffiguard/core/life_cycle.hpp>
#include <ffiguard/core/token.hpp>

namespace ffiguard {
inline namespace FFIGUARD_ABI {

/// The body of x_bytes(): how many bytes the object of a token takes now, as tells_bytes of its
/// class says, whether or not the ledger is compiled in. For a collector that knows nothing of
/// native memory: NativeMemory of the Java package.
///
/// 0 if the token is not open, or its object cannot be entered now (one_user). Any thread.
template <class T, std::uint8_t Tag>
[[nodiscard]] std::uint64_t call_bytes(handle_table<T, Tag>& table, token object) noexcept {
    using said = detail::life_cycle_of<T>;
    static_assert(said::has_bytes,
                  "ffiguard: call_bytes() asks a class that says tells_bytes<&T::member>");
    const auto inside = table.pin(object);
    if (!inside || !detail::is_there(*inside)) return 0;
    if constexpr (said::has_bytes)
        return said::bytes(detail::object_behind(*inside));
    else
        return 0;
}

}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

/// FFIGUARD_EXPORT_BYTES(x, table), used at namespace scope, defines, by call_bytes(),
///
///     uint64_t x_bytes(ffiguard_token object);
#define FFIGUARD_EXPORT_BYTES(x, table)                                          \
    FFIGUARD_EXPORT_SYMBOL uint64_t x##_bytes(ffiguard_token ffiguard_object_) { \
        return ::ffiguard::call_bytes((table), ffiguard_object_);                \
    }                                                                            \
    static_assert(true, "")

#endif
