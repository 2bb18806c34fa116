// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_TESTS_SIGNAL_REFUSE_CALL_HPP
#define FFIGUARD_TESTS_SIGNAL_REFUSE_CALL_HPP

#ifdef __linux__
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sys/prctl.h>
#include <sys/syscall.h>

#include <cerrno>
#include <cstddef>

// From here on the kernel answers EPERM (or another errno) to one system call, for this process and
// for good: so a child can tell whether a piece of code makes that call. False where the kernel has
// no such thing.
inline bool refuse_call(unsigned number, unsigned refusal = EPERM) {
    ::sock_filter program[] = {
        {BPF_LD | BPF_W | BPF_ABS, 0, 0, offsetof(::seccomp_data, nr)},
        {BPF_JMP | BPF_JEQ | BPF_K, 0, 1, number},
        {BPF_RET | BPF_K, 0, 0, SECCOMP_RET_ERRNO | refusal},
        {BPF_RET | BPF_K, 0, 0, SECCOMP_RET_ALLOW},
    };
    ::sock_fprog filter{4, program};
    return ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
           ::prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &filter) == 0;
}
#endif

#endif
