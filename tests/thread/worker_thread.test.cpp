// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/thread/worker_thread.hpp>

#include <dlfcn.h>
#include <pthread.h>
#include <signal.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <cfenv>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <memory>
#include <stdexcept>
#include <string>
#include <thread>
#include <type_traits>
#include <utility>

#include <ffiguard/library/keep_alive.hpp>
#include <ffiguard/signal/signal_mask.hpp>
#include <ffiguard/signal/signal_set.hpp>
#include <ffiguard/thread/cpu_affinity.hpp>
#include <ffiguard/thread/float_environment.hpp>
#include <ffiguard/thread/thread_name.hpp>

#include <doctest/doctest.h>

#include "../core/child.hpp"
#include "../forked.hpp"
#include "../library/test_library.hpp"
#include "affinity.hpp"

using ffiguard::signal_mask;
using ffiguard::signal_set;
using ffiguard::status;
using ffiguard::status_code;
using ffiguard::worker_hook;
using ffiguard::worker_options;
using ffiguard::worker_stop;
using ffiguard::worker_thread;
using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::seconds;

static_assert(!std::is_copy_constructible_v<worker_thread>);
static_assert(std::is_nothrow_move_constructible_v<worker_thread>);
static_assert(sizeof(worker_thread) == sizeof(void*));

namespace {

const auto until_stopped = [](const worker_stop& stop) {
    while (!stop.wait_for(hours(1))) {
    }
};

template <class Condition>
bool comes_true(Condition&& condition) {
    const auto end = std::chrono::steady_clock::now() + seconds(20);
    while (!condition()) {
        if (std::chrono::steady_clock::now() > end) return false;
        std::this_thread::sleep_for(milliseconds(1));
    }
    return true;
}

std::atomic<pthread_t> watched{};
std::atomic<int> on_watched{0};
std::atomic<int> on_others{0};
void note_thread(int) { ++(pthread_self() == watched.load() ? on_watched : on_others); }

/// What the kernel says of each: its name, state, and signals that are blocked or pending.
std::string threads_of_the_process() {
    std::string told;
    for (const auto& task : std::filesystem::directory_iterator("/proc/self/task")) {
        std::ifstream status(task.path() / "status");
        for (std::string line; std::getline(status, line);)
            for (const char* wanted : {"Name:", "State:", "Sig", "ShdPnd:"})
                if (line.rfind(wanted, 0) == 0) told += line + ' ';
        told += '\n';
    }
    return told;
}

/// Sends SIGUSR1 to the process 200 times, on none of whose other threads but one it is open.
void send_200_signals() {
    struct sigaction action {};
    struct sigaction before {};
    action.sa_handler = &note_thread;
    action.sa_flags = SA_RESTART;
    REQUIRE(::sigaction(SIGUSR1, &action, &before) == 0);
    on_watched = on_others = 0;
    for (int sent = 1; sent <= 200; ++sent) {
        REQUIRE(::kill(::getpid(), SIGUSR1) == 0);
        const bool has_come = comes_true([&] { return on_watched + on_others == sent; });
        CAPTURE(sent);
        CAPTURE(on_watched.load());
        CAPTURE(on_others.load());
        CAPTURE((has_come ? "" : threads_of_the_process()));
        REQUIRE(has_come);
    }
    REQUIRE(::sigaction(SIGUSR1, &before, nullptr) == 0);
}

/// A thread of the host that has its signals open, as a Go thread has.
class host_thread {
public:
    // TSan drops a signal that meets a thread before its first line.
    host_thread()
        : thread_([this] {
              runs_ = true;
              while (!done_) std::this_thread::sleep_for(milliseconds(1));
          }) {
        while (!runs_) std::this_thread::yield();
    }
    ~host_thread() {
        done_ = true;
        thread_.join();
    }

private:
    std::atomic<bool> runs_{false};
    std::atomic<bool> done_{false};
    std::thread thread_;
};

struct calls {
    std::atomic<int> started{0};
    std::atomic<int> worked{0};
    std::atomic<int> stopped{0};
    status start_answer;
    status stop_answer;

    worker_options options() {
        worker_options made;
        made.on_start = {[](void* user) noexcept {
                             ++static_cast<calls*>(user)->started;
                             return static_cast<calls*>(user)->start_answer;
                         },
                         this};
        made.on_stop = {[](void* user) noexcept {
                            ++static_cast<calls*>(user)->stopped;
                            return static_cast<calls*>(user)->stop_answer;
                        },
                        this};
        return made;
    }
};

int ask(void* stop) { return static_cast<const worker_stop*>(stop)->requested(); }
using ticker = int(int (*)(void*), void*);

}  // namespace

TEST_CASE("200 signals sent to the process run no handler on a worker; a std::thread runs all") {
    auto worker = worker_thread::start([](const worker_stop& stop) {
        watched = pthread_self();
        until_stopped(stop);
    });
    REQUIRE(worker);
    {
        const host_thread host;
        auto closed = signal_mask::block<SIGUSR1>();
        REQUIRE(closed);
        send_200_signals();
    }
    CHECK(on_watched == 0);
    CHECK(on_others == 200);
    CHECK(worker->stop().ok());

    std::atomic<bool> done{false};
    watched = pthread_t{};
    std::thread naive([&] {
        watched = pthread_self();
        while (!done) std::this_thread::sleep_for(milliseconds(1));
    });
    REQUIRE(comes_true([] { return watched != pthread_t{}; }));
    {
        auto closed = signal_mask::block<SIGUSR1>();
        REQUIRE(closed);
        send_200_signals();
    }
    CHECK(on_watched == 200);
    done = true;
    naive.join();
}

TEST_CASE("SIGPROF is open on a worker in a process with Go, and where it is asked for") {
    const auto blocked_with = [](ffiguard::worker_profiling profiling) {
        ffiguard::worker_options options;
        options.profiling = profiling;
        signal_set blocked;
        auto worker = worker_thread::start(
            [&](const worker_stop&) {
                if (const auto now = ffiguard::signal_mask::current()) blocked = *now;
            },
            options);
        REQUIRE(worker);
        CHECK(worker->stop().ok());
        return blocked;
    };
    using ffiguard::worker_profiling;
    const signal_set all = signal_set::asynchronous();
    const signal_set but_profiling = all - signal_set::of<SIGPROF>();
    CHECK(blocked_with(worker_profiling::in_go) == all);
    CHECK(blocked_with(worker_profiling::on) == but_profiling);
    CHECK(blocked_with(worker_profiling::off) == all);

    struct sigaction of_go {};  // as Go has it
    of_go.sa_flags = SA_SIGINFO | SA_ONSTACK | SA_RESTART;
    of_go.sa_sigaction = [](int, siginfo_t*, void*) {};
    sigfillset(&of_go.sa_mask);
    struct sigaction before;
    sigaction(SIGURG, &of_go, &before);
    CHECK(blocked_with(worker_profiling::in_go) == but_profiling);
    CHECK(blocked_with(worker_profiling::off) == all);
    sigaction(SIGURG, &before, nullptr);
    CHECK(blocked_with(worker_profiling::in_go) == all);
}

TEST_CASE("a worker blocks what is asynchronous and nothing else, whatever its starter blocks") {
    auto outer = signal_mask::block<SIGUSR2>();
    REQUIRE(outer);
    // What a careless library leaves behind, and a guard would not do.
    sigset_t fault;
    ::sigemptyset(&fault);
    ::sigaddset(&fault, SIGSEGV);
    ::sigaddset(&fault, SIGABRT);
    sigset_t before;
    REQUIRE(::pthread_sigmask(SIG_BLOCK, &fault, &before) == 0);
    const signal_set starter = *signal_mask::current();
    signal_set on_start;
    signal_set in_work;
    signal_set naive;
    worker_options options;
    options.on_start = {[](void* user) noexcept {
                            *static_cast<signal_set*>(user) = *signal_mask::current();
                            return status();
                        },
                        &on_start};
    auto worker = worker_thread::start(
        [&](const worker_stop&) { in_work = *signal_mask::current(); }, options);
    REQUIRE(worker);
    CHECK(*signal_mask::current() == starter);
    CHECK(worker->stop().ok());
    CHECK(on_start == signal_set::asynchronous());
    CHECK(in_work == signal_set::asynchronous());
    std::thread([&] { naive = *signal_mask::current(); }).join();
    CHECK(naive.contains(SIGSEGV));
    CHECK_FALSE(naive.contains(SIGTERM));
    REQUIRE(::pthread_sigmask(SIG_SETMASK, &before, nullptr) == 0);
}

#ifdef __linux__
TEST_CASE("a worker inherits nothing of its starter's guards; a std::thread keeps it for good") {
    struct seen {
        std::size_t cpus = cpus_now().size();
        int rounding = std::fegetround();
        std::string name = [] {
            char text[16] = "";
            ::pthread_getname_np(::pthread_self(), text, sizeof text);
            return std::string(text);
        }();
    };
    const seen before;
    seen in_naive;
    seen in_worker;
    seen after_start;
    {
        const auto pinned = ffiguard::cpu_affinity::pin(first_allowed());
        const auto named = ffiguard::thread_name::set("compressing");
        const auto rounding = ffiguard::float_environment::with_rounding(FE_UPWARD);
        REQUIRE(pinned);
        REQUIRE(named);
        REQUIRE(rounding);
        auto worker = worker_thread::start([&](const worker_stop&) { in_worker = seen(); });
        REQUIRE(worker);
        after_start = seen();
        std::thread([&] { in_naive = seen(); }).join();
        CHECK(worker->stop().ok());
    }
    CHECK(in_worker.cpus == before.cpus);
    CHECK(in_worker.rounding == before.rounding);
    CHECK(in_worker.name == before.name);
    for (const seen& pinned : {in_naive, after_start}) {
        CHECK(pinned.cpus == 1);
        CHECK(pinned.rounding == FE_UPWARD);
        CHECK(pinned.name == "compressing");
    }
}
#endif

TEST_CASE("a refused start leaves the mask, the work and what was to be kept as they were") {
    const signal_set before = *signal_mask::current();
    calls hooks;
    worker_options options = hooks.options();
    auto owned = std::make_unique<int>(7);
    auto kept = std::make_unique<int>(8);
    auto work = [owned = std::move(owned)](const worker_stop&) {};

    options.stack_size = 1;
    CHECK(worker_thread::start(std::move(work), options, std::move(kept)).status() ==
          status_code::invalid_argument);
    options.stack_size = ~std::size_t{0};
    CHECK(worker_thread::start(std::move(work), options, std::move(kept)).status() ==
          status_code::invalid_argument);
    options.stack_size = ~std::size_t{0} / 4;  // no address space of 64 bits has it
    if (sizeof(void*) == 8)
        CHECK(worker_thread::start(std::move(work), options, std::move(kept)).status() ==
              status_code::system);
    CHECK(hooks.started == 0);
    CHECK(hooks.stopped == 0);

    options.stack_size = 0;
    hooks.start_answer = status::foreign(-1);  // as a VM that does not attach
    CHECK(worker_thread::start(std::move(work), options, std::move(kept)).status() ==
          status::foreign(-1));
    CHECK(hooks.started == 1);
    CHECK(hooks.stopped == 0);
    CHECK(kept != nullptr);
    CHECK(*signal_mask::current() == before);

    hooks.start_answer = {};
    auto worker = worker_thread::start(std::move(work), options, std::move(kept));
    REQUIRE(worker);
    CHECK(kept == nullptr);
    CHECK(worker->stop().ok());
    CHECK(hooks.stopped == 1);
}

TEST_CASE("start() returns after on_start; stop() after the work, its captures and on_stop") {
    calls hooks;
    struct noting {
        explicit noting(calls* to_) : to(to_) {}
        noting(noting&& other) noexcept : to(std::exchange(other.to, nullptr)) {}
        ~noting() {
            if (to != nullptr) to->worked += to->stopped == 0 ? 10 : 1000;
        }
        calls* to;
    };
    auto worker = worker_thread::start(
        [note = noting(&hooks)](const worker_stop& stop) {
            until_stopped(stop);
            std::this_thread::sleep_for(milliseconds(50));
            ++note.to->worked;
        },
        hooks.options());
    REQUIRE(worker);
    CHECK(hooks.started == 1);
    CHECK(hooks.worked == 0);
    errno = ENOENT;
    CHECK(worker->stop().ok());
    CHECK(errno == ENOENT);
    CHECK(hooks.worked == 11);
    CHECK(hooks.stopped == 1);
    CHECK_FALSE(*worker);
    CHECK(worker->stop().status() == status_code::closed);
}

TEST_CASE("stop() answers what the work answered, and what on_stop did where the work was well") {
    calls hooks;
    hooks.stop_answer = status::foreign(9);
    const auto outcome_of = [&](auto work) {
        auto worker = worker_thread::start(work, hooks.options());
        REQUIRE(worker);
        return worker->stop();
    };
    CHECK(outcome_of([](const worker_stop&) {}).status() == status::foreign(9));
    CHECK(outcome_of([](const worker_stop&) { return status::system(EPIPE); }).status() ==
          status::system(EPIPE));
    const ffiguard::error said = outcome_of([](const worker_stop&) {
        return ffiguard::error(status_code::not_found, "no such queue");
    });
    CHECK(said.status() == status_code::not_found);
    CHECK(std::string(said.message()) == "no such queue");
}

#if FFIGUARD_HAS_EXCEPTIONS()
TEST_CASE("an exception of the work is the answer of stop(); out of a std::thread it is the end") {
    calls hooks;
    auto worker = worker_thread::start(
        [](const worker_stop&) { throw std::runtime_error("the queue is broken"); },
        hooks.options());
    REQUIRE(worker);
    const ffiguard::error outcome = worker->stop();
    CHECK(outcome.status() == status_code::cxx_exception);
    CHECK(std::string(outcome.message()) == "the queue is broken");
    CHECK(hooks.stopped == 1);
    CHECK(run_in_child([] {
              ::signal(SIGABRT, SIG_DFL);  // doctest has a handler
              std::thread([]() -> void { throw std::runtime_error("broken"); }).join();
          }).aborted);
}

TEST_CASE("pthread_exit() in the work ends the worker in order") {
    calls hooks;
    auto worker =
        worker_thread::start([](const worker_stop&) { ::pthread_exit(nullptr); }, hooks.options());
    REQUIRE(worker);
    CHECK(worker->stop().ok());
#if defined(__linux__) && !defined(__GLIBC__)
    CHECK(hooks.stopped == 0);  // musl ends the thread and unwinds nothing
#else
    CHECK(hooks.stopped == 1);
#endif
}
#endif

TEST_CASE("a stop interrupts a wait of an hour; without one a wait takes its time") {
    std::atomic<bool> waiting{false};
    bool asked_too_early = true;
    auto worker = worker_thread::start([&](const worker_stop& stop) {
        const auto begun = std::chrono::steady_clock::now();
        asked_too_early = stop.requested() || stop.wait_for(milliseconds(20)) ||
                          stop.wait_for(milliseconds(-1)) ||
                          std::chrono::steady_clock::now() - begun < milliseconds(20);
        waiting = true;
        CHECK(stop.wait_for(std::chrono::nanoseconds::max()));
        CHECK(stop.requested());
    });
    REQUIRE(worker);
    REQUIRE(comes_true([&] { return waiting.load(); }));
    const auto begun = std::chrono::steady_clock::now();
    worker->request_stop();
    CHECK(worker->stop().ok());
    CHECK(std::chrono::steady_clock::now() - begun < seconds(20));
    CHECK_FALSE(asked_too_early);
}

TEST_CASE("a worker that stops itself is asked to, and joined by whoever else stops it") {
    worker_thread worker;
    std::atomic<bool> ready{false};
    auto started = worker_thread::start([&](const worker_stop& stop) {
        while (!ready) std::this_thread::sleep_for(milliseconds(1));
        CHECK(worker.stop().status() == status_code::in_use);
        CHECK(worker.stop().status() == status_code::in_use);
        CHECK(stop.requested());
    });
    REQUIRE(started);
    worker = *std::move(started);
    ready = true;
    CHECK(worker.stop().ok());
    CHECK_FALSE(worker);
}

TEST_CASE("a worker that ends its own worker_thread does not wait for itself, and says so") {
    const auto outcome = run_in_child([] {
        // Its owner is in the work: as when the last reference to an object goes on its worker.
        auto* const worker = new worker_thread;
        std::atomic<int> phase{0};
        auto started = worker_thread::start([&, worker](const worker_stop&) {
            while (phase == 0) std::this_thread::sleep_for(milliseconds(1));
            delete worker;
            phase = 2;
        });
        if (!started) ::_exit(1);
        *worker = *std::move(started);
        phase = 1;
        ::_exit(comes_true([&] { return phase == 2; }) ? 0 : 2);
    });
    CHECK(outcome.exit_status == 0);
    CHECK(outcome.text == "ffiguard: wrong thread: worker_thread: ended by its own thread\n");
}

TEST_CASE("the destructor and an assignment stop and join; a moved-from one is empty") {
    calls hooks;
    {
        auto first = worker_thread::start(until_stopped, hooks.options());
        auto second = worker_thread::start(until_stopped, hooks.options());
        REQUIRE(first);
        REQUIRE(second);
        worker_thread moved = *std::move(first);
        CHECK_FALSE(*first);
        CHECK(first->stop().status() == status_code::closed);
        moved = *std::move(second);
        CHECK(hooks.stopped == 1);
        worker_thread& same = moved;
        moved = std::move(same);
        CHECK(moved);
        CHECK(hooks.stopped == 1);
    }
    CHECK(hooks.stopped == 2);
}

#ifdef __linux__
TEST_CASE("a worker has the name and at least the stack that it was given") {
    char name[16] = "";
    std::size_t stack = 0;
    worker_options options;
    options.name = "flush of the q\xC3\xBC\xC3\xBC";  // the first u with dots does not fit
    options.stack_size = worker_options::least_for_jvm + 1;
    auto worker = worker_thread::start(
        [&](const worker_stop&) {
            ::pthread_getname_np(::pthread_self(), name, sizeof name);
            pthread_attr_t own;
            void* lowest = nullptr;
            REQUIRE(::pthread_getattr_np(::pthread_self(), &own) == 0);
            ::pthread_attr_getstack(&own, &lowest, &stack);
            ::pthread_attr_destroy(&own);
        },
        options);
    REQUIRE(worker);
    CHECK(worker->stop().ok());
    CHECK(std::string(name) == "flush of the q");
    CHECK(stack > worker_options::least_for_jvm);
    CHECK(stack < 4 * worker_options::least_for_jvm);  // TSan adds some
}
#endif

TEST_CASE("what is kept is released once, by the joining thread, after the work has gone") {
    struct keeper {
        explicit keeper(std::thread::id* where_) : where(where_) {}
        keeper(keeper&& other) noexcept : where(std::exchange(other.where, nullptr)) {}
        ~keeper() {
            if (where != nullptr) *where = std::this_thread::get_id();
        }
        std::thread::id* where;
    };
    std::thread::id where;
    bool was_kept = false;
    {
        auto worker = worker_thread::start(
            [&](const worker_stop& stop) {
                until_stopped(stop);
                was_kept = where == std::thread::id();
            },
            {}, keeper(&where));
        REQUIRE(worker);
        CHECK(where == std::thread::id());
        CHECK(worker->stop().ok());
        CHECK(was_kept);
        CHECK(where == std::this_thread::get_id());
        where = {};
    }
    CHECK(where == std::thread::id());
}

TEST_CASE("what is kept is closed by its close(), whose error is the answer if the work had none") {
    struct log_file {
        ffiguard::error close() noexcept {
            return ffiguard::error(status::foreign(28), "disk full");
        }
    };
    auto worker = worker_thread::start(until_stopped, {}, log_file());
    REQUIRE(worker);
    CHECK(std::string(worker->stop().message()) == "disk full");
    auto failed =
        worker_thread::start([](const worker_stop&) { return status(status_code::not_found); }, {},
                             std::make_unique<log_file>());
    REQUIRE(failed);
    CHECK(failed->stop().status() == status_code::not_found);
}

TEST_CASE("a worker keeps the library of its code loaded until it is stopped") {
    const library_copy copy("ticker");
    int unloads = 0;
    worker_thread worker;
    std::atomic<bool> inside{false};
    {
        auto opened = ffiguard::library::open(copy.path());
        REQUIRE(opened);
        const auto tick = opened->find<ticker>("ticker_tick");
        const auto told = opened->find<int*>("ticker_unloads");
        REQUIRE(tick);
        REQUIRE(told);
        **told = &unloads;
        auto started = worker_thread::start(
            [&inside, raw = tick->get()](const worker_stop& stop) {
                inside = true;
                raw(&ask, const_cast<worker_stop*>(&stop));
            },
            {}, ffiguard::keep_alive(*opened));
        REQUIRE(started);
        worker = *std::move(started);
    }
    REQUIRE(comes_true([&] { return inside.load(); }));
    CHECK(is_loaded(copy.path()));
    CHECK(unloads == 0);
    CHECK(worker.stop().ok());
    CHECK_FALSE(is_loaded(copy.path()));
    CHECK(unloads == 1);
}

TEST_CASE("a thread whose library was closed under it takes the process with it") {
    const library_copy copy("ticker");
    const auto outcome = run_in_child([&] {
        ::signal(SIGSEGV, SIG_DFL);  // doctest has a handler
        void* const naive = ::dlopen(copy.path().c_str(), RTLD_NOW);
        auto* const tick = reinterpret_cast<ticker*>(::dlsym(naive, "ticker_tick"));
        std::atomic<bool> done{false};
        std::thread thread([&] {
            tick([](void* flag) -> int { return *static_cast<std::atomic<bool>*>(flag); }, &done);
        });
        std::this_thread::sleep_for(milliseconds(20));
        ::dlclose(naive);
        std::this_thread::sleep_for(milliseconds(20));
        done = true;
        thread.join();
        ::_exit(0);
    });
    CHECK(outcome.exit_status != 0);
}

TEST_CASE("a plugin with a worker of its own runs no handler on it, and unloads after its stop") {
    const library_copy copy("worker_plugin");
    auto plugin = ffiguard::library::open(copy.path());
    REQUIRE(plugin);
    std::atomic<int> beats{0};
    {
        const auto start =
            plugin->find<int(std::atomic<pthread_t>*, std::atomic<int>*)>("worker_plugin_start");
        const auto stop = plugin->find<int()>("worker_plugin_stop");
        REQUIRE(start);
        REQUIRE(stop);
        REQUIRE((*start)(&watched, &beats) == 1);
        REQUIRE(comes_true([&] { return beats > 2; }));
        {
            const host_thread host;
            auto closed = signal_mask::block<SIGUSR1>();
            REQUIRE(closed);
            send_200_signals();
        }
        CHECK(on_watched == 0);
        CHECK(on_others == 200);
        CHECK((*stop)() == 1);
    }
    const int beats_then = beats;
    CHECK(plugin->close().answer == ffiguard::close_answer::unloaded);
    CHECK_FALSE(is_loaded(copy.path()));
    CHECK(beats == beats_then);
}

TEST_CASE("the child of a fork has no worker, and neither waits for one nor harms the parent's") {
    calls hooks;
    auto worker = worker_thread::start(until_stopped, hooks.options());
    REQUIRE(worker);
    const auto outcome = run_in_child([&] {
        ::alarm(20);
        worker->request_stop();
        if (worker->stop().status() != status_code::closed) ::_exit(1);
        ::_exit(*worker ? 2 : 0);
    });
    CHECK(outcome.exit_status == 0);
    CHECK(hooks.stopped == 0);
    CHECK(worker->stop().ok());
    CHECK(hooks.stopped == 1);
}

TEST_CASE("where process 1 forks into a PID namespace, as process 1, the child has no worker") {
    if (!forked::may_enter_pid_namespace()) return;
    const auto first = forked::child(forked::where::new_pid_namespace, [] {
        const worker_stop* theirs = nullptr;
        std::atomic<bool> begun{false};
        auto worker = worker_thread::start([&](const worker_stop& stop) {
            theirs = &stop;
            begun = true;
            until_stopped(stop);
        });
        if (!worker || ::getpid() != 1) return 1;
        while (!begun) std::this_thread::yield();
        const auto second = forked::child(forked::where::new_pid_namespace, [&] {
            forked::step("worker_stop::wait_for");
            if (::getpid() != 1 || !theirs->wait_for(std::chrono::hours(1))) return 2;
            forked::step("worker_thread::stop");
            return worker->stop().status() == status_code::closed ? 0 : 3;
        });
        if (!second.hung_in.empty()) return 4;
        if (!second.ok()) return 10 + second.exit_status;
        return worker->stop().ok() ? 0 : 5;
    });
    CHECK(first.hung_in == "");
    CHECK(first.exit_status == 0);
}

TEST_CASE("100 workers at once start and stop, each on a stack that a JVM would take") {
    std::atomic<int> ran{0};
    worker_thread workers[100];
    worker_options options;
    options.stack_size = worker_options::least_for_jvm;
    for (worker_thread& one : workers) {
        auto started = worker_thread::start(
            [&](const worker_stop& stop) {
                ++ran;
                until_stopped(stop);
            },
            options);
        REQUIRE(started);
        one = *std::move(started);
    }
    for (worker_thread& one : workers) one.request_stop();
    for (worker_thread& one : workers) CHECK(one.stop().ok());
    CHECK(ran == 100);
}
