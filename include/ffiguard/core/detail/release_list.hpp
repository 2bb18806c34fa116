// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_CORE_DETAIL_RELEASE_LIST_HPP
#define FFIGUARD_CORE_DETAIL_RELEASE_LIST_HPP

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <utility>

#include <ffiguard/core/config.hpp>
#include <ffiguard/core/detail/process_mark.hpp>
#include <ffiguard/core/errno_guard.hpp>
#include <ffiguard/core/thread_number.hpp>
#include <ffiguard/core/violation.hpp>

// What must be released elsewhere waits in a release_list. A thread's list is its release_home.

namespace ffiguard {
inline namespace FFIGUARD_ABI {
namespace detail {

/// A thread, or none. It has its own comparison function: if there are two shared objects in one
/// process, the loader may use one's copy of a destructor for both, and each numbers the threads
/// for itself.
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

/// What happens to an entry of a release_list.
enum class list_step : std::uint8_t {
    run,   ///< its turn has come
    last,  ///< the list ends where its entries may run: a release runs, a call is refused
    drop,  ///< the list ends where nothing may run: leave it
};

/// A part of what is queued, so that queueing takes no memory.
struct queued_entry {
    queued_entry* next = nullptr;
    void (*finish)(queued_entry*, list_step) noexcept = nullptr;  ///< the entry is gone after it
};

/// What a list does when its first entry comes. The thread that queues calls it.
struct list_hook {
    void (*run)(void* user) noexcept = nullptr;
    void* user = nullptr;
};

/// How many calls may wait for a home at a time: each with a thread (waiting), or without (posted).
struct call_limits {
    std::uint32_t waiting = 64;
    std::uint32_t posted = 65536;
};

/// A lock-free list: any thread puts entries in, and any thread takes them out. New entries form a
/// stack. A thread that takes some out reverses the stack, and leaves the rest in oldest_, in
/// order. So each entry is walked over twice, however few are taken out at a time.
class release_list {
public:
    enum class put_as : std::uint8_t { first, more, refused };

    constexpr release_list() noexcept = default;
    release_list(const release_list&) = delete;
    release_list& operator=(const release_list&) = delete;

    /// refused: no thread takes entries any more. The list and the entry may be gone when this
    /// returns.
    [[nodiscard]] put_as put(queued_entry& entry) noexcept {
        // Before it can be taken out: afterwards the list may be gone.
        count_.fetch_add(1, std::memory_order_relaxed);
        queued_entry* seen = newest_.load(std::memory_order_relaxed);
        // seq_cst, as in is_empty(). One thread announces that it sleeps and then finds the list
        // empty; another puts something in and then finds no sleeper. One of the two must see the
        // other.
        do {
            if (seen == &shut_) {
                count_.fetch_sub(1, std::memory_order_relaxed);
                return put_as::refused;
            }
            entry.next = seen;
        } while (!newest_.compare_exchange_weak(seen, &entry, std::memory_order_seq_cst,
                                                std::memory_order_relaxed));
        return seen == nullptr ? put_as::first : put_as::more;
    }

    /// Finishes all that is queued, the oldest first, and returns their number.
    std::size_t finish_all() noexcept {
        // Usually empty; an exchange would take the cache line from the threads that put in. Must
        // not be called by the thread that has ended the list.
        if (is_empty()) return 0;
        return finish(nullptr, list_step::run);
    }
    /// The same for the oldest at_most. The others stay queued, also while these are being
    /// finished.
    std::size_t finish_oldest(std::uint64_t at_most) noexcept {
        if (is_empty() || at_most == 0) return 0;
        queued_entry* oldest = nullptr;
        const bool has_oldest = take_oldest(oldest);
        queued_entry** end = &oldest;
        queued_entry* rest = oldest;
        std::uint64_t wanted = at_most;
        for (bool has_newest = false; wanted != 0; --wanted) {
            if (rest == nullptr && !std::exchange(has_newest, true))
                rest = reversed(newest_.exchange(nullptr, std::memory_order_acquire));
            if (rest == nullptr) break;
            *end = rest;
            end = &rest->next;
            rest = rest->next;
        }
        *end = nullptr;
        if (has_oldest)
            oldest_.store(rest, std::memory_order_release);
        else if (rest != nullptr)
            put_back(rest);
        return finish_each(oldest, list_step::run);
    }
    /// The same as finish_all(); from now on put() returns refused.
    std::size_t shut(list_step step) noexcept { return finish(&shut_, step); }

    [[nodiscard]] bool is_empty() const noexcept {
        const queued_entry* const seen = newest_.load(std::memory_order_seq_cst);
        return (seen == nullptr || seen == &shut_) &&
               oldest_.load(std::memory_order_relaxed) == nullptr;
    }
    /// A snapshot.
    [[nodiscard]] std::size_t count() const noexcept {
        return count_.load(std::memory_order_relaxed);
    }

private:
    std::size_t finish(queued_entry* leave, list_step step) noexcept {
        queued_entry* oldest = nullptr;
        if (oldest_.load(std::memory_order_relaxed) != nullptr && take_oldest(oldest))
            oldest_.store(nullptr, std::memory_order_release);
        queued_entry* const newest = newest_.exchange(leave, std::memory_order_acquire);
        const std::size_t done = finish_each(oldest, step);
        return newest == &shut_ ? done : done + finish_each(reversed(newest), step);
    }
    std::size_t finish_each(queued_entry* next, list_step step) noexcept {
        std::size_t done = 0;
        for (; next != nullptr; ++done) {
            queued_entry* const entry = std::exchange(next, next->next);
            count_.fetch_sub(1, std::memory_order_relaxed);
            entry->finish(entry, step);
        }
        return done;
    }
    /// Until oldest_ is stored. False while another thread has them, which needs a few
    /// instructions. In the child of a fork() that may be a thread of the parent: then they are
    /// lost, as is what that thread was releasing, and the list works without oldest_.
    bool take_oldest(queued_entry*& oldest) noexcept {
        for (int turn = 0; turn < 1000; ++turn) {
            if (oldest_.load(std::memory_order_relaxed) == &taken_) continue;
            queued_entry* const found = oldest_.exchange(&taken_, std::memory_order_acquire);
            if (found == &taken_) continue;
            oldest = found;
            return true;
        }
        return false;
    }
    /// The oldest first, below what came meanwhile.
    void put_back(queued_entry* oldest) noexcept {
        queued_entry* newest = reversed(oldest);
        queued_entry* none = nullptr;
        while (!newest_.compare_exchange_strong(none, newest, std::memory_order_seq_cst,
                                                std::memory_order_relaxed)) {
            queued_entry* const came = newest_.exchange(nullptr, std::memory_order_acquire);
            none = nullptr;
            if (came == nullptr) continue;
            queued_entry* first = came;
            while (first->next != nullptr) first = first->next;
            first->next = newest;
            newest = came;
        }
    }
    /// The same entries in reverse order.
    static queued_entry* reversed(queued_entry* at) noexcept {
        queued_entry* before = nullptr;
        while (at != nullptr) {
            queued_entry* const next = std::exchange(at->next, before);
            before = std::exchange(at, next);
        }
        return before;
    }
    std::atomic<queued_entry*> newest_{nullptr};
    std::atomic<queued_entry*> oldest_{nullptr};
    std::atomic<std::size_t> count_{0};
    // Special addresses:
    queued_entry shut_;   ///< the list has ended
    queued_entry taken_;  ///< a thread has those of oldest_, and brings back what it does not need
};

/// The list of one thread. Its owner, and everything that may be put in, keep it allocated.
class release_home {
public:
    /// For this thread. hook is called when something comes into the empty list. `end` frees it.
    FFIGUARD_HIDDEN explicit release_home(list_hook hook,
                                          void (*end)(release_home&) noexcept) noexcept
        : thread_(known_thread::current()),
          process_(process_mark::current()),
          hook_(hook),
          end_(end) {}
    release_home(const release_home&) = delete;
    release_home& operator=(const release_home&) = delete;

    [[nodiscard]] bool is_here() const noexcept { return thread_.is_here(); }
    /// False in the child of a fork(), where the thread may not exist.
    [[nodiscard]] bool is_of_this_process() const noexcept { return process_.is_here(); }
    /// Makes the calling thread the home.
    FFIGUARD_HIDDEN void move_here() noexcept { thread_ = known_thread::current(); }

    void keep() noexcept {
        if (keepers_.fetch_add(1, std::memory_order_relaxed) == UINT32_MAX)
            fail(violation::overflow, "thread_home: 2^32 owners");
    }
    void drop() noexcept {
        if (keepers_.fetch_sub(1, std::memory_order_acq_rel) != 1) return;
        const errno_guard keep_errno;  // free(3) may change it in some libcs
        end_(*this);
    }

    /// False if no thread will take it any more. The caller, or its entry, must keep the home.
    [[nodiscard]] bool put(queued_entry& entry) noexcept {
        if (hook_.run == nullptr) return list_.put(entry) != release_list::put_as::refused;
        keep();  // the entry, and what it keeps, may be gone before the hook is called
        const auto how = list_.put(entry);
        if (how == release_list::put_as::first) hook_.run(hook_.user);
        drop();
        return how != release_list::put_as::refused;
    }
    [[nodiscard]] release_list& list() noexcept { return list_; }

    call_limits limits;
    std::atomic<std::uint32_t> waiting{0};
    std::atomic<std::uint32_t> posted{0};

private:
    known_thread thread_;
    process_mark process_;
    list_hook hook_;
    void (*end_)(release_home&) noexcept;
    std::atomic<std::uint32_t> keepers_{1};
    release_list list_;
};

}  // namespace detail
}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
