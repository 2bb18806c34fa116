// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_TESTS_FORKED_HPP
#define FFIGUARD_TESTS_FORKED_HPP

#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstring>
#include <string>

#include <ffiguard/posix/unique_fd.hpp>

#ifdef __linux__
#include <fcntl.h>

#include <filesystem>
#include <fstream>
#include <system_error>
#endif

#include <ffiguard/core/config.hpp>

#include "sanitizer.hpp"

// Children of fork() that end in time, or whose parent learns what they hung in.
namespace forked {

enum class where { same_namespace, new_pid_namespace };

struct outcome {
    bool forked = false;  ///< false: no child, in a new PID namespace without the right to make one
    int exit_status = -1;
    int signal = 0;
    std::string hung_in;  ///< the last step() of a child that was ended
    bool ok() const { return forked && exit_status == 0 && signal == 0 && hung_in.empty(); }
};

/// What the threads of a process have waited for a CPU, in seconds; less than 0 where the system
/// does not tell.
inline double waited_for_cpu(pid_t process) {
    double sum = -1;
#ifdef __linux__
    std::error_code ended;
    const std::filesystem::path tasks = "/proc/" + std::to_string(process) + "/task";
    for (std::filesystem::directory_iterator each(tasks, ended), end; !ended && each != end;
         each.increment(ended)) {
        double ran = 0, waited = 0;  // in ns, see sched-stats of the kernel's documentation
        if (std::ifstream(each->path() / "schedstat") >> ran >> waited)
            sum = std::max(sum, 0.0) + waited / 1e9;
    }
#else
    static_cast<void>(process);
#endif
    return sum;
}

/// The time that a child has had: in which it ran or slept, and did not wait for a CPU. Of a time
/// in which this process did not run either, as the machine had stopped, it is given no more than a
/// tick.
class own_time {
public:
    enum : int { tick = 20 };  // ms

    explicit own_time(pid_t child) : child_(child) {}
    /// A child needs milliseconds, and one that hangs needs for ever.
    bool is_up() {
        const auto now = std::chrono::steady_clock::now();
        const double waited = waited_for_cpu(child_);
        const double passed = std::chrono::duration<double>(now - last_).count();
        const double more = waited > waited_ ? waited - waited_ : 0;
        sum_ += std::max(0.0, std::min(passed, 2e-3 * int{tick}) - more);
        last_ = now;
        waited_ = std::max(waited, waited_);
        return sum_ > (waited_ < 0 ? 5 : 1);
    }

private:
    pid_t child_;
    std::chrono::steady_clock::time_point last_ = std::chrono::steady_clock::now();
    double waited_ = -1;
    double sum_ = 0;
};

// Of the child. Hidden: these tests become plugins, too.
FFIGUARD_HIDDEN inline const char* volatile step_ = "nothing yet";
FFIGUARD_HIDDEN inline int report_to_ = -1;
FFIGUARD_HIDDEN inline void step(const char* what) { step_ = what; }
FFIGUARD_HIDDEN inline void end_late(int) {
    const char* const what = step_;
    const auto written = ::write(report_to_, what, std::strlen(what));
    ::_exit(written > 0 ? 98 : 99);
}

/// Without ThreadSanitizer's check at exit: in a child it reports threads of the parent that had
/// ended at the fork() and were not joined yet.
[[noreturn]] FFIGUARD_HIDDEN inline void exit_at_once(int status) {
#ifdef __linux__
    if (under_thread_sanitizer) ::syscall(SYS_exit_group, status);
#endif
    ::_exit(status);
}

/// Process 1 of a container forks so: parent and child are both process 1.
class pid_namespace {
public:
    explicit pid_namespace(where which) {
#ifdef __linux__
        if (which == where::same_namespace) return;
        own_ = ffiguard::unique_fd(::open("/proc/self/ns/pid", O_RDONLY | O_CLOEXEC));
        ready_ = own_ && ::unshare(CLONE_NEWPID) == 0;
#else
        ready_ = which == where::same_namespace;
#endif
    }
    pid_namespace(const pid_namespace&) = delete;
    pid_namespace& operator=(const pid_namespace&) = delete;
    ~pid_namespace() {
#ifdef __linux__
        if (ready_ && own_) static_cast<void>(::setns(own_.get(), CLONE_NEWPID));
#endif
    }
    bool ready() const { return ready_; }

private:
    ffiguard::unique_fd own_;
    bool ready_ = true;
};

/// Whether the tests may fork into a new PID namespace: as root. Says so where not.
FFIGUARD_HIDDEN inline bool may_enter_pid_namespace() {
    const bool may = pid_namespace(where::new_pid_namespace).ready();
    if (!may)
        std::puts("skipped: fork() into a new PID namespace: unshare(CLONE_NEWPID) is refused");
    return may;
}

/// Whether a child may use what the parent's threads use at the fork(). Says so where not.
FFIGUARD_HIDDEN inline bool bears_threads_inside() {
    const bool bears = !under_thread_sanitizer && !under_address_sanitizer;
    if (!bears)
        std::puts("skipped: fork() with threads inside: the sanitizer's locks are held, too");
    return bears;
}

/// Forks; the child runs body(), which gives its exit status, and is ended where it hangs.
template <class Body>
outcome child(where which, Body&& body) {
    outcome told;
    int ends[2];
    if (::pipe(ends) != 0) return told;
    std::fflush(nullptr);  // or the child prints it a second time
    pid_t made = -1;
    {
        const pid_namespace space(which);
        if (space.ready()) made = ::fork();
        if (made == 0) {
            report_to_ = ends[1];
            // A handler: process 1 of a namespace ignores a signal that has none.
            struct sigaction late {};
            late.sa_handler = &end_late;
            ::sigaction(SIGALRM, &late, nullptr);
            sigset_t alarms;
            ::sigemptyset(&alarms);
            ::sigaddset(&alarms, SIGALRM);
            ::pthread_sigmask(SIG_UNBLOCK, &alarms, nullptr);
            exit_at_once(body());
        }
    }
    ::close(ends[1]);
    if (made > 0) {
        told.forked = true;
        for (const int signal : {SIGALRM, SIGKILL}) {  // ThreadSanitizer may hold the first back
            own_time time(made);
            pollfd end{ends[0], POLLIN, 0};
            bool in_time = true;
            // Signals of the tests may end a poll().
            while (in_time && ::poll(&end, 1, own_time::tick) <= 0) in_time = !time.is_up();
            if (in_time) break;
            ::kill(made, signal);
        }
        char text[128];
        for (ssize_t got = 0; (got = ::read(ends[0], text, sizeof text)) > 0;)
            told.hung_in.append(text, static_cast<std::size_t>(got));
        int how = 0;
        ::waitpid(made, &how, 0);
        if (WIFEXITED(how)) told.exit_status = WEXITSTATUS(how);
        if (WIFSIGNALED(how)) told.signal = WTERMSIG(how);
    }
    ::close(ends[0]);
    return told;
}

}  // namespace forked

#endif
