// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_TESTS_THREAD_FOREIGN_CALLS_HPP
#define FFIGUARD_TESTS_THREAD_FOREIGN_CALLS_HPP

// One of two shared objects that hand a foreign_call, an upcall, a batch and a thread_state to each
// other by reference, as a host and its plugin may. Each numbers its threads and keeps its guards
// for itself.
#include <ffiguard/thread/float_environment.hpp>
#include <ffiguard/thread/foreign_call.hpp>
#include <ffiguard/thread/thread_state.hpp>
#include <ffiguard/thread/upcall.hpp>

#include <cfenv>
#include <utility>

namespace foreign_calls {

using kept = ffiguard::foreign_call<FFIGUARD_THREAD_SIGNAL_MASK | FFIGUARD_THREAD_FLOAT>;

struct functions {
    void* (*begin)();
    int (*end)(void*);       ///< the status code
    void (*destroy)(void*);  ///< as a unique_ptr that this object was given does
    void* (*call_back)();    ///< begins an upcall, within a guard that rounds upward
    void (*return_from)(void*);
    void (*end_guard)(void*);
    void* (*begin_batch)();  ///< and makes an upcall in it
    void (*end_batch)(void*);
    void (*snapshot)(ffiguard_thread_state*);
};

FFIGUARD_HIDDEN inline void* begin() { return new kept; }
FFIGUARD_HIDDEN inline int end(void* one) {
    return static_cast<int>(static_cast<kept*>(one)->end().status().code());
}
FFIGUARD_HIDDEN inline void destroy(void* one) { delete static_cast<kept*>(one); }

struct called_back {
    FFIGUARD_HIDDEN called_back() {}
    ffiguard::float_environment upward = *ffiguard::float_environment::with_rounding(FE_UPWARD);
    // Not in an optional: its members over an upcall may be those of the other object.
    ffiguard::upcall* inside = nullptr;
};
FFIGUARD_HIDDEN inline void* call_back() {
    auto* const made = new called_back;
    made->inside = new ffiguard::upcall;
    return made;
}
FFIGUARD_HIDDEN inline void return_from(void* one) {
    delete std::exchange(static_cast<called_back*>(one)->inside, nullptr);
}
FFIGUARD_HIDDEN inline void end_guard(void* one) { delete static_cast<called_back*>(one); }

FFIGUARD_HIDDEN inline void* begin_batch() {
    auto* const made = new ffiguard::upcall_batch;
    { const ffiguard::upcall inside; }
    return made;
}
FFIGUARD_HIDDEN inline void end_batch(void* one) {
    delete static_cast<ffiguard::upcall_batch*>(one);
}

FFIGUARD_HIDDEN inline void snapshot(ffiguard_thread_state* state) {
    *state = ffiguard::thread_state::snapshot().raw();
}

FFIGUARD_HIDDEN inline functions all() {
    return {&begin,     &end,         &destroy,   &call_back, &return_from,
            &end_guard, &begin_batch, &end_batch, &snapshot};
}

}  // namespace foreign_calls

#endif
