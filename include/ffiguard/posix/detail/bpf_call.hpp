// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_POSIX_DETAIL_BPF_CALL_HPP
#define FFIGUARD_POSIX_DETAIL_BPF_CALL_HPP

#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <type_traits>

#include <ffiguard/core/config.hpp>
#include <ffiguard/core/error.hpp>
#include <ffiguard/core/status.hpp>
#include <ffiguard/posix/detail/os_error.hpp>

namespace ffiguard {
inline namespace FFIGUARD_ABI {
namespace detail {

// The kernel's numbers and the first members of its structures, as far as they are used here. Not
// from <linux/bpf.h>: that may be older than the kernel, and its macros would reach everyone who
// includes ffiguard.hpp. The kernel takes members that are not passed as 0.

enum class bpf_command : int {
    create_map = 0,
    look_up = 1,
    update = 2,
    erase = 3,
    next_key = 4,
    load_program = 5,
    open_pinned = 7,
    describe = 15,
    create_link = 28
};

struct bpf_new_map {
    std::uint32_t type = 0;
    std::uint32_t key_size = 0;
    std::uint32_t value_size = 0;
    std::uint32_t max_entries = 0;
    std::uint32_t flags = 0;
};

struct bpf_element {
    std::uint32_t map = 0;
    std::uint32_t padding = 0;
    std::uint64_t key = 0;
    std::uint64_t value_or_next_key = 0;
    std::uint64_t flags = 0;
};

struct bpf_new_program {
    std::uint32_t type = 0;
    std::uint32_t instruction_count = 0;
    std::uint64_t instructions = 0;
    std::uint64_t license = 0;
    std::uint32_t log_level = 0;
    std::uint32_t log_size = 0;
    std::uint64_t log = 0;
};

struct bpf_pinned {
    std::uint64_t path = 0;
    std::uint32_t fd = 0;
    std::uint32_t flags = 0;
};

struct bpf_description {
    std::uint32_t fd = 0;
    std::uint32_t size = 0;
    std::uint64_t to = 0;
};

struct bpf_map_facts {
    std::uint32_t type = 0;
    std::uint32_t id = 0;
    std::uint32_t key_size = 0;
    std::uint32_t value_size = 0;
    std::uint32_t max_entries = 0;
    std::uint32_t flags = 0;
};

struct bpf_new_link {
    std::uint32_t program = 0;
    std::uint32_t target = 0;
    std::uint32_t attach_type = 0;
    std::uint32_t flags = 0;
    std::uint64_t cookie = 0;
};

/// bpf(2); -1 and errno on failure. EAGAIN: a signal has interrupted the verifier.
template <class Attributes>
[[nodiscard]] int bpf_call(bpf_command command, Attributes& attributes) noexcept {
    static_assert(std::is_trivially_copyable_v<Attributes>);
    for (int attempt = 1;; ++attempt) {
        const auto answer = static_cast<int>(
            ::syscall(SYS_bpf, static_cast<int>(command), &attributes, sizeof attributes));
        if (answer >= 0 || errno != EAGAIN || attempt == 5) return answer;
    }
}

template <class T>
[[nodiscard]] std::uint64_t bpf_address(T* pointer) noexcept {
    return reinterpret_cast<std::uintptr_t>(pointer);
}

/// system with the errno, or ok.
template <class Attributes>
[[nodiscard]] status bpf_status(bpf_command command, Attributes& attributes) noexcept {
    return bpf_call(command, attributes) < 0 ? os_status(errno) : status();
}

/// What the kernel knows of a map. Fails for a descriptor that is not a map (EBADF, EINVAL).
[[nodiscard]] inline status bpf_describe_map(int fd, bpf_map_facts& facts) noexcept {
    bpf_description about;
    about.fd = static_cast<std::uint32_t>(fd);
    about.size = sizeof facts;
    about.to = bpf_address(&facts);
    return bpf_status(bpf_command::describe, about);
}

}  // namespace detail
}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
