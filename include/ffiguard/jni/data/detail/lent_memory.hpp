// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_JNI_DATA_DETAIL_LENT_MEMORY_HPP
#define FFIGUARD_JNI_DATA_DETAIL_LENT_MEMORY_HPP

#include <jni.h>

#include <atomic>
#include <cstddef>
#include <utility>

#include <ffiguard/core/config.hpp>
#include <ffiguard/core/detail/closes_itself.hpp>

namespace ffiguard {
inline namespace FFIGUARD_ABI {
namespace jni {
namespace detail {

/// Memory that Java has as a direct buffer, and, if no cleaner releases it, a weak reference to
/// that.
struct lent_memory {
    void (*release)(lent_memory*) noexcept;
    jweak buffer = nullptr;
    lent_memory* next = nullptr;
};

template <class Owner>
struct lent_memory_of : lent_memory {
    FFIGUARD_HIDDEN explicit lent_memory_of(Owner&& memory) noexcept
        : lent_memory{&release_this}, owner(std::move(memory)) {}

    FFIGUARD_HIDDEN static void release_this(lent_memory* memory) noexcept {
        auto* const self = static_cast<lent_memory_of*>(memory);
        static_cast<void>(ffiguard::detail::closing<Owner>::close(self->owner));
        delete self;
    }

    Owner owner;
};

// One of each per shared object, see FFIGUARD_HIDDEN.
FFIGUARD_HIDDEN inline std::atomic<std::size_t> lent_count_{0};
// What was lent since the last look, the newest first. Always taken as a whole.
FFIGUARD_HIDDEN inline std::atomic<lent_memory*> newly_lent_{nullptr};
// The last of a ring, whose next is the first. Belongs to the thread that is looking, see look.
FFIGUARD_HIDDEN inline lent_memory* last_lent_ = nullptr;

/// Whether a thread is looking at what is lent. There is one at most, and no other waits for it:
/// the VM that it calls may be waiting for a garbage collection.
enum class look : unsigned char {
    none,
    at_some,
    at_all_again,  ///< the looking thread must look at everything once more
};
FFIGUARD_HIDDEN inline std::atomic<look> look_{look::none};

FFIGUARD_HIDDEN inline void release_lent(lent_memory* memory) noexcept {
    memory->release(memory);
    lent_count_.fetch_sub(1, std::memory_order_relaxed);
}

/// Lends memory; the thread that looks releases it.
FFIGUARD_HIDDEN inline void lend(lent_memory& memory) noexcept {
    lent_count_.fetch_add(1, std::memory_order_relaxed);
    memory.next = newly_lent_.load(std::memory_order_relaxed);
    while (!newly_lent_.compare_exchange_weak(memory.next, &memory, std::memory_order_release,
                                              std::memory_order_relaxed)) {
    }
}

enum : std::size_t { reap_few = 4, reap_all = static_cast<std::size_t>(-1) };

/// True: this thread is the one that looks. Otherwise another one is, and where all were asked for
/// it looks again.
FFIGUARD_HIDDEN inline bool begin_look(std::size_t alive) noexcept {
    look seen = look::none;
    while (!look_.compare_exchange_weak(seen,
                                        seen == look::none ? look::at_some : look::at_all_again)) {
        if (seen != look::none && alive != reap_all) return false;
    }
    return seen == look::none;
}

/// Puts what was lent meanwhile behind the rest, in the order of lending.
FFIGUARD_HIDDEN inline void take_newly_lent() noexcept {
    lent_memory* newest = newly_lent_.exchange(nullptr, std::memory_order_acquire);
    if (newest == nullptr) return;
    lent_memory* const last = newest;
    lent_memory* oldest = nullptr;
    while (newest != nullptr) {
        lent_memory* const older = std::exchange(newest->next, oldest);
        oldest = std::exchange(newest, older);
    }
    last->next = last_lent_ != nullptr ? std::exchange(last_lent_->next, oldest) : oldest;
    last_lent_ = last;
}

/// Moves what Java cannot reach any more to dead, until it has seen as many that are alive, or all.
FFIGUARD_HIDDEN inline void look_at_lent(JNIEnv* env, std::size_t alive,
                                         lent_memory*& dead) noexcept {
    take_newly_lent();
    lent_memory* last = last_lent_;
    lent_memory* const end = last;
    while (last != nullptr && alive != 0) {
        lent_memory* const first = last->next;
        const bool was_end = first == end;
        if (env->IsSameObject(first->buffer, nullptr) == JNI_FALSE) {
            last = first;  // to the end of the ring: next time others come first
            --alive;
        } else {
            if (first == last)
                last = nullptr;
            else
                last->next = first->next;
            first->next = std::exchange(dead, first);
        }
        if (was_end) break;
    }
    last_lent_ = last;
}

/// Releases what Java can no longer reach, until it has seen this many live ones, or all. Returns
/// how many.
FFIGUARD_HIDDEN inline std::size_t reap(JNIEnv* env, std::size_t alive) noexcept {
    if (!begin_look(alive)) return 0;
    lent_memory* dead = nullptr;
    look_at_lent(env, alive, dead);
    for (look seen = look::at_some; !look_.compare_exchange_strong(seen, look::none);) {
        look_.store(seen = look::at_some);
        look_at_lent(env, reap_all, dead);
    }

    std::size_t count = 0;
    // Now, that others may look: a release may make another buffer.
    for (; dead != nullptr; ++count) {
        lent_memory* const released = std::exchange(dead, dead->next);
        env->DeleteWeakGlobalRef(released->buffer);
        detail::release_lent(released);
    }
    return count;
}

}  // namespace detail
}  // namespace jni
}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
