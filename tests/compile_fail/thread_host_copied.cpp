// expect: deleted (function|constructor)
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/thread/thread_host.hpp>

void use(ffiguard::thread_host& host) {
#ifdef FAIL
    ffiguard::thread_host other(host);
#else
    ffiguard::thread_host other(std::move(host));
#endif
}
