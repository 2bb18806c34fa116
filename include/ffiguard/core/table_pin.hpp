// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_CORE_TABLE_PIN_HPP
#define FFIGUARD_CORE_TABLE_PIN_HPP

#include <cstdint>
#include <utility>

#include <ffiguard/core/closing_check.hpp>
#include <ffiguard/core/config.hpp>
#include <ffiguard/core/detail/slot_life.hpp>
#include <ffiguard/core/status.hpp>
#include <ffiguard/core/trace.hpp>
#include <ffiguard/core/violation.hpp>

namespace ffiguard {
inline namespace FFIGUARD_ABI {

template <class T, std::uint8_t Tag>
class handle_table;

/// Lets its holder use an object in a handle_table: while the guard lives, the object is not
/// released, even if its token is closed meanwhile.
///
/// Test it before use. If it is not inside, status() says why, and * and -> end the program.
/// Move-only. A moved-from guard, and one after unpin(), is empty (null). Several guards on one
/// object may be inside at once, on any threads: if the object is not thread-safe, it must lock, or
/// say one_user.
template <class T, std::uint8_t Tag>
class [[nodiscard]] table_pin {
public:
    table_pin(table_pin&& other) noexcept
        : slot_(std::exchange(other.slot_, nullptr)),
          status_(std::exchange(other.status_, status_code::null)) {}
    // Hidden, like all that ends an object: see unique_handle.
    FFIGUARD_HIDDEN table_pin& operator=(table_pin&& other) noexcept {
        table_pin taken(std::move(other));
        std::swap(slot_, taken.slot_);
        std::swap(status_, taken.status_);
        return *this;
    }
    table_pin(const table_pin&) = delete;
    table_pin& operator=(const table_pin&) = delete;
    FFIGUARD_HIDDEN ~table_pin() {
        if (slot_ == nullptr) return;
        trace::unpin<T>(slot_->traced());
        detail::slot_life<T>::leave_unheard(*slot_);
    }

    explicit operator bool() const noexcept { return slot_ != nullptr; }
    [[nodiscard]] ffiguard::status status() const noexcept { return status_; }
    [[nodiscard]] T& operator*() const& noexcept { return *operator->(); }
    /// Deleted: `auto& x = *table.pin(t);` would be a reference that nothing keeps valid.
    T& operator*() const&& = delete;
    [[nodiscard]] T* operator->() const noexcept {
        if (slot_ == nullptr) fail(violation::bad_access, name(status_));
        return __builtin_addressof(slot_->object());
    }

    /// Whether the object, or a parent of it, was closed since: for a call that blocks, which the
    /// object's closing() may have missed. Ends the program if the guard is not inside.
    [[nodiscard]] bool is_closing() const noexcept { return closing().is_closing(); }
    /// The same, to pass on to code without the guard. It must not outlive the guard.
    [[nodiscard]] closing_check closing() const noexcept {
        if (slot_ == nullptr) fail(violation::bad_access, name(status_));
        return closing_check(slot_->door, slot_->link());
    }

    /// Leaves now. If this was the last user of a closed token, releases the object and returns
    /// what handle_table::close() would; otherwise ok.
    FFIGUARD_HIDDEN auto unpin() noexcept {
        auto* const left = std::exchange(slot_, nullptr);
        using steps = detail::slot_life<T>;
        if (left == nullptr) return typename steps::answer();
        status_ = status_code::null;
        trace::unpin<T>(left->traced());
        return steps::leave(*left);
    }

private:
    template <class, std::uint8_t>
    friend class handle_table;

    explicit table_pin(status_code refused) noexcept : status_(refused) {}
    explicit table_pin(detail::table_slot<T>& inside) noexcept
        : slot_(&inside), status_(status_code::ok) {
        trace::pin<T>(slot_->traced());
    }

    detail::table_slot<T>* slot_ = nullptr;
    status_code status_;
};

}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
