// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_OBSERVE_CALL_TIMES_HPP
#define FFIGUARD_OBSERVE_CALL_TIMES_HPP

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include <ffiguard/core/config.hpp>
#include <ffiguard/observe/detail/call_buckets.hpp>
#include <ffiguard/observe/ledger.hpp>

namespace ffiguard {
inline namespace FFIGUARD_ABI {

/// How long the calls of one exported function took, all of them that were timed.
struct call_times {
    /// What boundary() or a call() of call.hpp is written in, or FFIGUARD_EXPORT_CALL names. Where
    /// several functions have the same call() (of one member), the first that was timed. Of a
    /// boundary of JNI what the compiler calls its body: g++ by the function, clang by the line.
    std::string_view function;
    std::uint64_t count = 0;
    std::uint64_t sum_ns = 0;
    std::uint64_t buckets[detail::call_buckets::size] = {};

    /// How many took at most this; exact for a power of 2 from 4 to 2^35, else of the limit below.
    [[nodiscard]] std::uint64_t at_most(std::uint64_t ns) const noexcept {
        std::uint64_t all = 0;
        for (std::size_t i = 0; i < detail::call_buckets::size; ++i)
            if (detail::call_buckets::limit(i) <= ns) all += buckets[i];
        return all;
    }
    /// ns that so many of a million calls took at most (500000 is the median, 999000 p99.9): at
    /// most 25 % too long, and never too short up to 69 s. 0 where nothing was timed.
    [[nodiscard]] std::uint64_t quantile(std::uint64_t of_a_million) const noexcept {
        if (count == 0) return 0;
        // In parts, so that it does not overflow.
        const std::uint64_t wanted =
            count / 1000000 * of_a_million + (count % 1000000 * of_a_million + 999999) / 1000000;
        std::uint64_t all = 0;
        std::size_t at = 0;
        while (at < detail::call_buckets::size - 1 && (all += buckets[at]) < wanted) ++at;
        return detail::call_buckets::limit(at);
    }
};

namespace detail {

/// Calls f(call) for each that is timed in each ledger.
template <class F>
void visit_calls(F&& f) noexcept {
    using callable = std::remove_reference_t<F>;
    detail::visit_ledgers([&](const ffiguard_ledger_1& ledger) noexcept {
        if (!detail::is_grown(ledger)) return;
        ledger.calls(__builtin_addressof(f), [](void* context, const ffiguard_call_1* one) {
            (*static_cast<callable*>(context))(*one);
        });
    });
}

[[nodiscard]] inline std::string_view name_of(const ffiguard_call_1& one) noexcept {
    return {one.name, static_cast<std::size_t>(one.name_size)};
}

}  // namespace detail

/// Calls visit(const call_times&) for each exported function of which a call was timed; one whose
/// name several boundaries have comes once. The rules of for_each_held().
template <class Visit>
void for_each_observed_call(Visit&& visit) noexcept {
    detail::visit_calls([&](const ffiguard_call_1& first) noexcept {
        call_times all;
        bool is_first = true;
        detail::visit_calls([&](const ffiguard_call_1& one) noexcept {
            if (detail::name_of(one) != detail::name_of(first)) return;
            if (all.function.empty()) is_first = one.id == first.id;
            all.function = detail::name_of(first);
            all.sum_ns += one.sum_ns;
            for (std::size_t i = 0; i < detail::call_buckets::size && i < one.buckets_size; ++i) {
                all.buckets[i] += one.buckets[i];
                all.count += one.buckets[i];
            }
        });
        const call_times& told = all;
        if (is_first) visit(told);
    });
}

/// Has every shared object that is loaded now, and is compiled with FFIGUARD_OBSERVE, time the
/// calls that enter a boundary, or stop it: a clock is read twice for each. What was timed is kept.
/// A shared object begins with it where FFIGUARD_OBSERVE_CALLS is "on" in the environment, else
/// without. Any thread, at any time; a call that is inside is not timed. Not timed either is one
/// that a forced unwinding (pthread_cancel) ends.
inline void time_calls_everywhere(bool on) noexcept {
    detail::visit_ledgers([&](const ffiguard_ledger_1& ledger) noexcept {
        if (detail::is_grown(ledger)) static_cast<void>(ledger.time_calls(on ? 1U : 0U));
    });
}

}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
