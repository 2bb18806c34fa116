// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_LIBRARY_DETAIL_HOST_STATE_HPP
#define FFIGUARD_LIBRARY_DETAIL_HOST_STATE_HPP

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <new>
#include <string>
#include <utility>

#include <ffiguard/core/config.hpp>
#include <ffiguard/core/errno_guard.hpp>
#include <ffiguard/core/result.hpp>
#include <ffiguard/core/thread_number.hpp>  // IWYU pragma: export
#include <ffiguard/library/close_outcome.hpp>
#include <ffiguard/library/detail/host_entries.hpp>
#include <ffiguard/library/detail/host_entry.hpp>
#include <ffiguard/library/detail/host_file.hpp>
#include <ffiguard/library/detail/loaded_library.hpp>
#include <ffiguard/library/load_error.hpp>
#include <ffiguard/library/load_mode.hpp>

namespace ffiguard {
inline namespace FFIGUARD_ABI {
namespace detail {

/// What a library_host and its leases share.
///
/// The lock is never held while the system's loader runs, and nobody waits for
/// another thread's loading: constructors and destructors of libraries call
/// back, and the loader has a lock of its own that they hold then. Two threads
/// may so open one library at once; the second finds the first one's entry and
/// gives its own reference back.
///
/// Freed with the last reference: the host has one, and each loaded library.
class host_state {
public:
    struct loaded {
        host_entry* entry;
        bool newly;  ///< by this call
    };
    enum class purpose : bool { preload, lease };

    host_state(keep_policy keep, load_mode mode) noexcept : keep_(keep), mode_(mode) {}
    host_state(const host_state&) = delete;
    host_state& operator=(const host_state&) = delete;

    void drop() noexcept {
        if (references_.fetch_sub(1, std::memory_order_acq_rel) != 1) return;
        const errno_guard keep_errno;
        delete this;
    }

    [[nodiscard]] host_entry* find(const char* name) noexcept {
        const std::lock_guard<std::mutex> lock(mutex_);
        return entries_.find(name);
    }

    /// Opens name, or what known was loaded from where name is null. With the
    /// purpose lease the caller is inside the entry's gate afterwards.
    result<loaded, load_error> load(const char* name, host_entry* known, purpose why) noexcept {
        {
            const std::lock_guard<std::mutex> lock(mutex_);
            if (stopped_) return refused();
            if (name != nullptr) known = entries_.find(name);
            if (known != nullptr && enter(*known, why)) return loaded{known, false};
        }
#if FFIGUARD_HAS_EXCEPTIONS()
        try {
            return load_or_throw(name, known, why);
        } catch (const std::bad_alloc&) {
            return load_error(status_code::out_of_memory);
        }
#else
        return load_or_throw(name, known, why);
#endif
    }

    /// Any thread; says no for certain only with the lock, under which alone the door
    /// is shut and opened.
    static bool enter(host_entry& entry, purpose why) noexcept {
        if (why == purpose::preload) return !entry.door.is_closed();
        if (entry.door.pin() != admission::inside) return false;
        entry.acquired.fetch_add(1, std::memory_order_relaxed);
        return true;
    }
    /// The end of a lease.
    static void leave(host_entry& entry) noexcept {
        const std::int64_t keep = entry.keep.load(std::memory_order_relaxed);
        if (keep == host_entry::at_zero) return entry.state->leave_and_unload(entry);
        if (keep != host_entry::always) entry.idle_since.store(now(), std::memory_order_relaxed);
        if (entry.door.unpin()) entry.state->last_one_out(entry);
    }

    /// in_use, and nothing has changed, while it is leased.
    close_outcome close(host_entry& entry) noexcept {
        std::unique_lock<std::mutex> lock(mutex_);
        if (!entry.module) return {close_answer::closed};
        if (entry.door.try_close() != close_duty::release_now) return {close_answer::in_use};
        return unload(entry, lock);
    }

    void set_keep(host_entry& entry, keep_policy policy) noexcept {
        {
            const std::lock_guard<std::mutex> lock(mutex_);
            // Since when it has been idle was not noted until now.
            if (entry.keep.load(std::memory_order_relaxed) == host_entry::always)
                entry.idle_since.store(now(), std::memory_order_relaxed);
            entry.keep.store(policy.duration().count(), std::memory_order_relaxed);
        }
        collect();
    }

    /// Unloads what a keep_for has run out for; how many.
    std::size_t collect() noexcept {
        std::size_t closed = 0;
        const std::int64_t start = now();  // an end, even if libraries come back meanwhile
        std::int64_t next = host_entry::always;
        std::unique_lock<std::mutex> lock(mutex_);
        while (host_entry* const due = entries_.take_due(start, next)) {
            static_cast<void>(unload(*due, lock));
            ++closed;
            lock.lock();
        }
        next_due_.store(next, std::memory_order_relaxed);
        return closed;
    }
    /// The same where it can have run out, at the cost of a load where nothing has one.
    void collect_sometimes() noexcept {
        const std::int64_t next = next_due_.load(std::memory_order_relaxed);
        if (next == host_entry::always) return;
        if (now() >= next) collect();
    }

    /// Refuses new leases, waits for the others, unloads in reverse order of
    /// loading; how many. What is still leased then is left to its last lease.
    std::size_t shutdown(std::chrono::nanoseconds limit) noexcept {
        using clock = std::chrono::steady_clock;
        const clock::time_point start = clock::now();
        const clock::time_point end =
            limit < (clock::time_point::max)() - start ? start + limit : (clock::time_point::max)();
        std::size_t closed = 0;
        std::unique_lock<std::mutex> lock(mutex_);
        stopped_ = true;
        ++shutdowns_;
        entries_.shut_all();
        // In order as far as possible at once: a library may hold leases of those before it.
        for (bool late = false;;) {
            host_entry* const last = entries_.latest(late);
            if ((late || under_way_ == 0) && (last == nullptr || last->drained)) {
                if (last == nullptr) break;
                last->drained = false;
                static_cast<void>(unload(*last, lock));
                ++closed;
                lock.lock();
            } else if (changed_.wait_until(lock, end) == std::cv_status::timeout) {
                late = true;
            }
        }
        --shutdowns_;
        return closed;
    }

    /// Calls visit(entry) with the lock held for entry number index; false where
    /// there are no more.
    template <class Visit>
    bool visit(std::size_t index, Visit&& visit) {
        const std::lock_guard<std::mutex> lock(mutex_);
        host_entry* const entry = entries_.at(index);
        if (entry == nullptr) return false;
        visit(*entry);
        return true;
    }
    [[nodiscard]] bool has_elsewhere(const host_entry& than,
                                     library::native_handle_type handle) noexcept {
        const std::lock_guard<std::mutex> lock(mutex_);
        return entries_.has_elsewhere(than, handle);
    }

private:
    ~host_state() = default;

    static std::int64_t now() noexcept {
        return std::chrono::nanoseconds(std::chrono::steady_clock::now().time_since_epoch())
            .count();
    }

    result<loaded, load_error> load_or_throw(const char* name, host_entry* known, purpose why) {
        std::string asked;
        if (name != nullptr) {
            asked = name;
        } else {
            const std::lock_guard<std::mutex> lock(mutex_);
            asked = known->path;
        }
        const opening under_way(*this);
        if (!under_way.is_allowed()) return refused();
        auto opened = library::open(asked, mode_);
        if (!opened) {
            const load_error failed = opened.error();
            const std::lock_guard<std::mutex> lock(mutex_);
            if (known != nullptr) known->last_error = failed;
            return failed;
        }
        library module = std::move(*opened);  // given back, if at all, after the lock
        std::string path(*module.path() != '\0' ? module.path() : asked.c_str());
        std::string alias(path);
        const host_file file = host_file::of(path.c_str());

        const std::lock_guard<std::mutex> lock(mutex_);
        if (stopped_) return refused();
        // To its own destructor the loader gives a handle that is about to dangle.
        for (const closing* at = closing_; at != nullptr; at = at->next)
            if (at->handle == module.native_handle() && loader::is_this_thread(at->by))
                return load_error(status_code::closed, asked.c_str(), ": is being unloaded");
        host_entry* entry = entries_.same_file(module.native_handle(), file);
        if (entry == nullptr && known != nullptr && !known->module && !file.known()) entry = known;
        entries_.reserve_names(2);
        if (entry == nullptr)
            entry = entries_.add(std::unique_ptr<host_entry>(new host_entry(*this, keep_)));
        entries_.name(std::move(asked), entry);
        entries_.name(std::move(alias), entry);
        if (enter(*entry, why)) return loaded{entry, false};
        publish(*entry, std::move(module), std::move(path), file);
        static_cast<void>(enter(*entry, why));
        return loaded{entry, true};
    }

    /// A shutdown waits for it: what is opened for nothing would be found still loaded. So it asks
    /// for a shutdown once more, under the lock that it counts itself with.
    class opening {
    public:
        explicit opening(host_state& host) noexcept : host_(host) {
            const std::lock_guard<std::mutex> lock(host_.mutex_);
            allowed_ = !host_.stopped_;
            ++host_.under_way_;
        }
        opening(const opening&) = delete;
        opening& operator=(const opening&) = delete;
        ~opening() {
            const std::lock_guard<std::mutex> lock(host_.mutex_);
            host_.done();
        }
        [[nodiscard]] bool is_allowed() const noexcept { return allowed_; }

    private:
        host_state& host_;
        bool allowed_;
    };
    struct closing {
        library::native_handle_type handle;
        /// The system's word for the thread, the same in every shared object: the library that is
        /// going asks with its own copy of this code, and numbers threads for itself. No other
        /// thread can have it: this one is alive until it leaves the list.
        loader::thread_id by;
        closing* next;
    };
    void done() noexcept {
        --under_way_;
        if (shutdowns_ != 0) changed_.notify_all();
    }

    static load_error refused() noexcept {
        return load_error(status_code::closed, "library_host: it was shut down");
    }

    void publish(host_entry& entry, library&& module, std::string&& path,
                 const host_file& file) noexcept {
        references_.fetch_add(1, std::memory_order_relaxed);
        entry.handle = module.native_handle();
        entry.module = std::move(module);
        entry.path = std::move(path);
        entry.file = file;
        entry.order = ++loads_;
        entry.loaded_at = std::chrono::system_clock::now();
        entry.acquired_before = entry.acquired.load(std::memory_order_relaxed);
        const std::int64_t idle_since = now();
        entry.idle_since.store(idle_since, std::memory_order_relaxed);
        entry.door.open_as(0);
        const std::int64_t keep = entry.keep.load(std::memory_order_relaxed);
        if (keep == host_entry::at_zero) return;
        const std::int64_t due = host_entry::after(idle_since, keep);
        if (due < next_due_.load(std::memory_order_relaxed))
            next_due_.store(due, std::memory_order_relaxed);
    }

    void leave_and_unload(host_entry& entry) noexcept {
        const errno_guard keep_errno;
        // First the lock: whoever unloads takes it after the last one has left the gate, so this is
        // alive until it is let go.
        std::unique_lock<std::mutex> lock(mutex_);
        if (entry.door.unpin())
            finish(entry, lock);
        else if (entry.door.try_close() == close_duty::release_now)
            static_cast<void>(unload(entry, lock));
    }
    /// For whom the gate has told: shut down while it was leased.
    void last_one_out(host_entry& entry) noexcept {
        const errno_guard keep_errno;
        std::unique_lock<std::mutex> lock(mutex_);
        finish(entry, lock);
    }
    void finish(host_entry& entry, std::unique_lock<std::mutex>& lock) noexcept {
        if (shutdowns_ == 0) {
            static_cast<void>(unload(entry, lock));
            return;
        }
        entry.drained = true;  // in its turn
        changed_.notify_all();
    }

    /// For whoever the gate has told to, or who has taken a drained one. Lets go of
    /// the lock for good.
    close_outcome unload(host_entry& entry, std::unique_lock<std::mutex>& lock) noexcept {
        library module = std::move(entry.module);
        closing self{std::exchange(entry.handle, nullptr), loader::this_thread(), closing_};
        closing_ = &self;
        ++under_way_;
        lock.unlock();
        const close_outcome outcome = module.close();
        lock.lock();
        closing** at = &closing_;
        while (*at != &self) at = &(*at)->next;
        *at = self.next;
        done();
        if (outcome.answer == close_answer::failed) entry.last_error = outcome.why;
        if (!entry.module) entry.outcome = outcome;
        lock.unlock();
        drop();
        return outcome;
    }

    const keep_policy keep_;
    const load_mode mode_;
    std::atomic<std::size_t> references_{1};
    std::atomic<std::int64_t> next_due_{host_entry::always};  ///< not before
    std::mutex mutex_;
    std::condition_variable changed_;  ///< for a shutdown that waits
    host_entries entries_;
    closing* closing_ = nullptr;  ///< on the stacks of those who unload
    std::uint64_t loads_ = 0;
    unsigned under_way_ = 0;  ///< calls of the system's loader
    unsigned shutdowns_ = 0;  ///< that have not ended
    bool stopped_ = false;
};

}  // namespace detail
}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
