// SPDX-License-Identifier: BSL-1.0
#include <pthread.h>
#include <signal.h>

#include <atomic>
#include <chrono>
#include <utility>

#include <ffiguard/core/handle_table.hpp>
#include <ffiguard/core/unique_handle.hpp>
#include <ffiguard/memory/loan.hpp>
#include <ffiguard/thread/close_and_wait.hpp>
#include <ffiguard/thread/completion_queue.hpp>
#include <ffiguard/thread/cpu_affinity.hpp>
#include <ffiguard/thread/event_queue.hpp>
#include <ffiguard/thread/float_environment.hpp>
#include <ffiguard/thread/foreign_call.hpp>
#include <ffiguard/thread/hosted_call.hpp>
#include <ffiguard/thread/pin_check.hpp>
#include <ffiguard/thread/scoped_loan.hpp>
#include <ffiguard/thread/thread_bound.hpp>
#include <ffiguard/thread/thread_home.hpp>
#include <ffiguard/thread/thread_host.hpp>
#include <ffiguard/thread/thread_locale.hpp>
#include <ffiguard/thread/thread_name.hpp>
#include <ffiguard/thread/thread_state.hpp>
#include <ffiguard/thread/upcall.hpp>
#include <ffiguard/thread/worker_thread.hpp>

#include "faults.hpp"

using faults::first_failure;
using faults::keeps_errno;
using ffiguard::status;
using ffiguard::status_code;
using std::chrono::milliseconds;

FFIGUARD_SCENARIO(thread, cpu_affinity) {
    auto pinned = ffiguard::cpu_affinity::pin(0);
    FFIGUARD_TELL(pinned);
    const auto now = ffiguard::cpu_affinity::current();
    FFIGUARD_TELL(now);
    return pinned->restore();
}

FFIGUARD_SCENARIO(thread, cpu_affinity_ends) {
    auto pinned = ffiguard::cpu_affinity::pin(0);
    FFIGUARD_TELL(pinned);
    keeps_errno([&] { *pinned = ffiguard::cpu_affinity(); });
    return {};
}

FFIGUARD_SCENARIO(thread, float_environment) {
    auto one = ffiguard::float_environment::with_rounding(FE_UPWARD);
    FFIGUARD_TELL(one);
    auto two = ffiguard::float_environment::default_environment();
    FFIGUARD_TELL(two);
    first_failure told;
    told << two->restore() << one->restore();
    return told;
}

FFIGUARD_SCENARIO(thread, thread_locale) {
    auto locale = ffiguard::thread_locale::use("C.UTF-8");
    FFIGUARD_TELL(locale);
    return locale->restore();
}

FFIGUARD_SCENARIO(thread, thread_name) {
    auto name = ffiguard::thread_name::set("faults");
    FFIGUARD_TELL(name);
    return name->restore();
}

FFIGUARD_SCENARIO(thread, guards_nested) {
    auto a = ffiguard::thread_name::set("a");
    FFIGUARD_TELL(a);
    auto b = ffiguard::thread_name::set("b");
    FFIGUARD_TELL(b);
    auto c = ffiguard::thread_name::set("c");
    FFIGUARD_TELL(c);
    auto d = ffiguard::thread_name::set("d");
    FFIGUARD_TELL(d);
    auto e = ffiguard::thread_name::set("e");  // takes memory
    FFIGUARD_TELL(e);
    first_failure told;
    told << b->restore() << e->restore() << c->restore() << a->restore() << d->restore();
    return told;
}

FFIGUARD_SCENARIO(thread, upcall) {
    auto pinned = ffiguard::cpu_affinity::pin(0);
    FFIGUARD_TELL(pinned);
    auto name = ffiguard::thread_name::set("faults");
    FFIGUARD_TELL(name);
    first_failure told;
    {
        const ffiguard::upcall inside;
        told << inside.status();
    }
    {
        const ffiguard::upcall_batch all;
        for (int i = 0; i < 2; ++i) {
            const ffiguard::upcall inside;
            told << inside.status();
        }
    }
    told << name->restore() << pinned->restore();
    return told;
}

FFIGUARD_SCENARIO(thread, foreign_call) {
    ffiguard::foreign_call around;
    {
        const faults::pause mine;
        sigset_t some;
        ::sigemptyset(&some);
        ::sigaddset(&some, SIGURG);
        ::pthread_sigmask(SIG_BLOCK, &some, nullptr);
        ::pthread_setname_np(::pthread_self(), "foreign");
        cpu_set_t one;
        CPU_ZERO(&one);
        CPU_SET(0, &one);
        ::sched_setaffinity(0, sizeof one, &one);
    }
    first_failure told;
    told << around.status();
    told << around.end().status();
    return told;
}

FFIGUARD_SCENARIO(thread, thread_state) {
    const auto found = ffiguard::verify_unchanged([] {});
    return found.status();
}

static status run_worker(ffiguard::worker_options options) {
    static std::atomic<int> ran{0};
    ran = 0;
    auto started = ffiguard::worker_thread::start(
        [](const ffiguard::worker_stop& stop) {
            ++ran;
            static_cast<void>(stop.wait_for(milliseconds(1)));
        },
        options);
    FFIGUARD_TELL(started);
    const status ended = started->stop().status();
    if (ran != 1) faults::wrong("the work has not run once");
    return ended;
}
FFIGUARD_SCENARIO(thread, worker_thread) { return run_worker({}); }
FFIGUARD_SCENARIO(thread, worker_thread_with_options) {
    ffiguard::worker_options options;
    options.name = "faults";
    options.stack_size = ffiguard::worker_options::least_for_jvm;
    return run_worker(options);
}
FFIGUARD_SCENARIO(thread, worker_thread_ends) {
    auto started = ffiguard::worker_thread::start([](const ffiguard::worker_stop& stop) {
        while (!stop.wait_for(milliseconds(100))) {
        }
    });
    FFIGUARD_TELL(started);
    keeps_errno([&] { *started = ffiguard::worker_thread(); });
    return {};
}

namespace {

struct hosted {
    ffiguard::release_place home;
    using life_cycle = ffiguard::life_cycle<ffiguard::lives_at<&hosted::home>>;
    explicit hosted(const ffiguard::release_place& at) : home(at) {}
    int calls = 0;
};
void nothing(int) {}
using number = ffiguard::owned<&nothing, 0>;

}  // namespace

FFIGUARD_SCENARIO(thread, thread_host) {
    ffiguard::handle_table<hosted> table;
    auto host = ffiguard::thread_host::start();
    FFIGUARD_TELL(host);
    auto done = ffiguard::completion_queue::create(4);
    FFIGUARD_TELL(done);
    const auto t = host->call([&] { return table.emplace(host->place()); });
    if (!t) return t.error().status();
    const auto add = [](hosted& object) { ++object.calls; };
    first_failure told;
    const status posted = hosted_post(table, *t, add, *done, 1);
    told << posted;
    told << hosted_call_for(table, *t, std::chrono::hours(1), add).status();
    ffiguard::completed_call some[4];
    std::size_t got = 0;
    for (int i = 0; posted.ok() && i < 1000 && got == 0; ++i) {
        static_cast<void>(done->wait_for(milliseconds(10)));
        got = done->take(some, 4);
    }
    if (posted.ok() && got != 1) faults::wrong("a completion is lost");
    told << hosted_close(table, *t).status();
    told << host->stop().status();
    return told;
}

FFIGUARD_SCENARIO(thread, thread_home) {
    auto home = ffiguard::thread_home::create();
    FFIGUARD_TELL(home);
    auto made = ffiguard::thread_bound<number, ffiguard::elsewhere::parked>::bind(number(1), *home);
    FFIGUARD_TELL(made);
    auto worker =
        ffiguard::worker_thread::start([gone = *std::move(made)](const ffiguard::worker_stop&) {});
    FFIGUARD_TELL(worker);
    first_failure told;
    told << worker->stop().status();
    told << home->drain().status();
    return told;
}

FFIGUARD_SCENARIO(thread, event_queue) {
    struct event {
        std::uint64_t number;
    };
    ffiguard::event_queue<event, 16> queue;
    first_failure told;
    const auto fd = queue.descriptor();
    FFIGUARD_TELL(fd);
    event batch[16];
    auto got = queue.drain(batch, 16);  // nothing, and the reader sleeps
    FFIGUARD_TELL(got);
    told << queue.push({1});
    told << queue.push({2});
    static_cast<void>(queue.wait_for(milliseconds(50)));
    got = queue.drain(batch, 16);
    FFIGUARD_TELL(got);
    if (got->count != 2) faults::wrong("an event is lost");
    queue.wake();
    queue.close();
    return told;
}

FFIGUARD_SCENARIO(thread, event_queue_waits) {
    struct event {
        std::uint64_t number;
    };
    static ffiguard::event_queue<event, 16>* queue;
    ffiguard::event_queue<event, 16> mine;
    queue = &mine;
    auto pusher = ffiguard::worker_thread::start([](const ffiguard::worker_stop& stop) -> status {
        static_cast<void>(stop.wait_for(milliseconds(5)));
        return queue->push({1});
    });
    FFIGUARD_TELL(pusher);
    event batch[4];
    std::size_t count = 0;
    first_failure told;
    for (int i = 0; i < 50 && count == 0; ++i) {
        static_cast<void>(queue->wait_for(milliseconds(100)));
        const auto got = queue->drain(batch, 4);
        told << got.status();
        if (got) count += got->count;
    }
    told << pusher->stop().status();
    if (count != 1 && status(told).ok()) faults::wrong("an event is lost");
    return told;
}

FFIGUARD_SCENARIO(thread, close_and_wait) {
    ffiguard::handle_table<number> table;
    auto t = table.insert(number(1));
    FFIGUARD_TELL(t);
    return ffiguard::close_and_wait(table, *t, std::chrono::seconds(10));
}

FFIGUARD_SCENARIO(thread, scoped_loan) {
    ffiguard::handle_table<ffiguard::loan<>> loans;
    const unsigned char data[] = {1, 2, 3};
    const auto memory = ffiguard::foreign_span<const unsigned char>::from(data, sizeof data);
    FFIGUARD_TELL(memory);
    ffiguard::scoped_loan lent(loans, *memory);
    if (!lent) return lent.status();
    return lent.end(std::chrono::seconds(10));
}

FFIGUARD_SCENARIO(thread, pin_check) {
    ffiguard::pin_check pinned;
    first_failure told;
    told << pinned.enter() << pinned.verify() << pinned.leave();
    return told;
}
