// expect: invalid conversion|different exception specifications
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/thread/worker_thread.hpp>

// A hook runs outside of what catches exceptions.
ffiguard::status attach(void*);
ffiguard::status attach_noexcept(void*) noexcept;

#ifdef FAIL
ffiguard::worker_hook hook{&attach, nullptr};
#else
ffiguard::worker_hook hook{&attach_noexcept, nullptr};
#endif
