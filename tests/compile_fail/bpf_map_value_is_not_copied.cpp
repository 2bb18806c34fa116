// expect: the kernel copies the bytes
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/posix/bpf_map.hpp>

#include <cstdint>
#include <string>

#ifdef FAIL
ffiguard::bpf_map<std::uint64_t, std::string> map;
#else
ffiguard::bpf_map<std::uint64_t, std::uint64_t> map;
#endif
