// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_TESTS_POSIX_BPF_CODE_HPP
#define FFIGUARD_TESTS_POSIX_BPF_CODE_HPP

#include <linux/bpf.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstring>

#include <ffiguard/core/error.hpp>
#include <ffiguard/core/result.hpp>

/// Whether the kernel allows this process no eBPF, which is said on standard output. Every other
/// failure is one of the test.
template <class T>
bool skipped(const ffiguard::result<T, ffiguard::error>& made) {
    using ffiguard::status;
    if (made) return false;
    const status why = made.status();
    if (why != status::system(EPERM) && why != status::system(ENOSYS) &&
        why != ffiguard::status_code::unsupported)
        return false;
    std::printf("skipped: eBPF: %s\n", made.error().message());
    std::fflush(stdout);
    return true;
}

namespace bpf_code {

inline bpf_insn instruction(int code, unsigned to, unsigned from, int offset, std::int32_t number) {
    bpf_insn made;
    std::memset(&made, 0, sizeof made);
    made.code = static_cast<std::uint8_t>(code);
    made.dst_reg = to & 15U;
    made.src_reg = from & 15U;
    made.off = static_cast<std::int16_t>(offset);
    made.imm = number;
    return made;
}
inline bpf_insn set(unsigned to, std::int32_t number) {
    return instruction(BPF_ALU64 | BPF_MOV | BPF_K, to, 0, 0, number);
}
inline bpf_insn copy(unsigned to, unsigned from) {
    return instruction(BPF_ALU64 | BPF_MOV | BPF_X, to, from, 0, 0);
}
inline bpf_insn add(unsigned to, std::int32_t number) {
    return instruction(BPF_ALU64 | BPF_ADD | BPF_K, to, 0, 0, number);
}
inline bpf_insn store_number(unsigned base, int offset, std::int32_t number) {
    return instruction(BPF_ST | BPF_MEM | BPF_DW, base, 0, offset, number);
}
inline bpf_insn store(unsigned base, int offset, unsigned from) {
    return instruction(BPF_STX | BPF_MEM | BPF_DW, base, from, offset, 0);
}
inline bpf_insn load(unsigned to, unsigned base, int offset) {
    return instruction(BPF_LDX | BPF_MEM | BPF_DW, to, base, offset, 0);
}
inline bpf_insn skip_if_zero(unsigned what, int count) {
    return instruction(BPF_JMP | BPF_JEQ | BPF_K, what, 0, count, 0);
}
inline bpf_insn call(int helper) { return instruction(BPF_JMP | BPF_CALL, 0, 0, 0, helper); }
inline bpf_insn leave() { return instruction(BPF_JMP | BPF_EXIT, 0, 0, 0, 0); }
/// Of two.
inline bpf_insn map(unsigned to, int fd) {
    return instruction(BPF_LD | BPF_DW | BPF_IMM, to, BPF_PSEUDO_MAP_FD, 0, fd);
}
inline bpf_insn second() { return instruction(0, 0, 0, 0, 0); }

/// Runs a program of the kind socket_filter once, on a packet of zeros.
inline bool run(int program) {
    unsigned char packet[64] = {};
    bpf_attr attributes;
    std::memset(&attributes, 0, sizeof attributes);
    attributes.test.prog_fd = static_cast<std::uint32_t>(program);
    attributes.test.data_in = reinterpret_cast<std::uintptr_t>(&packet[0]);
    attributes.test.data_size_in = sizeof packet;
    return ::syscall(SYS_bpf, BPF_PROG_TEST_RUN, &attributes, sizeof attributes) == 0;
}

}  // namespace bpf_code

#endif
