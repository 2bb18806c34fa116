// expect: no viable conversion|conversion from
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/library/library.hpp>

// A path is taken as it is; what is to be decorated says so.
#ifdef FAIL
ffiguard::library_name name = "z";
#else
ffiguard::library_name name("z");
#endif
