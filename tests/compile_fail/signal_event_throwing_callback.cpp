// expect: ffiguard: the callback of a signal_dispatcher is called as callback\(int\) and is
// noexcept SPDX-License-Identifier: BSL-1.0
#include <ffiguard/signal/signal_event.hpp>

void told(int) noexcept;
void may_throw(int);

ffiguard::signal_dispatcher start() {
    auto started = ffiguard::signal_dispatcher::start(ffiguard::signal_set::of<SIGTERM>(), &told);
#ifdef FAIL
    started = ffiguard::signal_dispatcher::start(ffiguard::signal_set::of<SIGTERM>(), &may_throw);
#endif
    return started ? *std::move(started) : ffiguard::signal_dispatcher();
}
