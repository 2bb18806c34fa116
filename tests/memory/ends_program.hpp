// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_TESTS_MEMORY_ENDS_PROGRAM_HPP
#define FFIGUARD_TESTS_MEMORY_ENDS_PROGRAM_HPP

#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <string>
#include <string_view>

/// Whether work, run in a child process, aborts after writing sentence to stderr.
template <class Work>
bool ends_program(Work&& work, std::string_view sentence) {
    int ends[2];
    if (pipe(ends) != 0) return false;
    std::fflush(nullptr);  // or the child prints it a second time
    const pid_t child = fork();
    if (child == 0) {
        std::signal(SIGABRT, SIG_DFL);  // the test runner's handler would report a failed test
        dup2(ends[1], 2);
        work();
        _exit(0);
    }
    close(ends[1]);
    std::string text;
    char chunk[256];
    for (ssize_t got = 0; (got = read(ends[0], chunk, sizeof chunk)) > 0;)
        text.append(chunk, static_cast<std::size_t>(got));
    close(ends[0]);
    int raw = 0;
    waitpid(child, &raw, 0);
    return WIFSIGNALED(raw) && WTERMSIG(raw) == SIGABRT &&
           text.find(sentence) != std::string::npos;
}

#endif
