// expect: deleted (function|copy constructor|constructor)|copy constructor is implicitly deleted
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/posix/bpf_ring_buffer.hpp>

ffiguard::bpf_ring_buffer ring;

#ifdef FAIL
ffiguard::bpf_ring_buffer other(ring);
#endif
