// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_THREAD_DETAIL_CPU_WORDS_HPP
#define FFIGUARD_THREAD_DETAIL_CPU_WORDS_HPP

#ifdef __linux__
#include <sched.h>
#endif

#include <cerrno>
#include <cstddef>
#include <cstdlib>
#include <utility>

#include <ffiguard/core/config.hpp>
#include <ffiguard/core/status.hpp>
#include <ffiguard/core/unique_handle.hpp>

namespace ffiguard {
inline namespace FFIGUARD_ABI {
namespace detail {

/// A CPU mask as the kernel has it: CPU 0 is the lowest bit of the first word.
struct cpu_words {
    unsigned long* first;
    std::size_t count;
};

struct cpu_words_traits {
    using value_type = cpu_words;
    static constexpr cpu_words empty() noexcept { return {nullptr, 0}; }
    static constexpr bool is_empty(const cpu_words& words) noexcept {
        return words.first == nullptr;
    }
    static void close(cpu_words words) noexcept { std::free(words.first); }
};
using unique_cpu_words = unique_handle<cpu_words_traits>;

enum : std::size_t {
    bits_per_cpu_word = 8 * sizeof(unsigned long),
    most_cpus = std::size_t{1} << 20,  // far beyond any kernel: a wild number takes no memory
    most_cpu_bytes = most_cpus / 8,
};

/// Without any CPU; empty where memory is short.
[[nodiscard]] inline unique_cpu_words make_cpu_words(std::size_t bytes) noexcept {
    const std::size_t count = (bytes + sizeof(unsigned long) - 1) / sizeof(unsigned long);
    auto* const first = static_cast<unsigned long*>(std::calloc(count, sizeof(unsigned long)));
    return first == nullptr ? unique_cpu_words() : unique_cpu_words({first, count});
}

/// The CPUs that the calling thread may run on. first_bytes is what is tried first.
inline status read_affinity(unique_cpu_words& now, std::size_t first_bytes = 128) noexcept {
#ifdef __linux__
    // Only the kernel knows how many CPUs its masks have; a buffer that is too small is EINVAL.
    for (std::size_t bytes = first_bytes; bytes <= most_cpu_bytes; bytes *= 2) {
        unique_cpu_words room = make_cpu_words(bytes);
        if (!room) return status_code::out_of_memory;
        // 0 is the calling thread. getpid() would be the main thread.
        if (::sched_getaffinity(0, bytes, reinterpret_cast<cpu_set_t*>(room.get().first)) == 0) {
            now = std::move(room);
            return {};
        }
        if (errno != EINVAL) return status::system(errno);
    }
    return status_code::overflow;
#else
    static_cast<void>(now);
    static_cast<void>(first_bytes);
    return status_code::unsupported;
#endif
}

/// system(EINVAL) where none of them is allowed.
inline status write_affinity(const cpu_words& words) noexcept {
#ifdef __linux__
    if (::sched_setaffinity(0, words.count * sizeof(unsigned long),
                            reinterpret_cast<const cpu_set_t*>(words.first)) == 0)
        return {};
    return status::system(errno);
#else
    static_cast<void>(words);
    return status_code::unsupported;
#endif
}

}  // namespace detail
}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
