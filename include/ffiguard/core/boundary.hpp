// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_CORE_BOUNDARY_HPP
#define FFIGUARD_CORE_BOUNDARY_HPP

#include <cerrno>
#include <new>
#include <type_traits>
#include <utility>

#include <ffiguard/core/config.hpp>
#include <ffiguard/core/error.hpp>
#include <ffiguard/core/result.hpp>
#include <ffiguard/core/status.hpp>
#include <ffiguard/core/trace.hpp>
#include <ffiguard/ffiguard.h>

#if FFIGUARD_HAS_EXCEPTIONS() && __has_include(<bits/cxxabi_forced.h>)
#include <bits/cxxabi_forced.h>  // of <cxxabi.h>, which has 800 lines more
#elif FFIGUARD_HAS_EXCEPTIONS() && __has_include(<cxxabi.h>)
#include <cxxabi.h>
#endif

namespace ffiguard {
inline namespace FFIGUARD_ABI {
namespace detail {

/// Where the caller wants the error. With FFIGUARD_OBSERVE it also has the name of the exported
/// function: the default argument names the function in which the conversion happens, and that is
/// the one that passes its own parameter on.
#if FFIGUARD_OBSERVE
class told_error {
public:
    // NOLINTNEXTLINE(google-explicit-constructor)
    constexpr told_error(ffiguard_error* err, const char* function = __builtin_FUNCTION()) noexcept
        : err_(err), function_(function) {}
    // NOLINTNEXTLINE(google-explicit-constructor)
    constexpr operator ffiguard_error*() const noexcept { return err_; }
    [[nodiscard]] constexpr const char* function() const noexcept { return function_; }

private:
    ffiguard_error* err_;
    const char* function_;
};
[[nodiscard]] constexpr const char* function_of(told_error err) noexcept { return err.function(); }
#else
using told_error = ffiguard_error*;
constexpr const char* function_of(told_error) noexcept { return nullptr; }
#endif

/// The result of a body that returns Answer: a status, which is 8 bytes, if that is enough.
template <class Answer>
using outcome_of =
    std::conditional_t<std::is_void_v<Answer> || std::is_convertible_v<Answer, status>, status,
                       error>;

template <class Callable>
auto run_body(Callable&& body) -> outcome_of<decltype(body())> {
    if constexpr (std::is_void_v<decltype(body())>) {
        body();
        return {};
    } else {
        static_assert(std::is_convertible_v<decltype(body()), error>,
                      "ffiguard: a boundary body returns void, a status or an error");
        return body();
    }
}

#if FFIGUARD_HAS_EXCEPTIONS()
/// The caught exception, if it is an E. Call it inside the catch clause. Rethrowing instead would
/// cost a microsecond or more, depending on how many libraries the unwinder searches.
template <class E>
const E* caught_as(const std::exception& caught) noexcept {
#if defined(__cpp_rtti)
    return dynamic_cast<const E*>(&caught);
#else
    static_cast<void>(caught);
    try {
        throw;
    } catch (const E& e) {
        return &e;
    } catch (...) {
        return nullptr;
    }
#endif
}

FFIGUARD_RARE inline error as_error(const std::exception& caught) noexcept {
    if (const auto* const bad = detail::caught_as<bad_result>(caught)) return bad->why();
    if (detail::caught_as<std::bad_alloc>(caught) != nullptr) return status_code::out_of_memory;
    return error(status_code::cxx_exception, caught.what());
}
FFIGUARD_RARE inline error unknown_exception() noexcept {
    return error(status_code::cxx_exception, "a C++ exception that is no std::exception");
}
#endif

#if FFIGUARD_HAS_EXCEPTIONS() && defined(__GLIBCXX__) && !defined(__clang__)
// The object of a forced unwinding has no address, and UBSan of g++ objects to the reference.
#define FFIGUARD_CATCHES_FORCED_UNWIND __attribute__((no_sanitize("undefined")))
#else
#define FFIGUARD_CATCHES_FORCED_UNWIND
#endif

/// Calls finish with the outcome of body, a status or an error.
template <class Callable, class Finish>
FFIGUARD_CATCHES_FORCED_UNWIND auto run_and_finish(Callable&& body, Finish&& finish) {
#if FFIGUARD_HAS_EXCEPTIONS()
    try {
        return finish(detail::run_body(body));
    }
#ifdef __GLIBCXX__
    // pthread_exit and pthread_cancel unwind with this; glibc aborts if it is swallowed.
    catch (__cxxabiv1::__forced_unwind&) {
        throw;
    }
#endif
    catch (const std::exception& caught) {
        return finish(detail::as_error(caught));
    } catch (...) {
        return finish(detail::unknown_exception());
    }
#else
    return finish(detail::run_body(body));
#endif
}

template <class Callable>
error run_and_catch(Callable&& body) {
    return detail::run_and_finish(body, [](const error& outcome) noexcept { return outcome; });
}

#undef FFIGUARD_CATCHES_FORCED_UNWIND

/// Success writes three members: writing all 256 bytes would cost more than the rest of an empty
/// call.
inline void tell_success(ffiguard_error* err) noexcept {
    if (err == nullptr) return;
    err->status = FFIGUARD_OK;
    err->detail = 0;
    err->message[0] = '\0';
}
[[gnu::noinline]] FFIGUARD_HIDDEN inline status tell_failure(ffiguard_error* err,
                                                             const error& why) noexcept {
    if (err != nullptr) trace::explain(*err = why.raw());
    return why.status();
}
[[gnu::noinline]] FFIGUARD_HIDDEN inline status tell_failure(ffiguard_error* err,
                                                             status why) noexcept {
    return detail::tell_failure(err, error(why));
}
template <class Outcome>
status tell(ffiguard_error* err, const Outcome& outcome) noexcept {
    if (!outcome.ok()) return detail::tell_failure(err, outcome);
    tell_success(err);
    return {};
}
/// Adds what is known of the token that a call was refused for to its error.
inline void explain([[maybe_unused]] error& outcome) noexcept {
    if constexpr (trace::is_on) {
        if (outcome.ok()) return;
        ffiguard_error raw = outcome.raw();
        trace::explain(raw);
        outcome = error(raw);
    }
}

}  // namespace detail

/// The body of every function that foreign code calls.
///
///     extern "C" ffiguard_status stream_close(ffiguard_token t, ffiguard_error* err) {
///         return ffiguard::boundary(err, [&] { return streams.close(t); });
///     }
///
/// body returns void, a status or an error. No exception leaves: bad_alloc becomes out_of_memory,
/// bad_result the error it carries, any other exception cxx_exception with its what(). An exception
/// out of an extern "C" function would end the process, even with a catch clause below the Go or
/// Java frames. (Only the forced unwinding of pthread_exit passes, as it must. A thread that is
/// cancelled inside a closer is terminated, because closers run in destructors.)
///
/// err is where the caller wants the error; it is also filled on success, and may be null. Nothing
/// is kept per thread: a goroutine or a virtual thread may run on another OS thread when it reads
/// the error.
///
/// errno is 0 after success and after failures without an errno, because `r, err := C.f()` turns
/// any other value into an error. After a system failure it is that failure's.
template <class Callable>
ffiguard_status boundary(detail::told_error err, Callable&& body) {
    const auto entered = trace::enter_boundary(body, detail::function_of(err));
    const status what = detail::run_and_finish(
        body, [err](const auto& outcome) noexcept { return detail::tell(err, outcome); });
    trace::leave_boundary(body, what, entered);
    errno = what == status_code::system && !FFIGUARD_IS_WINDOWS() ? what.detail() : 0;
    return static_cast<ffiguard_status>(what.code());
}

}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
