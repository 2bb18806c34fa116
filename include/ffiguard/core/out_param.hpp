// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_CORE_OUT_PARAM_HPP
#define FFIGUARD_CORE_OUT_PARAM_HPP

#include <type_traits>

#include <ffiguard/core/config.hpp>
#include <ffiguard/core/unique_handle.hpp>
#include <ffiguard/core/violation.hpp>

namespace ffiguard {
inline namespace FFIGUARD_ABI {

/// Receives a handle from a C function that writes it through a pointer.
///
///     database db;
///     if (sqlite3_open(path, out_param(db)) != SQLITE_OK) ...
///
/// The owner is emptied first, so a callee that fails leaves it empty. What the
/// callee wrote is adopted at the end of the full expression, or of the scope
/// where the receiver has a name; adopt() does it sooner, discard() drops what a
/// failed callee left behind (some write garbage when they fail).
///
/// Two receivers that both bring a handle for one owner are a violation: the
/// first handle is kept, the second one is closed.
///
/// Neither copied nor moved: the callee holds the address of its slot.
template <class Traits>
class [[nodiscard]] out_param_receiver {
public:
    using value_type = typename Traits::value_type;

    explicit out_param_receiver(unique_handle<Traits>& owner) noexcept : owner_(&owner) {
        owner.reset();
    }
    out_param_receiver(const out_param_receiver&) = delete;
    out_param_receiver& operator=(const out_param_receiver&) = delete;
    ~out_param_receiver() { adopt(); }

    /// The slot for the callee.
    operator value_type*() noexcept { return &slot_; }
    /// The same for C functions that are typed void**.
    template <class Void, std::enable_if_t<std::is_same_v<Void, void*> &&
                                               std::is_pointer_v<value_type> &&
                                               !std::is_same_v<value_type, void*>,
                                           int> = 0>
    operator Void*() noexcept {
        return reinterpret_cast<void**>(&slot_);
    }

    /// Hands over now what the callee has written.
    void adopt() noexcept {
        const value_type written = slot_;
        slot_ = Traits::empty();
        if (detail::is_empty_handle<Traits>(written)) return;
        if (!*owner_) return owner_->reset(written);
        if (detail::same_handle(owner_->get(), written)) return;
        report({violation::receiver_conflict, "out_param: the second handle is closed"});
        static_cast<void>(detail::close_handle<Traits>(owner_->traits(), written));
    }

    /// Forgets what the callee has written, without closing it.
    void discard() noexcept { slot_ = Traits::empty(); }

private:
    unique_handle<Traits>* owner_;
    value_type slot_ = Traits::empty();
};

/// See out_param_receiver. A named receiver is `auto receiver = out_param(owner);`.
template <class Traits>
out_param_receiver<Traits> out_param(unique_handle<Traits>& owner) noexcept {
    return out_param_receiver<Traits>(owner);
}

}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
