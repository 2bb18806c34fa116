// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_JNI_DATA_PEER_HPP
#define FFIGUARD_JNI_DATA_PEER_HPP

#include <jni.h>

#include <cstdint>

#include <ffiguard/core/config.hpp>
#include <ffiguard/core/detail/closes_itself.hpp>
#include <ffiguard/core/status.hpp>
#include <ffiguard/core/token.hpp>

namespace ffiguard {
inline namespace FFIGUARD_ABI {

template <class T, std::uint8_t Tag>
class handle_table;  // whoever has one has its header

namespace jni {

/// A token as the `long` of a Java object, with the same bits; it may be negative there.
///
/// The long is a number, never a pointer. If the Java object is collected while its
/// native method runs, if it is closed twice, or if the long is forged, the call
/// fails with a status. A Cleaner may run close_peer() during another thread's
/// write; the write finishes first.
[[nodiscard]] constexpr jlong to_jlong(token value) noexcept { return static_cast<jlong>(value); }
/// The token of such a `long`.
[[nodiscard]] constexpr token from_jlong(jlong peer) noexcept { return static_cast<token>(peer); }

/// Closes the object behind a Java `long`, for AutoCloseable.close() and a
/// Cleaner. Both may call it, in any order, on any threads.
///
/// The call that closes returns what the object's close() returned, or success if it
/// has none. Later calls succeed and do nothing. So does 0: the constructor that
/// would have stored a token has failed. A long that is no token of this table is
/// malformed, wrong_table or wrong_type.
template <class T, std::uint8_t Tag>
auto close_peer(handle_table<T, Tag>& table, jlong peer) noexcept {
    using answer = decltype(table.close(token{}));
    if (peer == 0) return answer();
    const answer outcome = table.close(from_jlong(peer));
    const status what = ffiguard::detail::status_of(outcome);
    // stale: closed, and its slot now holds another object.
    if (what == status_code::closed || what == status_code::stale) return answer();
    return outcome;
}

}  // namespace jni
}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
