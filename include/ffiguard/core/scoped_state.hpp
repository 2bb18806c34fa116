// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_CORE_SCOPED_STATE_HPP
#define FFIGUARD_CORE_SCOPED_STATE_HPP

#include <cstdint>
#include <utility>

#include <ffiguard/core/config.hpp>
#include <ffiguard/core/detail/state_stack.hpp>
#include <ffiguard/core/errno_guard.hpp>
#include <ffiguard/core/result.hpp>
#include <ffiguard/core/status.hpp>
#include <ffiguard/core/thread_number.hpp>
#include <ffiguard/core/violation.hpp>

namespace ffiguard {
inline namespace FFIGUARD_ABI {

/// The base class of a State that is always changed as a whole:
///
///     struct locale_state : ffiguard::whole_state<locale_t> {
///         static constexpr const char* name() noexcept { return "thread locale"; }
///         static status read(locale_t& now) noexcept;             // what it is on this thread
///         static status put_back(const locale_t& saved) noexcept; // makes it so
///     };
///
/// A guard's own factory, and everything else that calls begin(), is FFIGUARD_HIDDEN, so that the
/// guards of one shared object only meet one another. Saved is trivially destructible. If it owns
/// memory, the State has a discard(). If the State has independent parts (a signal mask), it has
/// its own hand_over(ended, newer): that gives newer what ended has saved and newer's guard has
/// also changed, and returns whether ended has anything left to restore.
template <class Saved>
struct whole_state {
    using saved_type = Saved;
    static bool hand_over(Saved& ended, Saved& newer) noexcept {
        std::swap(ended, newer);
        return false;
    }
    static void discard(Saved&) noexcept {}
};

/// A change of the calling thread's state that is undone once, when its guard ends. The thread
/// belongs to Go or to the JVM and must be returned as it came.
///
/// Guards of one kind may end in any order. A guard that is not the newest passes what it has saved
/// to the next newer one. After the last one, the state is as if there had been none. A guard
/// belongs to the thread on which it began. On another thread, restore() fails with wrong_thread,
/// and the guard stays in force. Destroying it there is a violation: the change stays in effect on
/// the original thread.
///
/// Move-only, also between threads. Moved-from and ended guards are empty. Each thread has memory
/// for four guards of a kind; only deeper nesting allocates.
template <class State>
class [[nodiscard]] scoped_state {
public:
    using saved_type = typename State::saved_type;

    /// Holds nothing.
    constexpr scoped_state() noexcept = default;

    /// Makes a change: change(saved) makes it and stores what was before, or returns a failure and
    /// has changed nothing. If there is no memory, fails with out_of_memory without calling it.
    /// Keeps errno.
    template <class Change>
    FFIGUARD_HIDDEN static result<scoped_state> begin(Change&& change) noexcept {
        const errno_guard keep_errno;
        auto& stack = detail::state_stack_<State>;
        auto* const fresh = stack.take();
        if (fresh == nullptr) return status_code::out_of_memory;
        saved_type saved{};  // not yet in the stack: a signal handler may run during the change
        const status made = std::forward<Change>(change)(saved);
        if (!made.ok()) {
            stack.give_back(*fresh);
            return made;
        }
        fresh->saved = saved;
        stack.push(*fresh);
        return scoped_state(fresh);
    }

    scoped_state(scoped_state&& other) noexcept
        : node_(std::exchange(other.node_, nullptr)),
          thread_(other.thread_),
          at_home_(other.at_home_) {}
    scoped_state& operator=(scoped_state&& other) noexcept {
        scoped_state taken(std::move(other));
        std::swap(node_, taken.node_);
        std::swap(thread_, taken.thread_);
        std::swap(at_home_, taken.at_home_);
        return *this;
    }
    scoped_state(const scoped_state&) = delete;
    scoped_state& operator=(const scoped_state&) = delete;
    ~scoped_state() {
        if (node_ == nullptr) return;
        const status outcome = restore();
        if (outcome == status_code::wrong_thread)
            report({violation::wrong_thread, State::name()});
        else if (!outcome.ok())
            report({violation::not_restored, State::name()});
    }

    /// Ends the guard now. Fails with closed if it has ended before. On another thread fails with
    /// wrong_thread, and the guard stays in force. Otherwise returns what the system says of
    /// restoring the state; the guard has ended in any case. Keeps errno.
    status restore() noexcept {
        if (node_ == nullptr) return status_code::closed;
        if (!is_on_its_thread()) return status_code::wrong_thread;
        const errno_guard keep_errno;
        return at_home_(thread_, std::exchange(node_, nullptr));
    }

    /// Whether it is in force.
    [[nodiscard]] explicit operator bool() const noexcept { return node_ != nullptr; }
    /// Whether it is in force and the calling thread is its own.
    [[nodiscard]] bool is_on_its_thread() const noexcept {
        return node_ != nullptr && at_home_(thread_, nullptr).ok();
    }

private:
    using node = detail::state_node<State>;

    FFIGUARD_HIDDEN explicit scoped_state(node* begun) noexcept
        : node_(begun), thread_(this_thread_number()), at_home_(&at_home) {}

    /// Ends the guard of ended, if any. It is called through the guard, to return to the shared
    /// object where the guard began: the loader may use another object's copy of the members, and
    /// that object has its own guards and thread numbers.
    FFIGUARD_HIDDEN static status at_home(std::uint64_t thread, node* ended) noexcept {
        if (thread != this_thread_number()) return status_code::wrong_thread;
        return ended != nullptr ? detail::state_stack_<State>.end(*ended) : status();
    }

    node* node_ = nullptr;
    std::uint64_t thread_ = 0;
    status (*at_home_)(std::uint64_t, node*) noexcept = nullptr;
};

/// Undoes the changes of all guards of one kind on this thread, and makes them again when it ends.
/// For a state that new threads inherit: use it around a call that may start threads. Not movable.
/// Guards may begin and end meanwhile.
template <class State>
class [[nodiscard]] suspended_state {
public:
    FFIGUARD_HIDDEN suspended_state() noexcept : stack_(&detail::state_stack_<State>) {
        if (stack_->newest() == nullptr) return;
        const errno_guard keep_errno;
        outcome_ = State::read(changed_);
        if (outcome_.ok()) outcome_ = State::put_back(stack_->oldest()->saved);
        if (outcome_.ok()) newest_ = stack_->newest()->number;
    }
    suspended_state(const suspended_state&) = delete;
    suspended_state& operator=(const suspended_state&) = delete;
    FFIGUARD_HIDDEN ~suspended_state() {
        const errno_guard keep_errno;
        const auto* const newest = stack_->newest();
        // If the newest guard has ended meanwhile, its end has set the state already.
        if (newest_ != 0 && newest != nullptr && newest->number == newest_ &&
            !State::put_back(changed_).ok())
            report({violation::not_restored, State::name()});
        State::discard(changed_);
    }

    /// Whether the changes could be undone: ok, also if there was nothing to do.
    [[nodiscard]] ffiguard::status status() const noexcept { return outcome_; }

private:
    /// Of the shared object where it began: it may end in another.
    const detail::state_stack<State>* stack_;
    typename State::saved_type changed_{};
    std::uint64_t newest_ = 0;
    ffiguard::status outcome_;
};

}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
