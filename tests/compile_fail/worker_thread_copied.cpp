// expect: deleted (function|constructor)
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/thread/worker_thread.hpp>

ffiguard::worker_thread worker;

#ifdef FAIL
ffiguard::worker_thread other(worker);
#endif
