// SPDX-License-Identifier: BSL-1.0
// One of two shared objects that hand a foreign_call to each other by reference, as a host and its
// plugin may. Each numbers its threads and keeps its guards for itself.
#include <ffiguard/thread/foreign_call.hpp>

namespace foreign_calls {

using kept = ffiguard::foreign_call<FFIGUARD_THREAD_SIGNAL_MASK | FFIGUARD_THREAD_FLOAT>;

struct functions {
    void* (*begin)();
    int (*end)(void*);       ///< the status code
    void (*destroy)(void*);  ///< as a unique_ptr that this object was given does
};

FFIGUARD_HIDDEN inline void* begin() { return new kept; }
FFIGUARD_HIDDEN inline int end(void* one) {
    return static_cast<int>(static_cast<kept*>(one)->end().status().code());
}
FFIGUARD_HIDDEN inline void destroy(void* one) { delete static_cast<kept*>(one); }

}  // namespace foreign_calls
