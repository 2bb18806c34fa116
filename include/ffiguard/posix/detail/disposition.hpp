// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_POSIX_DETAIL_DISPOSITION_HPP
#define FFIGUARD_POSIX_DETAIL_DISPOSITION_HPP

#include <signal.h>

#include <cstdint>

#include <ffiguard/core/config.hpp>

namespace ffiguard {
inline namespace FFIGUARD_ABI {
namespace detail {

enum class disposition { standard, ignored, handled };

/// The only place that interprets the two members and the flag of a sigaction.
///
/// The system goes by the value alone: Go sets SIG_IGN and SIG_DFL in sa_sigaction, with
/// SA_SIGINFO. So the flag only says how a handler is called.
[[nodiscard]] inline std::uintptr_t handler_value(const struct ::sigaction& action) noexcept {
    return (action.sa_flags & static_cast<int>(SA_SIGINFO)) != 0
               ? reinterpret_cast<std::uintptr_t>(action.sa_sigaction)
               : reinterpret_cast<std::uintptr_t>(action.sa_handler);
}
[[nodiscard]] inline disposition disposition_of(std::uintptr_t handler) noexcept {
    if (handler == reinterpret_cast<std::uintptr_t>(SIG_IGN)) return disposition::ignored;
    return handler == reinterpret_cast<std::uintptr_t>(SIG_DFL) ? disposition::standard
                                                                : disposition::handled;
}
[[nodiscard]] inline disposition disposition_of(const struct ::sigaction& action) noexcept {
    return disposition_of(handler_value(action));
}

}  // namespace detail
}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
