// SPDX-License-Identifier: BSL-1.0
// Queues of events that Java reads: one that refuses, and one where the oldest gives way.
#include <jni.h>

#include <thread>
#include <vector>

#include <ffiguard/thread/event_queue.hpp>

#include "dev_ffiguard_example_EventShim.h"

namespace {

struct tick {
    std::uint64_t number;
    std::uint32_t from;
    std::uint32_t check;
};
using ffiguard::when_full;

auto& refusing = *new ffiguard::event_queue<tick, 64>;
auto& dropping = *new ffiguard::event_queue<tick, 1024, when_full::drop_oldest>;
auto& ending = *new ffiguard::event_queue<tick, 64>;

template <class Call>
auto with(jint which, Call&& call) {
    return which == 0 ? call(refusing) : which == 1 ? call(dropping) : call(ending);
}

}  // namespace

jint JNICALL Java_dev_ffiguard_example_EventShim_drainOf(JNIEnv* env, jclass, jint which,
                                                         jobject into, jobject counts) {
    auto* const events = static_cast<tick*>(env->GetDirectBufferAddress(into));
    const auto room = static_cast<std::uint64_t>(env->GetDirectBufferCapacity(into)) / sizeof(tick);
    auto* const both = static_cast<std::uint64_t*>(env->GetDirectBufferAddress(counts));
    return with(which, [&](auto& queue) {
        return static_cast<jint>(queue.drain(events, room, both, both + 1).code());
    });
}
jboolean JNICALL Java_dev_ffiguard_example_EventShim_awaitOf(JNIEnv*, jclass, jint which,
                                                             jint limit) {
    return with(which, [&](auto& queue) -> jboolean {
        return queue.wait_for(std::chrono::milliseconds(limit)) ? JNI_TRUE : JNI_FALSE;
    });
}
void JNICALL Java_dev_ffiguard_example_EventShim_wakeOf(JNIEnv*, jclass, jint which) {
    with(which, [](auto& queue) { queue.wake(); });
}
void JNICALL Java_dev_ffiguard_example_EventShim_endOf(JNIEnv*, jclass, jint which) {
    with(which, [](auto& queue) { queue.close(); });
}
jlong JNICALL Java_dev_ffiguard_example_EventShim_size(JNIEnv*, jclass) { return sizeof(tick); }
jlong JNICALL Java_dev_ffiguard_example_EventShim_pushOf(JNIEnv*, jclass, jint which, jint threads,
                                                         jlong each) {
    std::atomic<jlong> refused{0};
    std::vector<std::thread> all;
    for (std::uint32_t from = 0; from < static_cast<std::uint32_t>(threads); ++from)
        all.emplace_back([&, from] {
            for (std::uint64_t i = 0; i < static_cast<std::uint64_t>(each); ++i) {
                const tick one{i, from, from ^ static_cast<std::uint32_t>(i)};
                if (!with(which, [&](auto& queue) { return queue.push(one).ok(); })) ++refused;
            }
        });
    for (auto& one : all) one.join();
    return refused;
}
