// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_CORE_DETAIL_STATE_STACK_HPP
#define FFIGUARD_CORE_DETAIL_STATE_STACK_HPP

#include <atomic>
#include <cstdint>
#include <new>
#include <type_traits>
#include <utility>

#include <ffiguard/core/config.hpp>
#include <ffiguard/core/status.hpp>

namespace ffiguard {
inline namespace FFIGUARD_ABI {
namespace detail {

/// What one guard must restore, between the guards that began before and after it.
template <class State>
struct state_node {
    typename State::saved_type saved{};
    state_node* older = nullptr;
    state_node* newer = nullptr;
    std::uint64_t number = 0;  ///< of its guard among those of the thread
    bool used = false;         ///< one of the slots: taken
    bool allocated = false;    ///< none of the slots
};

/// How many guards that concern an upcall live on this thread. If 0, the upcall has nothing to do.
FFIGUARD_HIDDEN inline thread_local std::uint64_t guards_here_ = 0;

/// Whether an upcall leaves the state as it is: `enum : bool { stays_in_upcall = true };`.
template <class State, class = void>
struct stays_in_upcall {
    enum : bool { value = false };
};
template <class State>
struct stays_in_upcall<State, std::enable_if_t<State::stays_in_upcall>> {
    enum : bool { value = true };
};

/// The live guards of one kind on one thread, in the order in which they began.
///
/// Not in the guards themselves: a guard may be moved, and another thread may destroy it, which
/// must not touch what this thread works on.
template <class State>
class state_stack {
public:
    using node = state_node<State>;
    // A thread-local variable with a destructor keeps a plugin loaded until the thread ends.
    static_assert(std::is_trivially_destructible_v<typename State::saved_type>,
                  "ffiguard: what a scoped_state saves is trivially destructible");

    using saved_type = typename State::saved_type;
    static_assert(
        noexcept(State::put_back(std::declval<saved_type&>())) && noexcept(State::hand_over(
            std::declval<saved_type&>(),
            std::declval<saved_type&>())) && noexcept(State::discard(std::declval<saved_type&>())),
        "ffiguard: put_back(), hand_over() and discard() of a scoped_state's State must be "
        "noexcept: they run in destructors");

    /// Null if there is no memory. If a signal handler interrupts this, it has freed what it took
    /// by the time this continues.
    [[nodiscard]] node* take() noexcept {
        for (node& slot : slots_) {
            if (slot.used) continue;
            slot.used = true;
            return &slot;
        }
        node* const another = new (std::nothrow) node;
        if (another != nullptr) another->allocated = true;
        return another;
    }
    FFIGUARD_HIDDEN void push(node& fresh) noexcept {
        if constexpr (!stays_in_upcall<State>::value) ++guards_here_;
        fresh.number = ++begun_;
        fresh.newer = nullptr;
        fresh.older = newest_;
        // Before the link to it, and not moved: a signal handler that interrupts begins its guards
        // above this one, and does not cut that link when they end.
        std::atomic_signal_fence(std::memory_order_seq_cst);
        newest_ = &fresh;
        std::atomic_signal_fence(std::memory_order_seq_cst);
        if (fresh.older != nullptr) fresh.older->newer = &fresh;
    }
    void give_back(node& done) noexcept {
        std::atomic_signal_fence(std::memory_order_seq_cst);  // a handler may take it at once
        if (done.allocated)
            delete &done;
        else
            done.used = false;
    }

    /// Restores what no newer guard has changed; the newer guard takes over the rest.
    FFIGUARD_HIDDEN status end(node& ended) noexcept {
        return end(ended, [](typename State::saved_type& saved) noexcept {
            return State::put_back(saved);
        });
    }
    /// The same in the caller's way: put_back(saved), if there is anything left to restore.
    template <class PutBack>
    FFIGUARD_HIDDEN status end(node& ended, PutBack&& put_back) noexcept {
        if constexpr (!stays_in_upcall<State>::value) --guards_here_;
        if (ended.older != nullptr) ended.older->newer = ended.newer;
        (ended.newer != nullptr ? ended.newer->older : newest_) = ended.older;
        bool left = true;
        for (node* newer = ended.newer; left && newer != nullptr; newer = newer->newer)
            left = State::hand_over(ended.saved, newer->saved);
        typename State::saved_type saved = ended.saved;
        give_back(ended);
        // Last: it may run signal handlers that were blocked.
        const status outcome = left ? put_back(saved) : status();
        State::discard(saved);
        return outcome;
    }

    [[nodiscard]] node* newest() const noexcept { return newest_; }
    [[nodiscard]] node* oldest() const noexcept {
        node* at = newest_;
        while (at != nullptr && at->older != nullptr) at = at->older;
        return at;
    }

private:
    enum : unsigned { slot_count = 4 };  // deeper nesting allocates

    node slots_[slot_count];
    node* newest_ = nullptr;
    std::uint64_t begun_ = 0;
};

template <class State>
FFIGUARD_HIDDEN inline thread_local state_stack<State> state_stack_;

}  // namespace detail
}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
