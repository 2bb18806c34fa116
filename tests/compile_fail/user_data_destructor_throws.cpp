// expect: a C library destroys the object: its destructor must not throw
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/core/user_data.hpp>

struct state {
#ifdef FAIL
    ~state() noexcept(false);
#else
    ~state();
#endif
};
bool made(const ffiguard::user_data<state>& data);
bool made(const ffiguard::user_data<state>& data) { return static_cast<bool>(data); }
