// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_THREAD_HOSTED_CALL_HPP
#define FFIGUARD_THREAD_HOSTED_CALL_HPP

#include <ffiguard/core/config.hpp>

#if FFIGUARD_IS_WINDOWS()
#error "ffiguard/thread/hosted_call.hpp needs a POSIX system"
#else

#include <atomic>
#include <chrono>
#include <cstdint>
#include <new>
#include <type_traits>
#include <utility>

#include <ffiguard/core/boundary.hpp>
#include <ffiguard/core/detail/life_cycle_of.hpp>
#include <ffiguard/core/detail/release_list.hpp>
#include <ffiguard/core/errno_guard.hpp>
#include <ffiguard/core/error.hpp>
#include <ffiguard/core/handle_table.hpp>
#include <ffiguard/core/release_place.hpp>
#include <ffiguard/core/status.hpp>
#include <ffiguard/thread/completion_queue.hpp>
#include <ffiguard/thread/detail/hosted_entry.hpp>

// Calls of objects in a handle_table that live on a thread of their own: a thread_host, or any
// thread with a thread_home that it drains. Their class says lives_at<&T::home>.

namespace ffiguard {
inline namespace FFIGUARD_ABI {
namespace detail {

/// The body of a call: enters the object where it lives, so that it sees an earlier close.
template <class Table, class F, class Value>
struct hosted_body {
    Table& table;
    token object;
    F& f;
    Value& value;
    error operator()() const {
        auto inside = table.pin(object);
        if (!inside) return inside.status();
        return value.run([&]() -> decltype(auto) { return f(*inside); });
    }
};

template <class T, std::uint8_t Tag, class F, class Run>
auto hosted_call_by(handle_table<T, Tag>& table, token object, F& f, const Run& run) noexcept {
    static_assert(life_cycle_of<T>::is_bound,
                  "ffiguard: hosted_call() is for a type whose life_cycle says lives_at<&T::home>");
    hosted_value<std::invoke_result_t<F&, T&>> value;
    const auto place = table.place_of(object);
    if (!place) return value.give(place.status());
    release_home* const home = place_access::home(*place);
    if (home == nullptr) return value.give(status_code::closed);
    const hosted_body<handle_table<T, Tag>, F, decltype(value)> body{table, object, f, value};
    return value.give(run(*home, body));
}

}  // namespace detail

/// Calls f(T&) on the thread where the object lives, and waits for it. On that thread itself it
/// calls f at once.
///
///     const error done = hosted_call(txns, t, [&](write_txn& txn) { return txn.put(k, v); });
///
/// If f returns void, a status or an error, this returns an error. If f returns another value or a
/// result, this returns a result<value, error>. An exception of f becomes an error, as at a
/// boundary(). If f cannot be called, the error is: a status of pin() (closed if the object was
/// closed before f could begin, stale, ...), closed if the thread has ended, overflow if more
/// threads wait than host_options::max_waiting.
///
/// Blocks the calling thread until f has returned. Never call it while you hold a lock, or are
/// inside an object, that f needs. Calls from one thread run in order.
template <class T, std::uint8_t Tag, class F>
FFIGUARD_HIDDEN auto hosted_call(handle_table<T, Tag>& table, token object, F&& f) noexcept {
    return detail::hosted_call_by(
        table, object, f,
        [](detail::release_home& home, const auto& body) { return detail::call_at(home, body); });
}

/// The same with a limit for the wait until f begins: after it, fails with system and ETIMEDOUT,
/// and f is not called. Once f has begun, this waits until it ends. Allocates: out_of_memory.
template <class T, std::uint8_t Tag, class F>
FFIGUARD_HIDDEN auto hosted_call_for(handle_table<T, Tag>& table, token object,
                                     std::chrono::nanoseconds limit, F&& f) noexcept {
    // limit is added to the present time, and the sum must not overflow.
    constexpr std::chrono::nanoseconds longest = std::chrono::hours(24 * 365);
    const auto end = std::chrono::steady_clock::now() + (limit < longest ? limit : longest);
    return detail::hosted_call_by(table, object, f,
                                  [end](detail::release_home& home, const auto& body) {
                                      return detail::call_at_until(home, body, end);
                                  });
}

/// Closes the object on the thread where it lives and waits for that. So it returns the result of
/// T::close(). (table.close() returns ok at once.) Also returns ok if a user is still inside.
template <class T, std::uint8_t Tag>
FFIGUARD_HIDDEN error hosted_close(handle_table<T, Tag>& table, token object) noexcept {
    const auto place = table.place_of(object);
    if (!place) return place.status();
    detail::release_home* const home = detail::place_access::home(*place);
    if (home == nullptr) return status_code::closed;
    const auto body = [&]() -> error { return table.close(object); };
    return detail::call_at(*home, body);
}

namespace detail {

template <class Table, class F>
class posted_call : public queued_entry {
public:
    posted_call(Table& table, token object, const release_place& place, F&& f,
                const completion& done) noexcept
        : table_(table), object_(object), place_(place), f_(std::move(f)), done_(done) {
        this->finish = &end;
    }

private:
    struct no_value {
        template <class Call>
        error run(Call&& call) {
            return run_body(call);
        }
    };

    static void end(queued_entry* entry, list_step how) noexcept {
        auto* const self = static_cast<posted_call*>(entry);
        error outcome = status_code::closed;
        if (how == list_step::run) {
            no_value value;
            outcome = run_and_catch(
                hosted_body<Table, F, no_value>{self->table_, self->object_, self->f_, value});
        }
        const completion done = self->done_;
        const release_place kept = std::move(self->place_);
        {
            const errno_guard keep_errno;
            delete self;  // before anybody is told: what f keeps has ended by then
        }
        place_access::home(kept)->posted.fetch_sub(1, std::memory_order_relaxed);
        done.run(done.user, done.cookie, outcome);
    }

    Table& table_;
    token object_;
    release_place place_;
    F f_;
    completion done_;
};

}  // namespace detail

/// Queues f(T&) for the thread where the object lives and returns at once. No thread waits: the
/// caller's language waits for `done` (by a channel, a CompletableFuture).
///
/// If it returns ok, done.run is called once, on that thread, after f has returned and was
/// destroyed, or with closed if f could not begin (the object was closed, the host was stopped).
/// Otherwise done.run is never called, and the status is: one of pin(); closed; overflow if
/// host_options::max_posted calls are queued; out_of_memory. f returns void, a status or an error,
/// and is moved; what it refers to must stay valid until done.
template <class T, std::uint8_t Tag, class F>
FFIGUARD_HIDDEN status hosted_post(handle_table<T, Tag>& table, token object, F&& f,
                                   const completion& done) noexcept {
    using body = std::decay_t<F>;
    static_assert(detail::life_cycle_of<T>::is_bound,
                  "ffiguard: hosted_post() is for a type whose life_cycle says lives_at<&T::home>");
    static_assert(std::is_void_v<std::invoke_result_t<body&, T&>> ||
                      std::is_convertible_v<std::invoke_result_t<body&, T&>, error>,
                  "ffiguard: the body of a hosted_post() returns void, a status or an error: any "
                  "other value would be lost");
    static_assert(
        std::is_nothrow_constructible_v<body, F&&> && std::is_nothrow_destructible_v<body>,
        "ffiguard: the body of a hosted_post() must move and end without throwing; give "
        "it by std::move");
    const auto place = table.place_of(object);
    if (!place) return place.status();
    detail::release_home* const home = detail::place_access::home(*place);
    if (home == nullptr || !home->is_of_this_process()) return status_code::closed;
    detail::call_slot one(home->posted, home->limits.posted);
    if (!one) return status_code::overflow;
    using call = detail::posted_call<handle_table<T, Tag>, body>;
    auto* const made =
        new (std::nothrow) call(table, object, *place, body(std::forward<F>(f)), done);
    if (made == nullptr) return status_code::out_of_memory;
    if (!home->put(*made)) {
        delete made;
        return status_code::closed;
    }
    one.hand_over();
    return {};
}

/// The same; the completion goes to a queue, with this cookie. Fails with overflow if it is full.
template <class T, std::uint8_t Tag, class F>
FFIGUARD_HIDDEN status hosted_post(handle_table<T, Tag>& table, token object, F&& f,
                                   completion_queue& done, std::uint64_t cookie) noexcept {
    const auto reserved = done.reserve(cookie);
    if (!reserved) return reserved.status();
    const status posted = hosted_post(table, object, std::forward<F>(f), *reserved);
    if (!posted.ok()) done.give_back();
    return posted;
}

}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
#endif
