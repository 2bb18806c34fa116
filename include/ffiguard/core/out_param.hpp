// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_CORE_OUT_PARAM_HPP
#define FFIGUARD_CORE_OUT_PARAM_HPP

#include <type_traits>

#include <ffiguard/core/config.hpp>
#include <ffiguard/core/detail/counted_receiver.hpp>
#include <ffiguard/core/detail/received.hpp>
#include <ffiguard/core/detail/text.hpp>
#include <ffiguard/core/unique_handle.hpp>
#include <ffiguard/core/violation.hpp>

namespace ffiguard {
inline namespace FFIGUARD_ABI {

/// Receives a handle from a C function that writes it through a pointer.
///
/// The owner has the handle from the end of the full expression on, not before:
///
///     database db;
///     if (const int answer = sqlite3_open(path, out_param(db)); answer != SQLITE_OK || !db) ...
///
/// The condition `sqlite3_open(path, out_param(db)) != SQLITE_OK || !db` asks too early: db is
/// still empty, so it always fails. Instead, you can test a named receiver:
///
///     auto out = out_param(db);  // hands over at the end of its scope, or by adopt()
///     if (sqlite3_open(path, out) != SQLITE_OK || !out) ...
///
/// The owner is emptied first, so it is empty if the callee fails. discard() drops what a failed
/// callee left behind (some write garbage when they fail). If the callee throws, what it has
/// written is owned.
///
/// If two receivers both bring a handle for one owner, that is a violation: the first handle is
/// kept, the second is closed.
///
/// It can be neither copied nor moved: the callee has the address of its slot.
template <class Owner>
class [[nodiscard]] out_param_receiver {
    using rules = detail::receives<Owner>;

public:
    using value_type = typename rules::slot_type;
    /// void; or a status, if the owner may refuse what it gets (a library: out_of_memory).
    using outcome = decltype(rules::put(std::declval<Owner&>(), std::declval<value_type>()));

    FFIGUARD_HIDDEN explicit out_param_receiver(Owner& owner) noexcept : owner_(&owner) {
        rules::clear(owner);
    }
    FFIGUARD_HIDDEN out_param_receiver(Owner& owner, detail::lend) noexcept
        : owner_(&owner), slot_(rules::take(owner)) {}
    out_param_receiver(const out_param_receiver&) = delete;
    out_param_receiver& operator=(const out_param_receiver&) = delete;
    FFIGUARD_HIDDEN ~out_param_receiver() { static_cast<void>(adopt()); }

    /// The slot that the callee writes.
    operator value_type*() noexcept { return &slot_; }
    /// The same for C functions that take a void**.
    template <class Void,
              std::enable_if_t<std::is_same_v<Void, void*> && std::is_pointer_v<value_type> &&
                                   !std::is_same_v<value_type, void*>,
                               int> = 0>
    operator Void*() noexcept {
        return reinterpret_cast<void**>(&slot_);
    }
    /// Whether there is a handle in the slot. (Not const, or the conversion to the slot would be
    /// preferred.)
    [[nodiscard]] explicit operator bool() noexcept { return !rules::is_empty(slot_); }

    /// Takes over now what the callee has written.
    FFIGUARD_HIDDEN outcome adopt() noexcept {
        const value_type written = slot_;
        slot_ = rules::empty();
        if (rules::is_empty(written)) return outcome();
        if (!*owner_) return rules::put(*owner_, written);
        if (rules::holds(*owner_, written)) return outcome();
        report({violation::receiver_conflict,
                "out_param: the second handle is closed",
                {},
                {},
                detail::bits_of(written)});
        rules::close(*owner_, written);
        return outcome();
    }

    /// Forgets what the callee has written, without closing it.
    void discard() noexcept { slot_ = rules::empty(); }

private:
    Owner* owner_;
    value_type slot_ = rules::empty();
};

namespace detail {

template <class Traits>
struct receives<unique_handle<Traits>> {
    using owner = unique_handle<Traits>;
    using slot_type = typename Traits::value_type;
    static constexpr slot_type empty() noexcept { return Traits::empty(); }
    static constexpr bool is_empty(const slot_type& slot) noexcept {
        return is_empty_handle<Traits>(slot);
    }
    FFIGUARD_HIDDEN static void clear(owner& to) noexcept { to.reset(); }
    static bool holds(const owner& to, const slot_type& slot) noexcept {
        return same_handle(to.get(), slot);
    }
    FFIGUARD_HIDDEN static void put(owner& to, const slot_type& slot) noexcept { to.reset(slot); }
    FFIGUARD_HIDDEN static void close(const owner& to, const slot_type& slot) noexcept {
        const owner second(slot, to.traits());
    }
    static slot_type take(owner& from) noexcept {
        return from.release();  // the callee may free it
    }
};

}  // namespace detail

/// See out_param_receiver. For unique_handle, and so for its aliases: owned<>, c_ptr, unique_fd,
/// unique_file, ...
template <class Traits>
out_param_receiver<unique_handle<Traits>> out_param(unique_handle<Traits>& owner) noexcept {
    return out_param_receiver<unique_handle<Traits>>(owner);
}
/// The same for owners that are classes of their own: c_string, library, foreign_buffer.
template <class Owner, std::enable_if_t<detail::is_received<Owner>::value, int> = 0>
out_param_receiver<Owner> out_param(Owner& owner) noexcept {
    return out_param_receiver<Owner>(owner);
}
/// The same for memory with a count: c_array, mapped_region. See counted_receiver.
template <class Owner, std::enable_if_t<detail::is_received_with_count<Owner>::value, int> = 0>
counted_receiver<Owner> out_param(Owner& owner) noexcept {
    return counted_receiver<Owner>(owner);
}
// For the text of the compile error.
inline void out_param(detail::not_received) noexcept {}

}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
