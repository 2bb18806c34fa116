// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_THREAD_DETAIL_WORKER_PARKING_HPP
#define FFIGUARD_THREAD_DETAIL_WORKER_PARKING_HPP

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <new>
#include <utility>

#include <ffiguard/core/config.hpp>
#include <ffiguard/core/detail/closes_itself.hpp>
#include <ffiguard/core/errno_guard.hpp>
#include <ffiguard/core/thread_number.hpp>
#include <ffiguard/core/violation.hpp>

// Where the owners wait that their own thread is to release.

namespace ffiguard {
inline namespace FFIGUARD_ABI {
namespace detail {

/// A thread, or none. It brings its own comparison: of two shared objects in one process the
/// loader may take one's copy of a destructor for both, and each numbers the threads for itself.
class known_thread {
public:
    constexpr known_thread() noexcept = default;
    [[nodiscard]] FFIGUARD_HIDDEN static known_thread current() noexcept {
        known_thread here;
        here.number_ = this_thread_number();
        here.is_current_ = &is_current;
        return here;
    }

    [[nodiscard]] bool is_here() const noexcept { return number_ != 0 && is_current_(number_); }
    [[nodiscard]] explicit constexpr operator bool() const noexcept { return number_ != 0; }

private:
    FFIGUARD_HIDDEN static bool is_current(std::uint64_t number) noexcept {
        return number == this_thread_number();
    }

    std::uint64_t number_ = 0;
    bool (*is_current_)(std::uint64_t) noexcept = nullptr;
};

struct parked_node {
    parked_node* next = nullptr;
    /// Releases what is parked, or leaks it, and frees the node.
    void (*finish)(parked_node*, bool release) noexcept = nullptr;
};

/// The lock-free list of one thread_home: any thread puts in, the home thread takes all.
/// Kept allocated by the thread_home and by every place that may be put in.
class parking_list {
public:
    FFIGUARD_HIDDEN parking_list() noexcept : thread_(known_thread::current()) {}

    [[nodiscard]] bool is_here() const noexcept { return thread_.is_here(); }
    void keep() noexcept {
        if (keepers_.fetch_add(1, std::memory_order_relaxed) == UINT32_MAX)
            fail(violation::overflow, "thread_home: 2^32 owners");
    }
    void drop() noexcept {
        if (keepers_.fetch_sub(1, std::memory_order_acq_rel) != 1) return;
        const errno_guard keep_errno;  // free(3) may change it in some libcs
        delete this;
    }

    /// False where nobody will take it any more. The list may be gone when this returns.
    [[nodiscard]] bool put(parked_node& node) noexcept {
        parked_node* seen = newest_.load(std::memory_order_relaxed);
        do {
            if (seen == &shut_) return false;
            node.next = seen;
        } while (!newest_.compare_exchange_weak(seen, &node, std::memory_order_release,
                                                std::memory_order_relaxed));
        return true;
    }

    /// Finishes all that is parked, the oldest first, and tells how many they were.
    std::size_t finish_all(bool release) noexcept { return finish(nullptr, release); }
    /// The same, and from now on put() says no.
    std::size_t shut(bool release) noexcept { return finish(&shut_, release); }

private:
    std::size_t finish(parked_node* leave, bool release) noexcept {
        parked_node* at = newest_.exchange(leave, std::memory_order_acquire);
        parked_node* oldest = nullptr;
        while (at != nullptr) {
            parked_node* const older = std::exchange(at->next, oldest);
            oldest = std::exchange(at, older);
        }
        std::size_t count = 0;
        for (; oldest != nullptr; ++count) {
            parked_node* const done = std::exchange(oldest, oldest->next);
            done->finish(done, release);
        }
        return count;
    }

    known_thread thread_;
    std::atomic<std::uint32_t> keepers_{1};
    std::atomic<parked_node*> newest_{nullptr};
    parked_node shut_;  ///< its address says that nobody comes any more
};

/// A place in the list that is paid for before it is needed: a release must not allocate.
template <class H>
class parking_place {
public:
    constexpr parking_place() noexcept = default;
    parking_place(parking_place&& other) noexcept : spot_(std::exchange(other.spot_, nullptr)) {}
    parking_place& operator=(parking_place&& other) noexcept {
        std::swap(spot_, other.spot_);
        return *this;
    }
    ~parking_place() { discard(); }

    /// False where memory is short.
    [[nodiscard]] bool reserve(parking_list& home) noexcept {
        spot_ = new (std::nothrow) spot(home);
        return spot_ != nullptr;
    }
    void discard() noexcept {
        if (spot_ == nullptr) return;
        const errno_guard keep_errno;
        delete std::exchange(spot_, nullptr);
    }

    /// On true owner has been moved from and destroyed; on false it is as it was.
    [[nodiscard]] bool park(H& owner) noexcept {
        ::new (static_cast<void*>(&spot_->owner)) H(std::move(owner));
        owner.~H();
        if (spot_->home.put(*spot_)) {
            spot_ = nullptr;
            return true;
        }
        ::new (static_cast<void*>(&owner)) H(std::move(spot_->owner));
        spot_->owner.~H();
        return false;
    }

private:
    struct spot : parked_node {
        explicit spot(parking_list& list) noexcept : home(list) {
            this->finish = &end;
            home.keep();
        }
        ~spot() { home.drop(); }  // owner is the business of whoever has filled it
        static void end(parked_node* node, bool release) noexcept {
            auto* const self = static_cast<spot*>(node);
            if (release) {
                static_cast<void>(closing<H>::close(self->owner));
                self->owner.~H();
            }
            delete self;
        }

        parking_list& home;
        union {
            H owner;
        };
    };

    spot* spot_ = nullptr;
};

}  // namespace detail
}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
