// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_OBSERVE_LEDGER_REPORT_HPP
#define FFIGUARD_OBSERVE_LEDGER_REPORT_HPP

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <new>
#include <string_view>
#include <tuple>
#include <utility>

#include <ffiguard/core/config.hpp>
#include <ffiguard/core/detail/text.hpp>
#include <ffiguard/core/errno_guard.hpp>
#include <ffiguard/core/status.hpp>
#include <ffiguard/observe/call_times.hpp>
#include <ffiguard/observe/detail/build_id.hpp>
#include <ffiguard/observe/detail/code_place.hpp>
#include <ffiguard/observe/ledger.hpp>

namespace ffiguard {
inline namespace FFIGUARD_ABI {
namespace detail {

/// What is held, sorted for a report. What was opened at one place is one entry. What is below it
/// (the statements of a database) belongs to it.
class held_groups {
public:
    struct entry {
        std::string_view type;
        std::uint64_t place = 0;
        std::uint64_t count = 0;
        std::uint64_t below = 0;  ///< children of these, and theirs
        std::uint64_t oldest_ms = 0;
        std::uint64_t thread = 0;  ///< of the oldest
        std::uint64_t value = 0;   ///< of the oldest
        std::uint64_t bytes = 0;
        const std::uint64_t* stack = nullptr;  ///< see held_resource
        std::size_t stack_size = 0;
        std::uint64_t median_ms = 0;  ///< of the ages of what is held of the type; 0: too few
        /// See held_resource.
        std::string_view referent = {};
        std::string_view caller = {};

        /// What all resources of one entry have in common.
        [[nodiscard]] auto kind() const noexcept {
            return std::tuple(type, referent, place, stack, caller);
        }
    };

    /// Fails with out_of_memory if there is no room for the records.
    [[nodiscard]] status collect() noexcept {
        return collect_from([](auto&& visit) noexcept { for_each_held(visit); });
    }
    /// The same from another source: for_each(visit) calls visit(const held_resource&) for each.
    template <class ForEach>
    [[nodiscard]] status collect_from(const ForEach& for_each) noexcept {
        std::size_t there = 0;
        for_each([&](const held_resource&) noexcept { ++there; });
        room_ = there + there / 8 + 64;  // others may come meanwhile
        all_.reset(new (std::nothrow) held_resource[room_]);
        entries_.reset(new (std::nothrow) entry[room_]);
        if (all_ == nullptr || entries_ == nullptr) return status_code::out_of_memory;
        for_each([&](const held_resource& one) noexcept {
            if (size_ < room_) all_[size_++] = one;
        });
        std::sort(begin(), begin() + size_,
                  [](const held_resource& a, const held_resource& b) { return a.value < b.value; });
        for (std::size_t i = 0; i < size_; ++i) entries_[i] = made_of(all_[i]);
        for (std::size_t i = 0; i < size_; ++i) add_to_root(i);
        merge();
        sort_by_type();
        return status_code::ok;
    }
    struct recorded {
        std::uint64_t count = 0;
        std::uint64_t bytes = 0;
    };
    /// How many of the type have a record.
    [[nodiscard]] recorded of(std::string_view type) const noexcept {
        const held_resource* const end = all_.get() + size_;
        const held_resource* one = std::lower_bound(
            static_cast<const held_resource*>(all_.get()), end, type,
            [](const held_resource& a, std::string_view wanted) { return a.type < wanted; });
        recorded all;
        for (; one != end && one->type == type; ++one) {
            ++all.count;
            all.bytes += one->bytes;
        }
        return all;
    }
    [[nodiscard]] const entry* begin_entries() const noexcept { return entries_.get(); }
    [[nodiscard]] const entry* end_entries() const noexcept { return entries_.get() + groups_; }

private:
    held_resource* begin() noexcept { return all_.get(); }

    static entry made_of(const held_resource& one) noexcept {
        return {one.type,   one.place,    1,         0,         one.age_ms,
                one.thread, one.value,    one.bytes, one.stack, one.stack_size,
                0,          one.referent, one.caller};
    }
    /// The index of the record of a token; size_ if there is none.
    [[nodiscard]] std::size_t find(std::uint64_t value) noexcept {
        const held_resource* const found = std::lower_bound(
            begin(), begin() + size_, value,
            [](const held_resource& a, std::uint64_t wanted) { return a.value < wanted; });
        return found != begin() + size_ && found->value == value
                   ? static_cast<std::size_t>(found - begin())
                   : size_;
    }
    /// A child is counted with its oldest parent that is held.
    void add_to_root(std::size_t child) noexcept {
        std::size_t root = child;
        for (int depth = 0; depth < 64 && all_[root].parent != 0; ++depth) {
            const std::size_t above = find(all_[root].parent);
            if (above == size_) break;
            root = above;
        }
        if (root == child) return;
        ++entries_[root].below;
        entries_[root].bytes += entries_[child].bytes;
        entries_[child].count = 0;
    }
    void merge() noexcept {
        entry* const first = entries_.get();
        entry* const last =
            std::remove_if(first, first + size_, [](const entry& one) { return one.count == 0; });
        std::sort(first, last, [](const entry& a, const entry& b) { return a.type < b.type; });
        set_medians(first, last);
        std::sort(first, last, [](const entry& a, const entry& b) { return a.kind() < b.kind(); });
        for (const entry* one = first; one != last; ++one) {
            entry* const group = first + groups_;
            if (groups_ != 0 && group[-1].kind() == one->kind())
                add(group[-1], *one);
            else
                first[groups_++] = *one;
        }
        std::sort(first, first + groups_, [](const entry& a, const entry& b) {
            return a.count != b.count ? a.count > b.count : a.oldest_ms > b.oldest_ms;
        });
    }
    /// For entries that are sorted by type; changes their order within a type.
    static void set_medians(entry* at, entry* const last) noexcept {
        enum : std::ptrdiff_t { enough = 8 };
        while (at != last) {
            entry* const end =
                std::find_if(at, last, [&](const entry& one) { return one.type != at->type; });
            if (end - at >= enough) {
                entry* const middle = at + (end - at) / 2;
                std::nth_element(at, middle, end, [](const entry& a, const entry& b) {
                    return a.oldest_ms < b.oldest_ms;
                });
                const std::uint64_t median = middle->oldest_ms;
                for (entry* one = at; one != end; ++one) one->median_ms = median;
            }
            at = end;
        }
    }
    void sort_by_type() noexcept {
        std::sort(begin(), begin() + size_,
                  [](const held_resource& a, const held_resource& b) { return a.type < b.type; });
    }
    static void add(entry& to, const entry& one) noexcept {
        to.count += one.count;
        to.below += one.below;
        to.bytes += one.bytes;
        if (one.oldest_ms < to.oldest_ms) return;
        to.oldest_ms = one.oldest_ms;
        to.thread = one.thread;
        to.value = one.value;
    }

    std::unique_ptr<held_resource[]> all_;
    std::unique_ptr<entry[]> entries_;
    std::size_t room_ = 0;
    std::size_t size_ = 0;
    std::size_t groups_ = 0;
};

/// "31.2 s", "31 min", "26.5 h".
inline text_writer& write_age(text_writer& text, std::uint64_t ms) noexcept {
    if (ms < 600000) return text << ms / 1000 << "." << ms / 100 % 10 << " s";
    if (ms < 36000000) return text << ms / 60000 << " min";
    return text << ms / 3600000 << "." << ms / 360000 % 10 << " h";
}

inline void write_group(text_writer& text, const held_groups::entry& one) noexcept {
    (text << one.count << " ").append(one.type.data(), one.type.size());
    if (!one.referent.empty()) (text << " of ").append(one.referent.data(), one.referent.size());
    write_place(text << " opened at ", one.place);
    write_age(text << ", the oldest ", one.oldest_ms) << " ago by thread " << one.thread;
    if (one.median_ms != 0 && one.oldest_ms / one.median_ms >= 10)
        text << ", " << one.oldest_ms / one.median_ms << " times the median of its type";
    if (one.bytes != 0) text << ", " << one.bytes << " bytes";
    if (one.below != 0) text << ", with " << one.below << " below";
}

}  // namespace detail

/// Calls line(std::string_view) for each line of a report, without its line feed:
///
///     ffiguard: 7 open (12 opened, 0 records dropped, 0 violations, 2 shared objects)
///     7 stream opened at zpress_open+0x3f (libzpress.so+0x11f3), the oldest 31.2 s ago by thread 2
///
/// There is one line for each type and place, the largest number first. Further words:
///
/// - "with 21 below": they have children, which have no line of their own.
/// - "4096 bytes": of these and what is below, if the types tell them.
/// - "40 times the median of its type": the oldest has been open 10 times as long as the median, or
///   longer, and 8 or more of the type are open.
/// - "5 jni::global_ref of org.example.Listener": the class of the objects.
///
/// A type whose resources have no record (level count) has its number:
///
///     7 stream open of 12 opened
///
/// If some have no record, because they were opened earlier or there was no room, a line says how
/// many:
///
///     5 stream open without a record
///
/// If Java's lines are recorded (see jni::record_java_lines()), the next line has them. At level
/// stack, a line for each caller follows that of the place. If calls are timed (see
/// time_calls_everywhere()), each function has a line:
///
///     900 calls of zpress_write, half within 320 ns, 99 % within 1024 ns, 99.9 % within 5120 ns
///
/// At the end, each file that contains a place has a line, with its build id. A debugger or
/// debuginfod uses that to find the symbols.
///
/// If there is no memory to sort, returns out_of_memory after the first line. The rules of
/// for_each_held() apply.
template <class Line>
status report_ledger(Line&& line) noexcept {
    const errno_guard keep_errno;
    char buffer[1024];
    const ledger_totals all = observed_totals();
    {
        detail::text_writer text(buffer, sizeof buffer);
        if (all.ledgers == 0)
            text << "ffiguard: nothing is compiled with FFIGUARD_OBSERVE=1";
        else
            text << "ffiguard: " << all.live << " open (" << all.opened << " opened, "
                 << all.dropped << " records dropped, " << all.violations << " violations, "
                 << all.ledgers << " shared objects)";
        if (all.stacks_dropped != 0) text << ", " << all.stacks_dropped << " stacks dropped";
        line(std::string_view(buffer, text.size()));
    }
    detail::held_groups groups;
    if (const status collected = groups.collect(); !collected.ok()) return collected;
    detail::place_files files;
    for (const auto* one = groups.begin_entries(); one != groups.end_entries(); ++one) {
        detail::text_writer text(buffer, sizeof buffer);
        detail::write_group(text, *one);
        files.add(one->place);
        line(std::string_view(buffer, text.size()));
        if (!one->caller.empty()) {
            detail::text_writer lines(buffer, sizeof buffer);
            (lines << "    by ").append(one->caller.data(), one->caller.size());
            line(std::string_view(buffer, lines.size()));
        }
        for (std::size_t i = 1; i < one->stack_size; ++i) {
            detail::text_writer frame(buffer, sizeof buffer);
            detail::write_place(frame << "    called at ", one->stack[i]);
            files.add(one->stack[i]);
            line(std::string_view(buffer, frame.size()));
        }
    }
    for_each_observed_type([&](const resource_totals& type) noexcept {
        const detail::held_groups::recorded known = groups.of(type.type);
        if (type.live <= known.count) return;
        detail::text_writer text(buffer, sizeof buffer);
        text << type.live - known.count << " ";
        text.append(type.type.data(), type.type.size());
        if (known.count == 0)
            text << " open of " << type.opened << " opened";
        else
            text << " open without a record";
        if (type.bytes > known.bytes) text << ", " << type.bytes - known.bytes << " bytes";
        line(std::string_view(buffer, text.size()));
    });
    for_each_observed_call([&](const call_times& one) noexcept {
        detail::text_writer text(buffer, sizeof buffer);
        (text << one.count << " calls of ").append(one.function.data(), one.function.size());
        text << ", half within " << one.quantile(500000) << " ns, 99 % within "
             << one.quantile(990000) << " ns, 99.9 % within " << one.quantile(999000) << " ns";
        line(std::string_view(buffer, text.size()));
    });
    files.for_each_id([&](const char* path, const unsigned char* id, std::size_t size) noexcept {
        detail::text_writer text(buffer, sizeof buffer);
        text << "build id ";
        for (std::size_t i = 0; i < size; ++i) {
            const char digits[] = {"0123456789abcdef"[id[i] / 16], "0123456789abcdef"[id[i] % 16],
                                   0};
            text << digits;
        }
        text << " " << path;
        line(std::string_view(buffer, text.size()));
    });
    return status_code::ok;
}

}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
