// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_LIBRARY_LIBRARY_LEASE_HPP
#define FFIGUARD_LIBRARY_LIBRARY_LEASE_HPP

#include <utility>

#include <ffiguard/core/config.hpp>
#include <ffiguard/core/error.hpp>
#include <ffiguard/core/result.hpp>
#include <ffiguard/core/status.hpp>
#include <ffiguard/library/detail/c_text.hpp>
#include <ffiguard/library/detail/host_state.hpp>
#include <ffiguard/library/library.hpp>
#include <ffiguard/library/symbol.hpp>

namespace ffiguard {
inline namespace FFIGUARD_ABI {

/// Names one library of a library_host, loaded or not, as long as the host lives. Default
/// constructed, it names none. Owns nothing; copy it freely.
class library_entry {
public:
    constexpr library_entry() noexcept = default;

    [[nodiscard]] explicit constexpr operator bool() const noexcept { return entry_ != nullptr; }
    friend constexpr bool operator==(library_entry a, library_entry b) noexcept {
        return a.entry_ == b.entry_;
    }
    friend constexpr bool operator!=(library_entry a, library_entry b) noexcept {
        return !(a == b);
    }

private:
    friend class library_host;
    friend class library_lease;

    constexpr library_entry(const detail::host_state* owner, detail::host_entry* entry) noexcept
        : owner_(owner), entry_(entry) {}

    const detail::host_state* owner_ = nullptr;
    detail::host_entry* entry_ = nullptr;
};

/// Keeps a library of a library_host loaded. acquire() returns one.
///
/// Move-only, one pointer wide. Moved-from, reset or default constructed, it holds nothing: false,
/// and find() fails with null. It may end on another thread, and after its host: then the last
/// lease unloads the library, whatever the policy. Ending a lease keeps errno. One object is for
/// one thread at a time; several threads may call find().
class [[nodiscard]] library_lease {
public:
    constexpr library_lease() noexcept = default;
    library_lease(library_lease&& other) noexcept : entry_(std::exchange(other.entry_, nullptr)) {}
    library_lease& operator=(library_lease&& other) noexcept {
        library_lease taken(std::move(other));
        std::swap(entry_, taken.entry_);
        return *this;
    }
    library_lease(const library_lease&) = delete;
    library_lease& operator=(const library_lease&) = delete;
    ~library_lease() { reset(); }

    /// As library::find(). The symbol keeps the library loaded by itself. While it exists, the host
    /// cannot unload the library (close_answer::in_use).
    template <class T>
    result<symbol<T>, error> find(detail::c_text name) const noexcept {
        return entry_ != nullptr ? entry_->module.template find<T>(name) : library().find<T>(name);
    }

    /// The library, for what a lease does not offer. A copy keeps it loaded as a symbol does. Empty
    /// if nothing is held.
    [[nodiscard]] library get() const noexcept {
        return entry_ != nullptr ? entry_->module : library();
    }
    /// For acquire() by entry, while the host lives.
    [[nodiscard]] library_entry entry() const noexcept {
        return entry_ != nullptr ? library_entry(entry_->state, entry_) : library_entry();
    }
    [[nodiscard]] explicit operator bool() const noexcept { return entry_ != nullptr; }

    /// Ends the lease now.
    void reset() noexcept {
        if (entry_ != nullptr) detail::host_state::leave(*std::exchange(entry_, nullptr));
    }

private:
    friend class library_host;
    explicit library_lease(detail::host_entry* inside) noexcept : entry_(inside) {}

    detail::host_entry* entry_ = nullptr;
};

}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
