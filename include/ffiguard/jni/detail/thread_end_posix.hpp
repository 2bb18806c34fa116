// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_JNI_DETAIL_THREAD_END_POSIX_HPP
#define FFIGUARD_JNI_DETAIL_THREAD_END_POSIX_HPP

// The twin of thread_end_windows.hpp: the same names in the same order.

#include <ffiguard/core/config.hpp>
#include <ffiguard/jni/detail/attachment.hpp>

namespace ffiguard {
inline namespace FFIGUARD_ABI {
namespace jni {
namespace detail {

/// A thread-local variable with a destructor: the loader keeps this shared object until the thread
/// has ended, as it must, for there is a call to be made from here. It runs before the destructors
/// of pthread keys, and after those of thread-local variables that came to be later.
struct thread_end {
    FFIGUARD_HIDDEN ~thread_end() {
        last.end();
        attachment_.until_thread_ends = false;  // the scopes in later destructors detach themselves
    }

    attachment last;
};
FFIGUARD_HIDDEN inline thread_local thread_end thread_end_;

/// Ends a copy of what was attached when this thread ends: of the last that it was given. False,
/// and it does not, where memory is short.
[[nodiscard]] FFIGUARD_HIDDEN inline bool end_with_thread(const attachment& made) noexcept {
    thread_end_.last = made;
    return true;
}

}  // namespace detail
}  // namespace jni
}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
