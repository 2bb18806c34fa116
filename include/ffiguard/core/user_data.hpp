// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_CORE_USER_DATA_HPP
#define FFIGUARD_CORE_USER_DATA_HPP

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <new>
#include <type_traits>
#include <utility>

#include <ffiguard/core/config.hpp>
#include <ffiguard/core/detail/user_function.hpp>
#include <ffiguard/core/errno_guard.hpp>
#include <ffiguard/core/result.hpp>
#include <ffiguard/core/status.hpp>

namespace ffiguard {
inline namespace FFIGUARD_ABI {

// Where the function that a C library calls gets its user pointer.

/// Its last argument: `int f(int event, void* user)`.
struct user_last {};
/// Its first argument: `int f(void* user, int event)`.
struct user_first {};
/// Its argument Index, counted from 0: `int f(int event, void* user, const char*)` has user_at<1>.
template <std::size_t Index>
struct user_at {};
/// Not an argument: Getter(argument Index) returns it. `void f(sqlite3_context*, int,
/// sqlite3_value**)` has user_by<&sqlite3_user_data>.
template <auto Getter, std::size_t Index = 0>
struct user_by {};

namespace detail {

/// The user pointer is the address of the object.
template <class T>
struct at_object {
    template <auto Function, class R>
    struct target {
        template <class... Args>
        [[gnu::always_inline]] static R enter(void* user, Args... args) noexcept {
            return detail::call_with_object<Function>(*static_cast<T*>(user), args...);
        }
    };
};

/// An object that a C library and its owner give up in either order.
template <class T>
struct user_block {
    enum : std::uint8_t { ending = 1, ended = 2, alone = 4 };

    template <class... Args>
    explicit user_block(Args&&... args) {
        if constexpr (std::is_constructible_v<T, Args...>)
            ::new (static_cast<void*>(&object)) T(std::forward<Args>(args)...);
        else
            ::new (static_cast<void*>(&object)) T{std::forward<Args>(args)...};
    }
    ~user_block() {}

    union {
        T object;
    };
    std::atomic<std::uint8_t> state{0};

    /// True on the first call. Then only the memory is left.
    FFIGUARD_HIDDEN bool end() noexcept {
        if ((state.fetch_or(ending, std::memory_order_acq_rel) & ending) != 0) return false;
        object.~T();
        return true;
    }
    template <auto Function, class R>
    struct target {
        template <class... Args>
        [[gnu::always_inline]] static R enter(void* user, Args... args) noexcept {
            return detail::call_with_object<Function>(static_cast<user_block*>(user)->object,
                                                      args...);
        }
    };
};

}  // namespace detail

/// Returns the function for a C library whose user pointer is the address of `of`. It calls
/// Function with `of` and the arguments that the library passes besides the user pointer. Function
/// takes a reference to the object first, or is a member function; it must be noexcept.
///
///     struct database {
///         int on_progress() noexcept;                        // not 0: stop
///         void watch(sqlite3* db) noexcept {
///             const auto stops = ffiguard::user_function<&database::on_progress>(*this);
///             sqlite3_progress_handler(db, 1000, stops, this);
///         }
///     };
///
/// Give the library the address of that same object. The object is lent: it must live until the
/// library has forgotten the pointer. If the library may call late, from another thread, use a
/// go::callback_registration, whose pointer is a token. Costs nothing.
template <auto Function, class Place = user_last, class T>
[[nodiscard]] FFIGUARD_HIDDEN auto user_function([[maybe_unused]] T& of) noexcept {
    return detail::function_with_object<Function, T, detail::at_object<T>::template target,
                                        Place>();
}

/// An object for a C library that passes it to the functions it calls, owns it from the
/// registration on, and destroys it by a function that it is given (xDestroy, GDestroyNotify, a
/// finalizer).
///
///     auto data = ffiguard::user_data<function>::create(std::move(on_call));
///     if (!data) return data.status();
///     const int answer = sqlite3_create_function_v2(
///         db, "f", 1, SQLITE_UTF8, data->user(),
///         data->function<&function::call, user_by<&sqlite3_user_data>>(), nullptr, nullptr,
///         data->destroy_function());
///     return data->hand_over_if(SQLITE_OK, answer);      // not handed over: destroyed here
///
/// The object is destroyed once, whether or not the library calls its destroy function if the
/// registration fails (SQLite does, others do not). If it does, it must do so before this user_data
/// ends: a later call would use freed memory.
///
/// Move-only. It is empty after a move and after hand_over(): user() is null. The library may
/// destroy the object on any thread. After hand_over() it must call the destroy function at most
/// once. One allocation; no cost per call.
template <class T>
class [[nodiscard]] user_data {
    static_assert(std::is_nothrow_destructible_v<T>,
                  "ffiguard: a C library destroys the object: its destructor must not throw");
    using block = detail::user_block<T>;

public:
    constexpr user_data() noexcept = default;
    /// Makes a T from args, even if T is a struct without constructors. Fails with out_of_memory.
    /// Throws what making the T throws.
    template <class... Args>
    FFIGUARD_HIDDEN static result<user_data> create(Args&&... args) {
        block* const made = new (std::nothrow) block(std::forward<Args>(args)...);
        if (made == nullptr) return status_code::out_of_memory;
        return user_data(made);
    }
    user_data(user_data&& other) noexcept
        : block_(std::exchange(other.block_, nullptr)), end_(other.end_) {}
    user_data& operator=(user_data&& other) noexcept {
        user_data taken(std::move(other));
        std::swap(block_, taken.block_);
        std::swap(end_, taken.end_);
        return *this;
    }
    user_data(const user_data&) = delete;
    user_data& operator=(const user_data&) = delete;
    ~user_data() {
        if (block_ != nullptr) end_(*block_);
    }

    /// The pointer that the library passes to its functions.
    [[nodiscard]] void* user() const noexcept { return block_; }
    /// As user_function().
    template <auto Function, class Place = user_last>
    [[nodiscard, gnu::always_inline]] static auto function() noexcept {
        return detail::function_with_object<Function, T, block::template target, Place>();
    }
    /// The function that the library calls with user() when it forgets it. Keeps errno. Ignores
    /// null.
    [[nodiscard]] FFIGUARD_HIDDEN static auto destroy_function() noexcept { return &destroy; }

    /// The registration has succeeded: from now on the library destroys the object, if it has not
    /// already. Do not call it before that, and never if the library takes no destroy function.
    void hand_over() noexcept {
        if (block_ != nullptr) let_go(*std::exchange(block_, nullptr));
    }
    /// Hands over if the registration returned success. Returns what the registration returned.
    template <class Answer>
    Answer hand_over_if(Answer success, Answer answer) noexcept {
        if (answer == success) hand_over();
        return answer;
    }
    /// The object, until hand_over(). Null if this is empty.
    [[nodiscard]] T* get() const noexcept { return block_ != nullptr ? &block_->object : nullptr; }
    [[nodiscard]] explicit operator bool() const noexcept { return block_ != nullptr; }

private:
    FFIGUARD_HIDDEN explicit user_data(block* made) noexcept : block_(made), end_(&end) {}

    /// Called by each of the two. The second one to finish frees the memory.
    static void let_go(block& of) noexcept {
        if ((of.state.fetch_or(block::alone, std::memory_order_acq_rel) & block::ended) != 0)
            delete &of;
    }
    FFIGUARD_HIDDEN static void end(block& of) noexcept {
        const errno_guard keep_errno;
        if (of.end())
            delete &of;
        else
            let_go(of);  // the library has destroyed it, or is about to
    }
    FFIGUARD_HIDDEN static void destroy(void* user) noexcept {
        if (user == nullptr) return;
        const errno_guard keep_errno;
        block& of = *static_cast<block*>(user);
        if (of.end() &&
            (of.state.fetch_or(block::ended, std::memory_order_acq_rel) & block::alone) != 0)
            delete &of;
    }

    block* block_ = nullptr;
    void (*end_)(block&) noexcept = nullptr;  // of the shared object that made it
};

}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
