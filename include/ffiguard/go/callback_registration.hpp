// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_GO_CALLBACK_REGISTRATION_HPP
#define FFIGUARD_GO_CALLBACK_REGISTRATION_HPP

#include <ffiguard/core/config.hpp>

#if FFIGUARD_IS_WINDOWS()
#error "ffiguard/go/callback_registration.hpp needs a POSIX system"
#else

#include <atomic>
#include <chrono>
#include <cstdint>
#include <type_traits>
#include <utility>

#include <ffiguard/core/detail/user_function.hpp>
#include <ffiguard/core/errno_guard.hpp>
#include <ffiguard/core/result.hpp>
#include <ffiguard/core/status.hpp>
#include <ffiguard/core/token.hpp>
#include <ffiguard/core/user_data.hpp>
#include <ffiguard/go/callback.hpp>
#include <ffiguard/go/callback_argument.hpp>
#include <ffiguard/go/detail/registered_calls.hpp>
#include <ffiguard/thread/close_and_wait.hpp>

namespace ffiguard {
inline namespace FFIGUARD_ABI {
namespace go {

/// A callback that a C library keeps: a function pointer and a user pointer that outlive the call.
///
///     auto ready = callback_registration<void(int)>::create(*std::move(on_event));
///     if (!ready) return ready.status();
///     library_set_handler(ready->function(), ready->user());
///     ...
///     library_set_handler(nullptr, nullptr);
///     status gone = ready->unregister();
///
/// Say where the C function gets its user pointer from (core/user_data.hpp): function<user_at<1>>()
/// for `int f(int, void* user, const char*)`, function<user_by<&sqlite3_user_data>>() if another
/// call returns it. If the library's arguments are not those of the Go function, put a function of
/// the shim between. It gets the callback and the library's arguments, and returns the result that
/// the library wants:
///
///     void called(const on_call& go, sqlite3_context* in, int count, sqlite3_value** of) noexcept;
///     ready->function<user_by<&sqlite3_user_data>, &called>()
///
/// If a library takes a destroy function (xDestroy), give it destroy_function() and user(), and
/// call hand_over() when the registration has succeeded: then the library ends it. If the
/// registration failed, the object ends it. A library may also call its destroy function then, as
/// SQLite does: the second call finds a closed token.
///
/// After unregister() Go is no longer called, and the handle is deleted. If a call is running on
/// another thread, unregister() waits until Go has returned. That call may still be in code of this
/// shared object, so do not unload it at once. Within the callback itself unregister() does not
/// wait: no new call begins, and the running one deletes the handle at its end.
///
/// The user pointer is a token, not an address. If the library calls after unregister(), at the
/// same moment, or with another pointer, the call returns Refused (0 if not given) and does nothing
/// else. The same if Go cannot be called (see callback).
///
/// Move-only; the destructor calls unregister(). Any thread may unregister while the library calls;
/// move or destroy the object on one thread at a time. While you wait, do not hold a lock that the
/// callback needs. Two callbacks that unregister each other deadlock: give one of them a limit.
///
/// In the child of a fork() Go does not run: a call returns Refused there, unregister() does not
/// wait, and the handle is left to the parent.
///
/// Registered callbacks of one type share a table, which is never freed: it grows with the number
/// registered at once (at first 16). If a pointer has 32 bits, at most 16,384 callbacks of one type
/// can be registered at once.
template <class Signature, auto Refused = 0>
class callback_registration;

template <class R, class... Args, auto Refused>
class [[nodiscard]] callback_registration<R(Args...), Refused> {
    static constexpr bool refused_fits() noexcept {
        using given = decltype(Refused);
        if constexpr (std::is_void_v<R>)
            return true;
        else if constexpr (!std::is_convertible_v<given, R>)
            return is_zero();  // a struct or a pointer, where nothing was said
        else if constexpr (std::is_arithmetic_v<R>)
            return static_cast<given>(static_cast<R>(Refused)) == Refused;
        else
            return true;
    }
    static constexpr bool is_zero() noexcept {
        if constexpr (std::is_same_v<decltype(Refused), int>)
            return Refused == 0;
        else
            return false;
    }
    static_assert(refused_fits(),
                  "ffiguard: a refused call answers Refused, which must be a value of R");
    using callback_type = callback<R(Args...)>;

public:
    constexpr callback_registration() noexcept = default;

    /// Takes ownership of from. Fails with null if that is empty, else as handle_table::emplace();
    /// also with overflow if more are registered than a user pointer of 32 bits can tell apart. On
    /// failure, from is unchanged.
    FFIGUARD_HIDDEN static result<callback_registration> create(callback_type&& from) noexcept {
        if (!from) return status_code::null;
        const auto made = table().emplace(std::move(from));
        if (!made) return made.status();
        if constexpr (detail::user_token::is_narrow) {
            detail::registered_identity_<callback_type>.store(
                detail::token_parts::split(*made).identity, std::memory_order_relaxed);
            if (!detail::user_token::fits(*made)) {
                // No other code knows the token yet.
                if (auto inside = table().pin(*made)) from = std::move(*inside);
                static_cast<void>(table().close(*made));
                return status_code::overflow;
            }
        }
        return callback_registration(*made);
    }
    callback_registration(callback_registration&& other) noexcept
        : token_(other.token_.exchange(0, std::memory_order_relaxed)), home_(other.home_) {}
    /// Unregisters what was registered before.
    callback_registration& operator=(callback_registration&& other) noexcept {
        callback_registration taken(std::move(other));
        static_cast<void>(unregister());
        token_.store(taken.token_.exchange(0, std::memory_order_relaxed),
                     std::memory_order_relaxed);
        home_ = taken.home_;
        return *this;
    }
    callback_registration(const callback_registration&) = delete;
    callback_registration& operator=(const callback_registration&) = delete;
    ~callback_registration() { static_cast<void>(unregister()); }

    /// For a library that passes the user pointer at this place. Call it in the shared object that
    /// called create(): another one's function refuses the user pointer.
    template <class Place = user_last>
    [[nodiscard, gnu::always_inline]] static auto function() noexcept {
        return detail::found_user_function<direct, Place, R, detail::crossing_t<Args>...>();
    }
    /// The same with a function between, which is not called if the callback is unregistered. Then
    /// the call returns Refused if the type allows it, else a value-initialised result.
    template <class Place, auto Between>
    [[nodiscard, gnu::always_inline]] static auto function() noexcept {
        return detail::function_with_object<Between, const callback_type, through, Place>();
    }
    /// function<user_first>().
    [[nodiscard]] FFIGUARD_HIDDEN static auto function_user_first() noexcept {
        return function<user_first>();
    }
    /// The library calls this with user() when it drops the callback. It does not wait: a running
    /// call deletes the handle at its end. Any number of times, on any thread, with any pointer.
    [[nodiscard]] FFIGUARD_HIDDEN static auto destroy_function() noexcept { return &destroy; }
    /// From now on the library ends it, by its destroy function. The object is then empty.
    void hand_over() noexcept { token_.store(0, std::memory_order_relaxed); }
    /// Hands over if the library returned success. Returns the library's result.
    template <class Answer>
    Answer hand_over_if(Answer success, Answer answer) noexcept {
        if (answer == success) hand_over();
        return answer;
    }
    /// The user pointer to give to the library. Null if nothing is registered.
    [[nodiscard]] void* user() const noexcept {
        return detail::user_token::to_user(token_.load(std::memory_order_relaxed));
    }
    [[nodiscard]] explicit operator bool() const noexcept { return user() != nullptr; }

    /// See above. Returns ok to one caller; fails with closed at once if nothing is registered,
    /// also while that caller waits. It waits without a limit, even if too many threads wait: the
    /// caller is about to free what the callback uses. Keeps errno.
    status unregister() noexcept { return unregister((std::chrono::nanoseconds::max)()); }
    /// The same, but waits at most for limit, then fails with system and ETIMEDOUT; with overflow
    /// at once if 64 threads already wait for callbacks of this type. After both, no new call
    /// begins, and the handle is deleted when the running one has returned: until then keep what
    /// the callback uses. Use it if the callback may wait for you: two callbacks that unregister
    /// each other.
    status unregister(std::chrono::nanoseconds limit) noexcept {
        const errno_guard keep_errno;
        const token mine = token_.exchange(0, std::memory_order_relaxed);
        return mine == 0 ? status(status_code::closed) : home_(mine, limit);
    }

private:
    FFIGUARD_HIDDEN explicit callback_registration(token made) noexcept
        : token_(made), home_(&unregister_here) {}

    FFIGUARD_HIDDEN static status unregister_here(token mine,
                                                  std::chrono::nanoseconds limit) noexcept {
        if (detail::running_call::is_inside(mine)) return table().close(mine);
        auto inside = table().pin(mine);
        if (!inside) return inside.status();
        // In the child of a fork(): the threads inside are the parent's, and nothing calls Go.
        if (!inside->is_of_this_process()) return table().close(mine);
        static_cast<void>(inside.unpin());
        const bool always = limit == (std::chrono::nanoseconds::max)();
        return detail::close_and_wait(table(), mine, limit, always);
    }
    FFIGUARD_HIDDEN static auto& table() noexcept {
        return detail::registered_calls_<callback_type>.value;
    }
    /// Calls the callback of a token, or refuses.
    template <class Result, class Call>
    [[gnu::always_inline]] static Result enter(void* user, Call&& call) noexcept {
        const token of = detail::user_token::from_user<callback_type>(user);
        if (const auto inside = table().pin(of)) {
            const detail::running_call running(of);
            return call(*inside);
        }
        return refused<Result>();
    }
    struct direct {
        FFIGUARD_HIDDEN static R enter(void* user, detail::crossing_t<Args>... args) noexcept {
            return callback_registration::enter<R>(user, [&](const callback_type& call) noexcept {
                const auto answer = call(args...);
                if constexpr (!std::is_void_v<R>) {
                    if (answer) return *answer;
                } else {
                    static_cast<void>(answer);
                }
                return refused<R>();
            });
        }
    };
    template <auto Between, class Result>
    struct through {
        template <class... Given>
        [[gnu::always_inline]] static Result enter(void* user, Given... given) noexcept {
            return callback_registration::enter<Result>(
                user, [&](const callback_type& call) noexcept -> Result {
                    return detail::call_with_object<Between>(call, given...);
                });
        }
    };
    FFIGUARD_HIDDEN static void destroy(void* user) noexcept {
        const errno_guard keep_errno;
        static_cast<void>(table().close(detail::user_token::from_user<callback_type>(user)));
    }
    template <class Result>
    static Result refused() noexcept {
        if constexpr (std::is_void_v<Result>)
            return;
        else if constexpr (std::is_convertible_v<decltype(Refused), Result>)
            return static_cast<Result>(Refused);
        else
            return Result();  // a struct or a pointer, where nothing was said
    }

    std::atomic<token> token_{0};
    // Has a pointer to its own table: another shared object's copy of this code may end it.
    status (*home_)(token, std::chrono::nanoseconds) noexcept = nullptr;
};

}  // namespace go
}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
#endif
