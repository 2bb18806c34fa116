// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_POSIX_CHILD_PROCESS_HPP
#define FFIGUARD_POSIX_CHILD_PROCESS_HPP

#include <ffiguard/core/config.hpp>

#if FFIGUARD_IS_WINDOWS()
#error "ffiguard/posix/child_process.hpp needs a POSIX system; on Windows, write traits"
#else

#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <cstdint>
#include <initializer_list>
#include <utility>

#include <ffiguard/core/detail/terminated_text.hpp>
#include <ffiguard/core/error.hpp>
#include <ffiguard/core/result.hpp>
#include <ffiguard/core/status.hpp>
#include <ffiguard/core/unique_handle.hpp>
#include <ffiguard/posix/detail/child.hpp>
#include <ffiguard/posix/detail/os_error.hpp>
#include <ffiguard/posix/detail/spawn.hpp>
#include <ffiguard/posix/unique_fd.hpp>

namespace ffiguard {
inline namespace FFIGUARD_ABI {

/// How a child ended: by exit(code), or by a signal.
class child_exit {
public:
    /// By exit(code).
    static constexpr child_exit exited(int code) noexcept { return {code, 0}; }
    /// By a signal.
    static constexpr child_exit killed(int signal) noexcept { return {-1, signal}; }

    [[nodiscard]] constexpr bool success() const noexcept { return code_ == 0; }
    /// The argument of exit(), 0 to 255; -1 if a signal ended it.
    [[nodiscard]] constexpr int code() const noexcept { return code_; }
    /// The signal that ended it; 0 if it exited.
    [[nodiscard]] constexpr int signal() const noexcept { return signal_; }

    friend constexpr bool operator==(child_exit a, child_exit b) noexcept {
        return a.code_ == b.code_ && a.signal_ == b.signal_;
    }
    friend constexpr bool operator!=(child_exit a, child_exit b) noexcept { return !(a == b); }

private:
    constexpr child_exit(int code, int signal) noexcept : code_(code), signal_(signal) {}

    int code_;
    int signal_;
};

/// Options of start(). Nothing is owned: the descriptors and the arrays belong to the caller, and
/// are not needed after start() has returned.
struct child_options {
    bool search_path = false;                  ///< a file without a slash is looked up in PATH
    const char* const* environment = nullptr;  ///< "NAME=value", a null at the end; null: this
                                               ///< one's. Of strings: see start()
    int standard_input = -1;   ///< descriptor for the child's 0; -1: the same as here
    int standard_output = -1;  ///< for the child's 1
    int standard_error = -1;   ///< for the child's 2
};

/// Owns a child process, and reaps it once. No other child is touched.
///
/// The child starts with no signal blocked and no signal ignored, whatever this thread has blocked
/// and the host ignores: both would survive the exec, and a Java thread has SIGQUIT blocked. wait()
/// remembers the exit status. Never calls waitpid(-1), and leaves the host's handlers and
/// dispositions as they are.
///
/// If the child is still running, the destructor kills it (SIGKILL) and reaps it, so that neither a
/// stray process nor a zombie is left. To let it end by itself, call terminate() and wait() first;
/// to let it outlive the owner, call release(). In the child of a fork(), the copy of the owner
/// does none of this. If this process may not kill the child (EPERM: the child has more rights, or
/// this process has given up its own), the child continues, which is a violation (leak).
///
/// Move-only; a moved-from owner has no child. One object is for one thread at a time. Different
/// threads may own, start and wait for different children.
class [[nodiscard]] child_process {
public:
    /// Has no child.
    child_process() noexcept = default;

    /// Starts a program: posix_spawn(3). arguments is its argv, with a null at the end; the first
    /// is the program's own name. file is a C string, a std::string, a path or a string_view.
    ///
    /// Fails with null if file or arguments is null; malformed and the offset if file has a NUL
    /// inside; not_found if there is no such file; otherwise system with the errno. The message
    /// names the file. Fails with unsupported if the host ignores SIGCHLD (SIG_IGN or
    /// SA_NOCLDWAIT): the system would discard the exit status, so nothing is started.
    static result<child_process, error> start(detail::terminated_text path,
                                              const char* const* arguments,
                                              const child_options& options = {}) noexcept {
        if (const error wrong = path.validate("child_process: the file"); !wrong.ok()) return wrong;
        if (arguments == nullptr) return error(status_code::null, "child_process: no arguments");
        const char* const file = path.c_str();
        if (detail::exit_statuses_are_dropped())
            return error(
                status_code::unsupported, file,
                ": not started: this process ignores SIGCHLD (SIG_IGN or SA_NOCLDWAIT), so "
                "the exit status would be lost");
        ::pid_t pid = 0;
        const int refused = detail::spawn(
            pid, file, arguments, options.environment, options.search_path,
            {options.standard_input, options.standard_output, options.standard_error});
        if (refused != 0) return detail::os_error(file, refused);
        child_process started;
        const int pidfd = detail::open_pidfd(pid);
        started.child_.reset({pid, pidfd, pidfd < 0 ? detail::process_page::make() : 0});
        return started;
    }

    /// The same for a container of strings, string_views or C strings, or for a list in braces:
    /// start("/bin/tar", {"tar", "-c", directory}). Neither has a null at its end. Also fails with
    /// malformed and the offset if a string has a NUL inside, with overflow, and with
    /// out_of_memory.
    template <class Strings, class = detail::text_element<Strings>>
    static result<child_process, error> start(detail::terminated_text file,
                                              const Strings& arguments,
                                              const child_options& options = {}) noexcept {
        const detail::string_pointers pointers(arguments);
        if (!pointers.whole()) return pointers.why("child_process: the arguments");
        return start(std::move(file), pointers.get(), options);
    }
    static result<child_process, error> start(
        detail::terminated_text file, std::initializer_list<detail::terminated_text> arguments,
        const child_options& options = {}) noexcept {
        const detail::string_pointers pointers(arguments);
        if (!pointers.whole()) return pointers.why("child_process: the arguments");
        return start(std::move(file), pointers.get(), options);
    }

    /// The same with the child's environment ("NAME=value") in a container of strings, which no NUL
    /// inside can cut. options.environment is ignored.
    template <class Environment, class = detail::text_element<Environment>>
    static result<child_process, error> start(
        detail::terminated_text file, std::initializer_list<detail::terminated_text> arguments,
        const Environment& environment, child_options options = {}) noexcept {
        const detail::string_pointers values(environment);
        if (!values.whole()) return values.why("child_process: the environment");
        options.environment = values.get();
        return start(std::move(file), arguments, options);
    }
    template <class Strings, class Environment, class = detail::text_element<Strings>,
              class = detail::text_element<Environment>>
    static result<child_process, error> start(detail::terminated_text file,
                                              const Strings& arguments,
                                              const Environment& environment,
                                              child_options options = {}) noexcept {
        const detail::string_pointers values(environment);
        if (!values.whole()) return values.why("child_process: the environment");
        options.environment = values.get();
        return start(std::move(file), arguments, options);
    }

    /// Waits until the child has ended, reaps it, and returns how it ended. Every further call
    /// returns the same at once.
    ///
    /// Fails with closed if there is no child, and system(ECHILD) if the host took the exit status:
    /// by waitpid(-1), or by ignoring SIGCHLD after the start.
    result<child_exit> wait() noexcept {
        static_cast<void>(reap(WEXITED));
        return outcome();
    }

    /// The same for at most so long: fails with in_use if the child is still running then. With a
    /// time of 0 it returns at once.
    result<child_exit> wait_for(std::chrono::milliseconds time) noexcept {
        const std::int64_t begin = detail::monotonic_milliseconds();
        while (!reap(WEXITED | WNOHANG)) {
            const std::int64_t passed = detail::monotonic_milliseconds() - begin;
            if (time.count() <= passed) return status_code::in_use;
            detail::await_child(child_.get(), time.count() - passed);
        }
        return outcome();
    }

    /// Sends a signal. Fails with closed if there is no child or it has been reaped: its number may
    /// belong to another process by now, which must not get a signal.
    status terminate(int signal = SIGTERM) noexcept {
        return child_ ? detail::signal_child(child_.get(), signal) : status(status_code::closed);
    }

    /// 0 if there is no child, or it has been reaped.
    [[nodiscard]] ::pid_t pid() const noexcept { return child_.get().pid; }
    /// Whether there is a child that has not been reaped.
    [[nodiscard]] explicit operator bool() const noexcept { return static_cast<bool>(child_); }

    /// Passes the child, and the duty to reap it, to the caller: returns its number, or 0.
    [[nodiscard]] ::pid_t release() noexcept {
        const detail::child given = child_.release();
        const unique_fd closed_here(given.pidfd);
        detail::process_page::end(given.starter);
        return given.pid;
    }

private:
    /// Whether there is nothing left to wait for.
    bool reap(int options) noexcept {
        if (!child_) return true;
        ::siginfo_t info{};
        const int refused = detail::wait_child(child_.get(), info, options);
        if (refused == 0 && info.si_pid == 0) return false;
        lost_ = refused == 0 ? status() : status::system(refused);
        if (refused == 0)
            exit_ = info.si_code == CLD_EXITED ? child_exit::exited(info.si_status)
                                               : child_exit::killed(info.si_status);
        static_cast<void>(release());
        return true;
    }
    result<child_exit> outcome() const noexcept {
        if (!lost_.ok()) return lost_;
        return exit_;
    }

    unique_handle<detail::child_traits> child_;
    status lost_ = status_code::closed;  // why there is no exit_
    child_exit exit_ = child_exit::exited(0);
};

}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
#endif
