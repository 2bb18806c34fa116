// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_CORE_ERRNO_GUARD_HPP
#define FFIGUARD_CORE_ERRNO_GUARD_HPP

#include <cerrno>

#include <ffiguard/core/config.hpp>

#if FFIGUARD_IS_WINDOWS()
// As <windows.h> declares them, without its macros.
extern "C" __declspec(dllimport) unsigned long __stdcall GetLastError(void);
extern "C" __declspec(dllimport) void __stdcall SetLastError(unsigned long);
#endif

namespace ffiguard {
inline namespace FFIGUARD_ABI {

/// Restores errno (on Windows also GetLastError) at its end to what it was at its start.
///
/// cgo's `r, err := C.f()` and FFM's captureCallState read errno after the call. A destructor that
/// changes it turns a success into an error, or one error into another.
class [[nodiscard]] errno_guard {
public:
    // On the constructor, too: g++ ignores it on the class alone if the guard has no name.
    [[nodiscard]] errno_guard() noexcept = default;
    errno_guard(const errno_guard&) = delete;
    errno_guard& operator=(const errno_guard&) = delete;
    ~errno_guard() {
        errno = saved_;
#if FFIGUARD_IS_WINDOWS()
        SetLastError(last_error_);
#endif
    }

private:
    int saved_ = errno;
#if FFIGUARD_IS_WINDOWS()
    unsigned long last_error_ = GetLastError();
#endif
};

}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
