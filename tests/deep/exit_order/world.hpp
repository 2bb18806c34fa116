// SPDX-License-Identifier: BSL-1.0
// Two halves of something that ffiguard owns, which belong together and end at two moments of a process's end: what the
// program and its library share.
#ifndef FFIGUARD_TESTS_DEEP_EXIT_ORDER_WORLD_HPP
#define FFIGUARD_TESTS_DEEP_EXIT_ORDER_WORLD_HPP

#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <new>
#include <optional>
#include <thread>
#include <utility>

#ifdef WITH_JVM
#include <jni.h>

#include <ffiguard/jni/jni.hpp>
#endif
#include <ffiguard/core/handle_table.hpp>
#include <ffiguard/core/life_cycle.hpp>
#include <ffiguard/core/release_queue.hpp>
#include <ffiguard/core/shared_handle.hpp>
#include <ffiguard/memory/loan.hpp>
#include <ffiguard/signal/signal_action.hpp>
#include <ffiguard/thread/completion_queue.hpp>
#include <ffiguard/thread/event_queue.hpp>
#include <ffiguard/thread/thread_home.hpp>
#include <ffiguard/thread/worker_thread.hpp>

// Told by write(2), which works at any moment: "made N", "released N".
inline void tell(const char* what, int number) {
    char line[64];
    const int size = std::snprintf(line, sizeof line, "%s %d\n", what, number);
    if (::write(1, line, static_cast<std::size_t>(size)) != size) ::_exit(9);
}
[[noreturn]] inline void give_up(const char* what) {
    tell(what, -1);
    ::_exit(8);
}
template <class T>
auto expect(T made, const char* what) {
    if (!made) give_up(what);
    return *std::move(made);
}

struct world;

struct numbered_traits {
    using value_type = int;
    static constexpr int empty() noexcept { return 0; }
    static void close(int number) noexcept { tell("released", number); }
};
using numbered = ffiguard::unique_handle<numbered_traits>;

struct object {
    explicit object(int n) : number(n) {}
    numbered number;
};
struct parent : object {
    using life_cycle = ffiguard::life_cycle<ffiguard::closes_children>;
    using object::object;
    ffiguard::result<ffiguard::foreign_span<const unsigned char>> bytes() const noexcept {
        return ffiguard::foreign_span<const unsigned char>::from("some", 4);
    }
};
struct child : object {
    using life_cycle = ffiguard::life_cycle<ffiguard::child_of<parent>>;
    child(parent&, int n) : object(n) {}
};
struct waiting_parent : object {
    using life_cycle = ffiguard::life_cycle<ffiguard::waits_for_children>;
    using object::object;
};
struct waiting_child : object {
    using life_cycle = ffiguard::life_cycle<ffiguard::child_of<waiting_parent>>;
    waiting_child(waiting_parent&, int n) : object(n) {}
};
ffiguard::release_queue& the_queue() noexcept;
struct queued : object {
    using life_cycle = ffiguard::life_cycle<ffiguard::queued_release<&the_queue>>;
    using object::object;
};
struct homed : object {
    ffiguard::release_place home;
    using life_cycle = ffiguard::life_cycle<ffiguard::released_at<&homed::home>>;
    homed(int n, const ffiguard::thread_home& at) : object(n), home(at.place()) {}
};

enum class kind { owners, tables, families, waiting, queues, workers, signals, shares, homes, events, loans, refs };
constexpr const char* kind_names[] = {"owners", "tables", "families", "waiting", "queues", "workers",
                                      "signals", "shares", "homes", "events", "loans", "refs"};

/// Never freed. The two halves find each other here.
struct world {
    explicit world(kind of) : what(of) {}

    kind what;
    int numbers = 0;
    numbered owners[2];
    std::unique_ptr<ffiguard::handle_table<object>> tables[2];
    std::unique_ptr<ffiguard::handle_table<parent>> parents;
    std::unique_ptr<ffiguard::handle_table<child>> children;
    std::unique_ptr<ffiguard::handle_table<waiting_parent>> waiting_parents;
    std::unique_ptr<ffiguard::handle_table<waiting_child>> waiting_children;
    ffiguard::release_queue queue; // its memory stays, as that of a static object
    std::unique_ptr<ffiguard::handle_table<queued>> queueds;
    std::optional<ffiguard::worker_thread> workers[2];
    std::optional<ffiguard::signal_action> actions[2];
    ffiguard::shared_handle<numbered_traits> shares[2];
    std::optional<ffiguard::thread_home> home;
    std::unique_ptr<ffiguard::handle_table<homed>> homeds;
    std::unique_ptr<ffiguard::event_queue<int, 16>> events;
    std::optional<ffiguard::completion_queue> completions;
    std::unique_ptr<ffiguard::handle_table<ffiguard::loan<parent>>> loans;
#ifdef WITH_JVM
    JavaVM* vm = nullptr;
    ffiguard::jni::global_ref<jobject> global;
    ffiguard::jni::shared_ref<jobject> shared;
    ffiguard::jni::weak_ref<jobject> weak;
#endif

    int next() {
        tell("made", ++numbers);
        return numbers;
    }

    void begin(int half) {
        switch (what) {
            case kind::owners: owners[half] = numbered(next()); break;
            case kind::tables: tables[half] = std::make_unique<ffiguard::handle_table<object>>(); break;
            case kind::families:
                if (half == 0) parents = std::make_unique<ffiguard::handle_table<parent>>();
                else children = std::make_unique<ffiguard::handle_table<child>>();
                break;
            case kind::waiting:
                if (half == 0) waiting_parents = std::make_unique<ffiguard::handle_table<waiting_parent>>();
                else waiting_children = std::make_unique<ffiguard::handle_table<waiting_child>>();
                break;
            case kind::queues:
                if (half == 1) queueds = std::make_unique<ffiguard::handle_table<queued>>();
                break;
            case kind::workers:
                workers[half] = expect(ffiguard::worker_thread::start(
                                           [](const ffiguard::worker_stop& stop) {
                                               while (!stop.wait_for(std::chrono::milliseconds(1))) {
                                               }
                                           },
                                           {}, numbered(next())),
                                       "a worker");
                break;
            case kind::signals:
                actions[half] = expect(half == 0 ? ffiguard::signal_action::install(SIGUSR1, [](int) {})
                                                 : ffiguard::signal_action::install(SIGUSR1, [](int) { errno = 1; }),
                                       "an action");
                break;
            case kind::homes:
                if (half == 0) home = expect(ffiguard::thread_home::create(), "a home");
                else homeds = std::make_unique<ffiguard::handle_table<homed>>();
                break;
            case kind::events:
                if (half == 0) events = std::make_unique<ffiguard::event_queue<int, 16>>();
                else completions = expect(ffiguard::completion_queue::create(16), "a queue");
                break;
            case kind::loans:
                if (half == 0) parents = std::make_unique<ffiguard::handle_table<parent>>();
                else loans = std::make_unique<ffiguard::handle_table<ffiguard::loan<parent>>>();
                break;
            case kind::shares:
            case kind::refs: break;
        }
    }

    /// When both are there: what they hold of each other.
    void connect() {
        switch (what) {
            case kind::tables:
                for (auto& table : tables)
                    for (int i = 0; i < 2; ++i) expect(table->emplace(next()), "an object");
                break;
            case kind::families: {
                const auto of = expect(parents->emplace(next()), "a parent");
                const auto inside = parents->pin(of);
                for (int i = 0; i < 2; ++i) expect(children->emplace_child(inside, next()), "a child");
                break;
            }
            case kind::waiting: {
                const auto of = expect(waiting_parents->emplace(next()), "a parent");
                {
                    const auto inside = waiting_parents->pin(of);
                    for (int i = 0; i < 2; ++i) expect(waiting_children->emplace_child(inside, next()), "a child");
                }
                if (!waiting_parents->close(of).ok()) give_up("a close");
                break;
            }
            case kind::queues:
                for (int i = 0; i < 2; ++i) {
                    const auto made = expect(queueds->emplace(next()), "an object");
                    if (i == 0 && !queueds->close(made).ok()) give_up("a close");
                }
                break;
            case kind::shares: {
                numbered one(next());
                shares[0] = expect(ffiguard::share(std::move(one)), "a share");
                shares[1] = shares[0];
                break;
            }
            case kind::homes:
                for (int i = 0; i < 2; ++i) {
                    const auto made = expect(homeds->emplace(next(), *home), "an object");
                    if (i == 0) std::thread([&] { static_cast<void>(homeds->close(made)); }).join();
                }
                break;
            case kind::events:
                for (int i = 0; i < 3; ++i) static_cast<void>(events->push(i));
                break;
            case kind::loans: {
                const auto of = expect(parents->emplace(next()), "a parent");
                const auto inside = parents->pin(of);
                expect(loans->emplace_child(inside, *inside->bytes()), "a loan");
                break;
            }
            default: break;
        }
#ifdef WITH_JVM
        if (what == kind::refs) {
            auto* const env = ffiguard::jni::vm::env();
            const auto type = ffiguard::jni::adopt_local(env, env->FindClass("java/lang/Object"));
            const auto made = ffiguard::jni::adopt_local(env, env->AllocObject(type.get()));
            global = expect(ffiguard::jni::promote(env, made), "a reference");
            shared = expect(ffiguard::jni::shared_ref<jobject>::make(env, made), "a reference");
            weak = expect(ffiguard::jni::weak_ref<jobject>::make(env, made), "a reference");
        }
#endif
    }

    void end(int half) {
        tell("end", half);
        switch (what) {
            case kind::owners: owners[half].reset(); break;
            case kind::tables: tables[half].reset(); break;
            case kind::families: half == 0 ? parents.reset() : children.reset(); break;
            case kind::waiting: half == 0 ? waiting_parents.reset() : waiting_children.reset(); break;
            case kind::queues:
                if (half == 0) queue.~release_queue();
                else queueds.reset();
                break;
            case kind::workers: workers[half].reset(); break;
            case kind::signals: actions[half].reset(); break;
            case kind::shares: shares[half].reset(); break;
            case kind::homes:
                if (half == 0) home.reset();
                else homeds.reset();
                break;
            case kind::events:
                if (half == 0) events.reset();
                else completions.reset();
                break;
            case kind::loans: half == 0 ? parents.reset() : loans.reset(); break;
            case kind::refs: break;
        }
#ifdef WITH_JVM
        if (what == kind::refs) {
            if (half == 0) {
                tell("destroyed", static_cast<int>(vm->DestroyJavaVM()));
            } else {
                global.reset();
                shared.reset();
                weak.reset();
            }
        }
#endif
        tell("ended", half);
    }
};

extern "C" world* the_world;

inline ffiguard::release_queue& the_queue() noexcept { return the_world->queue; }

/// Ends a half of the world when it is destroyed.
class half_of_it {
public:
    explicit half_of_it(int half) : half_(half) { the_world->begin(half); }
    half_of_it(const half_of_it&) = delete;
    half_of_it& operator=(const half_of_it&) = delete;
    ~half_of_it() { the_world->end(half_); }

private:
    int half_;
};

#endif
