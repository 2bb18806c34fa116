// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_CORE_HANDLE_HASH_HPP
#define FFIGUARD_CORE_HANDLE_HASH_HPP

#include <cstddef>
#include <functional>

#include <ffiguard/core/unique_handle.hpp>

/// Owners as keys of unordered containers. In a header of its own because
/// <functional> costs more to include than all of core.
template <class Traits>
struct std::hash<ffiguard::unique_handle<Traits>> {
    [[nodiscard]] std::size_t operator()(
        const ffiguard::unique_handle<Traits>& owner) const noexcept {
        return std::hash<typename Traits::value_type>()(owner.get());
    }
};

#endif
