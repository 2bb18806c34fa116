// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_OBSERVE_CALL_TIMES_HPP
#define FFIGUARD_OBSERVE_CALL_TIMES_HPP

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include <ffiguard/core/config.hpp>
#include <ffiguard/core/detail/function_ref.hpp>
#include <ffiguard/observe/detail/call_buckets.hpp>
#include <ffiguard/observe/ledger.hpp>

namespace ffiguard {
inline namespace FFIGUARD_ABI {

/// How long the calls of one exported function took; counts all calls that were timed.
struct call_times {
    /// The function that contains the boundary() or the call() of call.hpp, or the name in
    /// FFIGUARD_EXPORT_CALL. If several functions have the same call() (of one member): the first
    /// that was timed. For a boundary of JNI: the compiler's name of its body (g++: the function;
    /// clang: the line).
    std::string_view function;
    std::uint64_t count = 0;
    std::uint64_t sum_ns = 0;
    std::uint64_t buckets[detail::call_buckets::size] = {};

    /// How many took at most this. Exact for a power of 2 from 4 to 2^35, otherwise for the limit
    /// below it.
    [[nodiscard]] std::uint64_t at_most(std::uint64_t ns) const noexcept {
        std::uint64_t all = 0;
        for (std::size_t i = 0; i < detail::call_buckets::size; ++i)
            if (detail::call_buckets::limit(i) <= ns) all += buckets[i];
        return all;
    }
    /// The ns that so many of a million calls took at most (500000 is the median, 999000 p99.9): at
    /// most 25 % too long, and never too short up to 69 s. 0 if nothing was timed.
    [[nodiscard]] std::uint64_t quantile(std::uint64_t of_a_million) const noexcept {
        if (count == 0) return 0;
        // In parts, to avoid overflow.
        const std::uint64_t wanted =
            count / 1000000 * of_a_million + (count % 1000000 * of_a_million + 999999) / 1000000;
        std::uint64_t all = 0;
        std::size_t at = 0;
        while (at < detail::call_buckets::size - 1 && (all += buckets[at]) < wanted) ++at;
        return detail::call_buckets::limit(at);
    }
};

namespace detail {

/// Calls f(call) for each function that is timed in each ledger.
FFIGUARD_RARE inline void visit_calls(function_ref<void(const ffiguard_call_1&)> f) noexcept {
    using callable = function_ref<void(const ffiguard_call_1&)>;
    detail::visit_ledgers([&](const ffiguard_ledger_1& ledger) noexcept {
        if (!detail::is_grown(ledger)) return;
        ledger.calls(&f, [](void* context, const ffiguard_call_1* one) {
            (*static_cast<callable*>(context))(*one);
        });
    });
}

[[nodiscard]] inline std::string_view name_of(const ffiguard_call_1& one) noexcept {
    return {one.name, static_cast<std::size_t>(one.name_size)};
}

FFIGUARD_RARE inline void visit_call_times(function_ref<void(const call_times&)> visit) noexcept {
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

}  // namespace detail

/// Calls visit(const call_times&) for each exported function with a timed call; once for a name
/// that several boundaries share. The rules of for_each_held() apply.
template <class Visit>
void for_each_observed_call(Visit&& visit) noexcept {
    detail::visit_call_times(visit);
}

/// Starts or stops timing the calls that enter a boundary, in every loaded shared object that is
/// compiled with FFIGUARD_OBSERVE. A timed call reads a clock twice. What was timed is kept. A
/// shared object starts with timing if FFIGUARD_OBSERVE_CALLS is "on" in the environment, otherwise
/// without. Any thread, at any time. A call that is already inside is not timed; nor is one that a
/// forced unwinding (pthread_cancel) ends.
inline void time_calls_everywhere(bool on) noexcept {
    detail::visit_ledgers([&](const ffiguard_ledger_1& ledger) noexcept {
        if (detail::is_grown(ledger)) static_cast<void>(ledger.time_calls(on ? 1U : 0U));
    });
}

}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
