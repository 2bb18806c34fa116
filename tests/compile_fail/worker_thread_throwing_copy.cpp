// expect: give it by std::move
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/thread/worker_thread.hpp>

#include <string>

auto start(std::string kept) {
    const auto work = [](const ffiguard::worker_stop&) {};
#ifdef FAIL
    return ffiguard::worker_thread::start(work, {}, kept);
#else
    return ffiguard::worker_thread::start(work, {}, std::move(kept));
#endif
}
