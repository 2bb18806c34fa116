// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_LIBRARY_LIBRARY_HOST_HPP
#define FFIGUARD_LIBRARY_LIBRARY_HOST_HPP

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include <ffiguard/core/config.hpp>
#include <ffiguard/core/error.hpp>
#include <ffiguard/core/handle_table.hpp>
#include <ffiguard/core/result.hpp>
#include <ffiguard/core/status.hpp>
#include <ffiguard/core/token.hpp>
#include <ffiguard/library/close_outcome.hpp>
#include <ffiguard/library/detail/c_text.hpp>
#include <ffiguard/library/detail/host_state.hpp>
#include <ffiguard/library/go_runtimes.hpp>
#include <ffiguard/library/host_report.hpp>
#include <ffiguard/library/keep_policy.hpp>
#include <ffiguard/library/library_lease.hpp>
#include <ffiguard/library/load_error.hpp>
#include <ffiguard/library/load_mode.hpp>

namespace ffiguard {
inline namespace FFIGUARD_ABI {

/// What library_host::preload() does if one of its libraries does not load.
enum class preload_policy : std::uint8_t {
    all_or_nothing,  ///< if one fails, those that this call has loaded are dropped again
    best_effort,     ///< what loads stays
};

/// Owns a program's plugins. It loads each library once, leases it to its users, and unloads it by
/// policy, never while it is in use.
///
///     ffiguard::library_host host(ffiguard::keep_for(30s));
///     auto lease = host.acquire("plugins/resize.so");       // loads at need
///     if (lease) auto run = lease->find<int(image*)>("run");
///
/// A file has one entry, whatever path, symlink or bare name you ask for it by. While a library is
/// loaded, the name that loaded it refers to it. A file that is replaced on disk is another library
/// with its own entry. Entries are kept until the host ends, for the report.
///
/// Thread-safe: you may call all functions from any thread at once, and from constructors and
/// destructors of the libraries. No lock is held while the system loads or unloads. If the library
/// is loaded, acquire() by entry and the end of a lease are lock-free (under unload_at_zero, the
/// end takes a lock).
///
/// In the child of a fork() it works as before and never waits for a thread of the parent. But if
/// another thread of the parent was loading, or was in a function that takes a lock, then only
/// acquire() by entry works there, for libraries that are loaded. Everything else fails with
/// closed, and nothing is unloaded. Leases that other threads of the parent held never end in the
/// child.
///
/// Without memory, acquire() fails with out_of_memory; the constructor and the functions that
/// return a report throw std::bad_alloc.
class library_host {
public:
    /// close() closes one of the host's libraries.
    using close_is_not_called = void;

    using lease = library_lease;
    using entry_id = library_entry;
    using lease_pin = handle_table<lease>::pin_type;

    /// keep is the policy of all libraries, unless set_keep() says otherwise; mode is how they are
    /// loaded.
    explicit library_host(keep_policy keep = unload_at_zero(), load_mode mode = load_mode::standard)
        : state_(new detail::host_state(keep, mode)) {}
    library_host(const library_host&) = delete;
    library_host& operator=(const library_host&) = delete;
    /// Does what shutdown() does, without waiting. Leases stay valid. Tokens that are still open
    /// end here, and are a violation (leak).
    ~library_host() {
        state_->shutdown(std::chrono::nanoseconds(0));
        state_->drop();
    }

    /// Loads libraries before they are needed. Tries all names. For each, the report says that it
    /// is loaded, or has the loader's words.
    preload_report preload(const std::vector<std::string>& names, preload_policy policy) {
        preload_report report;
        report.items.reserve(names.size());
        // Gives back in the reverse order, even if memory runs out for the report.
        struct newly_loaded {
            ~newly_loaded() {
                for (; !entries.empty(); entries.pop_back())
                    static_cast<void>(state.close(*entries.back()));
            }
            detail::host_state& state;
            std::vector<detail::host_entry*> entries;
        } newly{*state_, {}};
        newly.entries.reserve(names.size());
        for (const std::string& name : names) {
            const auto loaded = load(name, detail::host_state::purpose::preload);
            if (!loaded) {
                const load_error why = loaded.error();
                report.items.push_back({name, why.status(), why.message(), {}});
                continue;
            }
            if (loaded->newly) newly.entries.push_back(loaded->entry);
            report.items.push_back({name, {}, {}, id_of(loaded->entry)});
        }
        if (go_runtimes() > 1) warn(report);
        if (policy == preload_policy::best_effort || report.ok()) newly.entries.clear();
        return report;
    }

    /// Leases a library, loading it if necessary. Fails as library::open() does; with closed after
    /// shutdown(), and in a call from the library's own destructor.
    result<lease, load_error> acquire(detail::c_text name) noexcept {
        const auto loaded = load(name, detail::host_state::purpose::lease);
        if (!loaded) return loaded.error();
        return lease(loaded->entry);
    }
    /// The same without looking up the name. Fails with null for an entry that names nothing, and
    /// wrong_table for one of another host.
    result<lease, load_error> acquire(entry_id id) noexcept {
        if (const status wrong = validate(id); !wrong.ok()) return load_error(wrong);
        if (enter(*id.entry_)) return lease(id.entry_);
        const auto loaded = state_->load(nullptr, id.entry_, detail::host_state::purpose::lease);
        if (!loaded) return loaded.error();
        return lease(loaded->entry);
    }
    /// The entry that the name was acquired or preloaded as. Fails with not_found if it never was.
    result<entry_id> find(detail::c_text name) const noexcept {
        if (const error wrong = name.validate("library_host: the name"); !wrong.ok())
            return wrong.status();
        const auto found = state_->find(name.c_str());
        if (!found) return found.status();
        return id_of(*found);
    }

    /// Makes a lease for foreign code, as a token. release_token() ends it.
    result<token, load_error> acquire_token(detail::c_text name) noexcept {
        return to_token(acquire(name));
    }
    result<token, load_error> acquire_token(entry_id id) noexcept { return to_token(acquire(id)); }
    /// Returns ok once per token; then closed, stale, ... as handle_table does.
    status release_token(token value) noexcept { return tokens_.close(value); }
    /// Lets the caller use the lease of a token: pin(t)->find<T>(name).
    lease_pin pin(token value) noexcept { return tokens_.pin(value); }

    /// Unloads now. While it is leased, fails with in_use and changes nothing.
    close_outcome close(entry_id id) noexcept {
        if (const status wrong = validate(id); !wrong.ok()) return refused(wrong);
        return state_->close(*id.entry_);
    }
    close_outcome close(detail::c_text name) noexcept {
        const auto found = find(name);
        return found ? close(*found) : refused(found.status());
    }

    /// Sets the policy of one library. If it has no lease, the policy applies at once. (If the last
    /// lease ends at the same moment, it may be the next collect() that unloads it.)
    status set_keep(entry_id id, keep_policy policy) noexcept {
        if (const status wrong = validate(id); !wrong.ok()) return wrong;
        return state_->set_keep(*id.entry_, policy);
    }
    /// Unloads the libraries whose time is over and returns their number. Every operation that
    /// takes a name does this, too.
    std::size_t collect() noexcept { return state_->collect(); }

    /// Calls visit(const library_record&) for each library that was ever loaded, in the order of
    /// loading. visit may use the host.
    template <class Visit>
    void for_each(Visit&& visit) const {
        for (std::size_t index = 0;; ++index) {
            library_record record;
            if (!state_->visit(index, [&](detail::host_entry& at) { fill(record, at); })) return;
            if (!record.loaded) ask_loader(record);
            if (record.resident) record.go_runtimes = go_runtimes_with(record.path);
            visit(static_cast<const library_record&>(record));
        }
    }

    /// From now on gives no new leases. Waits up to limit for the leases that are held, and unloads
    /// in the reverse order of loading. A library that is leased longer is unloaded with its last
    /// lease. You may call it again to wait for those.
    shutdown_report shutdown(std::chrono::nanoseconds limit) {
        shutdown_report report;
        report.closed = state_->shutdown(limit);
        for_each([&](const library_record& record) {
            if (record.resident) report.stayed.push_back(record);
        });
        return report;
    }

private:
    /// The number of Go runtimes, if the library with this path has one of them.
    static std::uint32_t go_runtimes_with(const std::string& path) noexcept {
        detail::go_runtime_count count{path.c_str(), 0, false};
        detail::count_go_runtimes(count);
        return count.at_path ? count.all : 0;
    }
    void warn(preload_report& report) const {
        for_each([&](const library_record& record) {
            if (record.go_runtimes < 2) return;
            for (preload_item& item : report.items)
                if (item.entry == record.entry)
                    item.warning = library_record::in_words(record.go_runtimes);
        });
    }

    using loaded_entry = detail::host_state::loaded;

    static bool enter(detail::host_entry& entry) noexcept {
        return detail::host_state::enter(entry, detail::host_state::purpose::lease);
    }

    result<loaded_entry, load_error> load(detail::c_text name,
                                          detail::host_state::purpose why) noexcept {
        if (const error wrong = name.validate("library_host: the name"); !wrong.ok()) return wrong;
        state_->collect_sometimes();
        return state_->load(name.c_str(), nullptr, why);
    }

    [[nodiscard]] entry_id id_of(detail::host_entry* entry) const noexcept {
        return entry_id(state_, entry);
    }
    [[nodiscard]] status validate(entry_id id) const noexcept {
        if (id.entry_ == nullptr) return status_code::null;
        return id.owner_ == state_ ? status_code::ok : status_code::wrong_table;
    }
    static close_outcome refused(status why) noexcept {
        return {close_answer::failed, resident_reason::none, why};
    }

    result<token, load_error> to_token(result<lease, load_error>&& acquired) noexcept {
        if (!acquired) return acquired.error();
        const auto given = tokens_.insert(*std::move(acquired));
        if (!given) return load_error(given.status());
        return *given;
    }

    void fill(library_record& record, const detail::host_entry& from) const {
        record.entry = id_of(const_cast<detail::host_entry*>(&from));
        record.path = from.path;
        record.loaded_at = from.loaded_at;
        record.acquired = from.acquired.load(std::memory_order_relaxed);
        record.leases = from.door.users();
        record.keep = keep_for(std::chrono::nanoseconds(from.keep.load(std::memory_order_relaxed)));
        record.loaded = static_cast<bool>(from.module);
        record.resident = record.loaded;
        record.last_close = from.outcome;
        record.last_error = from.last_error;
    }

    /// For what the host does not hold: others may have dropped it since, or hold it.
    void ask_loader(library_record& record) const noexcept {
        const auto found = library::find_loaded(record.path);
        // The path may refer to another library by now.
        record.resident = found
                              ? !state_->has_elsewhere(*record.entry.entry_, found->native_handle())
                              : found.status() != status_code::not_found;
        const close_answer told = record.last_close.answer;
        if (!record.resident)
            record.last_close = {close_answer::unloaded};
        else if (told == close_answer::unloaded || told == close_answer::closed)
            record.last_close = {close_answer::still_resident, resident_reason::another_handle};
    }

    detail::host_state* const state_;
    handle_table<lease> tokens_;
};

}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
