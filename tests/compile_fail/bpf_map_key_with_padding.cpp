// expect: a key has no padding
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/posix/bpf_map.hpp>

#include <cstdint>

struct key {
    std::uint32_t process;
#ifndef FAIL
    std::uint32_t always_zero;
#endif
    std::uint64_t token;
};

ffiguard::bpf_map<key, std::uint64_t> map;
