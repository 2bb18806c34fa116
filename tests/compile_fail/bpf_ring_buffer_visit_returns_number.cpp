// expect: what consume\(\) calls returns nothing, or bool
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/posix/bpf_ring_buffer.hpp>

// Of libbpf's callbacks a negative number ends the loop, and 0 does not.
std::size_t read(ffiguard::bpf_ring_buffer& ring) {
    return ring.consume([](const unsigned char*, std::size_t) {
#ifdef FAIL
        return 0;
#endif
    });
}
