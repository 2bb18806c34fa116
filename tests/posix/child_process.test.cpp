// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/posix/child_process.hpp>

#include <pthread.h>
#include <sys/wait.h>

#include <atomic>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <string_view>
#include <thread>
#include <type_traits>
#include <utility>
#include <vector>

#include <doctest/doctest.h>

#include "../core/child.hpp"
#include "../forked.hpp"
#include "../signal/refuse_call.hpp"
#include "temporary_file.hpp"

using ffiguard::child_exit;
using ffiguard::child_options;
using ffiguard::child_process;
using ffiguard::make_pipe;
using ffiguard::status;
using ffiguard::status_code;
using std::chrono::milliseconds;

static_assert(!std::is_copy_constructible_v<child_process>, "one owner");
static_assert(std::is_nothrow_move_constructible_v<child_process>);

namespace {

/// A child that runs a line of shell.
ffiguard::result<child_process, ffiguard::error> shell(const char* line,
                                                       const child_options& options = {}) {
    const char* const arguments[] = {"sh", "-c", line, nullptr};
    return child_process::start("/bin/sh", arguments, options);
}

std::string read_all(int fd) {
    std::string all;
    char chunk[256];
    for (ssize_t got = 0; (got = ::read(fd, chunk, sizeof chunk)) > 0;)
        all.append(chunk, static_cast<std::size_t>(got));
    return all;
}

/// What a line of shell writes to its standard output.
std::string output_of(const char* line, child_options options = {}) {
    auto ends = make_pipe();
    REQUIRE(ends);
    options.standard_output = ends->writer.get();
    auto child = shell(line, options);
    REQUIRE(child);
    REQUIRE(ends->writer.close().ok());
    const std::string all = read_all(ends->reader.get());
    REQUIRE(child->wait());
    return all;
}

/// Whether this process has such a child, dead or alive.
bool has_child(pid_t pid) {
    siginfo_t info{};
    return ::waitid(P_PID, static_cast<id_t>(pid), &info, WEXITED | WNOHANG | WNOWAIT) == 0;
}

void set_disposition(int signal, void (*handler)(int), int flags = 0) {
    struct sigaction action {};
    action.sa_handler = handler;
    action.sa_flags = flags;
    ::sigaction(signal, &action, nullptr);
}

}  // namespace

TEST_CASE("a child's exit code, or the signal that ended it, is told, and told again") {
    auto child = shell("exit 7");
    REQUIRE(child);
    CHECK(child->pid() > 0);
    const auto ended = child->wait();
    REQUIRE(ended);
    CHECK(*ended == child_exit::exited(7));
    CHECK(ended->code() == 7);
    CHECK_FALSE(ended->success());
    CHECK(*child->wait() == child_exit::exited(7));
    CHECK(*child->wait_for(milliseconds(0)) == child_exit::exited(7));
    CHECK(child->pid() == 0);

    auto killed = shell("kill -9 $$");
    REQUIRE(killed);
    CHECK(*killed->wait() == child_exit::killed(SIGKILL));
    CHECK(killed->wait()->code() == -1);
    CHECK(shell("exit 0")->wait()->success());
}

TEST_CASE("waiting for so long says in use while the child runs, and then how it ended") {
    auto ends = make_pipe();
    REQUIRE(ends);
    child_options options;
    options.standard_input = ends->reader.get();
    auto child = shell("read line; exit 3", options);
    REQUIRE(child);
    CHECK(child->wait_for(milliseconds(0)).status() == status_code::in_use);
    const auto begin = std::chrono::steady_clock::now();
    CHECK(child->wait_for(milliseconds(50)).status() == status_code::in_use);
    CHECK(std::chrono::steady_clock::now() - begin >= milliseconds(49));
    REQUIRE(ends->writer.close().ok());
    CHECK(*child->wait_for(milliseconds(60000)) == child_exit::exited(3));
}

TEST_CASE("waiting goes on when a signal interrupts it") {
    set_disposition(SIGUSR1, [](int) {});  // without SA_RESTART
    auto child = shell("sleep 0.2; exit 4");
    auto other = shell("sleep 0.4; exit 5");
    REQUIRE(child);
    REQUIRE(other);
    const pthread_t waiter = ::pthread_self();
    std::atomic<bool> stop{false};
    std::thread disturber([&] {
        while (!stop) {
            ::pthread_kill(waiter, SIGUSR1);
            std::this_thread::sleep_for(milliseconds(5));
        }
    });
    const auto first = child->wait();
    const auto second = other->wait_for(milliseconds(60000));
    stop = true;
    disturber.join();
    REQUIRE(first);
    REQUIRE(second);
    CHECK(*first == child_exit::exited(4));
    CHECK(*second == child_exit::exited(5));
    set_disposition(SIGUSR1, SIG_DFL);
}

TEST_CASE("a child is ended by a signal, and never signalled after it was reaped") {
    auto child = shell("exec sleep 60");
    REQUIRE(child);
    CHECK(child->terminate().ok());
    CHECK(*child->wait() == child_exit::killed(SIGTERM));
    CHECK(child->terminate() == status_code::closed);
    CHECK(child->terminate(0) == status_code::closed);
}

TEST_CASE("the end of the owner ends the child and reaps it, and keeps errno") {
    pid_t pid = 0;
    {
        auto child = shell("trap '' TERM; while :; do sleep 1; done");
        REQUIRE(child);
        pid = child->pid();
        CHECK(has_child(pid));
        errno = 4711;
    }
    CHECK(errno == 4711);
    CHECK_FALSE(has_child(pid));
}

#if defined(__linux__) && !defined(__alpha__)
TEST_CASE("a child is ended also where a filter refuses to signal by descriptor") {
    for (const unsigned refusal : {unsigned{EPERM}, unsigned{ENOSYS}}) {
        const auto outcome = run_in_child([refusal] {
            if (!refuse_call(424, refusal)) ::_exit(77);  // pidfd_send_signal
            auto child = shell("exec sleep 60");
            if (!child) ::_exit(1);
            if (!child->terminate().ok()) ::_exit(2);
            const auto ended = child->wait_for(milliseconds(30000));
            if (!ended || *ended != child_exit::killed(SIGTERM)) ::_exit(3);

            auto other = shell("exec sleep 60");
            if (!other) ::_exit(4);
            const pid_t pid = other->pid();
            other = child_process();  // the end of the owner
            if (has_child(pid)) ::_exit(5);
        });
        CAPTURE(refusal);
        CHECK(outcome.exit_status == 0);
        CHECK(outcome.text == "");
    }
}

TEST_CASE("a number that is no longer the child's is not signalled, with a descriptor or without") {
    const auto reaped_by_the_host = [](unsigned refused_call) {
        return run_in_child([refused_call] {
            if (refused_call != 0 && !refuse_call(refused_call)) ::_exit(77);
            auto child = shell("exit 0");
            if (!child) ::_exit(1);
            if (::waitpid(child->pid(), nullptr, 0) != child->pid()) ::_exit(2);
            // Nor is kill(2) called: whose number that is by now, nobody knows.
            if (!refuse_call(SYS_kill, EIO)) ::_exit(77);
            if (child->terminate() != status::system(ESRCH)) ::_exit(3);
        });
    };
    CHECK(reaped_by_the_host(0).exit_status == 0);
    CHECK(reaped_by_the_host(424).exit_status == 0);  // pidfd_send_signal
    CHECK(reaped_by_the_host(434).exit_status == 0);  // pidfd_open: there is no descriptor
}
#endif

TEST_CASE("the end of the owner does not wait for a child that it has no right to end") {
    if (::geteuid() != 0) return;
    auto ends = make_pipe();
    REQUIRE(ends);
    child_options options;
    options.standard_input = ends->reader.get();
    const auto outcome = run_in_child([&] {
        auto child = shell("exec 2>&-; read line", options);  // until the writer is closed
        if (!child) ::_exit(1);
        const pid_t pid = child->pid();
        // As a service does after its start: the child has more rights than its parent now.
        if (::setresuid(65534, 65534, 65534) != 0) ::_exit(1);
        ::alarm(5);
        *child = child_process();
        ::_exit(has_child(pid) ? 0 : 1);
    });
    CHECK(outcome.signal == 0);
    CHECK(outcome.exit_status == 0);
    CHECK(outcome.text.find("leak") != std::string::npos);
}

TEST_CASE("a fork()ed copy of the owner leaves the child alone") {
    auto child = shell("exec sleep 60");
    REQUIRE(child);
    CHECK(run_in_child([&] { *child = child_process(); }).exit_status == 0);
    CHECK(child->wait_for(milliseconds(50)).status() == status_code::in_use);
}

#ifdef __linux__
// Process 1 of a PID namespace forks into another one: the numbers there begin anew.
TEST_CASE("a fork()ed copy leaves its own process's child of the same number alone") {
    using forked::where;
    if (!forked::may_enter_pid_namespace()) return;
    for (const unsigned refused : {0U, 434U}) {  // pidfd_open: there is no descriptor
        const auto outcome = forked::child(where::new_pid_namespace, [refused] {
            if (refused != 0 && !refuse_call(refused)) return 77;
            auto owner = shell("exec sleep 60");
            if (!owner) return 1;
            const auto copy = forked::child(where::new_pid_namespace, [&owner] {
                const pid_t own = ::fork();
                if (own == 0)
                    for (;;) ::pause();
                if (own != owner->pid()) return 2;
                if (owner->wait_for(milliseconds(0)).status() != status::system(ECHILD)) return 3;
                *owner = child_process();
                return ::waitpid(own, nullptr, WNOHANG) == 0 ? 0 : 4;
            });
            if (owner->wait_for(milliseconds(0)).status() != status_code::in_use) return 5;
            return copy.exit_status;
        });
        CHECK(outcome.hung_in == "");
        if (outcome.exit_status != 77) CHECK(outcome.exit_status == 0);
    }
}
#endif

TEST_CASE("a released child runs on, and is its taker's to reap") {
    auto child = shell("exit 6");
    REQUIRE(child);
    const pid_t pid = child->release();
    CHECK_FALSE(*child);
    CHECK(child->wait().status() == status_code::closed);
    int raw = 0;
    CHECK(::waitpid(pid, &raw, 0) == pid);
    CHECK(WEXITSTATUS(raw) == 6);
    CHECK(child->release() == 0);
}

TEST_CASE("a moved-from owner has no child") {
    auto child = shell("exit 8");
    REQUIRE(child);
    child_process taken = std::move(*child);
    CHECK_FALSE(*child);
    CHECK(child->wait().status() == status_code::closed);
    CHECK(child->terminate() == status_code::closed);
    CHECK(*taken.wait() == child_exit::exited(8));
    CHECK(child_process().wait().status() == status_code::closed);
}

TEST_CASE("children are reaped by their own owners, in whatever order they end") {
    std::vector<child_process> children;
    for (int i = 0; i < 8; ++i) {
        auto child = shell(("exit " + std::to_string(i)).c_str());
        REQUIRE(child);
        children.push_back(std::move(*child));
    }
    for (int i = 7; i >= 0; --i)
        CHECK(*children[static_cast<std::size_t>(i)].wait() == child_exit::exited(i));
}

TEST_CASE("naive: waitpid(-1) takes the exit status of somebody else's child") {
    auto victim = shell("exit 9");
    auto mine = shell("exit 10");
    REQUIRE(victim);
    REQUIRE(mine);
    // The thief wants its own child, and reaps whatever comes until it has it.
    const pid_t wanted = mine->release();
    const pid_t victims = victim->pid();
    bool stolen = false;
    for (pid_t got = 0; (got = ::waitpid(-1, nullptr, 0)) > 0;) stolen = stolen || got == victims;
    CHECK(stolen);
    CHECK_FALSE(has_child(wanted));
    // The owner says that the status is lost, each time, and does not wait for ever.
    CHECK(victim->wait().status() == status::system(ECHILD));
    CHECK(victim->wait().status() == status::system(ECHILD));
    CHECK(victim->wait_for(milliseconds(10)).status() == status::system(ECHILD));
    CHECK(victim->terminate() == status_code::closed);
}

TEST_CASE("a host that ignores SIGCHLD is told, and nothing is started") {
    const auto refused = [](void (*handler)(int), int flags) {
        return run_in_child([&] {
            set_disposition(SIGCHLD, handler, flags);
            const temporary_file file;
            const auto child = shell(("touch " + std::string(file.path())).c_str());
            if (child.status() != status_code::unsupported) ::_exit(1);
            if (std::string(child.error().message()).find("SIGCHLD") == std::string::npos)
                ::_exit(2);
            if (::access(file.path(), F_OK) == 0) ::_exit(3);
        });
    };
    CHECK(refused(SIG_IGN, 0).exit_status == 0);
    CHECK(refused(SIG_DFL, SA_NOCLDWAIT).exit_status == 0);
    CHECK(refused([](int) {}, SA_NOCLDWAIT).exit_status == 0);
    // As Go's signal.Ignore does it.
    CHECK(refused(SIG_IGN, SA_SIGINFO | SA_ONSTACK | SA_RESTART).exit_status == 0);
}

TEST_CASE("naive: under an ignored SIGCHLD the exit status is lost without a word") {
    CHECK(run_in_child([] {
              set_disposition(SIGCHLD, SIG_IGN);
              const pid_t pid = ::fork();
              if (pid == 0) ::_exit(5);
              if (::waitpid(pid, nullptr, 0) != -1 || errno != ECHILD) ::_exit(1);
          }).exit_status == 0);
}

TEST_CASE("a host that ignores SIGCHLD after the start is told that the status is lost") {
    CHECK(run_in_child([] {
              auto child = shell("exit 5");
              if (!child) ::_exit(1);
              set_disposition(SIGCHLD, SIG_IGN);
              // Either it had ended before, or the system drops the status.
              const auto ended = child->wait();
              if (!ended && ended.status() != status::system(ECHILD)) ::_exit(2);
              if (ended && *ended != child_exit::exited(5)) ::_exit(3);
          }).exit_status == 0);
}

#ifdef __linux__
TEST_CASE("a child begins with no signal blocked and none ignored; naive: it has the host's") {
    // Not by a shell: some clear their mask when they start.
    const char* const arguments[] = {"grep", "-E", "Sig(Blk|Ign)", "/proc/self/status", nullptr};
    const auto signals_in_child = [&](bool naive) {
        const auto outcome = run_in_child([&] {
            set_disposition(SIGPIPE, SIG_IGN);
            sigset_t blocked;
            ::sigemptyset(&blocked);
            ::sigaddset(&blocked, SIGTERM);
            ::pthread_sigmask(SIG_BLOCK, &blocked, nullptr);
            if (naive) {
                ::dup2(2, 1);
                ::execvp("grep", const_cast<char* const*>(arguments));
            }
            child_options options;
            options.search_path = true;
            options.standard_output = 2;
            auto child = child_process::start("grep", arguments, options);
            if (!child || !child->wait()->success()) ::_exit(1);
        });
        CHECK(outcome.exit_status == 0);
        unsigned long long sets[2] = {0, 0};
        CHECK(std::sscanf(outcome.text.c_str(), "SigBlk: %llx SigIgn: %llx", &sets[0], &sets[1]) ==
              2);
        // The C library ignores its own, 32 and 33, in every child.
        return std::make_pair(sets[0], sets[1] & ~0x180000000ULL);
    };
    CHECK(signals_in_child(false) == std::make_pair(0ULL, 0ULL));
    CHECK(signals_in_child(true) == std::make_pair(1ULL << (SIGTERM - 1), 1ULL << (SIGPIPE - 1)));
}

TEST_CASE("the owner's descriptors do not leak: none stays after, none reaches the child") {
    // Not by a child that looks at this process: it may come before this one has closed its end of
    // the pipe and opened the pidfd, or after both, which is as many.
    const auto open_descriptors = [] {
        int count = 0;
        for (int fd = 0; fd != 1024; ++fd) count += is_open(fd) ? 1 : 0;
        return count;
    };
    const int before = open_descriptors();
    for (int i = 0; i < 5; ++i) {
        auto ended = shell("exit 0");
        REQUIRE(ended);
        REQUIRE(ended->wait());
        auto dropped = shell("exec sleep 60");
        auto released = shell("exit 0");
        ::waitpid(released->release(), nullptr, 0);
    }
    CHECK(open_descriptors() == before);

    const std::string alone = output_of("ls /proc/self/fd");
    const auto running = shell("exec sleep 60");
    CHECK(output_of("ls /proc/self/fd") == alone);
}
#endif

TEST_CASE("standard descriptors are handed over, also crosswise among 0, 1 and 2") {
    auto input = make_pipe();
    auto output = make_pipe();
    REQUIRE(input);
    REQUIRE(output);
    REQUIRE(::write(input->writer.get(), "hello", 5) == 5);
    REQUIRE(input->writer.close().ok());
    // As if the host ran with 0 and 1 closed, and a pipe end was given the other's number.
    const auto outcome = run_in_child([&] {
        ::dup2(output->writer.get(), 0);
        ::dup2(input->reader.get(), 1);
        child_options options;
        options.standard_input = 1;
        options.standard_output = 0;
        options.standard_error = 2;
        auto child = shell("cat; echo complaint >&2", options);
        if (!child || !child->wait()->success()) ::_exit(1);
    });
    CHECK(outcome.exit_status == 0);
    CHECK(outcome.text == "complaint\n");
    REQUIRE(output->writer.close().ok());
    CHECK(read_all(output->reader.get()) == "hello");
}

TEST_CASE(
    "a descriptor that already has the right number reaches the child, close-on-exec or not") {
    const auto outcome = run_in_child([] {
        ::fcntl(2, F_SETFD, FD_CLOEXEC);
        child_options options;
        options.standard_error = 2;
        auto child = shell("echo here >&2", options);
        if (!child || !child->wait()->success()) ::_exit(1);
    });
    CHECK(outcome.exit_status == 0);
    CHECK(outcome.text == "here\n");
}

TEST_CASE("the environment is this process's or the one that is given") {
    REQUIRE(::setenv("FFIGUARD_TEST", "mine", 1) == 0);
    CHECK(output_of("echo $FFIGUARD_TEST") == "mine\n");
    ::unsetenv("FFIGUARD_TEST");
    const char* const environment[] = {"FFIGUARD_TEST=given", nullptr};
    child_options options;
    options.environment = environment;
    CHECK(output_of("echo $FFIGUARD_TEST", options) == "given\n");
}

TEST_CASE("a program is found in PATH where that is asked for") {
    const char* const arguments[] = {"sh", "-c", "exit 2", nullptr};
    CHECK(child_process::start("sh", arguments).status() == status_code::not_found);
    child_options options;
    options.search_path = true;
    auto child = child_process::start("sh", arguments, options);
    REQUIRE(child);
    CHECK(*child->wait() == child_exit::exited(2));
}

TEST_CASE("arguments may be a vector of strings; one that a NUL would cut is refused") {
    std::vector<std::string> arguments = {"sh", "-c", "exit $#", "name", "one", "two words", ""};
    auto child = child_process::start("/bin/sh", arguments);
    REQUIRE(child);
    CHECK(*child->wait() == child_exit::exited(3));
    arguments.push_back(std::string("a\0b", 3));
    const auto refused = child_process::start("/bin/sh", arguments);
    CHECK(refused.status() == status::inner_nul(1));
    CHECK(std::string(refused.error().message()) ==
          "child_process: the arguments: one has a NUL inside, at byte offset 1");
}

TEST_CASE("the environment may be a vector of strings; one that a NUL would cut is refused") {
    auto ends = make_pipe();
    REQUIRE(ends);
    child_options options;
    options.standard_output = ends->writer.get();
    std::vector<std::string> environment = {"WHO=a name", "EMPTY="};
    auto child = child_process::start("/bin/sh", {"sh", "-c", "echo \"$WHO,$EMPTY,$HOME,\""},
                                      environment, options);
    REQUIRE(child);
    REQUIRE(ends->writer.close().ok());
    CHECK(read_all(ends->reader.get()) == "a name,,,\n");
    CHECK(child->wait()->success());

    environment.push_back(std::string("SAFE=yes\0no", 11));
    const std::vector<std::string> arguments = {"sh", "-c", "exit 0"};
    CHECK(child_process::start("/bin/sh", arguments, environment).status() == status::inner_nul(8));
    CHECK(child_process::start("/bin/sh", {"sh"}, environment).status() == status::inner_nul(8));
}

TEST_CASE("arguments of more bytes than there can be memory are refused, not cut to a few") {
    // On 64-bit machines as large views that nobody reads, on 32-bit ones as one text many times.
    const std::string text(1 << 20, 'x');
    const bool small = sizeof(std::size_t) == 4;
    const std::vector<std::string_view> views(
        small ? 4097 : 3, small ? std::string_view(text) : std::string_view("x", SIZE_MAX / 2));
    CHECK(child_process::start("/bin/sh", views).status() == status_code::overflow);
}

TEST_CASE("file and arguments may be views, paths, or a list in braces") {
    using namespace std::string_view_literals;
    const std::string_view line = "/bin/shexit $#more"sv;
    const std::string_view file = line.substr(0, 7);  // no NUL behind it
    const std::vector<std::string_view> views = {"sh", "-c", line.substr(7, 7), "name", "one", ""};
    auto child = child_process::start(file, views);
    REQUIRE(child);
    CHECK(*child->wait() == child_exit::exited(2));

    const std::string three = "exit 3";
    child = child_process::start(std::filesystem::path("/bin/sh"), {"sh", "-c"sv, three});
    REQUIRE(child);
    CHECK(*child->wait() == child_exit::exited(3));
    child = child_process::start(std::string("/bin/sh"), {"sh", "-c", line.substr(7, 7), "name"});
    REQUIRE(child);
    CHECK(*child->wait() == child_exit::exited(0));
    const std::vector<const char*> pointers = {"sh", "-c", "exit 4"};
    child = child_process::start("/bin/sh", pointers);
    REQUIRE(child);
    CHECK(*child->wait() == child_exit::exited(4));
}

TEST_CASE("a view that a NUL would cut is refused, and so is a null among the arguments") {
    using namespace std::string_view_literals;
    CHECK(child_process::start("/bin/sh\0.txt"sv, {"sh"}).status() == status::inner_nul(7));
    CHECK(child_process::start(std::string("/bin/sh\0", 8), {"sh"}).status() ==
          status::inner_nul(7));
    CHECK(child_process::start("/bin/sh", {"sh"sv, "-c"sv, "exit 0\0exit 1"sv}).status() ==
          status::inner_nul(6));
    const std::vector<std::string_view> views = {"sh", "-c", "exit 0\0exit 1"sv};
    CHECK(child_process::start("/bin/sh", views).status() == status::inner_nul(6));
    const char* const none = nullptr;
    CHECK(child_process::start("/bin/sh", {"sh", none, "-c"}).status() == status_code::null);
    CHECK(child_process::start(std::string_view(), {"sh"}).status() == status_code::not_found);
}

TEST_CASE("what cannot be started is answered by a status and a text with the file") {
    const char* const arguments[] = {"x", nullptr};
    const auto missing = child_process::start("/nowhere/at/all", arguments);
    CHECK(missing.status() == status_code::not_found);
    CHECK(std::string(missing.error().message()).find("/nowhere/at/all: ") == 0);
    CHECK(child_process::start("/dev/null", arguments).status() == status::system(EACCES));
    CHECK(child_process::start(nullptr, arguments).status() == status_code::null);
    const char* const* const none = nullptr;
    CHECK(child_process::start("/bin/sh", none).status() == status_code::null);
    child_options options;
    options.standard_input = 12345;
    CHECK(shell("exit 0", options).status() == status::system(EBADF));
}
