// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_GO_CALLBACK_HPP
#define FFIGUARD_GO_CALLBACK_HPP

#include <ffiguard/core/config.hpp>

#if FFIGUARD_IS_WINDOWS()
#error "ffiguard/go/callback.hpp needs a POSIX system"
#else

#include <cstdint>
#include <type_traits>
#include <utility>

#include <ffiguard/core/detail/process_mark.hpp>
#include <ffiguard/core/errno_guard.hpp>
#include <ffiguard/core/result.hpp>
#include <ffiguard/core/status.hpp>
#include <ffiguard/core/token.hpp>
#include <ffiguard/core/unique_handle.hpp>
#include <ffiguard/ffiguard.h>
#include <ffiguard/go/callback_argument.hpp>
#include <ffiguard/go/detail/exported_function.hpp>
#include <ffiguard/thread/upcall.hpp>

namespace ffiguard {
inline namespace FFIGUARD_ABI {
namespace detail {

/// A cgo.Handle, released by the exported Go function that deletes it.
struct go_value_traits {
    using value_type = std::uint64_t;
    static constexpr value_type empty() noexcept { return 0; }  // is no cgo.Handle
    ffiguard_user_release let_go = nullptr;
    process_mark process{};  ///< whose Go it is
    FFIGUARD_HIDDEN void close(value_type user) const noexcept {
        // The child of a fork() lacks the threads that Go needs: the call would not return.
        if (!process.is_here()) return;
        // Even if a change could not be undone: the handle must be deleted.
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
/// The handle is deleted exactly once: by reset() or the destructor, on any thread, even one that
/// Go has never seen. Every call into Go is inside an upcall.
///
/// A pointer among the arguments is a compile error: it is valid until the call returns, and Go may
/// keep it. Pass the token of a scoped_loan (thread/scoped_loan.hpp), which fails if Go uses it too
/// late. Or write for_call<const char*> if the Go function copies at once, or opaque<T*> if it does
/// not dereference the pointer (go/callback_argument.hpp).
///
/// The Go function must recover(): a panic that leaves it ends the process.
///
/// The child of a fork() has none of Go's threads: there a call returns closed, and the handle is
/// not deleted. The shared object that adopted the handle must stay loaded as long as this object
/// lives.
///
/// Move-only; empty when moved-from or default constructed. Any number of threads may call one
/// object at once. To move, reset or destroy it meanwhile, use callback_registration or a
/// handle_table. Calling does not allocate.
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
    /// The same as cgo declares it, which has no const: char* for const char*.
    using exported_type = typename detail::exported_function<crossing>::exported;
    using answer_type = std::conditional_t<std::is_void_v<R>, status, result<R>>;

    constexpr callback() noexcept = default;
    callback(callback&&) noexcept = default;
    FFIGUARD_HIDDEN callback& operator=(callback&&) noexcept = default;
    FFIGUARD_HIDDEN ~callback() = default;

    /// Takes ownership of user. Fails with null if one of the three is 0; then the caller still
    /// owns user.
    FFIGUARD_HIDDEN static result<callback> adopt(function_type* call, std::uint64_t user,
                                                  ffiguard_user_release let_go) noexcept {
        if (call == nullptr || user == 0 || let_go == nullptr) return status_code::null;
        return callback(detail::exported_function<crossing>(call), user, let_go);
    }
    /// The same as cgo declares it, if the signature has a const that cgo drops.
    template <class Function,
              class = std::enable_if_t<std::is_convertible_v<Function*, exported_type*> &&
                                       !std::is_convertible_v<Function*, function_type*>>>
    FFIGUARD_HIDDEN static result<callback> adopt(Function* call, std::uint64_t user,
                                                  ffiguard_user_release let_go) noexcept {
        if (call == nullptr || user == 0 || let_go == nullptr) return status_code::null;
        return callback(detail::exported_function<crossing>(static_cast<exported_type*>(call)),
                        user, let_go);
    }
    /// The same for the pair of ffiguard.h, whose function must be a function_type.
    FFIGUARD_HIDDEN static result<callback> adopt(const ffiguard_callback& from,
                                                  ffiguard_user_release let_go) noexcept {
        return adopt(reinterpret_cast<function_type*>(from.call), from.user, let_go);
    }

    /// Releases the owned handle, then takes ownership of from. A user of 0 leaves it empty: "no
    /// hook any more". Fails with null as above: it is empty, and the caller still owns user.
    FFIGUARD_HIDDEN status replace(const ffiguard_callback& from,
                                   ffiguard_user_release let_go) noexcept {
        user_.reset();
        if (from.user == 0) return {};
        auto adopted = adopt(from, let_go);
        if (adopted) *this = *std::move(adopted);
        return adopted.status();
    }

    /// Calls Go. Fails with null if it is empty; closed in the child of a fork(), where Go does not
    /// run; upcall::status() if the thread cannot be prepared for Go: then Go is not called.
    /// Otherwise returns what Go returns, or ok.
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

}  // namespace go
}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
#endif
