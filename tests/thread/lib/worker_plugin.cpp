// SPDX-License-Identifier: BSL-1.0
// A shim with a worker of its own, as Go and Java load it: two C functions.
#include <ffiguard/thread/worker_thread.hpp>

#include <pthread.h>

#include <atomic>
#include <chrono>

namespace {
ffiguard::worker_thread worker;
}

extern "C" int worker_plugin_start(std::atomic<pthread_t>* which, std::atomic<int>* beats) {
    const auto work = [which, beats](const ffiguard::worker_stop& stop) {
        *which = pthread_self();
        while (!stop.wait_for(std::chrono::milliseconds(1))) ++*beats;
    };
    auto started = ffiguard::worker_thread::start(work);
    if (!started) return 0;
    worker = *std::move(started);
    return 1;
}

extern "C" int worker_plugin_stop() { return worker.stop().ok(); }
