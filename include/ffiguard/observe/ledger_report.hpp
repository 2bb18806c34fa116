// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_OBSERVE_LEDGER_REPORT_HPP
#define FFIGUARD_OBSERVE_LEDGER_REPORT_HPP

#include <cstddef>
#include <cstdint>
#include <string_view>

#include <ffiguard/core/config.hpp>
#include <ffiguard/core/detail/function_ref.hpp>
#include <ffiguard/core/detail/text.hpp>
#include <ffiguard/core/errno_guard.hpp>
#include <ffiguard/core/status.hpp>
#include <ffiguard/observe/call_times.hpp>
#include <ffiguard/observe/detail/build_id.hpp>
#include <ffiguard/observe/detail/code_place.hpp>
#include <ffiguard/observe/detail/report_line.hpp>
#include <ffiguard/observe/detail/row_array.hpp>
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
    };

    /// Fails with out_of_memory if there is no room for the records.
    [[nodiscard]] status collect() noexcept {
        return collect_from([](held_visit visit) noexcept { detail::visit_held(visit); });
    }
    /// The same from another source: for_each(visit) calls visit(const held_resource&) for each.
    [[nodiscard]] FFIGUARD_RARE status
    collect_from(function_ref<void(held_visit)> for_each) noexcept {
        std::size_t there = 0;
        for_each([&](const held_resource&) noexcept { ++there; });
        room_ = there + there / 8 + 64;  // others may come meanwhile
        if (!all_.make(room_) || !entries_.make(room_)) return status_code::out_of_memory;
        for_each([&](const held_resource& one) noexcept {
            if (size_ < room_) all_[size_++] = one;
        });
        detail::sort_rows<value_order>(all_.get(), size_);
        for (std::size_t i = 0; i < size_; ++i) entries_[i] = made_of(all_[i]);
        for (std::size_t i = 0; i < size_; ++i) add_to_root(i);
        merge();
        detail::sort_rows<type_order>(all_.get(), size_);
        return status_code::ok;
    }
    struct recorded {
        std::uint64_t count = 0;
        std::uint64_t bytes = 0;
    };
    /// How many of the type have a record.
    [[nodiscard]] recorded of(std::string_view type) const noexcept {
        const held_resource* const end = all_.get() + size_;
        const held_resource* one =
            first_from([&](const held_resource& a) noexcept { return a.type < type; });
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
    static int value_order(const held_resource& a, const held_resource& b) noexcept {
        return order_of(a.value, b.value);
    }
    static int type_order(const held_resource& a, const held_resource& b) noexcept {
        return a.type.compare(b.type);
    }
    static int age_order(const entry& a, const entry& b) noexcept {
        const int types = a.type.compare(b.type);
        return types != 0 ? types : order_of(a.oldest_ms, b.oldest_ms);
    }
    /// 0 for resources of one entry.
    static int kind_order(const entry& a, const entry& b) noexcept {
        if (const int types = a.type.compare(b.type); types != 0) return types;
        if (const int classes = a.referent.compare(b.referent); classes != 0) return classes;
        if (const int places = order_of(a.place, b.place); places != 0) return places;
        if (const int stacks = order_of(reinterpret_cast<std::uintptr_t>(a.stack),
                                        reinterpret_cast<std::uintptr_t>(b.stack));
            stacks != 0)
            return stacks;
        return a.caller.compare(b.caller);
    }
    static int count_order(const entry& a, const entry& b) noexcept {
        const int counts = order_of(b.count, a.count);
        return counts != 0 ? counts : order_of(b.oldest_ms, a.oldest_ms);
    }

    /// Of sorted records, the first that is not below.
    held_resource* first_from(function_ref<bool(const held_resource&)> is_below) const noexcept {
        held_resource* at = all_.get();
        for (std::size_t left = size_; left != 0;) {
            const std::size_t half = left / 2;
            if (is_below(at[half])) {
                at += half + 1;
                left -= half + 1;
            } else {
                left = half;
            }
        }
        return at;
    }
    static entry made_of(const held_resource& one) noexcept {
        return {one.type,   one.place,    1,         0,         one.age_ms,
                one.thread, one.value,    one.bytes, one.stack, one.stack_size,
                0,          one.referent, one.caller};
    }
    /// The index of the record of a token; size_ if there is none.
    [[nodiscard]] std::size_t find(std::uint64_t value) const noexcept {
        const held_resource* const found =
            first_from([&](const held_resource& a) noexcept { return a.value < value; });
        const auto at = static_cast<std::size_t>(found - all_.get());
        return at != size_ && found->value == value ? at : size_;
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
        std::size_t left = 0;
        for (std::size_t i = 0; i < size_; ++i)
            if (first[i].count != 0) first[left++] = first[i];
        entry* const last = first + left;
        detail::sort_rows<age_order>(first, left);
        set_medians(first, last);
        detail::sort_rows<kind_order>(first, left);
        for (const entry* one = first; one != last; ++one) {
            entry* const group = first + groups_;
            if (groups_ != 0 && kind_order(group[-1], *one) == 0)
                add(group[-1], *one);
            else
                first[groups_++] = *one;
        }
        detail::sort_rows<count_order>(first, groups_);
    }
    /// For entries that are sorted by age_order().
    static void set_medians(entry* at, entry* const last) noexcept {
        enum : std::ptrdiff_t { enough = 8 };
        while (at != last) {
            entry* end = at;
            while (end != last && end->type == at->type) ++end;
            if (end - at >= enough) {
                const std::uint64_t median = at[(end - at) / 2].oldest_ms;
                for (entry* one = at; one != end; ++one) one->median_ms = median;
            }
            at = end;
        }
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

    row_array<held_resource> all_;
    row_array<entry> entries_;
    std::size_t room_ = 0;
    std::size_t size_ = 0;
    std::size_t groups_ = 0;
};

/// "31.2 s", "31 min", "26.5 h".
FFIGUARD_RARE inline text_writer& write_age(text_writer& text, std::uint64_t ms) noexcept {
    if (ms < 600000) return text << ms / 1000 << "." << ms / 100 % 10 << " s";
    if (ms < 36000000) return text << ms / 60000 << " min";
    return text << ms / 3600000 << "." << ms / 360000 % 10 << " h";
}

FFIGUARD_RARE inline void write_group(text_writer& text, const held_groups::entry& one) noexcept {
    (text << one.count << " ").append(one.type.data(), one.type.size());
    if (!one.referent.empty()) (text << " of ").append(one.referent.data(), one.referent.size());
    write_place(text << " opened at ", one.place);
    write_age(text << ", the oldest ", one.oldest_ms) << " ago by thread " << one.thread;
    if (one.median_ms != 0 && one.oldest_ms / one.median_ms >= 10)
        text << ", " << one.oldest_ms / one.median_ms << " times the median of its type";
    if (one.bytes != 0) text << ", " << one.bytes << " bytes";
    if (one.below != 0) text << ", with " << one.below << " below";
}

FFIGUARD_RARE inline status report_to(report_line line) noexcept {
    const errno_guard keep_errno;
    char buffer[1024];
    const ledger_totals all = observed_totals();
    {
        text_writer text(buffer, sizeof buffer);
        if (all.ledgers == 0)
            text << "ffiguard: nothing is compiled with FFIGUARD_OBSERVE=1";
        else
            text << "ffiguard: " << all.live << " open (" << all.opened << " opened, "
                 << all.dropped << " records dropped, " << all.violations << " violations, "
                 << all.ledgers << " shared objects)";
        if (all.stacks_dropped != 0) text << ", " << all.stacks_dropped << " stacks dropped";
        line(std::string_view(buffer, text.size()));
    }
    held_groups groups;
    if (const status collected = groups.collect(); !collected.ok()) return collected;
    place_files files;
    for (const auto* one = groups.begin_entries(); one != groups.end_entries(); ++one) {
        text_writer text(buffer, sizeof buffer);
        write_group(text, *one);
        files.add(one->place);
        line(std::string_view(buffer, text.size()));
        if (!one->caller.empty()) {
            text_writer lines(buffer, sizeof buffer);
            (lines << "    by ").append(one->caller.data(), one->caller.size());
            line(std::string_view(buffer, lines.size()));
        }
        for (std::size_t i = 1; i < one->stack_size; ++i) {
            text_writer frame(buffer, sizeof buffer);
            write_place(frame << "    called at ", one->stack[i]);
            files.add(one->stack[i]);
            line(std::string_view(buffer, frame.size()));
        }
    }
    for_each_observed_type([&](const resource_totals& type) noexcept {
        const held_groups::recorded known = groups.of(type.type);
        if (type.live <= known.count) return;
        text_writer text(buffer, sizeof buffer);
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
        text_writer text(buffer, sizeof buffer);
        (text << one.count << " calls of ").append(one.function.data(), one.function.size());
        text << ", half within " << one.quantile(500000) << " ns, 99 % within "
             << one.quantile(990000) << " ns, 99.9 % within " << one.quantile(999000) << " ns";
        line(std::string_view(buffer, text.size()));
    });
    files.for_each_id([&](const char* path, const unsigned char* id, std::size_t size) noexcept {
        text_writer text(buffer, sizeof buffer);
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
    return detail::report_to(line);
}

}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
