// SPDX-License-Identifier: BSL-1.0
// refuse_calls ERRNO NUMBER[,NUMBER] PROGRAM ARGUMENT...: runs a program for which the kernel
// answers ERRNO to these system calls, as the seccomp filter of a container does. Exits 77 where
// the kernel has no such thing.
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <string>

#include "../signal/refuse_call.hpp"

int main(int count, char** arguments) {
    if (count < 4) return 2;
    const auto refusal = static_cast<unsigned>(std::atoi(arguments[1]));
    const std::string numbers = arguments[2];
    for (std::size_t at = 0; at < numbers.size(); at = numbers.find_first_of(',', at) + 1) {
        const auto number = static_cast<unsigned>(std::atoi(numbers.c_str() + at));
        if (!refuse_call(number, refusal)) {
            std::puts("skipped: system calls refused by a filter: the kernel has no seccomp");
            return 77;
        }
        if (::syscall(static_cast<long>(number), 0, 0, 0, 0) != -1 ||
            errno != static_cast<int>(refusal))
            return 3;
        if (numbers.find(',', at) == std::string::npos) break;
    }
    ::execvp(arguments[3], arguments + 3);
    std::perror(arguments[3]);
    return 2;
}
