// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_CORE_HANDLE_TABLE_HPP
#define FFIGUARD_CORE_HANDLE_TABLE_HPP

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <new>
#include <type_traits>
#include <utility>

#include <ffiguard/core/config.hpp>
#include <ffiguard/core/detail/closes_itself.hpp>
#include <ffiguard/core/detail/process_mark.hpp>
#include <ffiguard/core/detail/slot_store.hpp>
#include <ffiguard/core/detail/type_name.hpp>
#include <ffiguard/core/errno_guard.hpp>
#include <ffiguard/core/gate.hpp>
#include <ffiguard/core/result.hpp>
#include <ffiguard/core/status.hpp>
#include <ffiguard/core/table_pin.hpp>
#include <ffiguard/core/token.hpp>
#include <ffiguard/core/trace.hpp>
#include <ffiguard/core/violation.hpp>

namespace ffiguard {
inline namespace FFIGUARD_ABI {

/// Keeps the objects of a shim and gives foreign code numbers for them.
///
/// Go and Java hold a 64-bit token. Every entry of the shim pins the token,
/// works on the object through the guard, and lets go. A null, forged, stale,
/// twice-closed token, one of another table or another type, is answered by its
/// own status; nothing is dereferenced before the answer is known.
///
///     ffiguard::handle_table<stream> streams;
///     auto opened = streams.emplace(level);          // result<token>
///     if (auto s = streams.pin(t)) s->write(data);   // else s.status()
///     streams.close(t);                              // once per token, any thread
///
/// close() is deferred: no new user gets in, those inside finish, the last one
/// releases. try_close() refuses while somebody is inside. Releasing destroys the
/// object; before that it calls T::close() where that gives a status, which is
/// then the answer. (Not for a shared_handle: its close() is for all copies, and
/// a token stands for one.)
///
/// pin, unpin and close are lock-free and neither allocate nor throw. Objects
/// never move. Up to 4,194,288 open at once, and 65,535 tables in the life of a
/// shared object; a slot is used 131,072 times, then retired, so that no token
/// ever becomes valid again.
///
/// Constant-initialised, so a table at namespace scope is ready before any
/// constructor runs. Destroying it is for when no foreign call can arrive any
/// more; what is open then is a violation (leak) that names the type, and is
/// released, except what somebody is still inside of: that is left to its last
/// user, and the table's memory is leaked. A shim whose process may end while
/// foreign threads still call should never destroy its table:
/// `static auto& streams = *new handle_table<stream>;`.
///
/// The child of a fork() has a copy of the table, with the same tokens. What other
/// threads of the parent were inside of stays closed to the child's release, and
/// is reported and left, with the table's memory, when the table ends there. A table
/// that makes its first object in the child has tokens that the parent refuses.
template <class T, std::uint8_t Tag = detail::type_tag<T>()>
class handle_table {
public:
    using pin_type = table_pin<T, Tag>;

    constexpr handle_table() noexcept = default;
    handle_table(const handle_table&) = delete;
    handle_table& operator=(const handle_table&) = delete;
    // Hidden, like all that ends an object: see unique_handle.
    FFIGUARD_HIDDEN ~handle_table() {
        static_assert(std::is_nothrow_destructible_v<T>,
                      "ffiguard: handle_table<T> releases in destructors; ~T() must not throw");
        close_all();
    }

    /// Makes a T from the arguments and gives its token. out_of_memory where
    /// there is no memory for a slot, overflow where the table is full or there
    /// were too many tables, closed from a destructor that the table's own end
    /// runs; the arguments are untouched then. An exception of T's constructor
    /// passes through and leaves the table as it was.
    ///
    /// From then on anybody who guesses the token can use the object: it must be
    /// ready when its constructor returns.
    template <class... Args>
    result<token> emplace(Args&&... args) {
        if (ending_.load(std::memory_order_relaxed)) return status_code::closed;
        const std::uint32_t own = identity_or_draw();
        if (own == 0) return status_code::overflow;
        std::uint32_t index = 0;
        if (const status reserved = slots_.reserve(index); !reserved.ok()) return reserved;
        reservation undo{this, index};
        slot& place = slots_.at(index);
        if constexpr (std::is_constructible_v<T, Args...>)
            ::new (static_cast<void*>(place.storage)) T(std::forward<Args>(args)...);
        else  // an aggregate
            ::new (static_cast<void*>(place.storage)) T{std::forward<Args>(args)...};
        undo.table = nullptr;

        const std::uint32_t generation = place.door.generation() + 1;
        const token value = detail::token_parts{index, generation, own}.join();
        live_.fetch_add(1, std::memory_order_relaxed);
        place.table.store(this, std::memory_order_relaxed);
        trace::acquire<T>(value);
        place.door.open_as(generation);
        return value;
    }
    /// Moves value in; it is untouched unless the result has a token.
    result<token> insert(T&& value) noexcept(std::is_nothrow_move_constructible_v<T>) {
        return emplace(std::move(value));
    }

    /// Admits the caller to the object. Any thread.
    pin_type pin(token value) noexcept {
        const auto parts = detail::token_parts::split(value);
        slot* const place = find(parts);
        if (place == nullptr) return pin_type(explain_identity(value));
        if (place->door.pin(parts.generation) != admission::inside)
            return pin_type(explain(*place, parts.generation));
        trace::pin<T>(value);
        return pin_type(*place);
    }

    /// Closes the token: ok for exactly one caller, whatever the race. Where
    /// nobody is inside the answer is that of T::close(), if it has one.
    FFIGUARD_HIDDEN status close(token value) noexcept { return close_by<&gate::close>(value); }
    /// The same, but answers in_use and changes nothing while somebody is inside.
    FFIGUARD_HIDDEN status try_close(token value) noexcept { return close_by<&gate::try_close>(value); }

    /// Objects that are not released yet. A moment's view.
    [[nodiscard]] std::size_t live() const noexcept {
        return live_.load(std::memory_order_relaxed);
    }

    /// Calls visit(token, T&) for each open object, pinned meanwhile. Others may
    /// come and go; each that is open throughout is visited once.
    template <class Visit>
    void for_each(Visit&& visit) {
        for (std::uint32_t index = 0, end = slots_.used(); index < end; ++index) {
            slot& place = slots_.at(index);
            const std::uint32_t generation = place.door.generation();
            if (place.door.pin(generation) != admission::inside) continue;
            const pin_type inside(place);
            visit(detail::token_parts{index, generation, identity()}.join(), *inside);
        }
    }

private:
    using slot = detail::table_slot<T>;
    friend pin_type;

    struct reservation {
        handle_table* table;
        std::uint32_t index;
        ~reservation() {
            if (table != nullptr) table->slots_.give_back(index);
        }
    };

    [[nodiscard]] std::uint32_t identity() const noexcept {
        return identity_.load(std::memory_order_relaxed);
    }
    /// 0 where the numbers for tables are spent.
    FFIGUARD_HIDDEN std::uint32_t identity_or_draw() noexcept {
        std::uint32_t known = identity();
        if (known != 0) return known;
        const std::uint16_t id = detail::draw_table_id();
        if (id == 0) return 0;
        made_in_.take();
        const auto drawn = detail::token_parts::make_identity(id, Tag);
        return identity_.compare_exchange_strong(known, drawn, std::memory_order_relaxed) ? drawn
                                                                                          : known;
    }

    /// The slot that a token of this table speaks of, or null.
    [[nodiscard]] slot* find(const detail::token_parts& parts) noexcept {
        const std::uint32_t own = identity();
        return parts.identity == own && own != 0 ? slots_.find(parts.index) : nullptr;
    }

    [[nodiscard]] status_code explain_identity(token value) const noexcept {
        const auto parts = detail::token_parts::split(value);
        if (value == 0) return status_code::null;
        if (detail::token_parts::type_of(parts.identity) != Tag) return status_code::wrong_type;
        if (parts.identity != identity()) return status_code::wrong_table;
        return status_code::malformed;  // a slot that there is not
    }
    [[nodiscard]] static status_code explain(const slot& place, std::uint32_t generation) noexcept {
        const std::uint32_t now = place.door.generation();
        if (generation % 2 == 0 || generation > now) return status_code::malformed;
        // Closing and closed until the slot is used again.
        return now - generation <= 1 ? status_code::closed : status_code::stale;
    }

    template <close_duty (gate::*Close)(std::uint32_t) noexcept>
    FFIGUARD_HIDDEN status close_by(token value) noexcept {
        const auto parts = detail::token_parts::split(value);
        slot* const place = find(parts);
        if (place == nullptr) return explain_identity(value);
        switch ((place->door.*Close)(parts.generation)) {
            case close_duty::release_now: return release(*place);
            case close_duty::last_user: return status_code::ok;
            case close_duty::in_use: return status_code::in_use;
            case close_duty::already_closed:
            case close_duty::other_generation: break;
        }
        return explain(*place, parts.generation);
    }

    FFIGUARD_HIDDEN static status destroy(T& object) noexcept {
        status outcome;
        if constexpr (detail::closes_itself<T>::value) {
            static_assert(noexcept(object.close()),
                          "ffiguard: handle_table<T> calls T::close(); it must be noexcept");
            outcome = object.close();
            if (outcome == status_code::closed) outcome = {};  // was closed through a pin before
        }
        object.~T();
        return outcome;
    }

    /// For whom the gate has told to; once per object.
    FFIGUARD_HIDDEN static status release(slot& place) noexcept {
        const errno_guard keep_errno;
        const status outcome = destroy(place.object());
        const std::uint32_t index = place.index;
        const std::uint32_t generation = place.door.generation();
        trace::release<T>(detail::token_parts{index, generation, 0}.join(), outcome);

        // From here on the slot is the table's, if that is still there: its destructor waits for
        // whoever has claimed the table, until live_ is counted down.
        auto* const table =
            static_cast<handle_table*>(place.table.exchange(nullptr, std::memory_order_acq_rel));
        place.door.shut_as(generation + 1);
        if (table == nullptr) return outcome;
        if (generation < detail::token_parts::max_generation) table->slots_.give_back(index);
        table->live_.fetch_sub(1, std::memory_order_release);
        return outcome;
    }

    FFIGUARD_HIDDEN void close_all() noexcept {
        const errno_guard keep_errno;
        ending_.store(true, std::memory_order_relaxed);
        std::size_t taken = 0;
        std::size_t leaked = 0;
        bool in_use = false;
        do {
            for (std::uint32_t index = 0, end = slots_.used(); index < end; ++index) {
                slot& place = slots_.at(index);
                // Its releaser, if there is one, leaves the table alone from now on.
                if (place.table.exchange(nullptr, std::memory_order_acq_rel) == nullptr) continue;
                ++taken;
                const close_duty duty = place.door.close(place.door.generation());
                if (duty != close_duty::already_closed) ++leaked;
                if (duty == close_duty::release_now)
                    static_cast<void>(release(place));
                else
                    in_use = true;
            }
        } while (live_.load(std::memory_order_acquire) != taken && others_go_on());
        if (live_.load(std::memory_order_acquire) != taken) in_use = true;
        if (taken != 0 || in_use) report_leak(leaked, in_use);
        if (!in_use) slots_.free_all();
    }

    /// Whether it is worth waiting for those who have claimed a slot or are about to publish one.
    /// In the child of a fork() they may be threads of the parent, which do not come; those of the
    /// child itself need a few instructions.
    [[nodiscard]] bool others_go_on() const noexcept {
        if (made_in_.is_here()) return true;
        const std::size_t before = live_.load(std::memory_order_acquire);
        for (unsigned patience = 1U << 16; patience != 0; --patience)
            if (live_.load(std::memory_order_acquire) != before) return true;
        return false;
    }

    void report_leak(std::size_t leaked, bool in_use) const noexcept {
        char buffer[256];
        detail::text_writer text(buffer, sizeof buffer);
        const detail::type_text type = detail::type_name<T>();
        text << std::uint64_t{leaked} << " open";
        if (in_use)
            text << (made_in_.is_here() ? ", some in use and left to their last user,"
                                        : ", some in use at a fork() and left in the child,");
        text << " at the end of handle_table<";
        text.append(type.data, type.size) << ">";
        report({violation::leak, buffer});
    }

    detail::slot_store<T> slots_;
    std::atomic<std::uint32_t> identity_{0};
    std::atomic<bool> ending_{false};
    // Written at every open and close: not on the line that every pin reads.
    alignas(64) std::atomic<std::size_t> live_{0};
    detail::process_page made_in_;
};

}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
