// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_THREAD_COMPLETION_QUEUE_HPP
#define FFIGUARD_THREAD_COMPLETION_QUEUE_HPP

#include <ffiguard/core/config.hpp>

#if FFIGUARD_IS_WINDOWS()
#error "ffiguard/thread/completion_queue.hpp needs a POSIX system"
#else

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <new>
#include <utility>

#include <ffiguard/core/errno_guard.hpp>
#include <ffiguard/core/error.hpp>
#include <ffiguard/core/result.hpp>
#include <ffiguard/core/status.hpp>
#include <ffiguard/ffiguard.h>
#include <ffiguard/thread/detail/wake_descriptor.hpp>

namespace ffiguard {
inline namespace FFIGUARD_ABI {

/// The function to call when a posted call has ended: once, on the thread that ran it. run must not
/// throw or block; outcome is valid during the call. user must stay valid until then.
struct completion {
    void (*run)(void* user, std::uint64_t cookie, const error& outcome) noexcept = nullptr;
    void* user = nullptr;
    std::uint64_t cookie = 0;
};

/// The outcome of a posted call, as foreign code reads it: 16 bytes.
struct completed_call {
    std::uint64_t cookie;
    ffiguard_status status;
    std::int32_t detail;
};

namespace detail {

class completion_state {
public:
    completion_state(std::size_t capacity, completed_call* ring, wake_descriptor wake) noexcept
        : ring_(ring), capacity_(capacity), wake_(std::move(wake)) {}

    [[nodiscard]] const wake_descriptor& wake() const noexcept { return wake_; }
    [[nodiscard]] bool reserve() noexcept {
        const std::lock_guard<std::mutex> lock(mutex_);
        if (reserved_ + count_ == capacity_) return false;
        ++reserved_;
        return true;
    }
    void give_back() noexcept {
        bool last = false;
        {
            const std::lock_guard<std::mutex> lock(mutex_);
            --reserved_;
            last = ended_ && reserved_ == 0;
        }
        if (last) delete this;
    }
    /// The owner has gone; reserved completions are still to come.
    void end() noexcept {
        bool last = false;
        {
            const std::lock_guard<std::mutex> lock(mutex_);
            ended_ = true;
            last = reserved_ == 0;
        }
        if (last) delete this;
    }
    static void push(void* user, std::uint64_t cookie, const error& outcome) noexcept {
        static_cast<completion_state*>(user)->add(
            {cookie, static_cast<ffiguard_status>(outcome.status().code()),
             outcome.status().detail()});
    }
    std::size_t take(completed_call* into, std::size_t room) noexcept {
        const errno_guard keep_errno;
        const std::lock_guard<std::mutex> lock(mutex_);
        std::size_t taken = 0;
        for (; taken < room && count_ != 0; ++taken, --count_) {
            into[taken] = ring_[first_];
            first_ = (first_ + 1) % capacity_;
        }
        if (taken != 0 && count_ == 0) wake_.clear();
        return taken;
    }

private:
    void add(const completed_call& call) noexcept {
        const errno_guard keep_errno;
        bool last = false;
        {
            const std::lock_guard<std::mutex> lock(mutex_);
            --reserved_;
            ring_[(first_ + count_) % capacity_] = call;
            // Readable exactly while the ring is not empty.
            if (count_++ == 0) wake_.tell();
            last = ended_ && reserved_ == 0;
        }
        if (last) delete this;
    }

    std::mutex mutex_;
    const std::unique_ptr<completed_call[]> ring_;
    const std::size_t capacity_;
    std::size_t first_ = 0;
    std::size_t count_ = 0;
    std::size_t reserved_ = 0;
    bool ended_ = false;
    const wake_descriptor wake_;
};

}  // namespace detail

/// Collects the outcomes of posted calls, with one descriptor that is readable while there are any:
/// for Go's netpoller, an event loop, or one thread that wakes many.
///
///     auto done = completion_queue::create(1024).value();
///     hosted_post(txns, t, work, done, cookie);       // returns at once
///     // Go, in one goroutine: wait until done.descriptor() is readable, then
///     completed_call calls[64];
///     for (std::size_t n; (n = done.take(calls, 64)) != 0;) ...   // send to the cookie's channel
///
/// take() makes the descriptor unreadable when it has taken the last one: do not read it yourself.
/// At most `capacity` calls can be posted and not yet taken; beyond that, hosted_post() fails with
/// overflow. So a completion never needs memory.
///
/// Any thread may post, take and wait. Move-only; empty when moved-from. After it is destroyed,
/// posted calls still run, but their completions are dropped. After a fork() the descriptor is
/// shared with the parent: make another queue in the child.
class [[nodiscard]] completion_queue {
public:
    completion_queue() noexcept = default;
    /// capacity: at least 1, else invalid_argument. Also out_of_memory; system with errno.
    FFIGUARD_HIDDEN static result<completion_queue> create(std::size_t capacity) noexcept {
        if (capacity == 0 || capacity > (std::size_t{1} << 24))
            return status_code::invalid_argument;
        const errno_guard keep_errno;
        auto wake = detail::wake_descriptor::create();
        if (!wake) return wake.status();
        std::unique_ptr<completed_call[]> ring(new (std::nothrow) completed_call[capacity]);
        if (ring == nullptr) return status_code::out_of_memory;
        auto* const state =
            new (std::nothrow) detail::completion_state(capacity, ring.get(), *std::move(wake));
        if (state == nullptr) return status_code::out_of_memory;
        static_cast<void>(ring.release());
        return completion_queue(state);
    }
    completion_queue(completion_queue&& other) noexcept
        : state_(std::exchange(other.state_, nullptr)) {}
    completion_queue& operator=(completion_queue&& other) noexcept {
        completion_queue taken(std::move(other));
        std::swap(state_, taken.state_);
        return *this;
    }
    completion_queue(const completion_queue&) = delete;
    completion_queue& operator=(const completion_queue&) = delete;
    FFIGUARD_HIDDEN ~completion_queue() {
        if (state_ != nullptr) std::exchange(state_, nullptr)->end();
    }

    /// Valid as long as this object; -1 if empty. Non-blocking.
    [[nodiscard]] int descriptor() const noexcept {
        return state_ != nullptr ? state_->wake().get() : -1;
    }
    /// Moves up to room completions to `into`, the oldest first, and returns how many.
    FFIGUARD_HIDDEN std::size_t take(completed_call* into, std::size_t room) noexcept {
        return state_ != nullptr ? state_->take(into, room) : 0;
    }
    /// Blocks until a completion is there or limit has passed; returns whether one is there.
    [[nodiscard]] FFIGUARD_HIDDEN bool wait_for(std::chrono::milliseconds limit) noexcept {
        if (state_ == nullptr) return false;
        const errno_guard keep_errno;
        return state_->wake().wait_for(limit);
    }

    /// Reserves room for one completion, to post by other means than hosted_post(): run it once, or
    /// give_back(). Fails with overflow if full, closed if empty.
    FFIGUARD_HIDDEN result<completion> reserve(std::uint64_t cookie) noexcept {
        if (state_ == nullptr) return status_code::closed;
        if (!state_->reserve()) return status_code::overflow;
        return completion{&detail::completion_state::push, state_, cookie};
    }
    void give_back() noexcept { state_->give_back(); }  ///< what reserve() gave and is not run

private:
    explicit completion_queue(detail::completion_state* state) noexcept : state_(state) {}

    detail::completion_state* state_ = nullptr;
};

}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
#endif
