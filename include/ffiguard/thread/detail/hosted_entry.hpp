// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_THREAD_DETAIL_HOSTED_ENTRY_HPP
#define FFIGUARD_THREAD_DETAIL_HOSTED_ENTRY_HPP

#include <atomic>
#include <cerrno>
#include <chrono>
#include <cstdint>
#include <new>
#include <optional>
#include <type_traits>
#include <utility>

#include <ffiguard/core/boundary.hpp>
#include <ffiguard/core/config.hpp>
#include <ffiguard/core/detail/release_list.hpp>
#include <ffiguard/core/errno_guard.hpp>
#include <ffiguard/core/error.hpp>
#include <ffiguard/core/release_place.hpp>
#include <ffiguard/core/result.hpp>
#include <ffiguard/core/status.hpp>
#include <ffiguard/thread/detail/call_slot.hpp>
#include <ffiguard/thread/detail/wait_word.hpp>

// A call in the list of a release_home: calls are run there, beside releases.

namespace ffiguard {
inline namespace FFIGUARD_ABI {
namespace detail {

/// A call whose caller waits for it.
class waiting_call : public queued_entry {
public:
    waiting_call(error (*run)(const void*), const void* body) noexcept : run_(run), body_(body) {
        this->finish = &end;
    }
    waiting_call(const waiting_call&) = delete;
    waiting_call& operator=(const waiting_call&) = delete;

    void wait() noexcept {
        at_.wait_while(queued);
        at_.wait_while(running);
    }
    /// False: the time came before the call began, and the home will delete the entry.
    [[nodiscard]] bool wait_until(std::chrono::steady_clock::time_point end) noexcept {
        if (!at_.wait_while_until(queued, end) && at_.change(queued, abandoned)) return false;
        wait();
        return true;
    }
    [[nodiscard]] const error& outcome() const noexcept { return outcome_; }

private:
    enum : std::uint32_t { queued, running, abandoned, done };

    static void end(queued_entry* entry, list_step how) noexcept {
        auto* const self = static_cast<waiting_call*>(entry);
        if (!self->at_.change(queued, running)) {
            delete self;
            return;
        }
        if (how == list_step::run)
            self->outcome_ = self->run_(self->body_);
        else
            self->outcome_ = status_code::closed;
        self->at_.set(done);
    }

    error (*run_)(const void*);
    const void* body_;
    error outcome_;
    wait_word at_{queued};
};

template <class Body>
error run_hosted(const void* body) {
    return run_and_catch(*static_cast<const Body*>(body));
}

/// Runs body, which returns an error, at home, and waits for it. The caller must keep the home.
template <class Body>
error call_at(release_home& home, const Body& body) noexcept {
    if (home.is_here()) return run_hosted<Body>(&body);
    if (!home.is_of_this_process()) return status_code::closed;
    const call_slot one(home.waiting, home.limits.waiting);
    if (!one) return status_code::overflow;
    waiting_call call(&run_hosted<Body>, &body);
    if (!home.put(call)) return status_code::closed;
    call.wait();
    return call.outcome();
}
/// The same; fails with system and ETIMEDOUT if it has not begun by the end.
template <class Body>
error call_at_until(release_home& home, const Body& body,
                    std::chrono::steady_clock::time_point end) noexcept {
    if (home.is_here()) return run_hosted<Body>(&body);
    if (!home.is_of_this_process()) return status_code::closed;
    const call_slot one(home.waiting, home.limits.waiting);
    if (!one) return status_code::overflow;
    // Not on the stack: after the timeout it stays in the list.
    auto* const call = new (std::nothrow) waiting_call(&run_hosted<Body>, &body);
    if (call == nullptr) return status_code::out_of_memory;
    error outcome = status_code::closed;
    if (home.put(*call)) {
        if (!call->wait_until(end)) return status::system(ETIMEDOUT);
        outcome = call->outcome();
    }
    const errno_guard keep_errno;
    delete call;
    return outcome;
}

// ---- what the body of a hosted call gives

/// Nothing, a status or an error: an error. Anything else: a result of it, with an error.
template <class Given,
          bool IsOutcome = std::is_void_v<Given> || std::is_convertible_v<Given, error>>
struct hosted_value {
    using answer = error;
    template <class Call>
    error run(Call&& call) {
        return run_body(call);
    }
    answer give(const error& outcome) noexcept { return outcome; }
};
template <class Given>
struct hosted_value<Given, false> {
    static_assert(!std::is_reference_v<Given>,
                  "ffiguard: a hosted call returns an object: a reference into what lives there "
                  "would be used elsewhere");
    using answer = result<Given, error>;
    template <class Call>
    error run(Call&& call) {
        value.emplace(call());
        return {};
    }
    answer give(const error& outcome) noexcept {
        if (!outcome.ok()) return outcome;
        return std::move(*value);
    }
    std::optional<Given> value;
};
template <class Value, class E>
struct hosted_value<result<Value, E>, false> {
    using answer = result<Value, error>;
    template <class Call>
    error run(Call&& call) {
        auto given = call();
        if (!given) return given.error();
        value.emplace(std::move(*given));
        return {};
    }
    answer give(const error& outcome) noexcept {
        if (!outcome.ok()) return outcome;
        return std::move(*value);
    }
    std::optional<Value> value;
};

}  // namespace detail
}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
