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
#include <ffiguard/ffiguard.h>

#if FFIGUARD_HAS_EXCEPTIONS() && __has_include(<cxxabi.h>)
#include <cxxabi.h>
#endif

namespace ffiguard {
inline namespace FFIGUARD_ABI {
namespace detail {

template <class Callable>
error run_body(Callable&& body) {
    if constexpr (std::is_void_v<decltype(body())>) {
        body();
        return {};
    } else {
        static_assert(std::is_convertible_v<decltype(body()), error>,
                      "ffiguard: a boundary body returns void, a status or an error");
        return body();
    }
}

/// The exception in flight as an error; call it inside a catch clause.
inline error current_exception_as_error() noexcept {
#if FFIGUARD_HAS_EXCEPTIONS()
    try {
        throw;
    } catch (const bad_result& e) {
        return e.why();
    } catch (const std::bad_alloc&) {
        return status_code::out_of_memory;
    } catch (const std::exception& e) {
        return error(status_code::cxx_exception, e.what());
    } catch (...) {
        return error(status_code::cxx_exception, "a C++ exception that is no std::exception");
    }
#else
    return {};
#endif
}

#if FFIGUARD_HAS_EXCEPTIONS() && defined(__GLIBCXX__) && !defined(__clang__)
// The object of a forced unwinding has no address, and UBSan of g++ takes offence at the reference.
#define FFIGUARD_CATCHES_FORCED_UNWIND __attribute__((no_sanitize("undefined")))
#else
#define FFIGUARD_CATCHES_FORCED_UNWIND
#endif

/// What body gives; where it throws, what caught() makes of the exception in flight.
template <class Callable, class Caught>
FFIGUARD_CATCHES_FORCED_UNWIND auto run_or(Callable&& body, [[maybe_unused]] Caught&& caught) {
#if FFIGUARD_HAS_EXCEPTIONS()
    try {
        return body();
    }
#ifdef __GLIBCXX__
    // pthread_exit and pthread_cancel unwind with this; glibc aborts if it is swallowed.
    catch (abi::__forced_unwind&) {
        throw;
    }
#endif
    catch (...) {
        return caught();
    }
#else
    return body();
#endif
}

#undef FFIGUARD_CATCHES_FORCED_UNWIND

template <class Callable>
error run_and_catch(Callable&& body) {
    return run_or([&] { return run_body(body); }, &current_exception_as_error);
}

inline ffiguard_status give(ffiguard_error* err, const error& outcome) noexcept {
    if (err != nullptr) *err = outcome.raw();
    const status what = outcome.status();
    errno = what == status_code::system && !FFIGUARD_IS_WINDOWS() ? what.detail() : 0;
    return static_cast<ffiguard_status>(what.code());
}
/// The same for success, without the 256 bytes of an error.
inline ffiguard_status give_success(ffiguard_error* err) noexcept {
    if (err != nullptr) {
        err->status = FFIGUARD_OK;
        err->detail = 0;
        err->message[0] = '\0';
    }
    errno = 0;
    return FFIGUARD_OK;
}

}  // namespace detail

/// The body of every function that foreign code calls.
///
///     extern "C" ffiguard_status stream_close(ffiguard_token t, ffiguard_error* err) {
///         return ffiguard::boundary(err, [&] { return streams.close(t); });
///     }
///
/// body returns void, a status or an error. No exception leaves: bad_alloc
/// becomes out_of_memory, bad_result the error it carries, any other
/// cxx_exception with its what(). (Only the forced unwinding of pthread_exit
/// passes, as it must; a thread that is cancelled inside a closer is terminated,
/// because closers run in destructors.) An exception out of an extern "C"
/// function would end the process, even with a catch clause below the Go or Java
/// frames.
///
/// err is where the caller wants the error, filled on success too; it may be
/// null. Nothing is kept per thread: a goroutine or a virtual thread may run on
/// another OS thread when it reads the error.
///
/// errno is 0 after success and after failures that have none, because
/// `r, err := C.f()` makes an error of any other value; after a system failure
/// it is that failure's.
template <class Callable>
ffiguard_status boundary(ffiguard_error* err, Callable&& body) {
    using answer = decltype(body());
    if constexpr (std::is_same_v<answer, status> || std::is_void_v<answer>) {
        return detail::run_or(
            [&] {
                status what;
                if constexpr (std::is_void_v<answer>)
                    body();
                else
                    what = body();
                return what.ok() ? detail::give_success(err) : detail::give(err, what);
            },
            [&] { return detail::give(err, detail::current_exception_as_error()); });
    } else {
        return detail::give(err, detail::run_and_catch(body));
    }
}

}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
