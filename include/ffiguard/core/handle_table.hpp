// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_CORE_HANDLE_TABLE_HPP
#define FFIGUARD_CORE_HANDLE_TABLE_HPP

#include <cstddef>
#include <cstdint>
#include <type_traits>
#include <utility>

#include <ffiguard/core/config.hpp>
#include <ffiguard/core/detail/life_cycle_of.hpp>
#include <ffiguard/core/detail/shared_parent.hpp>
#include <ffiguard/core/detail/slot_life.hpp>
#include <ffiguard/core/detail/table_core.hpp>
#include <ffiguard/core/errno_guard.hpp>
#include <ffiguard/core/gate.hpp>
#include <ffiguard/core/life_cycle.hpp>
#include <ffiguard/core/result.hpp>
#include <ffiguard/core/status.hpp>
#include <ffiguard/core/table_pin.hpp>
#include <ffiguard/core/token.hpp>
#include <ffiguard/core/trace.hpp>

namespace ffiguard {
inline namespace FFIGUARD_ABI {

namespace detail {
struct table_waits;
}  // namespace detail

/// Stores the objects of a shim and gives foreign code numbers for them.
///
/// Go and Java hold a 64-bit token. Each function of the shim pins the token, works on the object
/// through the guard, and unpins. A token that is null, forged, stale, closed twice, or of another
/// table or type fails with its own status. Nothing is dereferenced before the token is checked.
///
///     ffiguard::handle_table<stream> streams;
///     auto opened = streams.emplace(level);          // result<token>
///     if (auto s = streams.pin(t)) s->write(data);   // else s.status()
///     streams.close(t);                              // once per token, any thread
///
/// close() is deferred: no new user gets in, those inside finish, the last one releases.
/// try_close() fails while a user is inside. Releasing destroys the object. If the object has a
/// close(), it is called first:
///
/// - `void`, `status`, `error` (or a result of an empty class) `close() noexcept`. close(token)
///   returns what it returns, an error with its text.
/// - It is also found behind a std::unique_ptr, or in a std::optional.
/// - Any other close() is a compile error. So is one behind a pointer that can be copied, because
///   no copy knows whether it is the last. If the close() of a class is not for this, say so in the
///   class: `using close_is_not_called = void;`. (A shared_handle does: its close() is for all
///   copies, and a token stands for one.)
///
/// pin, unpin and close are lock-free, except that the list of a parent that closes its children
/// has a short lock. They neither allocate nor throw. Objects never move. Limits: 4,194,288 objects
/// open at once; 65,535 tables in the life of a shared object. A slot is used 131,072 times and
/// then retired, so that no token ever becomes valid again.
///
/// Constant-initialised: a table at namespace scope is ready before any constructor runs. Destroy
/// it when no foreign call can arrive any more. What is still open then is reported as a violation
/// (leak) with the name of the type, and released. Objects may hold pins of one another, or close
/// one another's tokens in their destructors: they are released too, in any order. If a user is
/// still inside an object, its last user releases it, and the table's memory is leaked. (An object
/// that refuses to close is left, too, unless a parent of it closes it.) If foreign threads may
/// still call while the process ends, never destroy the table: `static auto& streams = *new
/// handle_table<stream>;`.
///
/// The child of a fork() has a copy of the table, with the same tokens. If other threads of the
/// parent were inside an object, the child cannot release it. When the table ends in the child,
/// such an object is reported and left, with the table's memory. If a table makes its first object
/// in the child, the parent refuses its tokens.
template <class T, std::uint8_t Tag = detail::type_tag<T>()>
class handle_table {
public:
    using pin_type = table_pin<T, Tag>;

    FFIGUARD_HIDDEN constexpr handle_table() noexcept = default;  // see detail::slot_code
    handle_table(const handle_table&) = delete;
    handle_table& operator=(const handle_table&) = delete;
    // Hidden, like all that ends an object: see unique_handle.
    FFIGUARD_HIDDEN ~handle_table() {
        static_assert(std::is_nothrow_destructible_v<T>,
                      "ffiguard: handle_table<T> releases in destructors; ~T() must not throw");
        core_.end();
    }

    /// Makes a T from the arguments and returns its token. Fails with out_of_memory if there is no
    /// memory for a slot, overflow if the table is full or there were too many tables, and closed
    /// if called from a destructor that the table's own end runs. On failure, the arguments are
    /// untouched. An exception of T's constructor passes through and leaves the table as it was.
    ///
    /// From then on, anybody who guesses the token can use the object. So it must be ready when its
    /// constructor returns.
    template <class... Args>
    FFIGUARD_TRACED result<token> emplace(Args&&... args) {
        static_assert(
            !detail::life_cycle_of<T>::is_child,
            "ffiguard: this type is a child_of<Parent>: emplace_child(parents, token, ...)");
        return core_.make([](slot&) noexcept {}, std::forward<Args>(args)...);
    }
    /// Makes a child of the object that `parent` refers to in `parents`: T(parent's object,
    /// args...) or, if T has no such constructor, T(args...). The parent is not released before the
    /// child, so the child may keep the reference. If the parent cannot be entered, fails with its
    /// status (closed, stale, wrong_type, in_use, ...) and makes no child. Fails with overflow if
    /// the parent has 4,128,768 children, and with closed if the parent was closed meanwhile.
    /// (Then, if the child's closer may refuse and the child still exists, close the child.)
    template <class P, std::uint8_t PTag, class... Args>
    FFIGUARD_TRACED result<token> emplace_child(handle_table<P, PTag>& parents, token parent,
                                                Args&&... args) {
        const auto inside = parents.pin(parent);
        return emplace_child(inside, std::forward<Args>(args)...);
    }
    /// The same, if you are inside the parent.
    template <class P, std::uint8_t PTag, class... Args>
    FFIGUARD_TRACED result<token> emplace_child(const table_pin<P, PTag>& parent, Args&&... args) {
        if (!parent) return parent.status();
        if (!detail::is_there(*parent)) return status_code::null;
        return core_.make_child(detail::parent_in_slot<P>{*parent.slot_},
                                std::forward<Args>(args)...);
    }
    /// The same for a member function of the parent, which has *this but not its token.
    /// wrong_table: `parents` does not hold this object (it is a copy, or a local one). closed: no
    /// call is inside it, or it was closed.
    template <class P, std::uint8_t PTag, class... Args>
    FFIGUARD_TRACED result<token> emplace_child(handle_table<P, PTag>& parents, P& parent,
                                                Args&&... args) {
        static_assert(!detail::speaks_behind<P>(),
                      "ffiguard: this table keeps pointers, and no reference leads to them: give "
                      "the parent's token or its pin");
        auto* const place = parents.core_.find(parent);
        if (place == nullptr) return status_code::wrong_table;
        const detail::parent_in_slot<P> found{*place};
        if (place->door.users() == 0 || found.is_closing()) return status_code::closed;
        return core_.make_child(found, std::forward<Args>(args)...);
    }
    /// The same for a shared_handle as the parent, or a pin of it. T is made as T(the raw handle,
    /// args...). The child is one of its owners; what close() of the shared_handle does with the
    /// child is what the parent's policy says. Fails as shared_handle::pin() does.
    template <class Traits, class... Args>
    FFIGUARD_TRACED result<token> emplace_child(const shared_handle<Traits>& parent,
                                                Args&&... args) {
        return emplace_child(parent.pin(), std::forward<Args>(args)...);
    }
    template <class Traits, class... Args>
    FFIGUARD_TRACED result<token> emplace_child(const shared_pin<Traits>& parent, Args&&... args) {
        if (!parent) return parent.status();
        const auto owner = owner_behind(parent);
        if (!owner) return status_code::closed;
        return core_.make_child(parent_behind(parent), std::forward<Args>(args)...);
    }
    /// For a plain reference, which does not compile: nothing keeps what it refers to.
    template <class P, class... Args,
              std::enable_if_t<detail::is_parent_alone<T, std::remove_cv_t<P>>(), int> = 0>
    result<token> emplace_child(P&, Args&&...) {
        static_assert(sizeof(P) == 0,
                      "ffiguard: nobody keeps what a reference refers to until its children have "
                      "gone. If a table keeps the parent, name the table: emplace_child(parents, "
                      "parent, args...); else share(owner), and give the shared_handle");
        return status_code::null;
    }
    /// Moves value in. If the result has no token, value is untouched.
    FFIGUARD_TRACED result<token> insert(T&& value) noexcept(
        std::is_nothrow_move_constructible_v<T>) {
        return emplace(std::move(value));
    }

    /// Lets the caller use the object. Any thread.
    pin_type pin(token value) noexcept {
        pin_type inside = enter(value);
        if constexpr (detail::life_cycle_of<T>::is_bound)
            if (inside && !is_at_home(*inside.slot_)) return pin_type(status_code::wrong_thread);
        return inside;
    }
    /// Where the object is released. For a type whose life_cycle says so. Any thread. Fails as
    /// pin() does.
    FFIGUARD_HIDDEN result<release_place> place_of(token value) noexcept {
        static_assert(detail::life_cycle_of<T>::has_home,
                      "ffiguard: place_of() is for a type whose life_cycle says released_at<> or "
                      "lives_at<>");
        const pin_type inside = enter(value);
        if (!inside) return inside.status();
        if (!detail::is_there(*inside)) return status_code::null;
        return detail::place_access::make(detail::home_of(*inside.slot_));
    }

    /// Closes the token. Exactly one caller gets ok, whatever the race. If no user is inside,
    /// returns the result of T::close(), if there is one. Returns an error if T::close() does, else
    /// a status.
    FFIGUARD_TRACED FFIGUARD_HIDDEN auto close(token value) noexcept {
        [[maybe_unused]] const trace::closing_here here{};
        return core_.close_by(value, [](slot& place, std::uint32_t generation) noexcept {
            return detail::slot_life<T>::close(place, generation);
        });
    }
    /// The same, but fails with in_use, and changes nothing, while a user is inside or a child is
    /// open.
    FFIGUARD_TRACED FFIGUARD_HIDDEN auto try_close(token value) noexcept {
        [[maybe_unused]] const trace::closing_here here{};
        return core_.close_by(value, [](slot& place, std::uint32_t generation) noexcept {
            return detail::slot_life<T>::try_close(place, generation);
        });
    }

    /// The same with another policy than T's own closes_children: refuses_with_children or
    /// waits_for_children. For a type that both its user and a garbage collector close: the user
    /// wants to know what is still open, the collector does not.
    template <class Policy>
    FFIGUARD_TRACED FFIGUARD_HIDDEN auto close_as(token value) noexcept {
        [[maybe_unused]] const trace::closing_here here{};
        return core_.close_by(value, [](slot& place, std::uint32_t generation) noexcept {
            return detail::slot_life<T>::template close_as<Policy>(place, generation);
        });
    }

    /// Calls f(T&) even while others are using the object: for what a library allows from any
    /// thread at any time (sqlite3_interrupt, curl_multi_wakeup). It works on a one_user object,
    /// too, and while a close waits for those inside, so it tells whether they have left. ok: f was
    /// called, and the object existed meanwhile. in_use: it is just being released. closed: it is
    /// released.
    ///
    /// T must be a parent (waits_for_children, ...); f counts as a child while it runs. f must not
    /// throw.
    template <class F>
    FFIGUARD_HIDDEN status beside(token value, F&& f) noexcept {
        static_assert(detail::life_cycle_of<T>::is_parent,
                      "ffiguard: beside() is for a type that says what its close does with "
                      "children: waits_for_children where it has none");
        const auto parts = detail::token_parts::split(value);
        slot* const place = core_.find(parts);
        if (place == nullptr) return core_.refuse(value);
        switch (place->door.hold_beside(parts.generation)) {
            case admission::inside: break;
            case admission::closed:
                if (parts.generation % 2 != 0) return status_code::in_use;
                [[fallthrough]];  // as in state_of()
            default: return core_.refuse(value, place->door);
        }
        std::forward<F>(f)(place->object());
        detail::slot_life<T>::leave_beside(*place);
        return status_code::ok;
    }

    /// Moves the object out and ends its token, without calling its close(): for a C library that
    /// becomes the owner. Fails with in_use, and changes nothing, while a user is inside, a child
    /// is open, or another call has the turn of a parent with one_user. Otherwise fails as close()
    /// does. A child that is taken has left its parent.
    FFIGUARD_TRACED FFIGUARD_HIDDEN result<T> take(token value) noexcept {
        [[maybe_unused]] const trace::closing_here here{};
        static_assert(std::is_nothrow_move_constructible_v<T>,
                      "ffiguard: take() moves the object out; its move must not throw");
        static_assert(!detail::life_cycle_of<T>::has_home,
                      "ffiguard: an object that is released_at<> or lives_at<> a thread is not "
                      "taken out of its table: nothing would keep it there");
        const auto parts = detail::token_parts::split(value);
        slot* const place = core_.find(parts);
        if (place == nullptr) return core_.refuse(value);
        switch (detail::slot_life<T>::close_alone(*place, parts.generation)) {
            case close_duty::release_now: break;
            case close_duty::in_use: return detail::slot_life<T>::in_use(*place);
            default: return core_.refuse(value, place->door);
        }
        const errno_guard keep_errno;
        trace::disown<T>(place->traced());
        T taken(std::move(place->object()));
        detail::slot_life<T>::finish_taken(*place);
        return taken;
    }

    /// The state of a token. ok: open. in_use: closed, and not released yet. closed or stale:
    /// released, and its destructor has returned. Otherwise: why it is not a token of this table.
    /// Go and Java use it to wait without holding a thread; in C++, use close_and_wait(). A
    /// snapshot.
    [[nodiscard]] status state_of(token value) const noexcept {
        const auto parts = detail::token_parts::split(value);
        const slot* const place = core_.find(parts);
        if (place == nullptr) return core_.number.explain(value);
        switch (place->door.state(parts.generation)) {
            case admission::inside: return status_code::ok;
            case admission::closed:
                if (parts.generation % 2 != 0) return status_code::in_use;
                [[fallthrough]];  // a free slot: no token has its generation
            default: return core_.number.explain(place->door, parts.generation);
        }
    }
    /// Whether the calling thread is inside the object, or inside a child of it that says
    /// notes_users, too. False for an invalid token. Only for a T that says notes_users.
    [[nodiscard]] bool is_inside(token value) const noexcept {
        static_assert(detail::life_cycle_of<T>::notes,
                      "ffiguard: is_inside() is for a type whose life_cycle says notes_users");
        const auto parts = detail::token_parts::split(value);
        slot* const place = core_.find(parts);
        return place != nullptr && place->users.has(detail::thread_that_runs()) &&
               place->door.generation() == parts.generation;
    }
    /// The number of objects that are not released yet. A snapshot: it may still count one
    /// that another thread has just seen released.
    [[nodiscard]] std::size_t live() const noexcept {
        return core_.state.live.load(std::memory_order_relaxed);
    }

    /// How many threads may wait at a time in close_and_wait() and pin_within() of this table. The
    /// default is 64, because each is an operating system thread for Go, or a carrier thread that
    /// Java lacks. Further threads fail with overflow at once. Those that already wait continue.
    void set_max_waiting(std::uint32_t threads) noexcept {
        core_.state.max_waiting.store(threads, std::memory_order_relaxed);
    }
    /// The number of threads that wait now. A snapshot.
    [[nodiscard]] std::uint32_t waiting() const noexcept {
        return core_.state.waiting.load(std::memory_order_relaxed);
    }

    /// Calls visit(token, T&) for each open object, pinned meanwhile. Others may come and go; each
    /// object that is open throughout is visited once. Objects that live on another thread
    /// (lives_at<>) are left out.
    template <class Visit>
    void for_each(Visit&& visit) {
        for (std::uint32_t index = 0, end = core_.state.store.used(); index < end; ++index) {
            slot& place = core_.state.store.at(index);
            const std::uint32_t generation = place.door.generation();
            if (detail::slot_life<T>::enter(place, generation) != admission::inside) continue;
            const pin_type inside(place);
            if constexpr (detail::life_cycle_of<T>::is_bound)
                if (!is_at_home(place)) continue;
            visit(detail::token_parts{index, generation, core_.number.identity()}.join(), *inside);
        }
    }

private:
    using slot = detail::table_slot<T>;
    template <class, std::uint8_t>
    friend class handle_table;
    friend struct detail::table_waits;

    static pin_type refused(status_code why) noexcept { return pin_type(why); }
    pin_type enter(token value) noexcept {
        const auto parts = detail::token_parts::split(value);
        slot* const place = core_.find(parts);
        if (place == nullptr) return pin_type(core_.refuse(value));
        const admission got = detail::slot_life<T>::enter(*place, parts.generation);
        if (got == admission::inside) return pin_type(*place);
        return pin_type(core_.why_refused(*place, got, value));
    }

    [[nodiscard]] FFIGUARD_HIDDEN static bool is_at_home(slot& place) noexcept {
        if (!detail::is_there(place.object())) return true;
        const auto* const home = detail::home_of(place);
        return home != nullptr && home->is_here();
    }
    detail::table_core<T, Tag> core_;
};

}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
