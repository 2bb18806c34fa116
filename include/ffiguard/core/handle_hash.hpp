// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_CORE_HANDLE_HASH_HPP
#define FFIGUARD_CORE_HANDLE_HASH_HPP

#include <cstddef>
#include <functional>

#include <ffiguard/core/shared_handle.hpp>
#include <ffiguard/core/unique_handle.hpp>

/// Lets owners be keys of unordered containers. In its own header, because <functional> costs more
/// to include than all of core.
template <class Traits>
struct std::hash<ffiguard::unique_handle<Traits>> {
    [[nodiscard]] std::size_t operator()(
        const ffiguard::unique_handle<Traits>& owner) const noexcept {
        return std::hash<typename Traits::value_type>()(owner.get());
    }
};

/// Hashes shared and weak handles by the resource that they share, not by its raw handle: the
/// system may reuse that number while a closed handle is still a key. Copies, and a shared and a
/// weak handle of one resource, have equal hashes.
template <class Traits>
struct std::hash<ffiguard::shared_handle<Traits>> {
    [[nodiscard]] std::size_t operator()(
        const ffiguard::shared_handle<Traits>& handle) const noexcept {
        return std::hash<const void*>()(ffiguard::detail::shared_identity::of(handle));
    }
};
template <class Traits>
struct std::hash<ffiguard::weak_handle<Traits>> {
    [[nodiscard]] std::size_t operator()(
        const ffiguard::weak_handle<Traits>& handle) const noexcept {
        return std::hash<const void*>()(ffiguard::detail::shared_identity::of(handle));
    }
};

#endif
