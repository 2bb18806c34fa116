// expect: is called with a const worker_stop&
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/thread/worker_thread.hpp>

// Work that cannot be told to end would make stop() wait for ever.
#ifdef FAIL
auto start() {
    return ffiguard::worker_thread::start([] {});
}
#else
auto start() {
    return ffiguard::worker_thread::start([](const ffiguard::worker_stop&) {});
}
#endif
