// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_TESTS_GO_OBJECTS_HPP
#define FFIGUARD_TESTS_GO_OBJECTS_HPP

// One of each public object, in two shared objects of one process. What one makes, the other uses,
// moves and ends, with its own copies of ffiguard's functions or with those of the other, as the
// compiler inlines and the loader binds.

#include <ffiguard/ffiguard.hpp>
#include <ffiguard/go/callback.hpp>

#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

#include <atomic>
#include <memory>
#include <optional>
#include <string>
#include <thread>

using text_file = ffiguard::owned<&::close, -1>;
using file_table = ffiguard::handle_table<text_file>;
using registration = ffiguard::go::callback_registration<int(int), -1>;
using parked_file = ffiguard::thread_bound<text_file, ffiguard::elsewhere::parked>;

/// What a program has: made whole, moved and ended by anybody.
struct objects {
    std::unique_ptr<ffiguard::library_host> host;
    ffiguard::library_lease lease;
    ffiguard::library library;
    std::optional<ffiguard::symbol<int()>> symbol;
    std::optional<ffiguard::keep_alive> kept;
    std::unique_ptr<file_table> table;
    ffiguard::token token = 0;
    std::optional<file_table::pin_type> pin;
    ffiguard::shared_handle<text_file::traits_type> shared;
    ffiguard::weak_handle<text_file::traits_type> weak;
    ffiguard::thread_name name;
    ffiguard::signal_mask mask;
    ffiguard::float_environment floats;
    ffiguard::thread_home home;
    parked_file bound;
    std::unique_ptr<ffiguard::pin_check> pinned;
    ffiguard::worker_thread worker;
    std::atomic<bool>* worker_gone = nullptr;
    ffiguard::shared_memory memory;
    ffiguard::signal_action action;
    ffiguard::signal_event event;
    registration callback;
    int (*call)(int, void*) = nullptr;
    std::atomic<int>* handles = nullptr;  ///< of Go, that are open
    ffiguard::error error;
};

// The functions of a shared object, as the program finds them.
using make_objects = objects*(const char* library);
using use_objects = int(objects*);
using number_here = std::uint64_t();

namespace objects_of {

// Of each shared object: "Go", and a handler.
namespace {
std::atomic<int> handles{0};
std::atomic<bool> worker_gone{false};
int twice(std::uint64_t, int number) { return 2 * number; }
void let_go(std::uint64_t) { --handles; }
void on_signal(int) {}
}  // namespace

inline text_file some_file() { return text_file(::open("/dev/null", O_RDONLY | O_CLOEXEC)); }

FFIGUARD_HIDDEN inline objects* make(const char* path) {
    auto made = std::make_unique<objects>();
    made->host = std::make_unique<ffiguard::library_host>();
    made->lease = *made->host->acquire(path);
    made->library = made->lease.get();
    made->symbol = *made->library.find<int()>("use");
    made->kept = ffiguard::keep_alive(made->library);
    made->table = std::make_unique<file_table>();
    made->token = *made->table->insert(some_file());
    made->pin = made->table->pin(made->token);
    made->shared = *ffiguard::share(some_file());
    made->weak = made->shared;
    made->name = *ffiguard::thread_name::set("objects");
    made->mask = *ffiguard::signal_mask::block(ffiguard::signal_set::of<SIGUSR1>());
    made->floats = *ffiguard::float_environment::save();
    made->home = *ffiguard::thread_home::create();
    made->bound = *parked_file::bind(some_file(), made->home);
    made->pinned = std::make_unique<ffiguard::pin_check>();
    if (!made->pinned->enter().ok()) return nullptr;
    worker_gone = false;
    made->worker_gone = &worker_gone;
    made->worker = *ffiguard::worker_thread::start([](const ffiguard::worker_stop& stop) {
        while (!stop.wait_for(std::chrono::milliseconds(1))) {
        }
        worker_gone = true;
    });
    made->memory = *ffiguard::shared_memory::create_anonymous(4096);
    made->action = *ffiguard::signal_action::install(SIGUSR2, &on_signal);
    made->event = *ffiguard::signal_event::on(ffiguard::signal_set::of<SIGWINCH>());
    handles = 1;
    made->handles = &handles;
    auto call = ffiguard::go::callback<int(int)>::adopt(&twice, 7, &let_go);
    made->callback = *registration::create(*std::move(call));
    made->call = registration::function();
    made->error = ffiguard::error(ffiguard::status_code::not_found, "made elsewhere");
    return made.release();
}

/// On the thread that made them. 0, or the number of the claim that does not hold.
FFIGUARD_HIDDEN inline int use_and_end(objects* given) {
    using ffiguard::status_code;
    const std::unique_ptr<objects> old(given);
    objects all = std::move(*old);

    // From a thread that is not theirs, which each shared object numbers in its own order.
    int wrong = 0;
    std::thread([&] {
        if (all.pinned->verify() != status_code::wrong_thread) wrong = 1;
        if (all.pinned->enter() != status_code::wrong_thread) wrong = 2;
        if (all.bound.get().status() != status_code::wrong_thread) wrong = 3;
        if (all.home.drain().status() != status_code::wrong_thread) wrong = 4;
        if (all.name.restore() != status_code::wrong_thread) wrong = 5;
        if (all.mask.restore() != status_code::wrong_thread) wrong = 6;
        if (all.floats.is_on_its_thread()) wrong = 7;
    }).join();
    if (wrong != 0) return wrong;
    if (!all.pinned->verify().ok() || !all.pinned->enter().ok()) return 10;
    if (!all.pinned->leave().ok() || !all.pinned->leave().ok()) return 11;
    if (!all.bound.get() || !all.name.is_on_its_thread()) return 12;
    {
        auto elsewhere = std::make_unique<parked_file>(std::move(all.bound));
        std::thread([&] { elsewhere.reset(); }).join();
        const auto drained = all.home.drain();
        if (!drained || *drained != 1) return 13;
    }
    {
        auto newer = ffiguard::thread_name::set("newer");  // of this shared object
        if (!newer || !all.name.restore().ok() || !newer->restore().ok()) return 14;
    }
    if (!all.mask.restore().ok() || !all.floats.restore().ok()) return 15;
    sigset_t blocked;
    ::pthread_sigmask(SIG_SETMASK, nullptr, &blocked);
    if (::sigismember(&blocked, SIGUSR1) == 1) return 16;

    if (!*all.pin || !all.table->pin(all.token)) return 20;
    if (all.table->try_close(all.token) != status_code::in_use) return 21;
    if (!all.table->close(all.token).ok() || all.table->pin(all.token)) return 22;
    const int descriptor = (*all.pin)->get();
    if (!all.pin->unpin().ok() || ::fcntl(descriptor, F_GETFD) != -1) return 23;
    const auto more = all.table->insert(some_file());
    if (!more || *more == all.token || !all.table->close(*more).ok()) return 24;
    auto again = all.weak.lock();
    if (!again || !again.pin() || !all.shared.close().ok() || again.pin()) return 25;

    if (all.call(21, all.callback.user()) != 42) return 30;
    if (!all.callback.unregister().ok() || *all.handles != 0) return 31;
    if (all.call(21, nullptr) != -1) return 32;
    if (!all.worker.stop().ok() || !*all.worker_gone) return 33;
    all.memory.data()[0] = 1;
    all.memory = ffiguard::shared_memory();
    if (!all.action.restore().ok()) return 34;
    ::raise(SIGWINCH);
    const auto came = all.event.wait(1000);
    if (!came || *came != SIGWINCH || !all.event.restore().ok()) return 35;
    if (std::string(all.error.message()) != "made elsewhere") return 36;

    if ((*all.symbol)() != 1) return 40;
    const auto entry = all.lease.entry();
    auto second = all.host->acquire(entry);
    if (!second) return 41;
    all.lease = std::move(*second);
    all.symbol.reset();
    all.kept.reset();
    all.library = ffiguard::library();
    const std::string path = all.lease.get().path();
    if (all.host->close(entry).answer != ffiguard::close_answer::in_use) return 42;
    all.lease.reset();
    if (ffiguard::library::find_loaded(path)) return 43;
    return 0;
}

}  // namespace objects_of

#endif
