// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_CORE_DETAIL_NOTED_PIN_HPP
#define FFIGUARD_CORE_DETAIL_NOTED_PIN_HPP

#include <ffiguard/core/config.hpp>
#include <ffiguard/core/detail/family.hpp>

namespace ffiguard {
inline namespace FFIGUARD_ABI {
namespace detail {

template <bool Noted>
class noted_pin {
public:
    void note(const void*, const parent_link*) noexcept {}
    void forget() noexcept {}
};

/// A pin in the list of those that its thread has: see notes_users.
///
/// Each knows the pointer that leads to it, and so leaves the list that it is in, also where the
/// loader has bound one shared object to another one's copy of this code, and so of the list.
template <>
class noted_pin<true> {
public:
    noted_pin() noexcept = default;
    noted_pin(noted_pin&& other) noexcept { take(other); }
    noted_pin& operator=(noted_pin&& other) noexcept {
        if (this == &other) return *this;
        forget();
        take(other);
        return *this;
    }
    noted_pin(const noted_pin&) = delete;
    noted_pin& operator=(const noted_pin&) = delete;
    ~noted_pin() { forget(); }

    FFIGUARD_HIDDEN void note(const void* slot, const parent_link* parent) noexcept;
    void forget() noexcept {
        if (leads_here_ == nullptr) return;
        *leads_here_ = older_;
        if (older_ != nullptr) older_->leads_here_ = leads_here_;
        leads_here_ = nullptr;
    }

    /// Whether the calling thread has a pin of the object in this slot, or of a child of it, to any
    /// depth.
    [[nodiscard]] FFIGUARD_HIDDEN static bool is_inside(const void* slot) noexcept;

private:
    void take(noted_pin& other) noexcept {
        if (other.leads_here_ == nullptr) return;
        slot_ = other.slot_;
        parent_ = other.parent_;
        older_ = other.older_;
        leads_here_ = other.leads_here_;
        *leads_here_ = this;
        if (older_ != nullptr) older_->leads_here_ = &older_;
        other.leads_here_ = nullptr;
    }

    const void* slot_ = nullptr;
    const parent_link* parent_ = nullptr;
    noted_pin* older_ = nullptr;
    noted_pin** leads_here_ = nullptr;
};

FFIGUARD_HIDDEN inline thread_local noted_pin<true>* noted_pins_ = nullptr;

inline void noted_pin<true>::note(const void* slot, const parent_link* parent) noexcept {
    slot_ = slot;
    parent_ = parent;
    older_ = noted_pins_;
    leads_here_ = &noted_pins_;
    noted_pins_ = this;
    if (older_ != nullptr) older_->leads_here_ = &older_;
}
inline bool noted_pin<true>::is_inside(const void* slot) noexcept {
    for (const noted_pin* at = noted_pins_; at != nullptr; at = at->older_) {
        if (at->slot_ == slot) return true;
        for (const parent_link* up = at->parent_; up != nullptr; up = up->up)
            if (up->slot == slot) return true;
    }
    return false;
}

}  // namespace detail
}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
