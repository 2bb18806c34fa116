// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_JNI_DETAIL_THREAD_END_WINDOWS_HPP
#define FFIGUARD_JNI_DETAIL_THREAD_END_WINDOWS_HPP

// The twin of thread_end_posix.hpp: the same names in the same order. Empty elsewhere.

#include <ffiguard/core/config.hpp>

#if FFIGUARD_IS_WINDOWS()

#ifndef WIN32_LEAN_AND_MEAN
#define WIN32_LEAN_AND_MEAN
#endif
#ifndef NOMINMAX
#define NOMINMAX
#endif
#include <windows.h>

#include <atomic>
#include <new>

#include <ffiguard/core/errno_guard.hpp>
#include <ffiguard/jni/detail/attachment.hpp>

namespace ffiguard {
inline namespace FFIGUARD_ABI {
namespace jni {
namespace detail {

/// By fiber-local storage and not by a thread-local variable: destructors of these run while the
/// loader is locked, and DetachCurrentThread may wait for a thread that waits for the loader. What
/// it needs is in the slot: with mingw-w64 the thread-local variables may have gone before it runs.
struct thread_end {
    FFIGUARD_HIDDEN static void WINAPI run(void* kept) noexcept {
        auto* const made = static_cast<attachment*>(kept);
        made->end();
        delete made;
    }
};
FFIGUARD_HIDDEN inline std::atomic<DWORD> thread_end_{FLS_OUT_OF_INDEXES};

FFIGUARD_HIDDEN inline DWORD thread_end_index() noexcept {
    DWORD known = thread_end_.load(std::memory_order_acquire);
    if (known != FLS_OUT_OF_INDEXES) return known;
    const DWORD fresh = ::FlsAlloc(&thread_end::run);
    if (fresh == FLS_OUT_OF_INDEXES) return fresh;
    if (!thread_end_.compare_exchange_strong(known, fresh, std::memory_order_acq_rel)) {
        ::FlsFree(fresh);
        return known;
    }
    // Nothing else keeps this module as long as the callback may come, and a callback cannot let go
    // of the module that it returns to.
    HMODULE pinned = nullptr;
    ::GetModuleHandleExW(GET_MODULE_HANDLE_EX_FLAG_FROM_ADDRESS | GET_MODULE_HANDLE_EX_FLAG_PIN,
                         reinterpret_cast<const wchar_t*>(&thread_end::run), &pinned);
    return fresh;
}

/// Ends a copy of what was attached when this thread ends: of the last that it was given. False,
/// and it does not, where memory is short.
[[nodiscard]] FFIGUARD_HIDDEN inline bool end_with_thread(const attachment& made) noexcept {
    const errno_guard keep_errno;
    const DWORD index = thread_end_index();
    if (index == FLS_OUT_OF_INDEXES) return false;
    if (void* const kept = ::FlsGetValue(index)) {
        *static_cast<attachment*>(kept) = made;
        return true;
    }
    auto* const kept = new (std::nothrow) attachment(made);
    if (kept != nullptr && ::FlsSetValue(index, kept) != 0) return true;
    delete kept;
    return false;
}

}  // namespace detail
}  // namespace jni
}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif  // FFIGUARD_IS_WINDOWS()

#endif
