// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_JNI_DETAIL_LENT_MEMORY_HPP
#define FFIGUARD_JNI_DETAIL_LENT_MEMORY_HPP

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

/// Memory that Java has as a direct buffer, and a weak reference to that.
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
// The last of a ring, whose next is the first. Who looks at the ring takes all of it out, so that
// no lock is held while the VM is called, which may wait there for a garbage collection.
FFIGUARD_HIDDEN inline std::atomic<lent_memory*> last_lent_{nullptr};
FFIGUARD_HIDDEN inline std::atomic<std::size_t> reaps_asked_{0};

/// Puts a ring behind what others have put there meanwhile.
FFIGUARD_HIDDEN inline void put_back(lent_memory* last) noexcept {
    lent_memory* expected = nullptr;
    while (!last_lent_.compare_exchange_strong(expected, last)) {
        if (lent_memory* const others = last_lent_.exchange(nullptr); others != nullptr)
            std::swap(others->next, last->next);
        expected = nullptr;
    }
}

FFIGUARD_HIDDEN inline void lend(lent_memory& memory) noexcept {
    memory.next = &memory;
    lent_count_.fetch_add(1, std::memory_order_relaxed);
    put_back(&memory);
}

enum : std::size_t { reap_few = 4, reap_all = static_cast<std::size_t>(-1) };

/// Releases what Java cannot reach any more, until it has seen as many that are
/// alive, or all. Tells of how many.
FFIGUARD_HIDDEN inline std::size_t reap(JNIEnv* env, std::size_t alive) noexcept {
    lent_memory* dead = nullptr;
    // Who asks for all may find the ring empty, because another thread is looking at it: that one
    // then looks again.
    std::size_t asked = alive == reap_all ? reaps_asked_.fetch_add(1) + 1 : reaps_asked_.load();
    for (bool again = true; again;) {
        lent_memory* last = last_lent_.exchange(nullptr);
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
        if (last != nullptr) put_back(last);
        const std::size_t now = reaps_asked_.load();
        again = std::exchange(asked, now) != now;
        if (again) alive = reap_all;
    }

    std::size_t count = 0;
    // Now, that the ring is back: a release may make another buffer.
    for (; dead != nullptr; ++count) {
        lent_memory* const released = std::exchange(dead, dead->next);
        env->DeleteWeakGlobalRef(released->buffer);
        released->release(released);
        lent_count_.fetch_sub(1, std::memory_order_relaxed);
    }
    return count;
}

}  // namespace detail
}  // namespace jni
}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
