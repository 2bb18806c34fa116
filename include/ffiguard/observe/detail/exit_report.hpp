// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_OBSERVE_DETAIL_EXIT_REPORT_HPP
#define FFIGUARD_OBSERVE_DETAIL_EXIT_REPORT_HPP

#include <atomic>
#include <cstdlib>
#include <cstring>

#include <ffiguard/core/config.hpp>
#include <ffiguard/core/errno_guard.hpp>
#include <ffiguard/observe/detail/module_note.hpp>
#include <ffiguard/observe/detail/wanted_report.hpp>
#include <ffiguard/observe/detail/write_report.hpp>
#if !FFIGUARD_IS_WINDOWS()
#include <fcntl.h>
#include <unistd.h>
#endif

namespace ffiguard {
inline namespace FFIGUARD_ABI {
namespace detail {

/// "exit": stderr; "fd:3": that descriptor; otherwise a file, to which it is appended.
inline void write_wanted_report(const char* where) noexcept {
#if FFIGUARD_IS_WINDOWS()
    static_cast<void>(where);
#else
    const errno_guard keep_errno;
    if (std::strcmp(where, "exit") == 0) {
        static_cast<void>(detail::write_report(2));
    } else if (std::strncmp(where, "fd:", 3) == 0) {
        static_cast<void>(detail::write_report(std::atoi(where + 3)));
    } else {
        const int file = (::open)(where, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
        if (file < 0) return;  // it cannot be reported
        static_cast<void>(detail::write_report(file));
        static_cast<void>((::close)(file));
    }
#endif
}

// One of each per shared object, see FFIGUARD_HIDDEN.
FFIGUARD_HIDDEN inline std::atomic<bool> is_living_{true};

/// Its destructor runs when its shared object ends, after the static objects that are defined after
/// it. At exit() that happens for one shared object after the other: the last one that has a ledger
/// reports for all. If only one of several is unloaded, nothing is reported.
class exit_report {
public:
    constexpr exit_report() noexcept = default;
    exit_report(const exit_report&) = delete;
    exit_report& operator=(const exit_report&) = delete;
    FFIGUARD_HIDDEN ~exit_report() {
        is_living_.store(false, std::memory_order_relaxed);
#if defined(__ELF__)
        const char* const where = wanted_report();
        if (where == nullptr) return;
        bool are_others = false;
        detail::for_each_ledger(
            [](void* found, const ffiguard_ledger_1& one) noexcept {
                if (is_grown(one) && one.is_living() != 0) *static_cast<bool*>(found) = true;
            },
            &are_others);
        if (!are_others) write_wanted_report(where);
#endif
    }
};

}  // namespace detail
}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
