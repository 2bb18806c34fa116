// expect: (deleted function|call to deleted)
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/signal/signal_action.hpp>

void with_info(int signal, siginfo_t* info, void* context) {
    static_cast<void>(ffiguard::signal_action::chain(&with_info, signal, info, context));
}

#ifdef FAIL
// It has neither info nor context, which the old handler may need.
void plain(int signal) {
    static_cast<void>(ffiguard::signal_action::chain(&plain, signal, nullptr, nullptr));
}
#endif
