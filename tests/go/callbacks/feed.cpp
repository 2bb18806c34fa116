// SPDX-License-Identifier: BSL-1.0
#include "feed.h"

#include <atomic>
#include <thread>
#include <utility>

#include <ffiguard/core/call.hpp>
#include <ffiguard/core/release_queue.hpp>
#include <ffiguard/go/callback.hpp>

namespace {

using on_end = ffiguard::go::callback<std::int32_t(std::int32_t)>;

std::atomic<std::int32_t> inside{0};
std::atomic<bool> may_leave{false};

class feed {
public:
    using life_cycle = ffiguard::life_cycle<ffiguard::deferrable_release>;
    static ffiguard::result<feed> create(ffiguard_callback from, ffiguard_user_release let_go) {
        auto call = on_end::adopt(from, let_go);
        if (!call) return call.status();
        return feed(*std::move(call));
    }
    void close() noexcept { static_cast<void>(end_(1)); }
    void stay() noexcept {
        ++inside;
        while (!may_leave) std::this_thread::yield();
        may_leave = false;
        --inside;
    }

private:
    explicit feed(on_end end) noexcept : end_(std::move(end)) {}
    on_end end_;
};

auto& feeds = *new ffiguard::handle_table<feed>;
ffiguard::release_queue& closed = *new ffiguard::release_queue;

}  // namespace

ffiguard_status feed_new(ffiguard_callback end, ffiguard_user_release let_go, ffiguard_token* made,
                         ffiguard_error* err) {
    return ffiguard::call_new(feeds, made, err, end, let_go);
}
// Go is promised that it does not call back.
ffiguard_status feed_release(ffiguard_token object, ffiguard_error* err) {
    const ffiguard::defer_releases here(closed);
    return ffiguard::call_release(feeds, object, err);
}
ffiguard_status feed_stay(ffiguard_token object, ffiguard_error* err) {
    const ffiguard::defer_releases here(closed);  // it may be the last to leave
    return ffiguard::call<&feed::stay>(feeds, object, err);
}
int32_t feed_inside(void) { return inside; }
void feed_let_go(void) { may_leave = true; }
ffiguard_status feed_state(ffiguard_token object) { return ffiguard::call_state(feeds, object); }
uint64_t feed_live_count(void) { return feeds.live(); }

FFIGUARD_EXPORT_QUEUE(feeds_closed, closed);
