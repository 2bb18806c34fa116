// SPDX-License-Identifier: BSL-1.0
// A process forks with everything of ffiguard alive, and other threads inside of it: each child
// ends everything it has inherited and exits. (What needs a JVM is in jni/fork.test.cpp.)
#include <ffiguard/ffiguard.hpp>
#include <ffiguard/go/callback_registration.hpp>
#include <ffiguard/signal/crash_reporter.hpp>
#include <ffiguard/thread/foreign_call.hpp>

#include <poll.h>
#include <signal.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include <doctest/doctest.h>

#include "../forked.hpp"

using ffiguard::status_code;
using namespace std::chrono_literals;

namespace {

using database = ffiguard::owned<&::close, -1>;
using on_number = ffiguard::go::callback<int(int)>;
using registration = ffiguard::go::callback_registration<int(int), -1>;
using home_bound = ffiguard::thread_bound<database, ffiguard::elsewhere::parked>;

std::atomic<bool> let_go{false};
std::atomic<int> inside_go{0};
std::atomic<int> calls_of_child{0};  // into Go, in a child

int go_wait(std::uint64_t, int number) {
    ++calls_of_child;
    ++inside_go;
    while (!let_go) ::poll(nullptr, 0, 1);
    --inside_go;
    return number;
}
int go_answer(std::uint64_t, int number) {
    ++calls_of_child;
    return number;
}
void go_let_go(std::uint64_t) { ++calls_of_child; }

void on_usr1(int) {}

database some_descriptor() { return database(::dup(0)); }

/// Everything that a program may have; each member ends by itself.
struct everything {
    std::unique_ptr<ffiguard::handle_table<int>> table{new ffiguard::handle_table<int>};
    std::unique_ptr<ffiguard::handle_table<database>> files{new ffiguard::handle_table<database>};
    ffiguard::shared_handle<database::traits_type> shared = *ffiguard::share(some_descriptor());
    ffiguard::weak_handle<database::traits_type> weak{shared};
    std::unique_ptr<ffiguard::library_host> host{
        new ffiguard::library_host(ffiguard::keep_for(1ms))};
    ffiguard::library program = *ffiguard::library::this_program();
    ffiguard::shared_memory memory;
    ffiguard::worker_thread worker;
    ffiguard::signal_action action;
    ffiguard::crash_reporter reporter;
    ffiguard::foreign_call<> around;
    ffiguard::signal_event event;
    ffiguard::signal_dispatcher dispatcher;
    ffiguard::thread_home home = *ffiguard::thread_home::create();
    home_bound bound = *home_bound::bind(some_descriptor(), home);
    ffiguard::pin_check pinned;
    ffiguard::child_process child;
    on_number callback = *on_number::adopt(&go_answer, 1, &go_let_go);
    registration idle = *registration::create(*on_number::adopt(&go_answer, 2, &go_let_go));
    registration busy = *registration::create(*on_number::adopt(&go_wait, 3, &go_let_go));
};

/// What a child does with it; the steps tell which one hung.
int end_all(everything& all, int descriptor_of_thread) {
    // Reports are many, and as they should be.
    ffiguard::set_violation_handler([](const ffiguard::violation_event&) noexcept {});
    calls_of_child = 0;
    int wrong = 0;
    forked::step("go::callback");
    if (all.callback(1).status() != status_code::closed) wrong = 1;
    all.callback.reset();
    forked::step("callback_registration: a call");
    if (registration::function()(1, all.idle.user()) != -1) wrong = 2;
    forked::step("callback_registration: unregister() of one that nobody is in");
    if (!all.idle.unregister().ok()) wrong = 3;
    forked::step("callback_registration: unregister() of one that a thread is in");
    if (!all.busy.unregister().ok()) wrong = 4;
    if (calls_of_child != 0) wrong = 5;
    forked::step("child_process");
    all.child = ffiguard::child_process();
    forked::step("pin_check");
    if (all.pinned.verify() != status_code::wrong_thread) wrong = 6;  // for ever
    forked::step("thread_bound");
    if (!all.bound.close().ok()) wrong = 7;
    forked::step("thread_home");
    static_cast<void>(all.home.drain());
    all.home = ffiguard::thread_home();
    forked::step("signal_dispatcher");
    static_cast<void>(all.dispatcher.stop());
    forked::step("signal_event");
    static_cast<void>(all.event.restore());
    forked::step("signal_action");
    static_cast<void>(all.action.restore());
    auto again = ffiguard::signal_action::install(SIGUSR2, &on_usr1);
    if (again) static_cast<void>(again->restore());
    forked::step("crash_reporter");
    static_cast<void>(all.reporter.restore());  // in_use where a thread was in install()
    forked::step("foreign_call");
    if (!all.around.end().status().ok()) wrong = 15;
    forked::step("worker_thread");
    if (all.worker.stop().status() != status_code::closed) wrong = 8;
    forked::step("shared_memory");
    if (all.memory.unlink() != status_code::closed) wrong = 9;
    forked::step("library");
    static_cast<void>(all.program.close());
    forked::step("library_host");
    static_cast<void>(all.host->collect());
    static_cast<void>(all.host->shutdown(1ms));
    all.host.reset();
    forked::step("shared_handle");
    static_cast<void>(all.shared.close());
    all.shared.reset();
    if (all.weak.lock()) wrong = 10;
    forked::step("handle_table");
    if (!all.files->insert(some_descriptor())) wrong = 11;
    all.files.reset();
    all.table.reset();
    forked::step("a worker, a table and an event of the child's own");
    auto mine = ffiguard::worker_thread::start(
        [](const ffiguard::worker_stop& stop) { static_cast<void>(stop.wait_for(1h)); });
    if (!mine || !mine->stop().ok()) wrong = 12;
    if (::fcntl(descriptor_of_thread, F_GETFD) < 0) wrong = 13;  // a pin of the parent's holds it
    forked::step("exit");
    return wrong;
}

}  // namespace

TEST_CASE("200 children of a process with everything alive, and threads inside, end in time") {
    if (!forked::bears_threads_inside()) return;
    const auto reports =
        ffiguard::set_violation_handler([](const ffiguard::violation_event&) noexcept {});
    let_go = false;
    everything all;
    const std::string name = "/ffiguard_fork_" + std::to_string(::getpid());
    all.memory = *ffiguard::shared_memory::create(name.c_str(), 4096);
    all.worker = *ffiguard::worker_thread::start([](const ffiguard::worker_stop& stop) {
        while (!stop.wait_for(100us)) {
        }
    });
    all.action = *ffiguard::signal_action::install(SIGUSR1, &on_usr1);
    all.reporter = *ffiguard::crash_reporter::install([](int, siginfo_t*, void*) {});
    all.event = *ffiguard::signal_event::on(ffiguard::signal_set::of<SIGUSR2>());
    all.dispatcher = *ffiguard::signal_dispatcher::start(ffiguard::signal_set::of<SIGWINCH>(),
                                                         [](int) noexcept {});
    const char* const sleeper[] = {"sleep", "1000", nullptr};
    ffiguard::child_options search;
    search.search_path = true;
    all.child = *ffiguard::child_process::start("sleep", sleeper, search);

    std::atomic<bool> stop{false};
    std::vector<std::thread> threads;
    const auto loop = [&](auto&& body) {
        threads.emplace_back([&stop, body] {
            while (!stop) body();
        });
    };
    loop([&all] {
        const auto made = all.table->emplace(1);
        if (made) static_cast<void>(all.table->close(*made));
    });
    loop([&all] {
        const auto made = all.files->insert(some_descriptor());
        if (made) {
            const auto pin = all.files->pin(*made);
            static_cast<void>(all.files->close(*made));
        }
    });
    loop([&all] {
        auto lease = all.host->acquire("libm.so.6");
        static_cast<void>(all.host->collect());
    });
    loop([&] {
        ::kill(::getpid(), SIGUSR1);
        ::kill(::getpid(), SIGWINCH);
    });
    loop([&all] { static_cast<void>(all.event.next()); });
    loop([] {
        auto guard = ffiguard::signal_action::install(SIGURG, &on_usr1);
        if (guard) static_cast<void>(guard->restore());
    });
    loop([] {
        auto worker = ffiguard::worker_thread::start([](const ffiguard::worker_stop&) {});
        if (worker) static_cast<void>(worker->stop());
    });
    loop([] {
        const auto made = registration::create(*on_number::adopt(&go_answer, 4, &go_let_go));
        if (made) static_cast<void>(registration::function()(1, made->user()));
    });
    std::thread in_go([&all] { static_cast<void>(registration::function()(1, all.busy.user())); });
    std::atomic<bool> pinned{false};
    std::atomic<int> descriptor_of_thread{-1};
    std::thread in_handle([&, mine = all.shared] {
        const auto pin = mine.pin();
        descriptor_of_thread = pin.get();
        const auto bound = all.pinned.enter();
        pinned = true;
        while (!stop) ::poll(nullptr, 0, 1);
        if (bound.ok()) static_cast<void>(all.pinned.leave());
    });
    while (!pinned || inside_go == 0) ::poll(nullptr, 0, 1);

    std::vector<forked::where> places{forked::where::same_namespace};
    if (forked::may_enter_pid_namespace()) places.push_back(forked::where::new_pid_namespace);
    for (int round = 0; round < 200; ++round) {
        const auto place = places[static_cast<std::size_t>(round) % places.size()];
        const auto ended = forked::child(place, [&] { return end_all(all, descriptor_of_thread); });
        CHECK(ended.hung_in == "");
        CHECK(ended.signal == 0);
        CHECK(ended.exit_status == 0);
        if (!ended.ok()) break;
    }
    CHECK(ffiguard::shared_memory::open(name.c_str()));

    stop = true;
    let_go = true;
    for (std::thread& one : threads) one.join();
    in_go.join();
    in_handle.join();
    CHECK(all.worker.stop().ok());
    CHECK(all.busy.unregister().ok());
    ffiguard::set_violation_handler(reports);
}
