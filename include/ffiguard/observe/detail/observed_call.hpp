// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_OBSERVE_DETAIL_OBSERVED_CALL_HPP
#define FFIGUARD_OBSERVE_DETAIL_OBSERVED_CALL_HPP

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <ctime>

#include <ffiguard/core/config.hpp>
#include <ffiguard/core/detail/noted_users.hpp>
#include <ffiguard/core/detail/type_name.hpp>
#include <ffiguard/observe/detail/call_buckets.hpp>
#include <ffiguard/observe/detail/observed_type.hpp>

namespace ffiguard {
inline namespace FFIGUARD_ABI {
namespace detail {

/// How long the calls of one boundary took. Separate from its name, so that it takes no room in a
/// file.
struct alignas(64) call_counters {
    std::atomic<std::uint64_t> sum{0};  ///< ns
    std::atomic<std::uint64_t> counts[call_buckets::size]{};
};

/// One boundary, and how long its calls took.
class observed_call {
public:
    enum : std::size_t { stripes = 8 };

    constexpr observed_call(type_text name, call_counters* counters) noexcept
        : name_(name), counters_(counters) {}
    observed_call(const observed_call&) = delete;
    observed_call& operator=(const observed_call&) = delete;

    [[nodiscard]] type_text name() const noexcept {
        const char* const function = function_.load(std::memory_order_relaxed);
        return function == nullptr ? name_ : type_text{function, std::strlen(function)};
    }
    [[nodiscard]] observed_call* next() const noexcept { return next_; }

    /// function may be null. The first call supplies the name.
    FFIGUARD_HIDDEN void add(std::uint64_t ns, const char* function) noexcept {
        if (!is_listed_.load(std::memory_order_relaxed)) add_to_list(function);
        // Threads that make the same call usually count on different cache lines.
        const auto thread = static_cast<std::uint64_t>(thread_that_runs());
        call_counters& to = counters_[(thread * 0x9E3779B97F4A7C15U) >> 61U];
        to.counts[call_buckets::of(ns)].fetch_add(1, std::memory_order_relaxed);
        to.sum.fetch_add(ns, std::memory_order_relaxed);
    }

    void read(std::uint64_t& sum, std::uint64_t (&counts)[call_buckets::size]) const noexcept {
        for (std::size_t stripe = 0; stripe < stripes; ++stripe) {
            sum += counters_[stripe].sum.load(std::memory_order_relaxed);
            for (std::size_t i = 0; i < call_buckets::size; ++i)
                counts[i] += counters_[stripe].counts[i].load(std::memory_order_relaxed);
        }
    }

    /// The first boundary of this shared object that was ever timed.
    [[nodiscard]] FFIGUARD_HIDDEN static observed_call* first() noexcept {
        return first_.load(std::memory_order_acquire);
    }

private:
    FFIGUARD_HIDDEN void add_to_list(const char* function) noexcept {
        if (is_listed_.exchange(true, std::memory_order_relaxed)) return;
        function_.store(function, std::memory_order_relaxed);
        next_ = first_.load(std::memory_order_relaxed);
        while (!first_.compare_exchange_weak(next_, this, std::memory_order_release,
                                             std::memory_order_relaxed)) {
        }
    }

    FFIGUARD_HIDDEN inline static std::atomic<observed_call*> first_{nullptr};

    type_text name_;
    std::atomic<const char*> function_{nullptr};
    call_counters* counters_;
    observed_call* next_ = nullptr;
    std::atomic<bool> is_listed_{false};
};

// One of each per shared object and body, see FFIGUARD_HIDDEN.
template <class Body>
FFIGUARD_HIDDEN inline call_counters call_counters_of_[observed_call::stripes];
template <class Body>
FFIGUARD_HIDDEN inline observed_call observed_call_of_{body_name<Body>(), call_counters_of_<Body>};

/// What enter_boundary() passes to leave_boundary().
struct entered_call {
    const char* function;  ///< null if it is not known
    std::uint64_t at;      ///< call_clock(), 0 if it is not timed
    std::uint32_t inside;  ///< of inside_, 0 if it is not noted
};

/// The function, if it is known; otherwise what the compiler calls the body.
template <class Body>
[[nodiscard]] type_text call_name(const char* function) noexcept {
    return function == nullptr ? body_name<Body>() : type_text{function, std::strlen(function)};
}

/// In ns, of a clock that is never set. Never 0, because 0 says that a call is not timed.
[[nodiscard]] inline std::uint64_t call_clock() noexcept {
    std::timespec now{};
#if defined(CLOCK_MONOTONIC)
    static_cast<void>(::clock_gettime(CLOCK_MONOTONIC, &now));
#else
    static_cast<void>(std::timespec_get(&now, TIME_UTC));
#endif
    return static_cast<std::uint64_t>(now.tv_sec) * 1000000000U +
           static_cast<std::uint64_t>(now.tv_nsec) + 1;
}

// Whether calls are timed: no, yes, not read yet. One per shared object.
enum : std::uint8_t { timing_unknown = 255 };
FFIGUARD_HIDDEN inline std::atomic<std::uint8_t> timing_{timing_unknown};

// Not inlined, so that code that asks saves no registers for it.
[[nodiscard, gnu::noinline, gnu::cold]] FFIGUARD_HIDDEN inline bool first_timing() noexcept {
    const char* const said = std::getenv("FFIGUARD_OBSERVE_CALLS");
    const std::uint8_t first = said != nullptr && std::strcmp(said, "on") == 0 ? 1 : 0;
    std::uint8_t now = timing_unknown;
    return (timing_.compare_exchange_strong(now, first, std::memory_order_relaxed) ? first : now) !=
           0;
}
[[nodiscard]] FFIGUARD_HIDDEN inline bool are_calls_timed() noexcept {
    const std::uint8_t now = timing_.load(std::memory_order_relaxed);
    return now == timing_unknown ? first_timing() : now != 0;
}

}  // namespace detail
}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
