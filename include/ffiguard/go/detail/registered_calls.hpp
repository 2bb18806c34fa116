// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_GO_DETAIL_REGISTERED_CALLS_HPP
#define FFIGUARD_GO_DETAIL_REGISTERED_CALLS_HPP

#include <ffiguard/core/config.hpp>
#include <ffiguard/core/detail/never_destroyed.hpp>
#include <ffiguard/core/handle_table.hpp>
#include <ffiguard/core/token.hpp>

// Where callback_registration keeps the callbacks that C libraries hold a token of.

namespace ffiguard {
inline namespace FFIGUARD_ABI {
namespace detail {

// One of each per shared object, see FFIGUARD_HIDDEN.
template <class Callback>
FFIGUARD_HIDDEN inline never_destroyed<handle_table<Callback>> registered_calls_;

/// The innermost calls of this thread. By their tokens and not by their frames: a frame may be
/// dropped (longjmp, runtime.Goexit), and nothing may lead to it then.
struct calls_of_thread {
    enum : unsigned { room = 64 };
    token of[room];  ///< call number n is at n % room
    unsigned begun;
};
FFIGUARD_HIDDEN inline thread_local calls_of_thread calls_of_thread_{};

/// A call on this thread's stack, so that an unregister() within it does not wait for it. (A call
/// from Go within a callback comes on the same thread: cgo keeps the goroutine on it.)
class running_call {
public:
    FFIGUARD_HIDDEN explicit running_call(token of) noexcept : number_(calls_of_thread_.begun++) {
        calls_of_thread_.of[number_ % calls_of_thread::room] = of;
    }
    running_call(const running_call&) = delete;
    running_call& operator=(const running_call&) = delete;
    /// Of those that began later and were dropped, too.
    FFIGUARD_HIDDEN ~running_call() { calls_of_thread_.begun = number_; }

    [[nodiscard]] FFIGUARD_HIDDEN static bool is_inside(token of) noexcept {
        const calls_of_thread& calls = calls_of_thread_;
        const unsigned known = calls.begun < calls.room ? calls.begun : unsigned{calls.room};
        for (unsigned back = 1; back <= known; ++back)
            if (calls.of[(calls.begun - back) % calls.room] == of) return true;
        return false;
    }

private:
    const unsigned number_;
};

}  // namespace detail
}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
