// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_CORE_SHARED_HANDLE_HPP
#define FFIGUARD_CORE_SHARED_HANDLE_HPP

#include <atomic>
#include <cstdint>
#include <new>
#include <type_traits>
#include <utility>

#include <ffiguard/core/config.hpp>
#include <ffiguard/core/detail/shared_block.hpp>
#include <ffiguard/core/gate.hpp>
#include <ffiguard/core/result.hpp>
#include <ffiguard/core/status.hpp>
#include <ffiguard/core/trace.hpp>
#include <ffiguard/core/unique_handle.hpp>
#include <ffiguard/core/violation.hpp>

namespace ffiguard {
inline namespace FFIGUARD_ABI {
namespace detail {

template <class Traits, class = void>
struct is_owner : std::false_type {};
template <class Owner>
struct is_owner<Owner, std::void_t<typename Owner::traits_type>> : std::true_type {};

/// What the handles of one resource share, for std::hash.
struct shared_identity {
    template <class Handle>
    [[nodiscard]] static const void* of(const Handle& handle) noexcept {
        return handle.block_;
    }
};

}  // namespace detail

/// Lets its holder use the resource of a shared_handle: while the guard lives, the resource is not
/// released, even if it is closed meanwhile.
///
/// Test it before use. If it is not inside, status() says why: closed, or null for an empty
/// shared_handle. Move-only. A moved-from guard, and one after unpin(), is empty (null). It may
/// outlive every shared_handle. It may end on another thread than it began on, if the resource
/// allows that.
template <class Traits>
class [[nodiscard]] shared_pin {
public:
    using value_type = typename Traits::value_type;

    shared_pin(shared_pin&& other) noexcept
        : block_(std::exchange(other.block_, nullptr)),
          status_(std::exchange(other.status_, status_code::null)) {}
    FFIGUARD_HIDDEN shared_pin& operator=(shared_pin&& other) noexcept {
        shared_pin taken(std::move(other));
        std::swap(block_, taken.block_);
        std::swap(status_, taken.status_);
        return *this;
    }
    shared_pin(const shared_pin&) = delete;
    shared_pin& operator=(const shared_pin&) = delete;
    FFIGUARD_HIDDEN ~shared_pin() {
        const std::uint64_t handle = block_ != nullptr ? block_->handle() : 0;
        block::unheard(handle, unpin());
    }

    explicit operator bool() const noexcept { return block_ != nullptr; }
    [[nodiscard]] ffiguard::status status() const noexcept { return status_; }
    /// The raw handle; the empty value if the guard is not inside.
    [[nodiscard]] value_type get() const noexcept {
        return block_ != nullptr ? block_->resource.get() : Traits::empty();
    }
    /// For handles that are pointers. Ends the program if the guard is not inside.
    [[nodiscard]] value_type operator->() const noexcept {
        if (block_ == nullptr) fail(violation::bad_access, name(status_));
        return get();
    }

    /// Leaves now. If this was the last user of a closed handle, it releases the resource and
    /// returns the closer's result; otherwise ok.
    FFIGUARD_HIDDEN ffiguard::status unpin() noexcept {
        block* const left = std::exchange(block_, nullptr);
        if (left == nullptr) return status_code::ok;
        status_ = status_code::null;
        trace::unpin<Traits>(left->traced());
        return left->leave();
    }

private:
    template <class>
    friend class shared_handle;
    using block = detail::shared_block<Traits>;

    /// For handle_table::emplace_child(). A pin can exist without an owner.
    friend detail::shared_parent<block> parent_behind(const shared_pin& pin) noexcept {
        return {*pin.block_};
    }
    friend shared_handle<Traits> owner_behind(const shared_pin& pin) noexcept {
        return pin.owner();
    }
    shared_handle<Traits> owner() const noexcept {
        if (!block_->revive_owner()) return shared_handle<Traits>();
        trace::share<Traits>(block_->traced());
        return shared_handle<Traits>(block_);
    }

    explicit shared_pin(status_code refused) noexcept : status_(refused) {}
    explicit shared_pin(block& inside) noexcept : block_(&inside), status_(status_code::ok) {}

    block* block_ = nullptr;
    status_code status_;
};

template <class Traits>
class weak_handle;

/// Shares one foreign resource among any number of owners and threads, and
/// releases it once, after its last user.
///
/// Copying is one atomic increment. The resource is released when the last copy is destroyed, or
/// earlier by close(): then no copy admits new users, those inside (pin) finish, and the last of
/// them releases.
///
/// The type is `shared<owner>` (or auto): the template takes the owner's traits.
///
///     using stream = owned<&std::fclose>;
///     struct player {
///         shared<stream> sound;
///     };
///     player make(std::FILE* file) { return {share(stream(file)).value()}; }
///
/// One pointer wide; one allocation (share()). An empty or moved-from handle is allowed everywhere:
/// its operations fail with status_code::null. As with std::shared_ptr, one object is for one
/// thread at a time; different copies are independent.
template <class Traits>
class [[nodiscard]] FFIGUARD_TRIVIAL_ABI shared_handle {
    static_assert(!detail::is_owner<Traits>::value,
                  "ffiguard: shared_handle takes the traits, not the owner: write shared<owner>, "
                  "which is shared_handle<owner::traits_type>");

public:
    using traits_type = Traits;
    using value_type = typename Traits::value_type;
    /// close() closes all copies, so a handle_table that releases a copy only destroys it.
    using close_is_not_called = void;

    constexpr shared_handle() noexcept = default;
    shared_handle(const shared_handle& other) noexcept : block_(other.block_) {
        if (block_ == nullptr) return;
        block_->add_owner();
        trace::share<Traits>(block_->traced());
    }
    shared_handle(shared_handle&& other) noexcept : block_(std::exchange(other.block_, nullptr)) {}
    FFIGUARD_HIDDEN shared_handle& operator=(shared_handle other) noexcept {
        swap(other);
        return *this;
    }
    FFIGUARD_HIDDEN ~shared_handle() {
        if (block_ != nullptr) std::exchange(block_, nullptr)->drop_owner();
    }

    /// Lets the caller in, or says why not: null; closed; in_use if the traits say one_user and
    /// another user is inside or has the turn of a child.
    shared_pin<Traits> pin() const noexcept {
        if (block_ == nullptr) return shared_pin<Traits>(status_code::null);
        if (const admission got = block_->enter(); got != admission::inside)
            return shared_pin<Traits>(got == admission::in_use ? status_code::in_use
                                                               : status_code::closed);
        trace::pin<Traits>(block_->traced());
        return shared_pin<Traits>(*block_);
    }

    /// Closes for all copies. Returns the closer's result if no user is inside, ok if the last user
    /// will release, closed if it was closed before.
    FFIGUARD_HIDDEN status close() const noexcept {
        return block_ == nullptr ? status(status_code::null) : block_->close();
    }
    /// The same, but fails with in_use and changes nothing while a user is inside.
    FFIGUARD_HIDDEN status try_close() const noexcept {
        return block_ == nullptr ? status(status_code::null) : block_->try_close();
    }

    /// Gives up this copy alone. Returns in_use if there are others. If it was the last copy, calls
    /// look(resource), releases the resource, and returns the closer's result. If a pin is left to
    /// release it: ok, and look is not called. If it was closed before: closed.
    template <class Look>
    FFIGUARD_HIDDEN status drop(Look&& look) noexcept {
        block* const left = std::exchange(block_, nullptr);
        return left == nullptr ? status(status_code::null)
                               : left->drop_owner(std::forward<Look>(look));
    }

    /// The raw handle without a pin; the empty value if nothing is held. Valid while this copy
    /// exists and no copy calls close(). Use it only for types that are never closed that way.
    [[nodiscard]] value_type unguarded() const noexcept {
        return block_ != nullptr ? block_->resource.get() : Traits::empty();
    }

    /// Whether it owns a block, closed or not.
    explicit operator bool() const noexcept { return block_ != nullptr; }
    /// A snapshot.
    [[nodiscard]] bool is_closed() const noexcept {
        return block_ != nullptr && block_->door.is_closed();
    }
    /// ok: open. in_use: closed, and not released yet. closed: released, and its closer has
    /// returned. null: empty. A snapshot.
    [[nodiscard]] status state() const noexcept {
        if (block_ == nullptr) return status_code::null;
        switch (block_->door.state()) {
            case admission::inside: return status_code::ok;
            case admission::closed: return status_code::in_use;
            default: return status_code::closed;
        }
    }
    /// Whether the resource can no longer be reached through it: it is empty or closed. A
    /// snapshot.
    [[nodiscard]] bool expired() const noexcept { return block_ == nullptr || is_closed(); }
    /// A snapshot, with one exception: 1 stays 1 while there is no weak_handle, and then what
    /// the other owners did with the resource is visible here.
    [[nodiscard]] std::uint32_t use_count() const noexcept {
        return block_ != nullptr ? block_->owners.load(std::memory_order_acquire) : 0;
    }

    /// Gives up this share, as the destructor does. The last one releases the resource.
    FFIGUARD_HIDDEN void reset() noexcept { shared_handle().swap(*this); }
    void swap(shared_handle& other) noexcept { std::swap(block_, other.block_); }  ///< no count
    friend void swap(shared_handle& a, shared_handle& b) noexcept { a.swap(b); }
    /// Whether both share the same resource.
    friend bool operator==(const shared_handle& a, const shared_handle& b) noexcept {
        return a.block_ == b.block_;
    }
    friend bool operator!=(const shared_handle& a, const shared_handle& b) noexcept {
        return !(a == b);
    }

private:
    using block = detail::shared_block<Traits>;
    friend class weak_handle<Traits>;
    friend class shared_pin<Traits>;
    friend struct detail::shared_identity;
    template <class Any>
    friend result<shared_handle<Any>> share(unique_handle<Any>&& owner) noexcept;

    explicit shared_handle(block* adopted) noexcept : block_(adopted) {}

    block* block_ = nullptr;
};

/// Makes an owner shareable. Fails with out_of_memory, and the owner still owns. Fails with null
/// for an empty owner.
template <class Traits>
result<shared_handle<Traits>> share(unique_handle<Traits>&& owner) noexcept {
    if (!owner) return status_code::null;
    auto* const block = new (std::nothrow) detail::shared_block<Traits>(std::move(owner));
    if (block == nullptr) return status_code::out_of_memory;
    trace::share<Traits>(block->traced());
    return shared_handle<Traits>(block);
}

/// Refers to a shared resource without keeping it. lock() returns an owner while there is one and
/// the resource is not closed. For caches and back references.
///
/// The type is `weak<owner>`. Two are equal if they refer to the same resource, even after it was
/// released.
template <class Traits>
class [[nodiscard]] FFIGUARD_TRIVIAL_ABI weak_handle {
    static_assert(!detail::is_owner<Traits>::value,
                  "ffiguard: weak_handle takes the traits, not the owner: write weak<owner>, which "
                  "is weak_handle<owner::traits_type>");

public:
    constexpr weak_handle() noexcept = default;
    weak_handle(const shared_handle<Traits>& of) noexcept : block_(of.block_) { keep(); }
    weak_handle(const weak_handle& other) noexcept : block_(other.block_) { keep(); }
    weak_handle(weak_handle&& other) noexcept : block_(std::exchange(other.block_, nullptr)) {}
    weak_handle& operator=(weak_handle other) noexcept {
        std::swap(block_, other.block_);
        return *this;
    }
    ~weak_handle() {
        if (block_ != nullptr) std::exchange(block_, nullptr)->drop_keeper();
    }

    /// Empty if the last owner is gone or the handle is closed. It may also be closed just
    /// afterwards: pin() decides.
    shared_handle<Traits> lock() const noexcept {
        if (block_ == nullptr || block_->door.is_closed() || !block_->revive_owner())
            return shared_handle<Traits>();
        trace::share<Traits>(block_->traced());
        return shared_handle<Traits>(block_);
    }

    /// Whether lock() would return an empty handle. Once true, it stays true; false is a
    /// snapshot.
    [[nodiscard]] bool expired() const noexcept {
        return block_ == nullptr || block_->door.is_closed() ||
               block_->owners.load(std::memory_order_relaxed) == 0;
    }
    void reset() noexcept { weak_handle().swap(*this); }  ///< is empty afterwards
    void swap(weak_handle& other) noexcept { std::swap(block_, other.block_); }  ///< no count
    friend void swap(weak_handle& a, weak_handle& b) noexcept { a.swap(b); }
    friend bool operator==(const weak_handle& a, const weak_handle& b) noexcept {
        return a.block_ == b.block_;
    }
    friend bool operator!=(const weak_handle& a, const weak_handle& b) noexcept {
        return !(a == b);
    }

private:
    friend struct detail::shared_identity;

    void keep() noexcept {
        if (block_ != nullptr) block_->add_keeper();
    }

    detail::shared_block<Traits>* block_ = nullptr;
};

/// The handles of an owner's type: `shared<stream>` is what share(stream(...)) gives.
template <class Owner>
using shared = shared_handle<typename Owner::traits_type>;
/// The same for the handle that does not keep the resource: see weak_handle.
template <class Owner>
using weak = weak_handle<typename Owner::traits_type>;

}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
