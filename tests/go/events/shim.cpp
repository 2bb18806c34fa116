// SPDX-License-Identifier: BSL-1.0
#include "shim.h"

#include <thread>
#include <vector>

#include <ffiguard/core/call.hpp>
#include <ffiguard/core/call_new.hpp>
#include <ffiguard/exports.hpp>
#include <ffiguard/thread/event_queue.hpp>

namespace {

using ffiguard::status;
using ffiguard::when_full;

tick make(std::uint32_t from, std::uint64_t number) {
    return {number, from, from ^ static_cast<std::uint32_t>(number)};
}

auto& ticks = *new ffiguard::event_queue<tick, 1024, when_full::drop_oldest>;

class clock {
public:
    status push(std::uint64_t number) noexcept { return queue_.push(make(0, number)); }
    status end() noexcept {
        queue_.close();
        return {};
    }
    status drain(tick* into, std::uint64_t room, std::uint64_t* count,
                 std::uint64_t* lost) noexcept {
        return queue_.drain(into, room, count, lost);
    }
    status descriptor(std::int32_t* given) noexcept {
        auto made = queue_.descriptor();
        if (!made) return made.status();
        *given = made->release();
        return {};
    }

private:
    ffiguard::event_queue<tick, 4> queue_;
};

auto& clocks = *new ffiguard::handle_table<clock>;

}  // namespace

FFIGUARD_EXPORT_EVENTS(ticks, ticks);

void ticks_push(uint32_t threads, uint64_t each) {
    std::vector<std::thread> all;
    for (std::uint32_t from = 0; from < threads; ++from)
        all.emplace_back([=] {
            for (std::uint64_t i = 0; i < each; ++i) ticks.push(make(from, i)).ignore();
        });
    for (auto& one : all) one.join();
}

FFIGUARD_EXPORT_CLASS(clock, clocks);
FFIGUARD_EXPORT_CALL(clock_push, clocks, &clock::push, uint64_t);
FFIGUARD_EXPORT_CALL(clock_end, clocks, &clock::end);
FFIGUARD_EXPORT_CALL(clock_drain, clocks, &clock::drain, tick*, uint64_t, uint64_t*, uint64_t*);
FFIGUARD_EXPORT_CALL(clock_descriptor, clocks, &clock::descriptor, int32_t*);
