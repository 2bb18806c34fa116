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

/// Without the SIG; null where it has no name.
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

/// Says of each part that differs: "signal mask: USR1 is blocked; nice: 0 -> 5".
class difference_writer {
public:
    difference_writer(const thread_facts& before, const thread_facts& after,
                      std::uint32_t parts) noexcept
        : parts_(parts), text_(buffer_, sizeof buffer_) {
        // The short ones first: should the text end early, it is the long ones that are cut.
        if (differs(FFIGUARD_THREAD_ERRNO, "errno", before.error_number != after.error_number))
            change(before.error_number, after.error_number);
        if (differs(FFIGUARD_THREAD_NICE, "nice", before.nice != after.nice))
            change(before.nice, after.nice);
        signals(FFIGUARD_THREAD_SIGNAL_MASK, "signal mask", before.blocked, after.blocked,
                "blocked");
        signals(FFIGUARD_THREAD_PENDING, "pending signals", before.pending, after.pending,
                "pending");
        if (differs(FFIGUARD_THREAD_ALTERNATE_STACK, "alternate stack",
                    before.stack != after.stack || before.stack_size != after.stack_size))
            stack(before, after);
        if (differs(FFIGUARD_THREAD_NAME, "name", std::strcmp(before.name, after.name) != 0))
            change(before.name, after.name);
        if (differs(FFIGUARD_THREAD_LOCALE, "locale",
                    before.locale != after.locale ||
                        std::strcmp(before.locale_name, after.locale_name) != 0))
            change(before.locale_name, after.locale_name);
        floats(before.floats, after.floats);
        if (differs(FFIGUARD_THREAD_AFFINITY, "CPUs",
                    std::memcmp(before.cpus, after.cpus, sizeof before.cpus) != 0)) {
            cpus(before);
            text_ << " -> ";
            cpus(after);
        }
    }

    [[nodiscard]] error outcome() const noexcept {
        if (changed_ == 0) return {};
        return error(status::foreign(static_cast<std::int32_t>(changed_)), buffer_);
    }

private:
    bool differs(std::uint32_t part, const char* label, bool different) noexcept {
        if (!different || (parts_ & part) == 0) return false;
        text_ << (changed_ == 0 ? "" : "; ") << label << ": ";
        changed_ |= part;
        return true;
    }

    void number(std::int32_t value) noexcept {
        if (value < 0) text_ << "-";
        text_ << static_cast<std::uint64_t>(value < 0 ? -std::int64_t{value} : value);
    }
    void change(std::int32_t before, std::int32_t after) noexcept {
        number(before);
        text_ << " -> ";
        number(after);
    }
    void change(const char* before, const char* after) noexcept {
        text_ << before << " -> " << after;
    }

    void signals(std::uint32_t part, const char* label, signal_set before, signal_set after,
                 const char* adjective) noexcept {
        if (!differs(part, label, before != after)) return;
        const signal_set more = after - before;
        const signal_set less = before - after;
        list(more, " is ", " are ", adjective);
        if (!more.empty() && !less.empty()) text_ << ", ";
        list(less, " is no longer ", " are no longer ", adjective);
    }
    void list(signal_set which, const char* is, const char* are, const char* adjective) noexcept {
        constexpr std::uint64_t most_named = 4;
        std::uint64_t count = 0;
        for (int number = 1; number <= 64; ++number) {
            if (!which.contains(number) || ++count > most_named) continue;
            text_ << (count == 1 ? "" : ", ");
            const char* const known = signal_name(number);
            if (known != nullptr)
                text_ << known;
            else
                text_ << "signal " << static_cast<std::uint64_t>(number);
        }
        if (count == 0) return;
        if (count > most_named) text_ << " and " << count - most_named << " more";
        text_ << (count == 1 ? is : are) << adjective;
    }

    void stack(const thread_facts& before, const thread_facts& after) noexcept {
        stack_size(before.stack_size);
        text_ << " -> ";
        if (before.stack_size != 0 && after.stack_size != 0) text_ << "another of ";
        stack_size(after.stack_size);
    }
    void stack_size(std::uint64_t bytes) noexcept {
        if (bytes == 0)
            text_ << "disabled";
        else
            text_ << bytes << " bytes";
    }

    void floats(const float_facts& before, const float_facts& after) noexcept {
        constexpr std::uint32_t part = FFIGUARD_THREAD_FLOAT;
        if (differs(part, "rounding", before.rounding != after.rounding))
            change(rounding(before), rounding(after));
        if (differs(part, "trapped exceptions", before.trapped != after.trapped)) {
            trapped(before.trapped);
            text_ << " -> ";
            trapped(after.trapped);
        }
        if (differs(part, "denormals flushed to 0", before.flushed != after.flushed))
            change(flushed(before), flushed(after));
        if (differs(part, "x87 control word", before.x87 != after.x87)) {
            hexadecimal(before.x87);
            text_ << " -> ";
            hexadecimal(after.x87);
        }
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
    void cpus(const thread_facts& facts) noexcept {
        const char* between = "";
        for (std::size_t first = 0; first < thread_facts::cpu_count; ++first) {
            if (!has_cpu(facts, first)) continue;
            std::size_t last = first;
            while (last + 1 < thread_facts::cpu_count && has_cpu(facts, last + 1)) ++last;
            text_ << between << std::uint64_t{first};
            if (last != first) text_ << "-" << std::uint64_t{last};
            between = ",";
            first = last;
        }
    }
    static bool has_cpu(const thread_facts& facts, std::size_t number) noexcept {
        constexpr std::size_t bits = 8 * sizeof(unsigned long);
        return (facts.cpus[number / bits] >> number % bits & 1U) != 0;
    }

    std::uint32_t parts_;
    std::uint32_t changed_ = 0;
    char buffer_[sizeof ffiguard_error::message];
    text_writer text_;
};

}  // namespace detail
}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
