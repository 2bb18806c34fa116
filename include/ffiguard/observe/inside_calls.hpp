// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_OBSERVE_INSIDE_CALLS_HPP
#define FFIGUARD_OBSERVE_INSIDE_CALLS_HPP

#include <cstddef>
#include <cstdint>
#include <string_view>

#include <ffiguard/core/config.hpp>
#include <ffiguard/core/detail/text.hpp>
#include <ffiguard/core/errno_guard.hpp>
#include <ffiguard/observe/detail/code_place.hpp>
#if FFIGUARD_OBSERVE
#include <ffiguard/observe/detail/inside_stack.hpp>
#endif
#if !FFIGUARD_IS_WINDOWS()
#include <unistd.h>
#endif

namespace ffiguard {
inline namespace FFIGUARD_ABI {

/// A call from outside that the thread is in.
struct inside_call {
    std::string_view function;  ///< the exported function, or what the compiler calls its body
    std::string_view type;      ///< of the object that it works on; empty if none
    std::uint64_t token = 0;    ///< of that object; for an owner's, the raw handle
};

/// Calls visit(const inside_call&) for each call of this shared object's exported functions that
/// the calling thread is in, the innermost first, 8 at most. It tells which of them works on what.
/// Nothing without FFIGUARD_OBSERVE, or for a call that came in at level off.
///
/// Async-signal-safe, for a crash handler: it neither allocates nor locks. (If dlopen() loaded the
/// shared object and the thread has never been in it, the first access to its thread-local memory
/// may allocate.)
template <class Visit>
FFIGUARD_HIDDEN void for_each_inside_call(Visit&& visit) noexcept {
#if FFIGUARD_OBSERVE
    detail::inside_.for_each([&](const detail::inside_stack::call& one) noexcept {
        const inside_call told{
            {one.function.data, one.function.size}, {one.type.data, one.type.size}, one.token};
        visit(told);
    });
#else
    static_cast<void>(visit);
#endif
}

/// Writes a line for each of them to a file descriptor; for the function of a crash_reporter:
///
///     ffiguard: inside lite_step, with std::unique_ptr<statement> 0xde0f9b0000400004
///
/// Returns the number of calls. What cannot be written is lost. Keeps errno. Does nothing on
/// Windows.
FFIGUARD_HIDDEN inline std::uint32_t write_inside_calls(int fd) noexcept {
    const errno_guard keep_errno;
    std::uint32_t there = 0;
    for_each_inside_call([&](const inside_call& one) noexcept {
        ++there;
#if FFIGUARD_IS_WINDOWS()
        static_cast<void>(one);
        static_cast<void>(fd);
#else
        char line[512];
        detail::text_writer text(line, sizeof line - 1);
        (text << "ffiguard: inside ").append(one.function.data(), one.function.size());
        if (!one.type.empty()) {
            (text << ", with ").append(one.type.data(), one.type.size());
            detail::write_hex(text << " ", one.token);
        }
        const std::size_t size = text.size();
        line[size] = '\n';
        const auto written = (::write)(fd, line, size + 1);
        static_cast<void>(written);
#endif
    });
    return there;
}

}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
