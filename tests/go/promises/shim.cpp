// SPDX-License-Identifier: BSL-1.0
#include "shim.h"

#include <atomic>
#include <optional>
#include <thread>
#include <utility>

#include <ffiguard/core/call.hpp>
#include <ffiguard/core/release_queue.hpp>
#include <ffiguard/core/unique_handle.hpp>
#include <ffiguard/core/user_data.hpp>
#include <ffiguard/go/callback.hpp>
#include <ffiguard/go/callback_registration.hpp>
#include <ffiguard/thread/event_queue.hpp>

using ffiguard::defer_releases;

namespace {

using on_end = ffiguard::go::callback<std::int32_t(std::int32_t)>;

// Each release is an event, too. The reader may be late: what is lost is counted.
auto& ends = *new ffiguard::event_queue<end_event, 256, ffiguard::when_full::drop_oldest>;
void tell_of_end() noexcept { ends.push({1, 1}).ignore(); }

/// Calls Go when it is released.
class owner {
public:
    explicit owner(on_end end) noexcept : end_(std::move(end)) {}
    void close() noexcept {
        tell_of_end();
        static_cast<void>(end_(1));
    }
    std::int32_t read() const noexcept {
        std::this_thread::yield();  // others may close it meanwhile
        return 1;
    }

private:
    on_end end_;
};

/// A C library that owns what it calls with, and destroys it by the function that it was given.
struct bell {
    void (*call)(void* user);
    void* user;
    void (*destroy)(void* user);
};
void bell_free(bell* of) {
    of->destroy(of->user);
    delete of;
}
using owned_bell = ffiguard::owned<&bell_free>;

void ring(const on_end& end) noexcept { static_cast<void>(end(1)); }

/// Calls Go by a bell when it is released; that destroys then what it has of Go.
class ringer {
public:
    explicit ringer(owned_bell of) noexcept : bell_(std::move(of)) {}
    void close() noexcept {
        tell_of_end();
        bell_.get()->call(bell_.get()->user);
        bell_.reset();
    }
    std::int32_t read() const noexcept {
        std::this_thread::yield();
        return 1;
    }

private:
    owned_bell bell_;
};

struct hub : owner {
    using life_cycle =
        ffiguard::life_cycle<ffiguard::waits_for_children, ffiguard::deferrable_release>;
    using owner::owner;
    static ffiguard::result<hub> create(ffiguard_callback from, ffiguard_user_release let_go) {
        auto call = on_end::adopt(from, let_go);
        if (!call) return call.status();
        return hub(*std::move(call));
    }
};
struct listener : owner {
    using life_cycle = ffiguard::life_cycle<ffiguard::child_of<hub>, ffiguard::deferrable_release>;
    using owner::owner;
    static ffiguard::result<listener> create(hub&, ffiguard_callback from,
                                             ffiguard_user_release let_go) {
        auto call = on_end::adopt(from, let_go);
        if (!call) return call.status();
        return listener(*std::move(call));
    }
};

ffiguard::release_queue& outbox = *new ffiguard::release_queue;
auto& hubs = *new ffiguard::handle_table<hub>;
auto& listeners = *new ffiguard::handle_table<listener>;
std::atomic<bool> queues{true};

// The same by the word of the class alone, and a tree whose members wait for each other's turn.
ffiguard::release_queue& the_outbox() noexcept { return outbox; }
struct room : owner {
    using life_cycle = ffiguard::life_cycle<ffiguard::closes_children, ffiguard::one_user,
                                            ffiguard::queued_release<&the_outbox>>;
    using owner::owner;
    static ffiguard::result<room> create(ffiguard_callback from, ffiguard_user_release let_go) {
        auto call = on_end::adopt(from, let_go);
        if (!call) return call.status();
        return room(*std::move(call));
    }
};
struct guest : owner {
    using life_cycle =
        ffiguard::life_cycle<ffiguard::child_of<room>, ffiguard::queued_release<&the_outbox>>;
    using owner::owner;
    static ffiguard::result<guest> create(room&, ffiguard_callback from,
                                          ffiguard_user_release let_go) {
        auto call = on_end::adopt(from, let_go);
        if (!call) return call.status();
        return guest(*std::move(call));
    }
};
auto& rooms = *new ffiguard::handle_table<room>;
auto& guests = *new ffiguard::handle_table<guest>;

// And by what a C library owns: as user_data, and as a callback_registration.
struct desk : ringer {
    using life_cycle = ffiguard::life_cycle<ffiguard::waits_for_children, ffiguard::one_user,
                                            ffiguard::queued_release<&the_outbox>>;
    using ringer::ringer;
    static ffiguard::result<desk> create(ffiguard_callback from, ffiguard_user_release let_go) {
        auto call = on_end::adopt(from, let_go);
        if (!call) return call.status();
        auto data = ffiguard::user_data<on_end>::create(*std::move(call));
        if (!data) return data.status();
        owned_bell made(new bell{data->function<&ring>(), data->user(), data->destroy_function()});
        data->hand_over();
        return desk(std::move(made));
    }
};
struct visitor : ringer {
    using life_cycle =
        ffiguard::life_cycle<ffiguard::child_of<desk>, ffiguard::queued_release<&the_outbox>>;
    using ringer::ringer;
    using registration = ffiguard::go::callback_registration<std::int32_t(std::int32_t)>;
    static ffiguard::result<visitor> create(desk&, ffiguard_callback from,
                                            ffiguard_user_release let_go) {
        auto call = on_end::adopt(from, let_go);
        if (!call) return call.status();
        auto kept = registration::create(*std::move(call));
        if (!kept) return kept.status();
        owned_bell made(new bell{kept->function<ffiguard::user_last, &ring>(), kept->user(),
                                 kept->destroy_function()});
        kept->hand_over();
        return visitor(std::move(made));
    }
};
auto& desks = *new ffiguard::handle_table<desk>;
auto& visitors = *new ffiguard::handle_table<visitor>;

}  // namespace

ffiguard_status hub_new(ffiguard_callback end, ffiguard_user_release let_go, ffiguard_token* made,
                        ffiguard_error* err) {
    return ffiguard::call_new(hubs, made, err, end, let_go);
}
ffiguard_status hub_release(ffiguard_token object, ffiguard_error* err) {
    std::optional<defer_releases> here;
    if (queues) here.emplace(outbox);
    return ffiguard::call_release(hubs, object, err);
}
ffiguard_status hub_read(ffiguard_token object, int32_t* number, ffiguard_error* err) {
    std::optional<defer_releases> here;
    if (queues) here.emplace(outbox);
    return ffiguard::call_into<&hub::read>(hubs, object, number, err);
}
ffiguard_status listener_new(ffiguard_token in, ffiguard_callback end, ffiguard_user_release let_go,
                             ffiguard_token* made, ffiguard_error* err) {
    return ffiguard::call_new_child(listeners, hubs, in, made, err, end, let_go);
}
ffiguard_status listener_release(ffiguard_token object, ffiguard_error* err) {
    std::optional<defer_releases> here;
    if (queues) here.emplace(outbox);
    return ffiguard::call_release(listeners, object, err);
}
ffiguard_status listener_read(ffiguard_token object, int32_t* number, ffiguard_error* err) {
    std::optional<defer_releases> here;
    if (queues) here.emplace(outbox);
    return ffiguard::call_into<&listener::read>(listeners, object, number, err);
}
FFIGUARD_EXPORT_NEW(room_new, rooms, ffiguard_callback, ffiguard_user_release);
FFIGUARD_EXPORT_CALL(room_read, rooms, &room::read, int32_t*);
FFIGUARD_EXPORT_RELEASE(room_release, rooms);
FFIGUARD_EXPORT_NEW_CHILD(guest_new, guests, rooms, ffiguard_callback, ffiguard_user_release);
FFIGUARD_EXPORT_CALL(guest_read, guests, &guest::read, int32_t*);
FFIGUARD_EXPORT_RELEASE(guest_release, guests);
FFIGUARD_EXPORT_NEW(desk_new, desks, ffiguard_callback, ffiguard_user_release);
FFIGUARD_EXPORT_CALL(desk_read, desks, &desk::read, int32_t*);
FFIGUARD_EXPORT_RELEASE(desk_release, desks);
FFIGUARD_EXPORT_NEW_CHILD(visitor_new, visitors, desks, ffiguard_callback, ffiguard_user_release);
FFIGUARD_EXPORT_CALL(visitor_read, visitors, &visitor::read, int32_t*);
FFIGUARD_EXPORT_RELEASE(visitor_release, visitors);
FFIGUARD_EXPORT_EVENTS(ends, ends);

uint64_t live_objects(void) {
    return hubs.live() + listeners.live() + rooms.live() + guests.live() + desks.live() +
           visitors.live();
}
void leave_the_queue_out(void) { queues = false; }

FFIGUARD_EXPORT_QUEUE(outbox, outbox);
