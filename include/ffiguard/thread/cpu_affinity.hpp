// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_THREAD_CPU_AFFINITY_HPP
#define FFIGUARD_THREAD_CPU_AFFINITY_HPP

#include <cerrno>
#include <cstddef>
#include <utility>

#include <ffiguard/core/config.hpp>
#include <ffiguard/core/result.hpp>
#include <ffiguard/core/scoped_state.hpp>
#include <ffiguard/core/status.hpp>
#include <ffiguard/thread/detail/cpu_words.hpp>

namespace ffiguard {
inline namespace FFIGUARD_ABI {

/// A set of CPUs by number, of any size: cpu_set_t ends at 1024, and CPU_SET() silently drops the
/// rest.
///
/// Owns its memory. Move-only; empty when moved-from. One thread at a time.
class [[nodiscard]] cpu_set {
public:
    /// None.
    cpu_set() noexcept = default;

    /// Fails with invalid_argument below 0 and from 1048576 on, out_of_memory; then the set is
    /// unchanged.
    status insert(int cpu) noexcept {
        if (cpu < 0 || static_cast<std::size_t>(cpu) >= detail::most_cpus)
            return status_code::invalid_argument;
        const auto number = static_cast<std::size_t>(cpu);
        if (number / detail::bits_per_cpu_word >= count_of_words()) {
            detail::unique_cpu_words more = detail::make_cpu_words(number / 8 + 1);
            if (!more) return status_code::out_of_memory;
            for (std::size_t i = 0; i < count_of_words(); ++i) more.get().first[i] = word(i);
            words_ = std::move(more);
        }
        words_.get().first[number / detail::bits_per_cpu_word] |= bit(number);
        return {};
    }

    /// Also false if the number is no CPU.
    [[nodiscard]] bool contains(int cpu) const noexcept {
        if (cpu < 0) return false;
        const auto number = static_cast<std::size_t>(cpu);
        return (word(number / detail::bits_per_cpu_word) & bit(number)) != 0;
    }
    /// How many CPUs.
    [[nodiscard]] std::size_t size() const noexcept {
        std::size_t total = 0;
        for (std::size_t i = 0; i < count_of_words(); ++i)
            for (unsigned long rest = word(i); rest != 0; rest &= rest - 1) ++total;
        return total;
    }
    [[nodiscard]] bool empty() const noexcept { return size() == 0; }
    /// Whether other has all of these CPUs.
    [[nodiscard]] bool is_subset_of(const cpu_set& other) const noexcept {
        for (std::size_t i = 0; i < count_of_words(); ++i)
            if ((word(i) & ~other.word(i)) != 0) return false;
        return true;
    }

    friend bool operator==(const cpu_set& a, const cpu_set& b) noexcept {
        return a.is_subset_of(b) && b.is_subset_of(a);
    }
    friend bool operator!=(const cpu_set& a, const cpu_set& b) noexcept { return !(a == b); }

private:
    friend class cpu_affinity;
    explicit cpu_set(detail::unique_cpu_words words) noexcept : words_(std::move(words)) {}

    [[nodiscard]] std::size_t count_of_words() const noexcept { return words_.get().count; }
    [[nodiscard]] unsigned long word(std::size_t at) const noexcept {
        return at < count_of_words() ? words_.get().first[at] : 0;
    }
    static constexpr unsigned long bit(std::size_t number) noexcept {
        return 1UL << (number % detail::bits_per_cpu_word);
    }

    detail::unique_cpu_words words_;
};

namespace detail {

struct affinity_state : whole_state<cpu_words> {
    static constexpr const char* name() noexcept { return "CPU affinity"; }
    static status read(cpu_words& now) noexcept {
        unique_cpu_words words;
        const status outcome = read_affinity(words);
        now = words.release();
        return outcome;
    }
    static status put_back(const cpu_words& saved) noexcept {
        const status outcome = write_affinity(saved);
        if (outcome == status::system(EINVAL)) {
            // Meanwhile the cpuset has shrunk to other CPUs. Staying pinned for good would be
            // worst. From a mask of all CPUs the kernel takes those that are allowed.
            unique_cpu_words all = make_cpu_words(saved.count * sizeof(unsigned long));
            if (!all) return status_code::out_of_memory;
            for (std::size_t i = 0; i < all.get().count; ++i) all.get().first[i] = ~0UL;
            static_cast<void>(write_affinity(all.get()));
        }
        return outcome;
    }
    static void discard(cpu_words& saved) noexcept { unique_cpu_words(saved).reset(); }
};

}  // namespace detail

/// Pins the calling thread to a set of CPUs until it ends.
///
/// Go and the JVM start their threads from whichever thread needs one, and a new thread inherits
/// the CPUs: if a shim returns to Go pinned, or calls back into Go while it is pinned, threads stay
/// on that CPU for good. Put an upcall around a call back.
///
/// The kernel silently drops CPUs that do not exist, are offline or not in the cpuset: then
/// is_reduced() is true, and effective() has the CPUs that are left.
///
/// Bound to its thread, see scoped_state; guards may end in any order. If the cpuset has shrunk and
/// allows none of the previous CPUs, the thread may run on all that are allowed, and restore()
/// fails with system(EINVAL) (the destructor: a not_restored violation). Linux; elsewhere pin() is
/// unsupported (macOS gives hints only).
class [[nodiscard]] cpu_affinity {
public:
    /// Holds nothing.
    cpu_affinity() noexcept = default;

    /// Fails with invalid_argument for no CPU; system(EINVAL) if none is allowed; out_of_memory.
    /// Then nothing has changed. Four system calls, including the end.
    [[nodiscard]] FFIGUARD_HIDDEN static result<cpu_affinity> pin(const cpu_set& cpus) noexcept {
        if (cpus.empty()) return status_code::invalid_argument;
        detail::unique_cpu_words effective;
        auto begun = state::begin([&](detail::cpu_words& saved) noexcept -> status {
            detail::unique_cpu_words before;
            status outcome = detail::read_affinity(before);
            if (!outcome.ok()) return outcome;
            outcome = detail::write_affinity(cpus.words_.get());
            if (!outcome.ok()) return outcome;
            outcome = detail::read_affinity(effective);
            if (!outcome.ok()) {
                static_cast<void>(detail::write_affinity(before.get()));
                return outcome;
            }
            saved = before.release();
            return {};
        });
        if (!begun) return begun.status();
        cpu_affinity guard(std::move(*begun), cpu_set(std::move(effective)));
        guard.is_reduced_ = !cpus.is_subset_of(guard.effective_);
        return guard;
    }
    /// To one CPU.
    [[nodiscard]] FFIGUARD_HIDDEN static result<cpu_affinity> pin(int cpu) noexcept {
        cpu_set one;
        const status outcome = one.insert(cpu);
        if (!outcome.ok()) return outcome;
        return pin(one);
    }

    /// The CPUs that the calling thread may run on.
    [[nodiscard]] static result<cpu_set> current() noexcept {
        const errno_guard keep_errno;
        detail::unique_cpu_words now;
        const status outcome = detail::read_affinity(now);
        if (!outcome.ok()) return outcome;
        return cpu_set(std::move(now));
    }

    /// The CPUs that the kernel really set, read back when the guard began.
    [[nodiscard]] const cpu_set& effective() const noexcept { return effective_; }
    /// Some of the requested CPUs were not set.
    [[nodiscard]] bool is_reduced() const noexcept { return is_reduced_; }

    /// As scoped_state::restore().
    status restore() noexcept { return state_.restore(); }
    [[nodiscard]] explicit operator bool() const noexcept { return static_cast<bool>(state_); }
    [[nodiscard]] bool is_on_its_thread() const noexcept { return state_.is_on_its_thread(); }

private:
    using state = scoped_state<detail::affinity_state>;

    cpu_affinity(state&& begun, cpu_set&& effective) noexcept
        : state_(std::move(begun)), effective_(std::move(effective)) {}

    state state_;
    cpu_set effective_;
    bool is_reduced_ = false;
};

}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
