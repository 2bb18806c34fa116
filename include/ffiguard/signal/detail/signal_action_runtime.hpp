// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_SIGNAL_DETAIL_SIGNAL_ACTION_RUNTIME_HPP
#define FFIGUARD_SIGNAL_DETAIL_SIGNAL_ACTION_RUNTIME_HPP

#include <signal.h>

#include <cstddef>

#include <ffiguard/core/config.hpp>
#include <ffiguard/signal/signal_set.hpp>

#if defined(__linux__) || defined(__FreeBSD__)
#include <link.h>

#include <cstring>
#else
#include <dlfcn.h>
#endif

namespace ffiguard {
inline namespace FFIGUARD_ABI {
namespace detail {

/// Whether a Go runtime has its handlers in this process.
///
/// By its handler of SIGURG, with which it stops goroutines, in an executable as in c-shared and
/// c-archive. Not by a symbol: dlsym(RTLD_DEFAULT, "crosscall2") finds neither a c-archive nor what
/// was loaded with RTLD_LOCAL. Go's mask for handlers is all signals; no other code blocks SIGSEGV
/// for SIGURG.
[[nodiscard]] inline bool has_go_runtime() noexcept {
    constexpr int flags =
        static_cast<int>(SA_SIGINFO) | static_cast<int>(SA_ONSTACK) | static_cast<int>(SA_RESTART);
    struct sigaction now;
    return ::sigaction(SIGURG, nullptr, &now) == 0 && (now.sa_flags & flags) == flags &&
           (::sigismember)(&now.sa_mask, SIGSEGV) == 1;
}

#if defined(__linux__) || defined(__FreeBSD__)
[[nodiscard]] inline bool is_jvm(const dl_phdr_info& object) noexcept {
    if (object.dlpi_name == nullptr) return false;
    const char* const slash = std::strrchr(object.dlpi_name, '/');
    const char* const file = slash != nullptr ? slash + 1 : object.dlpi_name;
    return std::strncmp(file, "libjvm.", 7) == 0;
}
#endif

/// Whether a JVM is loaded. A name and not a symbol: a host that loads libjvm with RTLD_LOCAL
/// hides its symbols from dlsym(RTLD_DEFAULT, ...).
[[nodiscard]] inline bool has_jvm() noexcept {
#if defined(__linux__) || defined(__FreeBSD__)
    const auto look = [](dl_phdr_info* object, std::size_t, void*) noexcept -> int {
        return is_jvm(*object) ? 1 : 0;
    };
    return ::dl_iterate_phdr(look, nullptr) != 0;
#else
    return ::dlsym(RTLD_DEFAULT, "JNI_GetCreatedJavaVMs") != nullptr;
#endif
}

/// The runtime in this process that needs its own handler of signal, in words; null if there is
/// none. Runtimes also handle SIGINT, SIGTERM and the like, but do not need them.
[[nodiscard]] inline const char* runtime_that_owns(int signal) noexcept {
    const signal_set faults = signal_set::synchronous();
    if ((faults | signal_set::of<SIGURG>()).contains(signal) && has_go_runtime())
        return "the Go runtime";
    if ((faults | signal_set::of<SIGQUIT, SIGUSR2>()).contains(signal) && has_jvm())
        return "the Java VM";
    return nullptr;
}

}  // namespace detail
}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
