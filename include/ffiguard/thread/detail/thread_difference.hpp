// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_THREAD_DETAIL_THREAD_DIFFERENCE_HPP
#define FFIGUARD_THREAD_DETAIL_THREAD_DIFFERENCE_HPP

#include <signal.h>

#include <cstddef>
#include <cstdint>
#include <cstring>

#include <ffiguard/core/config.hpp>
#include <ffiguard/core/detail/text.hpp>
#include <ffiguard/core/error.hpp>
#include <ffiguard/core/status.hpp>
#include <ffiguard/ffiguard.h>
#include <ffiguard/signal/signal_set.hpp>
#include <ffiguard/thread/detail/thread_facts.hpp>

namespace ffiguard {
inline namespace FFIGUARD_ABI {
namespace detail {

/// Without the SIG; null if it has no name.
[[nodiscard]] inline const char* signal_name(int number) noexcept {
    switch (number) {
        case SIGHUP: return "HUP";
        case SIGINT: return "INT";
        case SIGQUIT: return "QUIT";
        case SIGILL: return "ILL";
        case SIGTRAP: return "TRAP";
        case SIGABRT: return "ABRT";
        case SIGBUS: return "BUS";
        case SIGFPE: return "FPE";
        case SIGKILL: return "KILL";
        case SIGUSR1: return "USR1";
        case SIGSEGV: return "SEGV";
        case SIGUSR2: return "USR2";
        case SIGPIPE: return "PIPE";
        case SIGALRM: return "ALRM";
        case SIGTERM: return "TERM";
        case SIGCHLD: return "CHLD";
        case SIGCONT: return "CONT";
        case SIGSTOP: return "STOP";
        case SIGTSTP: return "TSTP";
        case SIGTTIN: return "TTIN";
        case SIGTTOU: return "TTOU";
        case SIGURG: return "URG";
        case SIGXCPU: return "XCPU";
        case SIGXFSZ: return "XFSZ";
        case SIGVTALRM: return "VTALRM";
        case SIGPROF: return "PROF";
        case SIGWINCH: return "WINCH";
        case SIGIO: return "IO";
        case SIGSYS: return "SYS";
        default: return nullptr;
    }
}

/// The CPUs of a thread, the lowest bit of the first word being CPU 0.
struct cpu_view {
    const unsigned long* words;
    std::size_t count;

    [[nodiscard]] unsigned long word(std::size_t at) const noexcept {
        return at < count ? words[at] : 0;
    }
    [[nodiscard]] bool has(std::size_t number) const noexcept {
        constexpr std::size_t bits = 8 * sizeof(unsigned long);
        return (word(number / bits) >> number % bits & 1U) != 0;
    }
    [[nodiscard]] std::size_t end() const noexcept { return count * 8 * sizeof(unsigned long); }
    friend bool operator==(const cpu_view& a, const cpu_view& b) noexcept {
        for (std::size_t at = 0; at < a.count || at < b.count; ++at)
            if (a.word(at) != b.word(at)) return false;
        return true;
    }
};

/// Says of each part that differs: "signal mask: USR1 is blocked; nice: 0 -> 5". Each of its
/// functions returns whether the part differs.
class difference_writer {
public:
    /// Into the capacity bytes at text, of these parts.
    difference_writer(char* text, std::size_t capacity, std::uint32_t parts) noexcept
        : parts_(parts), text_(text, capacity) {}

    /// The sum of the parts that differ.
    [[nodiscard]] std::uint32_t changed() const noexcept { return changed_; }

    FFIGUARD_RARE void all(const thread_facts& before, const thread_facts& after) noexcept {
        // The short ones first: should the text end early, it is the long ones that are cut.
        if (differs(FFIGUARD_THREAD_ERRNO, "errno", before.error_number != after.error_number))
            change(before.error_number, after.error_number);
        if (differs(FFIGUARD_THREAD_NICE, "nice", before.nice != after.nice))
            change(before.nice, after.nice);
        signal_mask(before.blocked, after.blocked);
        signal_part(FFIGUARD_THREAD_PENDING, "pending signals", before.pending, after.pending,
                    "pending");
        dispositions(before.dispositions, after.dispositions);
        alternate_stack(before.stack, before.stack_size, after.stack, after.stack_size);
        name(before.name, after.name);
        locale(before.locale != after.locale ||
                   std::strcmp(before.locale_name, after.locale_name) != 0,
               before.locale_name, after.locale_name);
        if (differs(FFIGUARD_THREAD_PROCESS_LOCALE, "process locale",
                    before.global_locale != after.global_locale))
            change(before.global_locale_name, after.global_locale_name);
        floats(before.floats, after.floats);
        constexpr std::size_t words = sizeof before.cpus / sizeof *before.cpus;
        cpus({before.cpus, words}, {after.cpus, words});
    }

    FFIGUARD_RARE bool signal_mask(signal_set before, signal_set after) noexcept {
        return signal_part(FFIGUARD_THREAD_SIGNAL_MASK, "signal mask", before, after, "blocked");
    }
    bool alternate_stack(std::uint64_t before, std::uint64_t size_before, std::uint64_t after,
                         std::uint64_t size_after) noexcept {
        if (!differs(FFIGUARD_THREAD_ALTERNATE_STACK, "alternate stack",
                     before != after || size_before != size_after))
            return false;
        stack_size(size_before);
        text_ << " -> ";
        if (size_before != 0 && size_after != 0) text_ << "another of ";
        stack_size(size_after);
        return true;
    }
    bool name(const char* before, const char* after) noexcept {
        if (!differs(FFIGUARD_THREAD_NAME, "name", std::strcmp(before, after) != 0)) return false;
        change(before, after);
        return true;
    }
    bool locale(bool different, const char* before, const char* after) noexcept {
        if (!differs(FFIGUARD_THREAD_LOCALE, "locale", different)) return false;
        change(before, after);
        return true;
    }
    FFIGUARD_RARE bool floats(const float_facts& before, const float_facts& after) noexcept {
        constexpr std::uint32_t part = FFIGUARD_THREAD_FLOAT;
        const bool rounds = differs(part, "rounding", before.rounding != after.rounding);
        if (rounds) change(rounding(before), rounding(after));
        const bool traps = differs(part, "trapped exceptions", before.trapped != after.trapped);
        if (traps) {
            trapped(before.trapped);
            text_ << " -> ";
            trapped(after.trapped);
        }
        const bool flushes =
            differs(part, "denormals flushed to 0", before.flushed != after.flushed);
        if (flushes) change(flushed(before), flushed(after));
        const bool computes = differs(part, "x87 control word", before.x87 != after.x87);
        if (computes) {
            hexadecimal(before.x87);
            text_ << " -> ";
            hexadecimal(after.x87);
        }
        return rounds || traps || flushes || computes;
    }
    FFIGUARD_RARE bool cpus(const cpu_view& before, const cpu_view& after) noexcept {
        if (!differs(FFIGUARD_THREAD_AFFINITY, "CPUs", !(before == after))) return false;
        list(before);
        text_ << " -> ";
        list(after);
        return true;
    }

private:
    FFIGUARD_RARE bool differs(std::uint32_t part, const char* label, bool different) noexcept {
        if (!different || (parts_ & part) == 0) return false;
        text_ << (changed_ == 0 ? "" : "; ") << label << ": ";
        changed_ |= part;
        return true;
    }

    void number(std::int32_t value) noexcept {
        if (value < 0) text_ << "-";
        text_ << static_cast<std::uint64_t>(value < 0 ? -std::int64_t{value} : value);
    }
    FFIGUARD_RARE void change(std::int32_t before, std::int32_t after) noexcept {
        number(before);
        text_ << " -> ";
        number(after);
    }
    void change(const char* before, const char* after) noexcept {
        text_ << before << " -> " << after;
    }

    bool signal_part(std::uint32_t part, const char* label, signal_set before, signal_set after,
                     const char* adjective) noexcept {
        if (!differs(part, label, before != after)) return false;
        const signal_set more = after - before;
        const signal_set less = before - after;
        list(more, " is ", " are ", adjective);
        if (!more.empty() && !less.empty()) text_ << ", ";
        list(less, " is no longer ", " are no longer ", adjective);
        return true;
    }
    FFIGUARD_RARE void list(signal_set which, const char* is, const char* are,
                            const char* adjective) noexcept {
        constexpr std::uint64_t most_named = 4;
        std::uint64_t count = 0;
        for (int number = 1; number <= 64; ++number) {
            if (!which.contains(number) || ++count > most_named) continue;
            text_ << (count == 1 ? "" : ", ");
            signal(number);
        }
        if (count == 0) return;
        if (count > most_named) text_ << " and " << count - most_named << " more";
        text_ << (count == 1 ? is : are) << adjective;
    }

    void signal(int number) noexcept {
        const char* const known = signal_name(number);
        if (known != nullptr)
            text_ << known;
        else
            text_ << "signal " << static_cast<std::uint64_t>(number);
    }

    FFIGUARD_RARE void dispositions(const signal_disposition (&before)[signal_count],
                                    const signal_disposition (&after)[signal_count]) noexcept {
        constexpr std::uint64_t most_named = 3;
        std::uint64_t count = 0;
        for (int number = 1; number <= signal_count; ++number) {
            const signal_disposition was = before[number - 1];
            const signal_disposition is = after[number - 1];
            if (was == is || is_runtimes_own(number, before, after)) continue;
            if (count == 0 && !differs(FFIGUARD_THREAD_DISPOSITIONS, "signal dispositions", true))
                return;
            if (++count > most_named) continue;
            text_ << (count == 1 ? "" : ", ");
            signal(number);
            text_ << " " << action(was) << " -> ";
            if (was.what() != is.what())
                text_ << action(is);
            else
                text_ << (was.what() != signal_disposition::handled || is.has_handler_of(was)
                              ? "with other flags"
                              : "another handler");
        }
        if (count > most_named) text_ << " and " << count - most_named << " more";
    }
    static const char* action(signal_disposition of) noexcept {
        switch (of.what()) {
            case signal_disposition::by_default: return "default";
            case signal_disposition::ignored: return "ignored";
            case signal_disposition::handled: break;
        }
        return "handled";
    }

    void stack_size(std::uint64_t bytes) noexcept {
        if (bytes == 0)
            text_ << "disabled";
        else
            text_ << bytes << " bytes";
    }

    static const char* rounding(const float_facts& facts) noexcept {
        switch (facts.rounding) {
            case 1: return "downward";
            case 2: return "upward";
            case 3: return "toward zero";
            default: return "to nearest";
        }
    }
    static const char* flushed(const float_facts& facts) noexcept {
        switch (facts.flushed) {
            case 1: return "operands";
            case 2: return "results";
            case 3: return "operands and results";
            default: return "none";
        }
    }
    void trapped(unsigned which) noexcept {
        const char* const names[] = {"invalid",  "denormal",  "divide by zero",
                                     "overflow", "underflow", "inexact"};
        if (which == 0) text_ << "none";
        const char* between = "";
        for (unsigned i = 0; i < 6; ++i) {
            if ((which >> i & 1U) == 0) continue;
            text_ << between << names[i];
            between = ", ";
        }
    }
    void hexadecimal(std::uint32_t value) noexcept {
        char digits[5] = "0000";
        for (std::size_t at = 4; at-- > 0; value >>= 4)
            digits[at] = "0123456789abcdef"[value & 15U];
        text_ << "0x" << digits;
    }

    // As taskset and /proc show them: 0-3,8.
    void list(const cpu_view& cpus) noexcept {
        const char* between = "";
        for (std::size_t first = 0; first < cpus.end(); ++first) {
            if (!cpus.has(first)) continue;
            std::size_t last = first;
            while (cpus.has(last + 1)) ++last;
            text_ << between << std::uint64_t{first};
            if (last != first) text_ << "-" << std::uint64_t{last};
            between = ",";
            first = last;
        }
    }
    std::uint32_t parts_;
    std::uint32_t changed_ = 0;
    text_writer text_;
};

}  // namespace detail
}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
