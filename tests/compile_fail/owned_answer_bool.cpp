// expect: a C function answers with void, a status or a number
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/core/unique_handle.hpp>

// true for success by the custom of C++, for failure by that of C: not to be guessed.
bool close_thing(void*);

#ifdef FAIL
void drop(ffiguard::owned<&close_thing>& owner) { owner.reset(); }
#endif
