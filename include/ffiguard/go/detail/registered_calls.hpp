// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_GO_DETAIL_REGISTERED_CALLS_HPP
#define FFIGUARD_GO_DETAIL_REGISTERED_CALLS_HPP

#include <atomic>
#include <cstdint>

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

/// The table and type of registered_calls_, as its tokens name them. Asked for on 32 bits only.
template <class Callback>
FFIGUARD_HIDDEN inline std::atomic<std::uint32_t> registered_identity_{0};

/// A token as the user pointer of a C library. A pointer of 32 bits has room for the index (16,384
/// slots) and the whole generation. The identity comes from the table that is asked; it is mixed
/// in, so that another table finds a slot or a generation that it does not have.
struct user_token {
    enum : bool { is_narrow = sizeof(void*) < sizeof(token) };
    enum : std::uint32_t { index_bits = 32 - token_parts::generation_bits };

    static constexpr bool fits(token value) noexcept {
        return !is_narrow || token_parts::split(value).index >> index_bits == 0;
    }
    static constexpr std::uint32_t narrow(const token_parts& parts) noexcept {
        return (parts.generation << index_bits | parts.index) ^ mixed(parts.identity);
    }
    static constexpr token_parts widen(std::uint32_t user, std::uint32_t identity) noexcept {
        const std::uint32_t both = user ^ mixed(identity);
        return {both & ((std::uint32_t{1} << index_bits) - 1), both >> index_bits, identity};
    }
    static void* to_user(token value) noexcept {
        if constexpr (is_narrow)
            return reinterpret_cast<void*>(
                std::uintptr_t{value == 0 ? 0 : narrow(token_parts::split(value))});
        else
            return reinterpret_cast<void*>(value);
    }
    template <class Callback>
    FFIGUARD_HIDDEN static token from_user(void* user) noexcept {
        const auto bits = reinterpret_cast<std::uintptr_t>(user);
        if constexpr (is_narrow) {
            const auto identity = registered_identity_<Callback>.load(std::memory_order_relaxed);
            return bits == 0 ? 0 : widen(static_cast<std::uint32_t>(bits), identity).join();
        } else {
            return bits;
        }
    }

private:
    /// Leaves the lowest bit of the generation alone, which is set in every token: no user pointer
    /// is null.
    static constexpr std::uint32_t mixed(std::uint32_t identity) noexcept {
        return identity * 0x9E3779B1U & ~(std::uint32_t{1} << index_bits);
    }
};

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
