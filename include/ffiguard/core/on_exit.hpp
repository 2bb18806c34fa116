// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_CORE_ON_EXIT_HPP
#define FFIGUARD_CORE_ON_EXIT_HPP

#include <cstddef>
#include <type_traits>
#include <utility>

#include <ffiguard/core/config.hpp>
#include <ffiguard/core/errno_guard.hpp>

namespace ffiguard {
inline namespace FFIGUARD_ABI {

/// Runs an action once when its scope is left: by its end, a return or an exception.
///
///     library_lock(l);
///     const ffiguard::on_exit unlock([&]() noexcept { library_unlock(l); });
///
/// For things without a handle (a lock, a begin and an end, a registration). If there is a handle,
/// use an owner: owned<&close>.
///
/// - The action must be noexcept and return void; the compiler checks this. An exception in a
///   destructor would end the program, and a result would be lost.
/// - errno is kept.
/// - dismiss() cancels the action, run() runs it now. Either way it does not run again, also if the
///   action re-enters its guard.
///
/// It can be neither copied, moved nor made by new: it belongs to its scope. One thread at a time.
/// It is as large as the action and a flag, and allocates nothing. longjmp over it, and Go's
/// runtime.Goexit below a callback, run no destructor.
///
/// Write it with its namespace: glibc has a function ::on_exit.
template <class Action>
class [[nodiscard]] on_exit {
    static_assert(std::is_class_v<Action> || std::is_pointer_v<Action>,
                  "ffiguard: on_exit takes a function or something that is called like one");
    static_assert(std::is_invocable_v<Action&>,
                  "ffiguard: the action of on_exit is called without arguments");
    static_assert(std::is_nothrow_invocable_v<Action&>,
                  "ffiguard: the action of on_exit runs in a destructor and must be noexcept: "
                  "on_exit end([&]() noexcept { ... })");
    static_assert(!std::is_invocable_v<Action&> ||
                      std::is_void_v<typename std::invoke_result<Action&>::type>,
                  "ffiguard: what the action of on_exit returns would be lost: use it inside, or "
                  "drop it there on purpose with .ignore() or static_cast<void>");
    static_assert(std::is_nothrow_move_constructible_v<Action>,
                  "ffiguard: an action of on_exit that throws when it is moved in would never run");

public:
    // On the constructor, too: g++ ignores it on the class alone if the object has no name.
    [[nodiscard]] explicit constexpr on_exit(Action action) noexcept : action_(std::move(action)) {}
    on_exit(const on_exit&) = delete;
    on_exit& operator=(const on_exit&) = delete;
    // Hidden: the action may work on the state of its own shared object.
    FFIGUARD_HIDDEN ~on_exit() { run(); }

    /// Runs the action now, if it has neither been run nor dismissed.
    FFIGUARD_HIDDEN void run() noexcept {
        if (!armed_) return;
        armed_ = false;  // first: the action may re-enter
        const errno_guard keep_errno;
        action_();
    }
    /// Cancels the action.
    constexpr void dismiss() noexcept { armed_ = false; }
    [[nodiscard]] explicit constexpr operator bool() const noexcept { return armed_; }

    static void* operator new(std::size_t) = delete;
    static void* operator new[](std::size_t) = delete;

private:
    Action action_;
    bool armed_ = true;
};

}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
