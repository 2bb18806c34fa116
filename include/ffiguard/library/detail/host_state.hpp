// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_LIBRARY_DETAIL_HOST_STATE_HPP
#define FFIGUARD_LIBRARY_DETAIL_HOST_STATE_HPP

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
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
#include <ffiguard/library/detail/host_traffic.hpp>
#include <ffiguard/library/load_error.hpp>
#include <ffiguard/library/load_mode.hpp>

namespace ffiguard {
inline namespace FFIGUARD_ABI {
namespace detail {

/// The state that a library_host and its leases share.
///
/// The lock is never held while the system's loader runs, and no thread waits for another one's
/// loading: constructors and destructors of libraries call back, and hold the loader's own lock
/// then. So two threads may open one library at once; the second finds the first one's entry and
/// drops its own reference.
///
/// If another thread of the parent held the lock, or was loading or unloading, at a fork(), the
/// state is lost in the child: existing leases begin and end there; everything else fails with
/// closed and unloads nothing.
///
/// Freed with the last reference: the host has one, and so does each loaded library.
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
        {
            const hold lock(traffic_);
            if (!lock) return;  // lost, and half changed
        }
        delete this;
    }

    [[nodiscard]] result<host_entry*> find(const char* name) noexcept {
        const hold lock(traffic_);
        if (!lock) return status_code::closed;
        host_entry* const found = entries_.find(name);
        if (found == nullptr) return status_code::not_found;
        return found;
    }

    /// Opens name or, if that is null, the file that known was loaded from. With the purpose lease,
    /// the caller is inside the entry's gate afterwards.
    result<loaded, load_error> load(const char* name, host_entry* known, purpose why) noexcept {
        {
            const hold lock(traffic_);
            if (!lock) return lost();
            if (traffic_.is_stopped()) return refused();
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

    /// Any thread. A "no" is certain only with the lock, under which the door is shut and opened.
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

    /// Fails with in_use, and changes nothing, while it is leased.
    close_outcome close(host_entry& entry) noexcept {
        hold lock(traffic_);
        if (!lock) return {close_answer::failed, resident_reason::none, lost()};
        if (!entry.module) return {close_answer::closed};
        if (entry.door.try_close() != close_duty::release_now) return {close_answer::in_use};
        return unload(entry, lock);
    }

    status set_keep(host_entry& entry, keep_policy policy) noexcept {
        {
            const hold lock(traffic_);
            if (!lock) return status_code::closed;
            // The start of its idle time was not noted until now.
            if (entry.keep.load(std::memory_order_relaxed) == host_entry::always)
                entry.idle_since.store(now(), std::memory_order_relaxed);
            entry.keep.store(policy.duration().count(), std::memory_order_relaxed);
        }
        collect();
        return {};
    }

    /// Unloads what a keep_for is over for. Returns how many.
    std::size_t collect() noexcept {
        std::size_t closed = 0;
        const std::int64_t start = now();  // to end even if libraries become idle meanwhile
        std::int64_t next = host_entry::always;
        hold lock(traffic_);
        while (lock) {
            host_entry* const due = entries_.take_due(start, next);
            if (due == nullptr) break;
            static_cast<void>(unload(*due, lock));
            ++closed;
            static_cast<void>(lock.lock());
        }
        next_due_.store(next, std::memory_order_relaxed);
        return closed;
    }
    /// The same if one can be over. Costs a load if no library has a keep_for.
    void collect_sometimes() noexcept {
        const std::int64_t next = next_due_.load(std::memory_order_relaxed);
        if (next == host_entry::always) return;
        if (now() >= next) collect();
    }

    /// Refuses new leases, waits for the others, and unloads in reverse order of loading. Returns
    /// how many. What is still leased then is left to its last lease.
    std::size_t shutdown(std::chrono::nanoseconds limit) noexcept {
        using clock = std::chrono::steady_clock;
        const clock::time_point start = clock::now();
        const clock::time_point end =
            limit < (clock::time_point::max)() - start ? start + limit : (clock::time_point::max)();
        std::size_t closed = 0;
        hold lock(traffic_);
        if (!lock) return 0;
        traffic_.stop();
        entries_.shut_all();
        // In order as far as possible at once: a library may hold leases of earlier ones.
        for (bool late = false;;) {
            host_entry* const last = entries_.latest(late);
            if ((late || !traffic_.in_loader()) && (last == nullptr || last->drained)) {
                if (last == nullptr) break;
                last->drained = false;
                static_cast<void>(unload(*last, lock));
                ++closed;
                if (!lock.lock()) return closed;
            } else if (!traffic_.wait_until(end)) {
                late = true;
            }
        }
        traffic_.end_shutdown();
        return closed;
    }

    /// Calls visit(entry) with the lock held for the entry with this index. False if there are no
    /// more.
    template <class Visit>
    bool visit(std::size_t index, Visit&& visit) {
        const hold lock(traffic_);
        host_entry* const entry = lock ? entries_.at(index) : nullptr;
        if (entry == nullptr) return false;
        visit(*entry);
        return true;
    }
    [[nodiscard]] bool has_elsewhere(const host_entry& than,
                                     library::native_handle_type handle) noexcept {
        const hold lock(traffic_);
        return !lock || entries_.has_elsewhere(than, handle);
    }

private:
    using hold = host_traffic::hold;

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
            const hold lock(traffic_);
            if (!lock) return lost();
            asked = known->path;
        }
        const host_opening under_way(traffic_);
        if (!under_way.is_allowed()) return refused();
        auto opened = library::open(asked, mode_);
        if (!opened) {
            const load_error failed = opened.error();
            const hold lock(traffic_);
            if (lock && known != nullptr) known->last_error = failed;
            return failed;
        }
        library module = std::move(*opened);  // dropped, if at all, after the lock
        std::string path(*module.path() != '\0' ? module.path() : asked.c_str());
        std::string alias(path);
        const host_file file = host_file::of(path.c_str());

        const hold lock(traffic_);
        if (!lock) return lost();
        if (traffic_.is_stopped()) return refused();
        // The loader gives a library's own destructor a handle that is about to dangle.
        if (traffic_.is_closed_by_this_thread(module.native_handle()))
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

    static load_error refused() noexcept {
        return load_error(status_code::closed, "library_host: it was shut down");
    }
    static load_error lost() noexcept {
        return load_error(status_code::closed,
                          "library_host: another thread was inside of it at the fork()");
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
        // Locks first: the one that unloads takes the lock after the last one has left the gate, so
        // this is alive until the lock is released.
        hold lock(traffic_);
        if (!lock)
            static_cast<void>(entry.door.unpin());
        else if (entry.door.unpin())
            finish(entry, lock);
        else if (entry.door.try_close() == close_duty::release_now)
            static_cast<void>(unload(entry, lock));
    }
    /// For the one that the gate has chosen: shut down while it was leased.
    void last_one_out(host_entry& entry) noexcept {
        const errno_guard keep_errno;
        hold lock(traffic_);
        if (lock) finish(entry, lock);
    }
    void finish(host_entry& entry, hold& lock) noexcept {
        if (!traffic_.has_shutdown()) {
            static_cast<void>(unload(entry, lock));
            return;
        }
        entry.drained = true;  // in its turn
        traffic_.wake_shutdowns();
    }

    /// For the one that the gate has chosen, or that has taken a drained entry. Releases the lock
    /// for good.
    close_outcome unload(host_entry& entry, hold& lock) noexcept {
        library module = std::move(entry.module);
        host_traffic::closing self{std::exchange(entry.handle, nullptr)};
        traffic_.begin(self);
        lock.unlock();
        const close_outcome outcome = module.close();
        if (!lock.lock()) return outcome;  // a destructor of the library has made a child
        traffic_.end(self);
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
    host_traffic traffic_;
    host_entries entries_;
    std::uint64_t loads_ = 0;
};

}  // namespace detail
}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
