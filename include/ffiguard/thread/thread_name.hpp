// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_THREAD_THREAD_NAME_HPP
#define FFIGUARD_THREAD_THREAD_NAME_HPP

#include <pthread.h>
#ifdef __linux__
#include <sys/prctl.h>
#endif

#include <cerrno>
#include <utility>

#include <ffiguard/core/config.hpp>
#include <ffiguard/core/detail/terminated_text.hpp>
#include <ffiguard/core/detail/text.hpp>
#include <ffiguard/core/result.hpp>
#include <ffiguard/core/scoped_state.hpp>
#include <ffiguard/core/status.hpp>

namespace ffiguard {
inline namespace FFIGUARD_ABI {
namespace detail {

struct thread_name_text {
#ifdef __APPLE__
    char text[64];
#else
    char text[16];
#endif
};

struct thread_name_state : whole_state<thread_name_text> {
    static constexpr const char* name() noexcept { return "thread name"; }
    static status read(thread_name_text& now) noexcept {
#if defined(__linux__)
        // Not pthread_getname_np(): older musl does not have it, and bionic only from API 26.
        return ::prctl(PR_GET_NAME, now.text) == 0 ? status() : status::system(errno);
#elif defined(__APPLE__)
        const int number = ::pthread_getname_np(::pthread_self(), now.text, sizeof now.text);
        return number == 0 ? status() : status::system(number);
#else
        static_cast<void>(now);
        return status_code::unsupported;
#endif
    }
    static status put_back(const thread_name_text& saved) noexcept {
#if defined(__linux__)
        return ::prctl(PR_SET_NAME, saved.text) == 0 ? status() : status::system(errno);
#elif defined(__APPLE__)
        const int number = ::pthread_setname_np(saved.text);
        return number == 0 ? status() : status::system(number);
#else
        static_cast<void>(saved);
        return status_code::unsupported;
#endif
    }
};

}  // namespace detail

/// The name of the calling thread, as ps, top, gdb and profilers show it, until the guard ends.
///
/// After the call a thread of Go or of the JVM does other work, and the threads that it starts
/// inherit the name. A leftover name makes profiles misleading.
///
/// 15 bytes (63 on macOS). A longer name is cut at a whole UTF-8 character; that is no error. Bound
/// to its thread, see scoped_state. Linux and macOS.
class [[nodiscard]] thread_name {
public:
    /// Holds nothing.
    thread_name() noexcept = default;

    /// A C string, a std::string or a string_view. Fails with null for a null name, malformed with
    /// its offset for a NUL inside; out_of_memory for a view; unsupported on other systems.
    [[nodiscard]] FFIGUARD_HIDDEN static result<thread_name> set(
        const detail::terminated_text& text) noexcept {
        if (const status wrong = text.validate(); !wrong.ok()) return wrong;
        auto begun =
            state::begin([name = text.c_str()](detail::thread_name_text& saved) noexcept -> status {
                const status known = detail::thread_name_state::read(saved);
                if (!known.ok()) return known;
                detail::thread_name_text wanted;
                detail::text_writer(wanted.text, sizeof wanted.text) << name;
                return detail::thread_name_state::put_back(wanted);
            });
        if (!begun) return begun.status();
        return thread_name(std::move(*begun));
    }

    /// As scoped_state::restore().
    status restore() noexcept { return state_.restore(); }
    [[nodiscard]] explicit operator bool() const noexcept { return static_cast<bool>(state_); }
    [[nodiscard]] bool is_on_its_thread() const noexcept { return state_.is_on_its_thread(); }

private:
    using state = scoped_state<detail::thread_name_state>;

    explicit thread_name(state&& begun) noexcept : state_(std::move(begun)) {}

    state state_;
};

}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
