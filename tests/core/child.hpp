// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_TESTS_CORE_CHILD_HPP
#define FFIGUARD_TESTS_CORE_CHILD_HPP

#ifndef _WIN32
#include <sys/wait.h>
#include <unistd.h>
#endif

#include <csignal>
#include <cstdio>
#include <string>

// Runs work in a child process and tells how the child ended and what it wrote to stderr:
// for claims of the kind "ends the program with a message".

struct child_outcome {
    bool aborted = false;
    int signal = 0;  ///< that ended it; 0: none
    int exit_status = -1;
    std::string text;
};

#ifdef _WIN32
// No fork(): the test cases that need it stand in tests/platforms/rooms_left_out.tsv.
template <class Work>
child_outcome run_in_child(Work&&) {
    return {};
}
#else
template <class Work>
child_outcome run_in_child(Work&& work) {
    int ends[2];
    if (pipe(ends) != 0) return {};
    std::fflush(nullptr);  // or the child prints it a second time
    const pid_t child = fork();
    if (child == 0) {
        dup2(ends[1], 2);
        close(ends[0]);
        close(ends[1]);
        work();
        _exit(0);
    }
    close(ends[1]);
    child_outcome outcome;
    if (child < 0) outcome.text = "fork() failed";
    char chunk[256];
    for (ssize_t got = 0; (got = read(ends[0], chunk, sizeof chunk)) > 0;)
        outcome.text.append(chunk, static_cast<std::size_t>(got));
    close(ends[0]);
    // qemu-user adds a line of its own to what a program that aborts has printed.
    if (const auto own = outcome.text.find("qemu: uncaught target signal");
        own != std::string::npos)
        outcome.text.erase(own, outcome.text.find('\n', own) - own + 1);
    int raw = 0;
    if (child < 0 || waitpid(child, &raw, 0) != child) raw = 0xff00;  // no exit status of a test
    if (WIFSIGNALED(raw)) outcome.signal = WTERMSIG(raw);
    outcome.aborted = outcome.signal == SIGABRT;
    if (WIFEXITED(raw)) outcome.exit_status = WEXITSTATUS(raw);
    return outcome;
}
#endif

#endif
