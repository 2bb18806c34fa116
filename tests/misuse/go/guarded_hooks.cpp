// SPDX-License-Identifier: BSL-1.0
//
// The same with ffiguard.
#include <stdexcept>
#include <string>
#include <utility>

#include <ffiguard/core/call.hpp>
#include <ffiguard/ffiguard.hpp>
#include <ffiguard/go/callback_registration.hpp>
#include <ffiguard/thread/event_queue.hpp>

#include "guarded.hpp"
#include "hooks.hpp"

using ffiguard::boundary;
using ffiguard::handle_table;
using ffiguard::result;
using ffiguard::status;

std::int64_t guarded_sum_of_copy_1(std::uint64_t* token);
std::int64_t guarded_sum_of_copy_2(std::uint64_t* token);
ffiguard_status guarded_close_in_copy_1(std::uint64_t token);
ffiguard_status guarded_close_in_copy_2(std::uint64_t token);

namespace {

using go_function = ffiguard::go::callback<ffiguard_status()>;
using go_hook = ffiguard::go::callback_registration<ffiguard_status(), FFIGUARD_CLOSED>;

// The library has no place for its answer.
void fired(const go_function& go) noexcept { static_cast<void>(go()); }

ffiguard::release_queue& owners_closed = *new ffiguard::release_queue;
ffiguard::release_queue& closed_queue() noexcept { return owners_closed; }

class owner {
public:
    using life_cycle = ffiguard::life_cycle<ffiguard::queued_release<&closed_queue>>;
    static result<owner> create(std::uint64_t callback) {
        auto call = go_function::adopt(&goCallback, callback, &goLetGo);
        if (!call) return call.status();
        return owner(*std::move(call));
    }
    void close() noexcept { static_cast<void>(end_()); }
    void remain() const noexcept { stay(value_); }

private:
    explicit owner(go_function end) noexcept : end_(std::move(end)) {}
    counted count_;
    go_function end_;
    std::int64_t value_ = 1;
};
class slow {
public:
    void close() noexcept { stay(value_); }

private:
    counted count_;
    std::int64_t value_ = 1;
};
class note {
public:
    std::string text() { return text_.append(100, 'x'); }

private:
    counted count_;
    std::string text_ = std::string(2000, 'x');
};
class tail {
public:
    status push(std::uint32_t threads, std::uint64_t each) {
        push_on_threads(threads, each, [this](std::uint32_t from, std::uint64_t number) {
            queue_.push(event_of(from, number)).ignore();  // what is lost is counted
        });
        return {};
    }
    status drain(shim_event* into, std::uint64_t room, std::uint64_t* count,
                 std::uint64_t* lost) noexcept {
        return queue_.drain(into, room, count, lost);
    }
    status descriptor(std::int32_t* out) noexcept {
        auto made = queue_.descriptor();
        if (made) *out = made->release();
        return made.status();
    }
    void end() noexcept { queue_.close(); }

private:
    counted count_;
    ffiguard::event_queue<shim_event, 64> queue_;
};

auto& owners = *new handle_table<owner>;
auto& slows = *new handle_table<slow>;
auto& tails = *new handle_table<tail>;

auto& notes = *new handle_table<note>;

}  // namespace

FFIGUARD_EXPORT_QUEUE(owners_closed, owners_closed);
FFIGUARD_EXPORT_NEW(guarded_owner_open, owners, uint64_t);
FFIGUARD_EXPORT_CALL(guarded_owner_stay, owners, &owner::remain);
FFIGUARD_EXPORT_RELEASE(guarded_owner_close, owners);
FFIGUARD_EXPORT_NEW(guarded_slow_open, slows);
FFIGUARD_EXPORT_RELEASE(guarded_slow_close, slows);
FFIGUARD_EXPORT_NEW(guarded_tail_open, tails);
FFIGUARD_EXPORT_CALL(guarded_tail_push, tails, &tail::push, uint32_t, uint64_t);
FFIGUARD_EXPORT_CALL(guarded_tail_drain, tails, &tail::drain, shim_event*, uint64_t, uint64_t*,
                     uint64_t*);
FFIGUARD_EXPORT_CALL(guarded_tail_descriptor, tails, &tail::descriptor, int32_t*);
FFIGUARD_EXPORT_CALL(guarded_tail_end, tails, &tail::end);
FFIGUARD_EXPORT_RELEASE(guarded_tail_close, tails);
FFIGUARD_EXPORT_NEW(guarded_note_open, notes);
FFIGUARD_EXPORT_CALL(guarded_note_text, notes, &note::text, uint8_t*, size_t, uint64_t*);
FFIGUARD_EXPORT_RELEASE(guarded_note_close, notes);

extern "C" {

ffiguard_status guarded_hook_set(uint64_t callback, int32_t fails, ffiguard_error* err) {
    return boundary(err, [&]() -> status {
        auto call = go_function::adopt(&goCallback, callback, &goLetGo);
        if (!call) return call.status();
        auto hook = go_hook::create(*std::move(call));
        if (!hook) return hook.status();
        const int answer = hook_library_set(hook->function<ffiguard::user_last, &fired>(),
                                            hook->user(), hook->destroy_function(), fails != 0);
        return hook->hand_over_if(0, answer) == 0 ? status() : status::foreign(answer);
    });
}
ffiguard_status guarded_hook_fire(ffiguard_error* err) {
    return boundary(err, [] { hook_library_fire(); });
}
ffiguard_status guarded_hook_clear(ffiguard_error* err) {
    return boundary(err,
                    [] { static_cast<void>(hook_library_set(nullptr, nullptr, nullptr, false)); });
}

ffiguard_status guarded_raise_text(int64_t size, ffiguard_error* err) {
    return boundary(
        err, [&] { throw std::runtime_error(std::string(static_cast<std::size_t>(size), 'x')); });
}

ffiguard_status guarded_copies_sum(int64_t* first, int64_t* second, ffiguard_error* err) {
    return boundary(err, [&]() -> status {
        std::uint64_t one = 0;
        std::uint64_t other = 0;
        *first = guarded_sum_of_copy_1(&one);
        *second = guarded_sum_of_copy_2(&other);
        // Each has a table of its own, and the other's token is none of its.
        if (guarded_close_in_copy_1(other) != FFIGUARD_WRONG_TABLE ||
            guarded_close_in_copy_2(one) != FFIGUARD_WRONG_TABLE)
            return status::foreign(1);
        if (guarded_close_in_copy_1(one) != FFIGUARD_OK) return status::foreign(2);
        return static_cast<ffiguard::status_code>(guarded_close_in_copy_2(other));
    });
}

}  // extern "C"
