// SPDX-License-Identifier: BSL-1.0
// The native side of FfiguardTest and EventsTest: memory that it counts, given away as an ffiguard_buffer;
// a queue of events.
#include <atomic>
#include <cstdint>
#include <cstring>
#include <new>
#include <utility>

#include <ffiguard/exports.hpp>
#include <ffiguard/ffiguard.hpp>

#define EXPORT extern "C" __attribute__((visibility("default")))

namespace {
std::atomic<std::int64_t> live{0};
}

EXPORT ffiguard_status sevens(std::uint64_t size, ffiguard_buffer* out, ffiguard_error* err) {
    return ffiguard::boundary(err, [&]() -> ffiguard::error {
        if (out == nullptr) return ffiguard::status_code::null;
        *out = {};
        if (size == 0) return {ffiguard::status_code::invalid_argument, "sevens: no size"};
        void* const made = ::operator new(size, std::nothrow);
        if (made == nullptr) return ffiguard::status_code::out_of_memory;
        std::memset(made, 7, size);
        ++live;
        *out = {made, size,
                [](ffiguard_buffer* buffer) {
                    --live;
                    std::memset(buffer->data, 0, buffer->size);
                    ::operator delete(buffer->data);
                    *buffer = {};
                },
                nullptr};
        return {};
    });
}
EXPORT std::int64_t sevens_live(void) { return live; }

// Read by EventsTest.
namespace {
struct tick {
    std::uint64_t number;
    std::uint64_t twice;
};
auto& ticks = *new ffiguard::event_queue<tick, 64>;
}  // namespace
FFIGUARD_EXPORT_EVENTS(ticks, ticks);

EXPORT ffiguard_status ticks_push(std::uint64_t number) {
    return static_cast<ffiguard_status>(ticks.push({number, 2 * number}).code());
}
