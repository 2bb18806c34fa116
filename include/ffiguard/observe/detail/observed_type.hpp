// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_OBSERVE_DETAIL_OBSERVED_TYPE_HPP
#define FFIGUARD_OBSERVE_DETAIL_OBSERVED_TYPE_HPP

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <type_traits>

#include <ffiguard/core/config.hpp>
#include <ffiguard/core/detail/noted_users.hpp>
#include <ffiguard/core/detail/type_name.hpp>

namespace ffiguard {
inline namespace FFIGUARD_ABI {
namespace detail {

/// What happened to the resources of one type.
struct type_totals {
    std::uint64_t opened = 0;
    std::uint64_t released = 0;
    std::uint64_t disowned = 0;
    std::uint64_t refused = 0;  ///< closes that the closer refused; it is still open
    std::uint64_t bytes = 0;    ///< of what is open, if the traits know
    /// Open now; 0 if more were released than opened, because observation began late.
    [[nodiscard]] std::uint64_t live() const noexcept {
        const std::uint64_t gone = released + disowned;
        return opened > gone ? opened - gone : 0;
    }
};

/// One type of resource, and its counts.
class observed_type {
public:
    explicit constexpr observed_type(type_text name) noexcept : name_(name) {}
    observed_type(const observed_type&) = delete;
    observed_type& operator=(const observed_type&) = delete;

    [[nodiscard]] type_text name() const noexcept { return name_; }
    [[nodiscard]] observed_type* next() const noexcept { return next_; }

    FFIGUARD_HIDDEN void count_opened(std::uint64_t bytes) noexcept {
        counters& to = here();
        up(to.opened);
        if (bytes != 0) to.bytes.fetch_add(bytes, std::memory_order_relaxed);
    }
    FFIGUARD_HIDDEN void count_released(std::uint64_t bytes) noexcept {
        down(here(), bytes);
        up(here().released);
    }
    FFIGUARD_HIDDEN void count_disowned(std::uint64_t bytes) noexcept {
        down(here(), bytes);
        up(here().disowned);
    }
    FFIGUARD_HIDDEN void count_refused() noexcept { up(here().refused); }

    [[nodiscard]] type_totals totals() const noexcept {
        type_totals all;
        for (const counters& one : stripes_) {
            // Released first: what is opened and released meanwhile must not seem to be released
            // before it was opened.
            all.released += one.released.load(std::memory_order_acquire);
            all.disowned += one.disowned.load(std::memory_order_acquire);
            all.refused += one.refused.load(std::memory_order_relaxed);
        }
        std::uint64_t bytes = 0;
        for (const counters& one : stripes_) {
            all.opened += one.opened.load(std::memory_order_relaxed);
            bytes += one.bytes.load(std::memory_order_relaxed);
        }
        // Below 0 if observation began late, as live().
        all.bytes = bytes >> 63U == 0 ? bytes : 0;
        return all;
    }

    /// The first type of this shared object for which anything was ever counted.
    [[nodiscard]] FFIGUARD_HIDDEN static observed_type* first() noexcept {
        return first_.load(std::memory_order_acquire);
    }

private:
    struct alignas(64) counters {
        std::atomic<std::uint64_t> opened{0};
        std::atomic<std::uint64_t> released{0};
        std::atomic<std::uint64_t> disowned{0};
        std::atomic<std::uint64_t> refused{0};
        std::atomic<std::uint64_t> bytes{0};  ///< opened minus gone, of all stripes together
    };

    static void down(counters& from, std::uint64_t bytes) noexcept {
        if (bytes != 0) from.bytes.fetch_sub(bytes, std::memory_order_relaxed);
    }

    /// The first event of any kind lists it: another shared object may have opened it.
    FFIGUARD_HIDDEN void up(std::atomic<std::uint64_t>& count) noexcept {
        if (!is_listed_.load(std::memory_order_relaxed)) add_to_list();
        count.fetch_add(1, std::memory_order_release);
    }
    /// Threads that open the same type usually count on different cache lines.
    [[nodiscard]] counters& here() noexcept {
        const auto thread = static_cast<std::uint64_t>(thread_that_runs());
        return stripes_[(thread * 0x9E3779B97F4A7C15U) >> 61U];
    }
    FFIGUARD_HIDDEN void add_to_list() noexcept {
        if (is_listed_.exchange(true, std::memory_order_relaxed)) return;
        next_ = first_.load(std::memory_order_relaxed);
        while (!first_.compare_exchange_weak(next_, this, std::memory_order_release,
                                             std::memory_order_relaxed)) {
        }
    }

    FFIGUARD_HIDDEN inline static std::atomic<observed_type*> first_{nullptr};

    type_text name_;
    observed_type* next_ = nullptr;
    std::atomic<bool> is_listed_{false};
    counters stripes_[8];
};

template <class Resource, class = void>
struct names_itself : std::false_type {};
template <class Resource>
struct names_itself<Resource, std::void_t<decltype(Resource::resource_name())>> : std::true_type {};

/// The name that the traits give, or the type without g++'s and clang's text for an unnamed
/// namespace.
template <class Resource>
[[nodiscard]] constexpr type_text bare_name() noexcept {
    if constexpr (names_itself<Resource>::value) return Resource::resource_name();
    const type_text name = type_name<Resource>();
    for (const type_text unnamed :
         {type_text{"{anonymous}::", 13}, type_text{"(anonymous namespace)::", 23}}) {
        std::size_t same = 0;
        while (same < unnamed.size && name.data[same] == unnamed.data[same]) ++same;
        if (same == unnamed.size) return {name.data + same, name.size - same};
    }
    return name;
}

/// The name with a NUL at its end, for tracers: the compiler's has none.
template <std::size_t Size>
struct ended_text {
    explicit constexpr ended_text(type_text name) noexcept {
        for (std::size_t i = 0; i < Size; ++i) chars[i] = name.data[i];
    }
    char chars[Size + 1] = {};
};
template <class Resource>
FFIGUARD_HIDDEN inline constexpr ended_text<bare_name<Resource>().size> ended_name_{
    bare_name<Resource>()};
template <class Resource>
[[nodiscard]] constexpr type_text observed_name() noexcept {
    return {ended_name_<Resource>.chars, bare_name<Resource>().size};
}

/// The name of a boundary. g++ names a lambda by the function that it is in: that function's name
/// is enough. clang names it by its file and line.
template <class Body>
[[nodiscard]] constexpr type_text bare_body_name() noexcept {
    const type_text name = bare_name<Body>();
    std::size_t size = 0;
    while (size < name.size && name.data[size] != '(') ++size;
    return {name.data, size > 0 ? size : name.size};
}
template <class Body>
FFIGUARD_HIDDEN inline constexpr ended_text<bare_body_name<Body>().size> ended_body_name_{
    bare_body_name<Body>()};
template <class Body>
[[nodiscard]] constexpr type_text body_name() noexcept {
    return {ended_body_name_<Body>.chars, bare_body_name<Body>().size};
}

// One of each per shared object and type, see FFIGUARD_HIDDEN.
template <class Resource>
FFIGUARD_HIDDEN inline observed_type observed_type_of_{observed_name<Resource>()};

}  // namespace detail
}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
