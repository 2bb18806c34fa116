// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_CORE_VIOLATION_HPP
#define FFIGUARD_CORE_VIOLATION_HPP

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <type_traits>

#include <ffiguard/core/config.hpp>
#include <ffiguard/core/detail/text.hpp>
#include <ffiguard/core/errno_guard.hpp>
#include <ffiguard/core/trace.hpp>

#ifndef __GNUC__
#include <cstdlib>
#endif
#if FFIGUARD_IS_WINDOWS()
#include <io.h>
#elif !defined(__linux__)
#include <unistd.h>
#endif

namespace ffiguard {
inline namespace FFIGUARD_ABI {

/// A mistake of the program. ffiguard made it harmless, or must stop the program because the state
/// can no longer be trusted.
enum class violation : std::uint8_t {
    double_release,     ///< one resource would have been released twice
    wrong_thread,       ///< used or released on a thread that it is not bound to
    out_of_order,       ///< nested guards ended in the wrong order
    not_restored,       ///< the system refused to restore a thread's state
    unbalanced,         ///< a release without its acquire
    overflow,           ///< a count is full
    leak,               ///< still open when its keeper ended
    receiver_conflict,  ///< two out_param() receivers on one owner
    bad_access,         ///< the value of a failed result, an index past the end, an empty symbol
    close_refused,      ///< a closer refused and no caller reads the result: the object is open
                        ///< again, or, of an owner that ends, lost
};

/// In words, "double release". Never null.
[[nodiscard]] constexpr const char* name(violation kind) noexcept {
    switch (kind) {
        case violation::double_release: return "double release";
        case violation::wrong_thread: return "wrong thread";
        case violation::out_of_order: return "out of order";
        case violation::not_restored: return "not restored";
        case violation::unbalanced: return "unbalanced release";
        case violation::overflow: return "count overflow";
        case violation::leak: return "leak";
        case violation::receiver_conflict: return "two receivers on one owner";
        case violation::bad_access: return "bad access";
        case violation::close_refused: return "close refused";
    }
    return "unknown violation";
}

/// A place in the source; file is null if it is not known.
struct code_location {
    const char* file = nullptr;
    std::uint32_t line = 0;

    /// The place of the call, as a default argument.
    static constexpr code_location current(const char* file = __builtin_FILE(),
                                           std::uint32_t line = __builtin_LINE()) noexcept {
        return {file, line};
    }
};

/// What a handler gets. The pointers are valid only during the call.
struct violation_event {
    violation kind;
    const char* what = nullptr;  ///< the resource and what happened to it, in words; may be null
    code_location where{};       ///< where it happened, if known
    code_location origin{};      ///< where the resource was taken, if known
    std::uint64_t handle = 0;    ///< the raw handle or the token, if it is about one
    /// Where the handle was opened and closed, in words. Null unless the ledger (FFIGUARD_OBSERVE)
    /// has a record of it.
    const char* story = nullptr;
};

/// Called for every violation, on the thread that caused it, maybe from a destructor. It must not
/// throw, and should neither block nor allocate.
using violation_handler = void (*)(const violation_event&) noexcept;

/// What happens after the handler has returned. Violations after which the
/// state cannot be trusted (a count that overflowed) abort at either level.
enum class violation_level : std::uint8_t { report, abort };

namespace detail {

#ifdef __GNUC__
[[noreturn]] inline void abort_program() noexcept { __builtin_abort(); }  // needs no header
#else
[[noreturn]] inline void abort_program() noexcept { std::abort(); }
#endif

#ifdef __linux__
// Declared here, because <unistd.h> would bring 600 lines, and link, access, pipe, ... into every
// source file of every user.
extern "C" std::make_signed_t<std::size_t> write(int, const void*, std::size_t);
#endif

// One of each per shared object, see FFIGUARD_HIDDEN.
FFIGUARD_HIDDEN inline std::atomic<violation_handler> violation_handler_{nullptr};
FFIGUARD_HIDDEN inline std::atomic<violation_level> violation_level_{violation_level::report};

FFIGUARD_RARE inline void print(const violation_event& event) noexcept {
    char line[768];
    text_writer text(line, sizeof line - 1);
    text << "ffiguard: " << name(event.kind);
    if (event.what != nullptr) text << ": " << event.what;
    if (event.where.file != nullptr)
        text << " (at " << event.where.file << ":" << std::uint64_t{event.where.line} << ")";
    if (event.origin.file != nullptr)
        text << " (taken at " << event.origin.file << ":" << std::uint64_t{event.origin.line}
             << ")";
    if (event.story != nullptr) text << " (" << event.story << ")";
    const std::size_t size = text.size();
    line[size] = '\n';
    // write(2), not stdio: it neither allocates nor waits for a lock that a stopped thread holds.
#if FFIGUARD_IS_WINDOWS()
    const auto written = ::_write(2, line, static_cast<unsigned>(size + 1));
#else
    const auto written = write(2, line, size + 1);
#endif
    static_cast<void>(written);  // it cannot be reported
}

}  // namespace detail

/// Sets the handler of this shared object; null restores the default, which prints one line to
/// stderr. Returns the previous handler. Any thread.
FFIGUARD_HIDDEN inline violation_handler set_violation_handler(violation_handler handler) noexcept {
    return detail::violation_handler_.exchange(handler, std::memory_order_acq_rel);
}

/// Sets the level. Returns the previous one. Any thread.
FFIGUARD_HIDDEN inline violation_level set_violation_level(violation_level level) noexcept {
    return detail::violation_level_.exchange(level, std::memory_order_acq_rel);
}

/// Calls the handler, then returns unless the level is abort. Keeps errno.
FFIGUARD_RARE inline void report(const violation_event& event) noexcept {
    const errno_guard keep_errno;
    trace::violation(event);
    const violation_handler handler = detail::violation_handler_.load(std::memory_order_acquire);
    const trace::story story(event.handle);
    violation_event told = event;
    if (told.story == nullptr) told.story = story.text();
    (handler != nullptr ? handler : &detail::print)(told);
    if (detail::violation_level_.load(std::memory_order_acquire) == violation_level::abort)
        detail::abort_program();
}

/// Calls the handler, then aborts: continuing would corrupt what others hold.
[[noreturn]] FFIGUARD_RARE inline void fail(violation kind, const char* what) noexcept {
    report({kind, what});
    detail::abort_program();
}

}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
