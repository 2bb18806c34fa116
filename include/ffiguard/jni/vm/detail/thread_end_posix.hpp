// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_JNI_VM_DETAIL_THREAD_END_POSIX_HPP
#define FFIGUARD_JNI_VM_DETAIL_THREAD_END_POSIX_HPP

// The twin of thread_end_windows.hpp: the same names in the same order.

#include <limits.h>

#include <atomic>
#include <cstdint>

#include <ffiguard/core/config.hpp>
#include <ffiguard/core/errno_guard.hpp>
#include <ffiguard/core/status.hpp>
#include <ffiguard/jni/vm/detail/attachment.hpp>

#if !defined(__GLIBC__)
#include <pthread.h>
#endif

namespace ffiguard {
inline namespace FFIGUARD_ABI {
namespace jni {
namespace detail {

#if defined(__GLIBC__)
// Three functions of <pthread.h>, which would bring 1,000 lines into every user of jni/.
using pthread_key_t = unsigned int;
extern "C" int pthread_key_create(pthread_key_t* key, void (*run)(void*)) noexcept;
extern "C" int pthread_key_delete(pthread_key_t key) noexcept;
extern "C" int pthread_setspecific(pthread_key_t key, const void* value) noexcept;
#endif

// What a compiler calls for a thread_local variable with a destructor. Called directly, it can be
// called again after such a variable has been destroyed. The last argument is an address in the
// shared object, which the loader keeps until run has been called.
#if defined(__APPLE__)
extern "C" void _tlv_atexit(void (*run)(void*), void* argument);
#else
extern "C" int __cxa_thread_atexit(void (*run)(void*), void* argument, void* object) noexcept;
#endif

/// A thread ends in two phases: the destructors of its thread-local variables run, the newest
/// first; then those of its pthread keys, in at most PTHREAD_DESTRUCTOR_ITERATIONS rounds (POSIX,
/// pthread_key_create). What attaches in the first phase is detached there. In the second no
/// destructor of a variable runs any more, so that a key of our own detaches. Whether the second
/// phase has begun cannot be asked: both are armed. Nor can the round: there are four at least, so
/// that for a thread that is armed in the first or the second one two of our own always come.
class thread_end {
public:
    enum : unsigned { rounds = 2 };
#if defined(PTHREAD_DESTRUCTOR_ITERATIONS)
    static_assert(PTHREAD_DESTRUCTOR_ITERATIONS >= 4, "_POSIX_THREAD_DESTRUCTOR_ITERATIONS");
#endif

    constexpr thread_end() noexcept = default;
    thread_end(const thread_end&) = delete;
    thread_end& operator=(const thread_end&) = delete;
    /// The shared object goes (no thread has a value then, which would have kept it) or the
    /// process does. A key that is left behind is lost: there are 1,024.
    FFIGUARD_HIDDEN ~thread_end() {
        const std::int64_t known = key_.exchange(gone, std::memory_order_acq_rel);
        if (known >= 0) pthread_key_delete(static_cast<pthread_key_t>(known));
    }

    FFIGUARD_HIDDEN status arm(attachment& mine) noexcept {
        if (mine.rounds_of_keys >= rounds) return status_code::closed;
        const errno_guard keep_errno;
        if (!set_key(&mine)) return status_code::out_of_memory;
        // Among the destructors of keys it is never called (and glibc never frees its 32 bytes), so
        // that this shared object stays loaded. Once is enough.
        if (!stays_.load(std::memory_order_acquire)) {
#if defined(__APPLE__)
            _tlv_atexit(&after_variable, &mine);
#else
            if (__cxa_thread_atexit(&after_variable, &mine, this) != 0) {
                static_cast<void>(set_key(nullptr));
                return status_code::out_of_memory;
            }
#endif
        }
        return {};
    }

private:
    enum : std::int64_t { none = -1, gone = -2 };

    FFIGUARD_HIDDEN static void after_variable(void* kept) noexcept;
    FFIGUARD_HIDDEN static void after_key(void* kept) noexcept;

    FFIGUARD_HIDDEN bool set_key(attachment* value) noexcept {
        std::int64_t known = key_.load(std::memory_order_acquire);
        if (known == none) {
            pthread_key_t fresh{};
            if (pthread_key_create(&fresh, [](void* kept) { after_key(kept); }) != 0) return false;
            const auto number = static_cast<std::int64_t>(fresh);
            if (key_.compare_exchange_strong(known, number, std::memory_order_acq_rel))
                known = number;
            else
                pthread_key_delete(fresh);  // another thread was faster
        }
        return known == gone || pthread_setspecific(static_cast<pthread_key_t>(known), value) == 0;
    }

    std::atomic<std::int64_t> key_{none};
    std::atomic<bool> stays_{false};  ///< the shared object, for good
};
// One per shared object, see FFIGUARD_HIDDEN.
FFIGUARD_HIDDEN inline thread_end thread_end_;

FFIGUARD_HIDDEN inline void thread_end::after_variable(void* kept) noexcept {
    auto& mine = *static_cast<attachment*>(kept);
    mine.until_thread_ends = false;
    mine.end();
    // Nothing keeps the shared object any more.
    static_cast<void>(thread_end_.set_key(nullptr));
}
FFIGUARD_HIDDEN inline void thread_end::after_key(void* kept) noexcept {
    auto& mine = *static_cast<attachment*>(kept);
    thread_end_.stays_.store(true, std::memory_order_release);
    mine.until_thread_ends = false;
    mine.end();
    // Another round, for threads that attach after this.
    if (++mine.rounds_of_keys < rounds) static_cast<void>(thread_end_.set_key(&mine));
}

/// Makes mine end with this thread. A second call, after other code has detached the thread and it
/// was attached again, updates it. Fails with out_of_memory; closed if the thread is so near its
/// end that nothing of this shared object will run on it.
[[nodiscard]] FFIGUARD_HIDDEN inline status end_with_thread(attachment& mine) noexcept {
    return mine.until_thread_ends ? status() : thread_end_.arm(mine);
}

}  // namespace detail
}  // namespace jni
}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
