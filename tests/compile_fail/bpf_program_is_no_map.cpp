// expect: no matching function|could not convert|no viable conversion|invalid init
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/posix/bpf_link.hpp>
#include <ffiguard/posix/bpf_map.hpp>

// Both are descriptors, and the kernel would only say EINVAL.
ffiguard::status attach(const ffiguard::unique_bpf_program& program,
                        [[maybe_unused]] const ffiguard::unique_bpf_map& map, int event) {
#ifdef FAIL
    return ffiguard::attach_bpf_program(map, event).status();
#else
    return ffiguard::attach_bpf_program(program, event).status();
#endif
}
