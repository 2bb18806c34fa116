// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_THREAD_THREAD_STATE_HPP
#define FFIGUARD_THREAD_THREAD_STATE_HPP

#include <ffiguard/core/config.hpp>

#if FFIGUARD_IS_WINDOWS()
#error "ffiguard/thread/thread_state.hpp needs a POSIX system"
#else

#include <cstdint>
#include <cstring>
#include <utility>

#include <ffiguard/core/error.hpp>
#include <ffiguard/core/status.hpp>
#include <ffiguard/ffiguard.h>
#include <ffiguard/thread/detail/thread_difference.hpp>
#include <ffiguard/thread/detail/thread_facts.hpp>

namespace ffiguard {
inline namespace FFIGUARD_ABI {

/// The state of the calling thread: signal mask, pending signals, alternate stack, CPUs, floating
/// point control, locale, name, nice and errno. Also what a vendor's initialiser changes for the
/// whole process: the disposition of each signal, and the locale of setlocale().
///
/// For the tests of any shim, even one without ffiguard's guards: take two around a call, and see
/// what the call left behind on a thread of Go or of the JVM.
///
/// A value of 2048 bytes, trivially copyable; owns nothing. Parts that the platform cannot report
/// count as unchanged (outside Linux: CPUs and nice). Pending signals include those of the process.
///
/// Changes of dispositions that a runtime makes by itself are ignored: a signal without a handler
/// gets the one of SIGURG or SIGSEGV (Go does this for os/signal), or any handler, if the signal is
/// SIGPROF or SIGRTMAX - 2 (Java's channels). Changes by other threads are not ignored: no other
/// thread may call sigaction() or setlocale() while a test compares.
class [[nodiscard]] thread_state {
public:
    /// Of the calling thread. Never fails, never allocates, changes nothing, not even errno.
    FFIGUARD_HIDDEN static thread_state snapshot() noexcept {
        const detail::thread_facts facts = detail::read_thread();
        thread_state taken;
        std::memcpy(&taken.raw_, &facts, sizeof facts);
        return taken;
    }

    /// A state that came back over the boundary.
    explicit thread_state(const ffiguard_thread_state& received) noexcept : raw_(received) {}
    /// For an ffiguard_thread_state that the caller supplied.
    [[nodiscard]] const ffiguard_thread_state& raw() const noexcept { return raw_; }

    /// What differs between before and after, in the given parts, a sum of FFIGUARD_THREAD_...
    /// numbers.
    ///
    /// Success if nothing differs. Else status::foreign, whose detail is the sum of the parts that
    /// differ, and a text such as "signal mask: USR1 is blocked; nice: 0 -> 5". Fails with
    /// wrong_thread if the two are of different threads, invalid_argument if one was never taken.
    /// Different shared objects may have taken them. Keeps errno.
    FFIGUARD_RARE static error difference(const thread_state& before, const thread_state& after,
                                          std::uint32_t parts = FFIGUARD_THREAD_ALL) noexcept {
        const detail::thread_facts was = before.facts();
        const detail::thread_facts is = after.facts();
        if (was.format != detail::thread_facts::known_format ||
            is.format != detail::thread_facts::known_format)
            return error(status_code::invalid_argument,
                         "thread state: one of the two was never taken");
        if (!detail::same_thread(was, is))
            return error(status_code::wrong_thread, "thread state: taken on different threads");
        char text[1024];  // more than a message has room for, see error
        detail::difference_writer writer(text, sizeof text, parts);
        writer.all(was, is);
        if (writer.changed() == 0) return {};
        return error(status::foreign(static_cast<std::int32_t>(writer.changed())), text);
    }

private:
    thread_state() noexcept : raw_{} {}
    [[nodiscard]] detail::thread_facts facts() const noexcept {
        detail::thread_facts facts;
        std::memcpy(static_cast<void*>(&facts), &raw_, sizeof facts);
        facts.locale_name[sizeof facts.locale_name - 1] = '\0';  // whoever filled it
        facts.name[sizeof facts.name - 1] = '\0';
        facts.global_locale_name[sizeof facts.global_locale_name - 1] = '\0';
        return facts;
    }

    ffiguard_thread_state raw_;
};

/// Makes the call and returns what it has left changed on this thread: see
/// thread_state::difference(). The result of the call is discarded. If the call is meant to fail,
/// it sets errno: leave FFIGUARD_THREAD_ERRNO out of parts.
///
///     CHECK(ffiguard::verify_unchanged([] { shim_compress(...); }).ok());
template <class Call>
error verify_unchanged(Call&& call, std::uint32_t parts = FFIGUARD_THREAD_ALL) noexcept(
    noexcept(std::forward<Call>(call)())) {
    const thread_state before = thread_state::snapshot();
    static_cast<void>(std::forward<Call>(call)());
    return thread_state::difference(before, thread_state::snapshot(), parts);
}

}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
#endif
