// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_JNI_VM_DETAIL_THREAD_END_WINDOWS_HPP
#define FFIGUARD_JNI_VM_DETAIL_THREAD_END_WINDOWS_HPP

// The twin of thread_end_posix.hpp: the same names in the same order. Empty elsewhere.

#include <ffiguard/core/config.hpp>

#if FFIGUARD_IS_WINDOWS()

#include <atomic>
#include <new>

#include <ffiguard/core/detail/windows_api.hpp>
#include <ffiguard/core/errno_guard.hpp>
#include <ffiguard/core/status.hpp>
#include <ffiguard/jni/vm/detail/attachment.hpp>

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
#if !defined(__MINGW32__)
        // The destructors of thread-local variables come later, and no callback after them.
        attachment_.until_thread_ends = false;
        attachment_.rounds_of_keys = 1;
#endif
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
    // Nothing else keeps this module loaded while the callback may come, and a callback cannot
    // release the module that it returns to.
    HMODULE pinned = nullptr;
    ::GetModuleHandleExW(GET_MODULE_HANDLE_EX_FLAG_FROM_ADDRESS | GET_MODULE_HANDLE_EX_FLAG_PIN,
                         reinterpret_cast<const wchar_t*>(&thread_end::run), &pinned);
    return fresh;
}

/// Makes a copy of mine end with this thread. A second call, after other code has detached the
/// thread and it was attached again, updates it. Fails with out_of_memory; closed if the thread is
/// so near its end that nothing of this shared object will run on it.
[[nodiscard]] FFIGUARD_HIDDEN inline status end_with_thread(attachment& mine) noexcept {
    if (mine.rounds_of_keys != 0) return status_code::closed;
    const errno_guard keep_errno;
    const DWORD index = thread_end_index();
    if (index == FLS_OUT_OF_INDEXES) return status_code::out_of_memory;
    if (void* const kept = ::FlsGetValue(index)) {
        *static_cast<attachment*>(kept) = mine;
        return {};
    }
    auto* const kept = new (std::nothrow) attachment(mine);
    if (kept != nullptr && ::FlsSetValue(index, kept) != 0) return {};
    delete kept;
    return status_code::out_of_memory;
}

}  // namespace detail
}  // namespace jni
}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif  // FFIGUARD_IS_WINDOWS()

#endif
