// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_LIBRARY_DETAIL_HOST_ENTRIES_HPP
#define FFIGUARD_LIBRARY_DETAIL_HOST_ENTRIES_HPP

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <ffiguard/core/config.hpp>
#include <ffiguard/core/gate.hpp>
#include <ffiguard/library/detail/host_entry.hpp>
#include <ffiguard/library/detail/host_file.hpp>
#include <ffiguard/library/detail/host_names.hpp>
#include <ffiguard/library/library.hpp>

namespace ffiguard {
inline namespace FFIGUARD_ABI {
namespace detail {

/// The entries of a library_host in the order in which they were added, and their names. Added,
/// never removed. Every call needs the host's lock.
class host_entries {
public:
    [[nodiscard]] host_entry* find(const char* name) const noexcept { return names_.find(name); }
    /// Null if there are no more.
    [[nodiscard]] host_entry* at(std::size_t index) const noexcept {
        return index < entries_.size() ? entries_[index].get() : nullptr;
    }
    /// For loaded libraries, the loader says whether they are the same; for others, the file does.
    [[nodiscard]] host_entry* same_file(library::native_handle_type handle,
                                        const host_file& file) const noexcept {
        host_entry* same = nullptr;
        for (const auto& entry : entries_) {
            if (entry->handle == handle) return entry.get();
            if (entry->handle == nullptr && entry->file.same_as(file)) same = entry.get();
        }
        return same;
    }

    /// Whether another entry has it loaded.
    [[nodiscard]] bool has_elsewhere(const host_entry& than,
                                     library::native_handle_type handle) const noexcept {
        for (const auto& entry : entries_)
            if (entry.get() != &than && entry->handle == handle) return true;
        return false;
    }

    host_entry* add(std::unique_ptr<host_entry>&& fresh) {
        entries_.push_back(std::move(fresh));
        return entries_.back().get();
    }
    /// Makes room for name() to add this many.
    void reserve_names(std::size_t more) { names_.reserve(more); }
    void name(std::string&& name, host_entry* entry) noexcept {
        names_.put(std::move(name), entry);
    }

    /// The next entry whose keep_for is over, with its door shut: the caller unloads it. Null if
    /// there is none; then next is the time when there may be one.
    host_entry* take_due(std::int64_t now, std::int64_t& next) noexcept {
        next = host_entry::always;
        for (const auto& entry : entries_) {
            const std::int64_t keep = entry->keep.load(std::memory_order_relaxed);
            if (!entry->module || keep == host_entry::always) continue;
            if (entry->due(keep) <= now && entry->door.try_close() == close_duty::release_now) {
                // Again, when no thread that could have changed it is inside.
                if (entry->due(keep) <= now) return entry.get();
                entry->door.open_as(0);
            }
            if (keep == host_entry::at_zero) continue;
            const std::int64_t due =
                entry->door.users() == 0 ? entry->due(keep) : host_entry::after(now, keep);
            if (due < next) next = due;
        }
        return nullptr;
    }

    /// For a shutdown: admits no new users.
    void shut_all() noexcept {
        for (const auto& entry : entries_)
            if (entry->module && entry->door.close() == close_duty::release_now)
                entry->drained = true;
    }
    /// The entry that was loaded last, of those that are loaded or only of the drained ones.
    [[nodiscard]] host_entry* latest(bool drained_alone) const noexcept {
        host_entry* latest = nullptr;
        for (const auto& entry : entries_)
            if ((drained_alone ? entry->drained : static_cast<bool>(entry->module)) &&
                (latest == nullptr || entry->order > latest->order))
                latest = entry.get();
        return latest;
    }

private:
    host_names names_;
    std::vector<std::unique_ptr<host_entry>> entries_;
};

}  // namespace detail
}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
