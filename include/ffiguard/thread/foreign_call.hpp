// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_THREAD_FOREIGN_CALL_HPP
#define FFIGUARD_THREAD_FOREIGN_CALL_HPP

#include <ffiguard/core/config.hpp>

#if FFIGUARD_IS_WINDOWS()
#error "ffiguard/thread/foreign_call.hpp needs a POSIX system"
#else

#include <cstdint>

#include <ffiguard/core/errno_guard.hpp>
#include <ffiguard/core/status.hpp>
#include <ffiguard/core/thread_number.hpp>
#include <ffiguard/core/violation.hpp>
#include <ffiguard/ffiguard.h>
#include <ffiguard/thread/detail/kept_part.hpp>
#include <ffiguard/thread/detail/thread_difference.hpp>

namespace ffiguard {
inline namespace FFIGUARD_ABI {

/// What a call has left changed on its thread, found when a foreign_call ended. A value; owns
/// nothing.
class [[nodiscard]] thread_changes {
public:
    thread_changes() noexcept { text_[0] = '\0'; }

    /// The sum of the parts that were different, FFIGUARD_THREAD_... numbers; 0: none.
    [[nodiscard]] std::uint32_t parts() const noexcept { return parts_; }
    /// In words, "signal mask: URG is blocked; CPUs: 0-1 -> 0"; "" if nothing was different.
    [[nodiscard]] const char* message() const noexcept { return text_; }
    /// ok if the thread is as before. Else the first failure to restore a part, such as in_use for
    /// an alternate stack on which the thread is running; the other parts have been restored.
    /// closed if the foreign_call had ended before, wrong_thread on another thread: then nothing
    /// was checked.
    [[nodiscard]] ffiguard::status status() const noexcept { return status_; }

private:
    template <std::uint32_t>
    friend class foreign_call;
    explicit thread_changes(ffiguard::status refused) noexcept : status_(refused) {
        text_[0] = '\0';
    }

    std::uint32_t parts_ = 0;
    ffiguard::status status_;
    char text_[sizeof ffiguard_error::message];
};

namespace detail {

enum : std::uint32_t {
    all_kept_parts = FFIGUARD_THREAD_SIGNAL_MASK | FFIGUARD_THREAD_ALTERNATE_STACK |
                     FFIGUARD_THREAD_AFFINITY | FFIGUARD_THREAD_NAME | FFIGUARD_THREAD_FLOAT |
                     FFIGUARD_THREAD_LOCALE,
};

template <class Kept, std::uint32_t parts>
using kept_part_of = kept_part<Kept, (parts & Kept::part) != 0>;

}  // namespace detail

/// A scope around a call of foreign code that may change its thread: at the end the thread is as it
/// was at the beginning. For a vendor's initialiser, a plugin's entry point, a driver.
///
///     ffiguard::foreign_call around;
///     const int answer = vendor_init();
///     const auto left = around.end();  // or by the destructor
///     if (left.parts() != 0) log("vendor_init: %s", left.message());
///
/// It restores the signal mask, the alternate stack, the CPUs, the name, the floating point control
/// (rounding, trapped exceptions, flushing of denormals, x87 precision) and the locale of
/// uselocale(). foreign_call<FFIGUARD_THREAD_FLOAT | FFIGUARD_THREAD_SIGNAL_MASK> restores only the
/// named parts and makes no other system call. At the end only the parts that differ are written.
///
/// - If the call has unblocked SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGTRAP or SIGSYS, they stay
///   unblocked.
/// - Other guards of the thread may begin and end inside, outside and across it, in any order. If a
///   guard is still in force, its change stays until it ends, and is not reported.
/// - An upcall inside it finds the thread as it was before the foreign_call.
/// - errno is as the call has left it.
/// - Not restored: nice, because the system refuses; changes of the process (its signal
///   dispositions, setlocale(), environment, working directory). thread_state reports the first
///   two.
///
/// Bound to its thread and not movable. On another thread end() returns wrong_thread, the
/// destructor reports a violation, and the original thread keeps the changes. The destructor
/// reports not_restored if a part could not be restored. A part that could not be read (status())
/// is left as it is. Up to four per thread allocate only the set of CPUs. In the child of a fork()
/// the forking thread's foreign_call goes on.
template <std::uint32_t parts = detail::all_kept_parts>
class [[nodiscard]] foreign_call : detail::kept_part_of<detail::kept_signal_mask, parts>,
                                   detail::kept_part_of<detail::kept_alternate_stack, parts>,
                                   detail::kept_part_of<detail::kept_floats, parts>,
                                   detail::kept_part_of<detail::kept_locale, parts>,
                                   detail::kept_part_of<detail::kept_name, parts>,
                                   detail::kept_part_of<detail::kept_affinity, parts> {
    static_assert(
        parts != 0 && (parts & ~std::uint32_t{detail::all_kept_parts}) == 0,
        "ffiguard: a foreign_call keeps the signal mask, the alternate stack, the CPUs, the "
        "name, the floating point control and the locale of a thread, one at least; "
        "nothing else can be put back");

    using mask = detail::kept_part_of<detail::kept_signal_mask, parts>;
    using alternate_stack = detail::kept_part_of<detail::kept_alternate_stack, parts>;
    using floats = detail::kept_part_of<detail::kept_floats, parts>;
    using locale = detail::kept_part_of<detail::kept_locale, parts>;
    using name = detail::kept_part_of<detail::kept_name, parts>;
    using affinity = detail::kept_part_of<detail::kept_affinity, parts>;

public:
    FFIGUARD_HIDDEN foreign_call() noexcept
        : thread_(this_thread_number()), at_home_(&foreign_call::at_home) {
        const errno_guard keep_errno;
        note(outcome_, mask::begin());
        note(outcome_, alternate_stack::begin());
        note(outcome_, floats::begin());
        note(outcome_, locale::begin());
        note(outcome_, name::begin());
        note(outcome_, affinity::begin());
    }
    foreign_call(const foreign_call&) = delete;
    foreign_call& operator=(const foreign_call&) = delete;
    ~foreign_call() {
        if (at_home_ == nullptr) return;
        const thread_changes left = end();
        if (left.status() == status_code::wrong_thread)
            report({violation::wrong_thread, "foreign_call"});
        else if (!left.status().ok())
            report({violation::not_restored, "foreign_call"});
    }

    /// Restores what is different and returns what it was. Once; afterwards closed.
    thread_changes end() noexcept {
        if (at_home_ == nullptr) return thread_changes(status_code::closed);
        // Back to the shared object where it began: see scoped_state.
        return at_home_(*this);
    }

    /// ok, or the first failure to read a part. That part is not restored.
    [[nodiscard]] ffiguard::status status() const noexcept { return outcome_; }

private:
    static void note(ffiguard::status& first, ffiguard::status next) noexcept {
        if (first.ok()) first = next;
    }

    FFIGUARD_HIDDEN static thread_changes at_home(foreign_call& ended) noexcept {
        if (ended.thread_ != this_thread_number()) return thread_changes(status_code::wrong_thread);
        ended.at_home_ = nullptr;
        const errno_guard keep_errno;
        thread_changes left;
        detail::difference_writer text(left.text_, sizeof left.text_, parts);
        // Reported first, because it is the worst change, and restored last: handlers of pending
        // signals run before it returns.
        typename mask::told told;
        ended.mask::tell(text, told);
        note(left.status_, ended.alternate_stack::end(text));
        note(left.status_, ended.name::end(text));
        note(left.status_, ended.locale::end(text));
        note(left.status_, ended.floats::end(text));
        note(left.status_, ended.affinity::end(text));
        note(left.status_, told.put_back());
        left.parts_ = text.changed();
        return left;
    }

    const std::uint64_t thread_;
    thread_changes (*at_home_)(foreign_call&) noexcept;
    ffiguard::status outcome_;
};

foreign_call()->foreign_call<>;

}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
#endif
