// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_MEMORY_NAMED_BYTES_HPP
#define FFIGUARD_MEMORY_NAMED_BYTES_HPP

#include <cstddef>
#include <type_traits>
#include <utility>

#include <ffiguard/core/config.hpp>
#include <ffiguard/core/detail/never_destroyed.hpp>
#include <ffiguard/core/detail/receives.hpp>
#include <ffiguard/core/handle_table.hpp>
#include <ffiguard/core/result.hpp>
#include <ffiguard/core/status.hpp>
#include <ffiguard/core/token.hpp>
#include <ffiguard/ffiguard.h>
#include <ffiguard/memory/foreign_buffer.hpp>

namespace ffiguard {
inline namespace FFIGUARD_ABI {
namespace detail {

// One per shared object, see FFIGUARD_HIDDEN.
FFIGUARD_HIDDEN inline never_destroyed<handle_table<foreign_buffer>> named_buffers_;

}  // namespace detail

/// Passes memory on as an ffiguard_bytes, which a token names. For the FFM API of Java: there, the
/// code that frees it runs when an arena closes, and by then a struct in that arena is gone.
///
///     ffiguard_status page_text(ffiguard_token page, ffiguard_bytes* out, ffiguard_error* err);
///
///     FFIGUARD_EXPORT_CALL(page_text, pages, &page::text, ffiguard_bytes*);
///
/// This shared object keeps the buffer until ffiguard_bytes_release(out->owner). exports.hpp
/// defines that function, so the shim must include exports.hpp in the same shared object. Release
/// once, on any thread; a second time returns FFIGUARD_CLOSED.
///
/// Fails with null for a null pointer, and with out_of_memory and overflow as
/// handle_table::emplace() does; then buffer is unchanged, and *out is empty. An empty buffer makes
/// bytes without an owner: ok.
FFIGUARD_HIDDEN inline status name_bytes(foreign_buffer&& buffer, ffiguard_bytes* out) noexcept {
    if (out == nullptr) return status_code::null;
    *out = ffiguard_bytes{};
    if (!buffer) return {};
    const ffiguard_bytes bytes{buffer.data(), buffer.size(), 0};
    const auto named = detail::named_buffers_.value.emplace(std::move(buffer));
    if (!named) return named.status();
    *out = bytes;
    out->owner = *named;
    return {};
}

/// The body of ffiguard_bytes_release(): see handle_table::close().
FFIGUARD_HIDDEN inline status release_bytes(token owner) noexcept {
    return detail::named_buffers_.value.close(owner);
}

/// How many of this shared object are not released yet.
[[nodiscard]] FFIGUARD_HIDDEN inline std::size_t live_bytes() noexcept {
    return detail::named_buffers_.value.live();
}

namespace detail {

// call_into<&page::text>(pages, token, &bytes, err), if text() returns a std::string or the like.
template <class Bytes>
struct handed_over<Bytes, ffiguard_bytes, std::enable_if_t<has_plain_bytes<Bytes>::value>>
    : std::true_type {
    FFIGUARD_HIDDEN static status store(Bytes&& bytes, ffiguard_bytes* out) noexcept {
        auto made = foreign_buffer::from(std::move(bytes));
        return made ? ffiguard::name_bytes(*std::move(made), out) : made.status();
    }
};
template <>
struct handed_over<foreign_buffer, ffiguard_bytes> : std::true_type {
    FFIGUARD_HIDDEN static status store(foreign_buffer&& bytes, ffiguard_bytes* out) noexcept {
        return ffiguard::name_bytes(std::move(bytes), out);
    }
};

}  // namespace detail

}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
