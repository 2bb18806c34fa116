// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_THREAD_THREAD_LOCALE_HPP
#define FFIGUARD_THREAD_THREAD_LOCALE_HPP

#include <ffiguard/core/config.hpp>

#if FFIGUARD_IS_WINDOWS()
#error "ffiguard/thread/thread_locale.hpp needs a POSIX system"
#else

#include <locale.h>

#include <cerrno>
#include <utility>

#include <ffiguard/core/detail/terminated_text.hpp>
#include <ffiguard/core/errno_guard.hpp>
#include <ffiguard/core/result.hpp>
#include <ffiguard/core/scoped_state.hpp>
#include <ffiguard/core/status.hpp>
#include <ffiguard/core/unique_handle.hpp>
#include <ffiguard/thread/detail/use_locale.hpp>

namespace ffiguard {
inline namespace FFIGUARD_ABI {
namespace detail {

using unique_locale = owned<&::freelocale>;

struct saved_locale {
    locale_t before;
    locale_t made;      ///< by the guard, for itself; null: nothing to free
    bool kept = false;  ///< by a foreign_call, which sets none
};

struct locale_state {
    using saved_type = saved_locale;
    static constexpr const char* name() noexcept { return "thread locale"; }
    // Each keeps the locale that it made: the newer guard's is in use. The ended one's no longer
    // is, because no guard will restore it. Under a foreign_call it still is the thread's.
    static bool hand_over(saved_locale& ended, saved_locale& newer) noexcept {
        if (newer.kept && !ended.kept) {
            newer.before = ended.before;
            return true;
        }
        std::swap(ended.before, newer.before);
        return false;
    }
    static status read(saved_locale& now) noexcept {
        now = {use_locale(locale_t{}), locale_t{}, false};
        return now.before != locale_t{} ? status() : status::system(errno);
    }
    static status put_back(const saved_locale& saved) noexcept {
        return use_locale(saved.before) != locale_t{} ? status() : status::system(errno);
    }
    static void discard(saved_locale& saved) noexcept { unique_locale(saved.made).reset(); }
};

}  // namespace detail

/// The C locale of the calling thread, changed until the guard ends.
///
/// For code that must read or print numbers in one way, whatever the program's locale is.
/// setlocale() would change the locale of all threads of a Go or Java program while they run. If a
/// shim leaves a locale behind, the next call on this thread uses it.
///
/// Owns the locale_t that it makes, and frees it after the previous one is in force again. Bound to
/// its thread, see scoped_state. If it is destroyed on another thread, the locale is leaked,
/// because its own thread still uses it. std::locale and iostreams ignore it.
class [[nodiscard]] thread_locale {
public:
    /// Holds nothing.
    thread_locale() noexcept = default;

    /// The locale of that name ("C", "de_DE.UTF-8", "" for that of the environment) in all its
    /// categories: a C string, a std::string or a string_view. Fails with null for a null name;
    /// malformed with its offset for a NUL inside; not_found if the system does not have it;
    /// out_of_memory; unsupported on NetBSD.
    [[nodiscard]] FFIGUARD_HIDDEN static result<thread_locale> use(
        const detail::terminated_text& name) noexcept {
        if (const status wrong = name.validate(); !wrong.ok()) return wrong;
        if constexpr (!detail::has_thread_locales()) return status_code::unsupported;
        const errno_guard keep_errno;
        detail::unique_locale made(::newlocale(LC_ALL_MASK, name.c_str(), locale_t{}));
        if (!made) {
            if (errno == ENOENT) return status_code::not_found;
            if (errno == ENOMEM) return status_code::out_of_memory;
            return status::system(errno);
        }
        auto begun = state::begin([&](detail::saved_locale& saved) noexcept -> status {
            const locale_t before = detail::use_locale(made.get());
            if (before == locale_t{}) return status::system(errno);
            saved = {before, made.release(), false};
            return {};
        });
        if (!begun) return begun.status();
        return thread_locale(std::move(*begun));
    }

    /// As scoped_state::restore().
    status restore() noexcept { return state_.restore(); }
    [[nodiscard]] explicit operator bool() const noexcept { return static_cast<bool>(state_); }
    [[nodiscard]] bool is_on_its_thread() const noexcept { return state_.is_on_its_thread(); }

private:
    using state = scoped_state<detail::locale_state>;

    explicit thread_locale(state&& begun) noexcept : state_(std::move(begun)) {}

    state state_;
};

}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
#endif
