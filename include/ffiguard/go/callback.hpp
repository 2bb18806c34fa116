// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_GO_CALLBACK_HPP
#define FFIGUARD_GO_CALLBACK_HPP

#include <atomic>
#include <chrono>
#include <cstdint>
#include <type_traits>
#include <utility>

#include <ffiguard/core/config.hpp>
#include <ffiguard/core/detail/process_mark.hpp>
#include <ffiguard/core/errno_guard.hpp>
#include <ffiguard/core/result.hpp>
#include <ffiguard/core/status.hpp>
#include <ffiguard/core/token.hpp>
#include <ffiguard/core/unique_handle.hpp>
#include <ffiguard/ffiguard.h>
#include <ffiguard/go/callback_argument.hpp>
#include <ffiguard/go/detail/exported_function.hpp>
#include <ffiguard/go/detail/registered_calls.hpp>
#include <ffiguard/thread/close_and_wait.hpp>
#include <ffiguard/thread/upcall.hpp>

namespace ffiguard {
inline namespace FFIGUARD_ABI {
namespace detail {

/// A cgo.Handle, let go by the exported Go function that deletes it.
struct go_value_traits {
    using value_type = std::uint64_t;
    static constexpr value_type empty() noexcept { return 0; }  // is no cgo.Handle
    ffiguard_user_release let_go = nullptr;
    process_mark process{};  ///< whose Go it is
    FFIGUARD_HIDDEN void close(value_type user) const noexcept {
        // The child of a fork() has none of the threads that Go needs: the call would not return.
        if (!process.is_here()) return;
        // Whatever it could not take back: the handle must go.
        const upcall inside;
        let_go(user);
    }
};

}  // namespace detail

namespace go {

/// Owns a Go value by its cgo.Handle, and calls it through an exported Go function.
///
///     // Go: //export goOnLine
///     //     func goOnLine(user C.uint64_t, line *C.char, size C.int32_t) C.int32_t
///     // It copies the line at once: C.GoStringN.
///     // (cgo declares it with char*, since Go has no const. It is taken for const char*, too.)
///     // Go: //export goLetGo
///     //     func goLetGo(user C.uint64_t) { cgo.Handle(user).Delete() }
///     using on_line = ffiguard::go::callback<
///         std::int32_t(ffiguard::go::for_call<const char*>, std::int32_t)>;
///
///     auto each = on_line::adopt(&goOnLine, handle, &goLetGo);
///     if (!each) return each.status();  // handle is still the caller's
///     const auto answer = (*each)(line, size);  // result<std::int32_t>
///
/// The handle is deleted exactly once: by reset() or the destructor, on any thread, also one that
/// Go has never seen. Every call into Go is inside an upcall.
///
/// A pointer among the arguments is good until the call returns, and Go may keep it: a compile
/// error. Pass the token of a scoped_loan (thread/scoped_loan.hpp), with which Go is told if it
/// comes too late; or say for_call<const char*> if the Go function copies at once, or opaque<T*>
/// if it does not look behind the pointer (go/callback_argument.hpp).
///
/// The Go function must recover(): a panic that leaves it ends the process, C++ or not.
///
/// The child of a fork() has none of Go's threads: there a call returns closed, and the handle is
/// not deleted. The shared object that adopted it stays loaded as long as it lives.
///
/// Move-only; moved-from and default constructed it is empty. Any number of threads may call one
/// object at once; to move, reset or end it meanwhile is for callback_registration or a
/// handle_table. Calling allocates nothing.
template <class Signature>
class callback;

template <class R, class... Args>
class [[nodiscard]] callback<R(Args...)> {
    template <class T>
    static constexpr bool is_plain() noexcept {
        return std::is_trivially_copyable_v<T> && !std::is_reference_v<T>;
    }
    static_assert((std::is_void_v<R> || is_plain<R>()) &&
                      (is_plain<detail::crossing_t<Args>>() && ...),
                  "ffiguard: a Go function takes and answers what C can: numbers, pointers and "
                  "structs, by value");
    static_assert((detail::is_safe_argument<Args>() && ...),
                  "ffiguard: a pointer is good until the call returns, and a goroutine may keep "
                  "it: pass the token of a scoped_loan; or write go::for_call<const char*> where "
                  "the Go function copies at once, go::opaque<T*> where Go never looks behind the "
                  "pointer");
    static_assert((detail::is_safe_struct<Args>() && ...),
                  "ffiguard: a struct may hold pointers, which are good until the call returns: "
                  "write go::by_value<T> if it holds none, go::for_call<T> if the Go function "
                  "copies at once what they point to");
    using crossing = R(detail::crossing_t<Args>...);

public:
    /// The exported Go function; its first argument is the handle.
    using function_type = R(std::uint64_t, detail::crossing_t<Args>...);
    /// The same as cgo declares it, which knows no const: char* for const char*.
    using exported_type = typename detail::exported_function<crossing>::exported;
    using answer_type = std::conditional_t<std::is_void_v<R>, status, result<R>>;

    constexpr callback() noexcept = default;
    callback(callback&&) noexcept = default;
    FFIGUARD_HIDDEN callback& operator=(callback&&) noexcept = default;
    FFIGUARD_HIDDEN ~callback() = default;

    /// Takes over user. null where one of the three is 0: user is still the caller's then.
    FFIGUARD_HIDDEN static result<callback> adopt(function_type* call, std::uint64_t user,
                                                  ffiguard_user_release let_go) noexcept {
        if (call == nullptr || user == 0 || let_go == nullptr) return status_code::null;
        return callback(detail::exported_function<crossing>(call), user, let_go);
    }
    /// The same as cgo declares it, where the signature has a const that cgo drops.
    template <class Function,
              class = std::enable_if_t<std::is_convertible_v<Function*, exported_type*> &&
                                       !std::is_convertible_v<Function*, function_type*>>>
    FFIGUARD_HIDDEN static result<callback> adopt(Function* call, std::uint64_t user,
                                                  ffiguard_user_release let_go) noexcept {
        if (call == nullptr || user == 0 || let_go == nullptr) return status_code::null;
        return callback(detail::exported_function<crossing>(static_cast<exported_type*>(call)),
                        user, let_go);
    }
    /// The same of the pair of ffiguard.h, whose function must be a function_type.
    FFIGUARD_HIDDEN static result<callback> adopt(const ffiguard_callback& from,
                                                  ffiguard_user_release let_go) noexcept {
        return adopt(reinterpret_cast<function_type*>(from.call), from.user, let_go);
    }

    /// Takes over from in place of what was owned, which is let go first. A user of 0 leaves it
    /// empty: "no hook any more". null as above: empty, and the user is still the caller's.
    FFIGUARD_HIDDEN status replace(const ffiguard_callback& from,
                                   ffiguard_user_release let_go) noexcept {
        user_.reset();
        if (from.user == 0) return {};
        auto adopted = adopt(from, let_go);
        if (adopted) *this = *std::move(adopted);
        return adopted.status();
    }

    /// Calls Go. null where it is empty; closed in the child of a fork(), where Go does not run;
    /// what upcall::status() says where the thread cannot be
    /// given to Go as it must be: Go is not called then. Otherwise what Go returns, or ok.
    FFIGUARD_HIDDEN answer_type operator()(detail::crossing_t<Args>... args) const noexcept {
        if (!user_) return status_code::null;
        if (!is_of_this_process()) return status_code::closed;
        const upcall inside;
        if (!inside.status().ok()) return inside.status();
        if constexpr (std::is_void_v<R>) {
            call_(user_.get(), args...);
            return status();
        } else {
            return call_(user_.get(), args...);
        }
    }

    [[nodiscard]] explicit operator bool() const noexcept { return static_cast<bool>(user_); }
    /// Deletes the handle now. Keeps errno.
    FFIGUARD_HIDDEN void reset() noexcept { user_.reset(); }
    /// False in the child of a fork(): nothing calls Go there.
    [[nodiscard]] bool is_of_this_process() const noexcept {
        return user_.traits().process.is_here();
    }

private:
    FFIGUARD_HIDDEN callback(detail::exported_function<crossing> call, std::uint64_t user,
                             ffiguard_user_release let_go) noexcept
        : call_(call),
          user_(user, detail::go_value_traits{let_go, detail::process_mark::current()}) {}

    detail::exported_function<crossing> call_;
    unique_handle<detail::go_value_traits> user_;
};

/// A callback that a C library keeps: a function pointer and a user pointer that outlive the call.
///
///     auto ready = callback_registration<void(int)>::create(*std::move(on_event));
///     if (!ready) return ready.status();
///     library_set_handler(ready->function(), ready->user());
///     ...
///     library_set_handler(nullptr, nullptr);
///     status gone = ready->unregister();
///
/// After unregister() Go is not called any more, and the handle is deleted. If a call is running on
/// another thread, unregister() waits until Go has returned. Code of this shared object may still
/// be on its way out then, so do not unload it at once. Within the callback itself unregister()
/// does not wait: no new call begins, and the running one deletes the handle at its end.
///
/// The user pointer is a token and no address. If the library calls after unregister(), at the same
/// moment, or with another pointer, the call returns Refused (0 if not given) and touches nothing.
/// The same if Go cannot be called (see callback).
///
/// Move-only; ends with unregister(). Any thread may unregister while the library calls; move or
/// end the object on one thread at a time. A thread that waits must not hold what the callback
/// needs. Two callbacks that unregister each other wait for each other: give one of them a limit.
///
/// In the child of a fork() Go does not run: a call returns Refused there, unregister() does not
/// wait, and the handle is left to the parent.
///
/// Needs pointers of 64 bits. Registered callbacks of one type share a table, which is never
/// freed: it grows with those that are registered at once (16 to begin with).
template <class Signature, auto Refused = 0>
class callback_registration;

template <class R, class... Args, auto Refused>
class [[nodiscard]] callback_registration<R(Args...), Refused> {
    // Asked when it is used: the header itself is fit for 32 bits.
    static_assert(std::is_function_v<R(Args...)> && sizeof(void*) == sizeof(token),
                  "ffiguard: a token needs a user pointer of 64 bits");
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

    /// Takes over from. null where that is empty, else as handle_table::emplace(): from is
    /// untouched then.
    FFIGUARD_HIDDEN static result<callback_registration> create(callback_type&& from) noexcept {
        if (!from) return status_code::null;
        const auto made = table().emplace(std::move(from));
        if (!made) return made.status();
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

    /// For a library that gives the user pointer last, or first. To be asked in the shared object
    /// that called create(): another one's function refuses the user pointer.
    [[nodiscard]] FFIGUARD_HIDDEN static auto function() noexcept { return &enter_user_last; }
    [[nodiscard]] FFIGUARD_HIDDEN static auto function_user_first() noexcept {
        return &enter_user_first;
    }
    /// What the library is to give to it. Null where nothing is registered.
    [[nodiscard]] void* user() const noexcept {
        return reinterpret_cast<void*>(
            static_cast<std::uintptr_t>(token_.load(std::memory_order_relaxed)));
    }
    [[nodiscard]] explicit operator bool() const noexcept { return user() != nullptr; }

    /// See above. ok for one caller; closed where nothing is registered (any more), at once, also
    /// while the one waits. However long that is, and however many threads wait: the caller is
    /// about to free what the callback uses. Keeps errno.
    status unregister() noexcept { return unregister((std::chrono::nanoseconds::max)()); }
    /// The same, but waits at most for limit: system with ETIMEDOUT then. overflow at once where 64
    /// threads wait already for callbacks of this type. After both no new call begins, and the
    /// handle is deleted when the running one has returned: until then keep what the callback uses.
    /// For who may be waited for by what the callback waits for: two callbacks that unregister each
    /// other.
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
        // In the child of a fork(): who is inside is a thread of the parent, and nothing calls Go.
        if (!inside->is_of_this_process()) return table().close(mine);
        static_cast<void>(inside.unpin());
        const bool always = limit == (std::chrono::nanoseconds::max)();
        return detail::close_and_wait(table(), mine, limit, always);
    }
    FFIGUARD_HIDDEN static auto& table() noexcept {
        return detail::registered_calls_<callback_type>.value;
    }
    FFIGUARD_HIDDEN static R enter_user_last(detail::crossing_t<Args>... args,
                                             void* user) noexcept {
        return enter(user, args...);
    }
    FFIGUARD_HIDDEN static R enter_user_first(void* user,
                                              detail::crossing_t<Args>... args) noexcept {
        return enter(user, args...);
    }
    FFIGUARD_HIDDEN static R enter(void* user, detail::crossing_t<Args>... args) noexcept {
        const token of = reinterpret_cast<std::uintptr_t>(user);
        if (const auto inside = table().pin(of)) {
            const detail::running_call running(of);
            const auto answer = (*inside)(args...);
            if constexpr (!std::is_void_v<R>) {
                if (answer) return *answer;
            } else {
                static_cast<void>(answer);
            }
        }
        return refused();
    }
    static R refused() noexcept {
        if constexpr (std::is_void_v<R>)
            return;
        else if constexpr (std::is_convertible_v<decltype(Refused), R>)
            return static_cast<R>(Refused);
        else
            return R();  // a struct or a pointer, where nothing was said
    }

    std::atomic<token> token_{0};
    // Brings its own table: what ends it may be another shared object's copy of this code.
    status (*home_)(token, std::chrono::nanoseconds) noexcept = nullptr;
};

}  // namespace go
}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
